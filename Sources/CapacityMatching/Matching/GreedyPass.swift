internal import CapacityModel

/// One answer: each order of a queue served in turn in what the earlier ones left.
struct GreedyPass: Sendable {
  /// The orders in the order in which they were served.
  let queue: [Int]
  /// How each order is served; `nil` if it is not.
  var placements: [Placement?]
  /// What that is worth, in fen.
  var objectiveFen: Int64
  /// What is still free.
  var timelines: Timelines

  /// Serves the orders of `queue` in turn; an order of several stages or parts that finds no place is looked
  /// at a second time, more widely, but at most `wideSearches` of them.
  init(
    _ market: Market, _ candidates: Candidates, opening: Timelines, queue: [Int],
    objective: ObjectiveKind, width: SearchWidth, wideSearches: Int
  ) {
    var placer = OrderPlacer(
      market: market, candidates: candidates, timelines: opening, width: width,
      wideSearches: wideSearches)
    var placements = [Placement?](repeating: nil, count: market.orders.count)
    var objectiveFen: Int64 = 0
    for order in queue {
      guard let placement = placer.find(order) else { continue }
      placer.take(placement)
      objectiveFen += market.orders[order].worth(objective, costFen: placement.costFen)
      placements[order] = placement
    }
    self.queue = queue
    self.placements = placements
    self.objectiveFen = objectiveFen
    timelines = placer.timelines
  }

  /// Looks once more at every order of several stages or parts left over: for its earliest way, and
  /// for as many as allowed more widely for its cheapest.
  ///
  /// Nothing is ever freed in a pass, so orders of one stage and part need no second look.
  mutating func serveLeftovers(
    _ market: Market, _ candidates: Candidates, objective: ObjectiveKind, width: SearchWidth,
    wideSearches: Int
  ) {
    let queue = OrderQueue(market, candidates, key: .worth, objective: objective)
    var placer = OrderPlacer(
      market: market, candidates: candidates, timelines: timelines, width: width,
      wideSearches: wideSearches)
    for order in queue.orders where placements[order] == nil && !market.orders[order].isSimple {
      guard let placement = placer.findEarliest(order) ?? placer.findWidely(order) else { continue }
      placer.take(placement)
      objectiveFen += market.orders[order].worth(objective, costFen: placement.costFen)
      placements[order] = placement
    }
    timelines = placer.timelines
  }
}
