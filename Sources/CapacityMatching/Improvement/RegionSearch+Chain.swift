internal import CapacityModel

// Orders of several stages, one part each: all stages at once where they cost least together, their seconds at their
// prices, among the jobs that are there. While it stands, a booking starts no earlier, and ends no later than the next
// stage's needs it.

extension RegionSearch {
  /// The stages of an order as they are to be booked.
  private struct Chain {
    var parts: [PlannedPart] = []
    /// When what a stage makes must be done, for all but the last; wall time.
    var dues: [Int64] = []
    var fen: Int64 = 0
  }

  /// Puts an order of several stages in, if all of them have a place within its budget.
  mutating func insertChain(_ order: Int32) {
    guard let demand = findChain(of: order, clears: false) else { return }
    let chain = chain(of: demand)
    if chain.fen > demand.budgetFen { return }
    for (number, part) in chain.parts.enumerated() {
      let choice = choices[Int(chains.found[number].choice)]
      let limit =
        number + 1 == chain.parts.count ? choice.term.limit : part.start + part.need
      // A job between two stages on one unit cannot make room for both.
      guard let place = place(of: part) else {
        for part in chain.parts[..<number] { removeJobs(of: order, from: Int(part.unit)) }
        return
      }
      insertPart(
        order, program: orders[Int(order)].program, from: part.start, limit: limit,
        need: part.need, isUnbroken: choice.isUnbroken, on: Int(part.unit), at: place)
    }
    for (number, due) in chain.dues.enumerated() {
      let latest = choices[Int(chains.found[number].choice)].term.limit
      extend(chain.parts[number], of: order, to: due, within: latest)
    }
    serve(
      order, by: chain.parts,
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

  /// The way found last as it is to be booked.
  private func chain(of demand: OrderDemand) -> Chain {
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
      if number > 0 { chain.dues.append(goodsStage == number - 1 && !stage.ships ? end : due) }
      if stage.ships { (goodsCluster, goodsStage) = (columns.cluster, number) }
      end = found.end
      chain.parts.append(
        PlannedPart(
          offer: term.offer, unit: found.unit, stage: Int32(number), start: found.start,
          need: term.need, quantity: stage.quantity))
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

  /// Lets the booking of a stage move up to when the next one needs it, within the window of its offer.
  private mutating func extend(
    _ part: PlannedPart, of order: Int32, to due: Int64, within latest: Int32
  ) {
    let unit = Int(part.unit)
    let plan = units[unit].plan
    guard
      let place = plan.jobs.firstIndex(where: { $0.order == order && $0.earliest == part.start })
    else { return }
    let limit = min(latest, Int32(openTime.work(Int(plan.calendar), before: due)))
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
