internal import CapacityModel

// Orders of several stages: all stages at once where they cost least together, their seconds at their
// prices, among the jobs that are there. While it stands, a booking starts no earlier, and ends no later than the next
// stage's needs it.

extension RegionSearch {
  /// The stages of an order as they are to be booked.
  struct Chain {
    var bookings: [Booking] = []
    var fen: Int64 = 0
  }

  /// A stage, or a part of one, as it is to be booked.
  struct Booking {
    var part: PlannedPart
    /// The end of its offer's window, in working time.
    var latest: Int32
    var isUnbroken: Bool
    /// When what it makes must be done, in wall time; `nil` in the last stage.
    var due: Int64?
  }

  /// Puts an order of several stages in, if all of them have a place within its budget.
  mutating func insertChain(_ order: Int32) {
    guard let demand = findChain(of: order, clears: false) else { return }
    guard let chain = chain(of: order, demand, clears: false), chain.fen <= demand.budgetFen
    else { return }
    for (number, booking) in chain.bookings.enumerated() {
      let part = booking.part
      // A job between two stages on one unit cannot make room for both.
      guard let place = place(of: part) else {
        for booking in chain.bookings[..<number] {
          removeJobs(of: order, from: Int(booking.part.unit))
        }
        return
      }
      insertPart(
        order, program: orders[Int(order)].program, from: part.start,
        limit: booking.due == nil ? booking.latest : part.start + part.need,
        need: part.need, isUnbroken: booking.isUnbroken, on: Int(part.unit), at: place)
    }
    for booking in chain.bookings { extend(booking, of: order) }
    serve(
      order, by: chain.bookings.map(\.part),
      cost: weighted(chain.fen * ObjectiveScale.micro, by: orders[Int(order)].weight))
  }

  /// Finds the cheapest way to have all stages of an order done, left in ``chains``; `nil` if there is none.
  ///
  /// With `clears` jobs that may be taken off are not in the way.
  mutating func findChain(of order: Int32, clears: Bool) -> OrderDemand? {
    let own = orders[Int(order)]
    let task = ChainInRooms.Task(
      market: market, table: table, units: units, choices: choices, order: own,
      demand: demand(of: own), clears: clears)
    swap(&chains.borders, &borders[Int(order)])
    defer { swap(&chains.borders, &borders[Int(order)]) }
    return chains.find(task, &random) ? task.demand : nil
  }

  /// The way found last as it is to be booked; `nil` if what its large parts leave has no place.
  func chain(of order: Int32, _ demand: OrderDemand, clears: Bool) -> Chain? {
    let isDivided = zip(chains.found, demand.stages).contains {
      $0.quantity < market.stages[$1].quantity
    }
    return isDivided ? dividedChain(of: order, demand, clears: clears) : wholeChain(of: demand)
  }

  /// The same, with one part for each stage.
  private func wholeChain(of demand: OrderDemand) -> Chain {
    var chain = Chain()
    // Where the goods are, and since which stage, if there are any yet.
    var (goodsCluster, goodsStage) = (-1, -1)
    var end: Int64 = 0
    for (number, found) in chains.found.enumerated() {
      let stage = market.stages[demand.stages.lowerBound + number]
      let term = choices[Int(found.choice)].term
      let columns = market.machines[market.machine(of: term)]
      chain.fen += market.charge(
        Int(term.offer), stage, quantity: stage.quantity, need: Int64(term.need))
      var due = openTime.wallStart(columns.calendar, of: Int64(found.start))
      if stage.ships, goodsCluster >= 0, goodsCluster != columns.cluster {
        let lane = market.freight.lane(from: goodsCluster, to: columns.cluster)
        chain.fen += market.freight.cost(lane, ofAll: demand)
        // The goods of the stage before, if they move to this one, must be there in time.
        if goodsStage == number - 1 { due -= lane.transitSeconds }
      }
      if number == demand.lastShippingStage {
        let lane = market.freight.lane(from: columns.cluster, to: demand.cluster)
        chain.fen += market.freight.cost(lane, ofAll: demand)
      }
      // What ships does not wait for a stage that does not: who knows how long its way is then.
      if number > 0 {
        chain.bookings[number - 1].due = goodsStage == number - 1 && !stage.ships ? end : due
      }
      if stage.ships { (goodsCluster, goodsStage) = (columns.cluster, number) }
      end = found.end
      chain.bookings.append(booking(of: found, stage: number))
    }
    return chain
  }

  /// Between which jobs of its unit a part has room at its start; `nil` if between none.
  private func place(of part: PlannedPart) -> Int? {
    let plan = units[Int(part.unit)].plan
    var place = plan.firstPlace(from: part.start, need: part.need)
    while place <= plan.jobs.count {
      let room = plan.room(at: place)
      if room.from > part.start { return nil }
      if part.start + part.need <= room.limit { return place }
      place += 1
    }
    return nil
  }

  /// What was found for a stage, or for a large part of it, as it is to be booked.
  func booking(of found: ChainInRooms.Done, stage number: Int) -> Booking {
    let choice = choices[Int(found.choice)]
    return Booking(
      part: PlannedPart(
        offer: choice.term.offer, unit: found.unit, stage: Int32(number), start: found.start,
        need: found.need, quantity: found.quantity),
      latest: choice.term.limit, isUnbroken: choice.isUnbroken)
  }

  /// Lets the booking of a stage move up to when the next one needs it, within the window of its offer.
  private mutating func extend(_ booking: Booking, of order: Int32) {
    guard let due = booking.due else { return }
    let (part, unit) = (booking.part, Int(booking.part.unit))
    let plan = units[unit].plan
    guard
      let place = plan.jobs.firstIndex(where: { $0.order == order && $0.earliest == part.start })
    else { return }
    let limit = min(booking.latest, Int32(openTime.work(Int(plan.calendar), before: due)))
    units[unit].plan.extend(place, to: limit, openTime)
  }

  /// Puts in one of several jobs of an order.
  mutating func insertPart(
    _ order: Int32, program: Int32, from: Int32, limit: Int32, need: Int32, isUnbroken: Bool,
    on unit: Int, at place: Int
  ) {
    touch(unit)
    units[unit].plan.insert(
      UnitPlan.Job(
        order: order, term: UnitPlan.Job.term(ofCompound: program), from: from, limit: limit,
        need: need, earliest: 0, latest: 0, isUnbroken: isUnbroken),
      at: place, openTime)
  }
}
