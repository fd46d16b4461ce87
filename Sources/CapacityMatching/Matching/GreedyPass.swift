internal import CapacityModel

/// What every pass over the orders works with.
struct PassSetting: Sendable {
  let market: Market
  let candidates: Candidates
  let objective: ObjectiveKind
  let method: OfferSearch
  var width: SearchWidth
  var wideSearches: Int

  func placer(on free: FreeCapacity) -> OrderPlacer {
    OrderPlacer(
      market: market, candidates: candidates, free: free, method: method, width: width,
      wideSearches: wideSearches)
  }
}

/// One answer: each order of a queue served in turn in what the earlier ones left.
struct GreedyPass: Sendable {
  /// The orders in the order in which they were served.
  let queue: [Int32]
  /// How each order is served.
  private(set) var placements: Placements
  /// What that is worth, in fen.
  private(set) var objectiveFen: Int64 = 0
  /// What is still free.
  private(set) var free: FreeCapacity
  /// What it took.
  private(set) var counts = WorkCounts()

  /// Serves the orders of `queue` in turn; an order of several stages or parts that finds no place is looked
  /// at a second time, more widely, but at most ``PassSetting/wideSearches`` of them.
  init(_ setting: PassSetting, opening: FreeCapacity, queue: [Int32]) {
    self.queue = queue
    let market = setting.market
    placements = Placements(orderCount: market.orders.count)
    free = opening
    var placer = setting.placer(on: opening)
    serve(queue, setting, &placer) { $0.find($1) }
    free = placer.free
    counts += placer.counts
  }

  /// A pass as somebody else planned it; `queue` is that of the pass it came from.
  init(_ setting: PassSetting, opening: FreeCapacity, plan: [PlannedOrder], queue: [Int32]) {
    self.queue = queue
    let market = setting.market
    placements = Placements(orderCount: market.orders.count)
    var placer = setting.placer(on: opening)
    for planned in plan where placer.setFound(planned) {
      for part in placer.found.parts {
        placer.timelines.take(part.unit, from: part.workStart, to: part.workStart + part.need)
      }
      placements.serve(planned.order, by: placer.found)
      objectiveFen += market.orders[planned.order].worth(
        setting.objective, costFen: placer.found.costFen)
    }
    free = FreeCapacity(market, placer.timelines)
  }

  /// Serves what is left over and still has a place: orders of one stage and part where they are
  /// cheapest, in the order of `queue`, then all others as ``serveLeftovers(_:)`` does.
  ///
  /// - Returns: What it took.
  mutating func fill(_ setting: PassSetting, queue: [Int32]) -> WorkCounts {
    var placer = setting.placer(on: free)
    let leftovers = queue.filter { !placements.isServed(Int($0)) }
    serve(leftovers, setting, &placer) { $0.find($1) }
    free = placer.free
    var counts = placer.counts
    counts += serveLeftovers(setting)
    return counts
  }

  /// Looks once more at every order of several stages or parts left over: for its earliest way, and
  /// for as many as allowed more widely for its cheapest.
  ///
  /// Nothing is ever freed in a pass, so orders of one stage and part need no second look.
  ///
  /// - Returns: What it took.
  mutating func serveLeftovers(_ setting: PassSetting) -> WorkCounts {
    let market = setting.market
    let queue = OrderQueue(
      market, setting.candidates, key: .worth, objective: setting.objective)
    var placer = setting.placer(on: free)
    let leftovers = queue.orders.filter {
      !placements.isServed(Int($0)) && !market.orders[Int($0)].isSimple
    }
    serve(leftovers, setting, &placer) { $0.findEarliest($1) || $0.findWidely($1) }
    free = placer.free
    return placer.counts
  }

  /// Serves the orders of a queue in turn, each as `find` finds a way.
  ///
  /// As long as wide searches are left, who comes first decides who gets one. Then orders that compete
  /// for no machine need not wait for each other, and those of a group of processes come together.
  private mutating func serve(
    _ queue: [Int32], _ setting: PassSetting, _ placer: inout OrderPlacer,
    _ find: (inout OrderPlacer, Int) -> Bool
  ) {
    var served = 0
    while served < queue.count, placer.wideSearchesLeft > 0 {
      serve(Int(queue[served]), setting, &placer, find)
      served += 1
    }
    let groups = setting.market.processGroups
    let rest = sortedByCounting(queue[served...], keyCount: groups.groupCount) {
      Int(groups.groupOfOrder[Int($0)])
    }
    for order in rest { serve(Int(order), setting, &placer, find) }
  }

  @inline(__always)
  private mutating func serve(
    _ order: Int, _ setting: PassSetting, _ placer: inout OrderPlacer,
    _ find: (inout OrderPlacer, Int) -> Bool
  ) {
    if !find(&placer, order) { return }
    placer.takeFound()
    objectiveFen += setting.market.orders[order].worth(
      setting.objective, costFen: placer.found.costFen)
    placements.serve(order, by: placer.found)
  }
}
