internal import CapacityModel

// The second look of a chain search: where the cheapest offers of a stage are taken, all of them are
// searched, and the best few with a place are kept.

extension OrderPlacer {
  /// Ways that are extended by looking at all offers.
  static let waysTriedOnAllOffers = 2
  /// Extensions that are kept of each.
  fileprivate static let keptExtensions = 4

  /// Appends the best extensions of `way` among all offers that take the whole stage.
  ///
  /// - Complexity: O(offers of the process); a place is searched only for offers that would be kept.
  mutating func extendAmongAll(_ way: Int, stage index: Int, number: Int, goal: PlacementGoal) {
    let stage = market.stages[index]
    let demand = market.orders[stage.order]
    var visitor = Extensions(
      stage: stage, demand: demand, way: way, number: number, goal: goal,
      spentFen: way < 0 ? 0 : trail.nodes[way].costFen, laterFen: chain.laterFen[number],
      days: days(after: way, demand, goal))
    searchOffers(SearchSubject(whole: index, in: market), &visitor)
    for place in 0..<visitor.count {
      let kept = visitor.kept[place]
      chain.next.append(append(kept.part, stage: stage, after: way, freightFen: kept.freightFen))
    }
  }
}

/// Keeps the best extensions of one way.
private struct Extensions: OfferVisitor {
  struct Extension {
    var key: Int64
    /// Ties go to the lower rank.
    var rank: Int32
    var part: PlacedPart
    var freightFen: Int64

    static let none = Extension(key: .max, rank: .max, part: .none, freightFen: 0)
  }

  let stage: StageDemand
  let demand: OrderDemand
  let way: Int
  let number: Int
  let goal: PlacementGoal
  /// What the way costs so far.
  let spentFen: Int64
  /// What the stages still to come charge at the least.
  let laterFen: Int64
  let days: FreeTimeIndex.Buckets?
  /// Ascending in key, then rank.
  private(set) var kept = InlineArray<4, Extension>(repeating: .none)
  private(set) var count = 0

  init(
    stage: StageDemand, demand: OrderDemand, way: Int, number: Int, goal: PlacementGoal,
    spentFen: Int64, laterFen: Int64, days: FreeTimeIndex.Buckets
  ) {
    self.days = days
    self.stage = stage
    self.demand = demand
    self.way = way
    self.number = number
    self.goal = goal
    self.spentFen = spentFen
    self.laterFen = laterFen
  }

  /// What the last that would still be kept has; of one stage only what costs as little as the best
  /// can be chosen in the end.
  private var worstKey: Int64 {
    if demand.stages.count == 1, count > 0, !goal.wantsEarliest { return kept[0].key }
    return count == OrderPlacer.keptExtensions ? kept[count - 1].key : .max
  }

  private var budgetLeftFen: Int64 { goal.budgetFen - spentFen - laterFen }

  var chargeMaxFen: Int64 { min(budgetLeftFen, paidMaxFen) }

  var paidMaxFen: Int64 {
    let dueFen = number == demand.lastShippingStage ? budgetLeftFen : Int64.max
    return goal.wantsEarliest || worstKey == .max ? dueFen : min(dueFen, worstKey - spentFen)
  }

  @inline(__always)
  mutating func visit(_ offer: Int, on machine: Int, host: inout OrderPlacer) -> VisitOutcome {
    let market = host.market
    guard market.serves(offer, stage, in: demand) else { return .settled }
    let need = market.need(offer, stage, quantity: stage.quantity)
    if host.lacksRoom(machine, need: need) { return .lackedRoom }
    if stage.hundredths(stage.quantity) > market.conditions[offer].quantityMaxHundredths {
      return .settled
    }
    let cluster = market.machines[machine].cluster
    let charge = market.charge(offer, stage, quantity: stage.quantity, need: need)
    let arrival = market.arrival(
      at: cluster, of: stage, offset: 0, quantity: stage.quantity, after: way, in: host.trail)
    let deliveryFen = stage.ships ? host.view.deliveryFen(from: cluster, in: market) : 0
    let costFen = spentFen + arrival.freightFen + charge
    let dueFen = number == demand.lastShippingStage ? deliveryFen : 0
    if costFen + dueFen + laterFen > goal.budgetFen { return .settled }
    if !goal.wantsEarliest, !isWanted(costFen + deliveryFen, market.tieRank[offer]) {
      return .settled
    }
    let window = host.window(
      machine: machine, after: arrival.time, number: number, of: demand, deadline: goal.deadline)
    guard
      let place = host.earliest(offer, stage, need: need, from: window.from, limit: window.limit)
    else { return .lackedRoom }
    let part = host.placedPart(
      stage, offer: offer, place: place, offset: 0, quantity: stage.quantity, need: need)
    let key = goal.wantsEarliest ? part.end : costFen + deliveryFen
    if isWanted(key, market.tieRank[offer]) {
      insert(
        Extension(
          key: key, rank: market.tieRank[offer], part: part, freightFen: arrival.freightFen))
    }
    return .settled
  }

  /// Whether an extension would be kept; of equals the first offers, in whatever order they come.
  private func isWanted(_ key: Int64, _ rank: Int32) -> Bool {
    if key > worstKey { return false }
    if count < OrderPlacer.keptExtensions { return true }
    let last = kept[count - 1]
    return (key, rank) < (last.key, last.rank)
  }

  private mutating func insert(_ found: Extension) {
    var position = min(count, OrderPlacer.keptExtensions - 1)
    count = min(count + 1, OrderPlacer.keptExtensions)
    while position > 0,
      (found.key, found.rank) < (kept[position - 1].key, kept[position - 1].rank)
    {
      kept[position] = kept[position - 1]
      position -= 1
    }
    kept[position] = found
  }
}
