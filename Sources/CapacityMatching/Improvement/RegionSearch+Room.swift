internal import CapacityModel

// Room for an order that nobody serves, or of several stages, which may lie badly: what lies where it might go is taken
// off, and it is put back first. Strings around a job seldom free enough for a large order.

extension RegionSearch {
  /// More jobs than this are not taken off one unit for an order.
  private static let clearedMax = 16
  /// Of so many orders that may want a unit the most promising one gets room.
  private static let drawnOrders = 6
  /// One in so many served orders of several stages that are drawn may be moved.
  private static let movedOf = 4
  /// In more places than this no room is made for the parts of an order.
  private static let placesMax = 3

  /// Takes off what is in the way of an order that may want a unit, which then is a candidate, too.
  ///
  /// - Returns: The order; `nil` if there is none, or too much in its way: what was taken off by then stays off.
  mutating func makeRoom(at unit: Int) -> Int32? {
    guard let order = mostPromising(wanting: unit) else { return nil }
    if orders[Int(order)].isServed { takeOff(order: order) }
    let own = orders[Int(order)]
    if own.shape == .chain { return makeRoom(ofChain: order) ? order : nil }
    let demand = demand(of: own)
    // Whole in one place, or in a few places in parts.
    let places =
      own.partChoices.isEmpty ? 1 : 1 + random.below(min(RegionSearch.placesMax, demand.partsMax))
    let isWhole = places == 1 && !own.choices.isEmpty
    let offers = isWhole ? own.choices : own.partChoices
    if offers.isEmpty { return nil }
    for _ in 0..<places {
      // The more promising come first.
      let drawn = min(random.below(offers.count), random.below(offers.count))
      let choice = choices[offers.lowerBound + drawn]
      let need =
        isWhole ? Int64(choice.term.need) : needOfShare(of: demand, choice.term, places: places)
      guard
        let start = start(of: choice.term, need: need, on: Int(units[Int(choice.unit)].machine)),
        clear(randomUnit(of: choice), from: start, to: start + need)
      else { return nil }
    }
    addCandidate(order)
    return order
  }

  /// Takes off what is in the way of the stages of an order where they cost least, whoever else is there.
  private mutating func makeRoom(ofChain order: Int32) -> Bool {
    guard let demand = findChain(of: order, clears: true),
      let chain = chain(of: order, demand, clears: true)
    else { return false }
    for booking in chain.bookings {
      let (start, need) = (Int64(booking.part.start), Int64(booking.part.need))
      if !clear(Int(booking.part.unit), from: start, to: start + need) { return false }
    }
    addCandidate(order)
    return true
  }

  /// The most promising of a few orders that may want a unit and that nobody serves, or of several stages.
  private mutating func mostPromising(wanting unit: Int) -> Int32? {
    var best: Int32?
    for _ in 0..<RegionSearch.drawnOrders {
      guard let drawn = randomOrder(wanting: unit) else { return nil }
      let own = orders[Int(drawn)]
      if own.isServed, own.shape != .chain || random.below(RegionSearch.movedOf) > 0 { continue }
      if best.map({ own.reduced > orders[Int($0)].reduced }) ?? true { best = drawn }
    }
    return best
  }

  /// The working time of one of `places` like parts of an order's only stage.
  private func needOfShare(
    of demand: OrderDemand, _ term: TermStore.WindowTerm, places: Int
  ) -> Int64 {
    let stage = market.stages[demand.stages.lowerBound]
    let sizes = market.partSizes(Int(term.offer), stage)
    let share = divideUp(stage.quantity, by: Int64(places))
    return market.need(
      Int(term.offer), stage, quantity: max(sizes.least, min(sizes.most, share)))
  }

  /// When a term's booking of `need` might begin: in the cheapest hours or anywhere; `nil` if it has no place.
  private mutating func start(of term: TermStore.WindowTerm, need: Int64, on machine: Int) -> Int64?
  {
    let (from, limit) = (Int64(term.from), Int64(term.limit))
    if from + need > limit { return nil }
    let anywhere = from + Int64(random.below(Int(limit - need - from) + 1))
    if random.next() & 1 != 0 { return anywhere }
    return table.cheapestStart(machine, need: need, from: from, limit: limit)?.start ?? anywhere
  }

  /// Takes the jobs off a unit that overlap with a time; `false` if too many do.
  private mutating func clear(_ unit: Int, from start: Int64, to end: Int64) -> Bool {
    let inTheWay = units[unit].plan.jobs.filter { job in
      !job.isFixed && Int64(job.earliest) < end && Int64(job.earliest + job.need) > start
    }
    if inTheWay.count > RegionSearch.clearedMax { return false }
    takeOff(inTheWay)
    addLeftovers(unit)
    return true
  }
}
