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
  ///
  /// The pass is the same for any number of `threads`.
  init(_ setting: PassSetting, opening: FreeCapacity, queue: [Int32], threads: Int) async {
    self.queue = queue
    placements = Placements(orderCount: setting.market.orders.count)
    free = opening
    counts = await serve(queue, setting, threads: threads, .cheapest)
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

  /// A pass that has served nobody and goes on with what `other` leaves free.
  private init(continuing other: GreedyPass) {
    queue = other.queue
    placements = Placements(orderCount: other.placements.orderCount)
    free = other.free
  }

  /// Serves what is left over and still has a place: orders of one stage and part where they are
  /// cheapest, in the order of `queue`, then all others as ``serveLeftovers(_:threads:)`` does.
  ///
  /// - Returns: What it took.
  mutating func fill(_ setting: PassSetting, queue: [Int32], threads: Int) async -> WorkCounts {
    let leftovers = queue.filter { !placements.isServed(Int($0)) }
    var counts = await serve(leftovers, setting, threads: threads, .cheapest)
    counts += await serveLeftovers(setting, threads: threads)
    return counts
  }

  /// Looks once more at every order of several stages or parts left over: for its earliest way, and
  /// for as many as allowed more widely for its cheapest.
  ///
  /// Nothing is ever freed in a pass, so orders of one stage and part need no second look.
  ///
  /// - Returns: What it took.
  mutating func serveLeftovers(_ setting: PassSetting, threads: Int) async -> WorkCounts {
    let market = setting.market
    let leftovers = OrderQueue(
      market, setting.candidates, key: .worth, objective: setting.objective
    ) { !placements.isServed($0) && !market.orders[$0].isSimple }
    return await serve(leftovers.orders, setting, threads: threads, .leftOver)
  }
}

/// How the orders of a queue are served.
extension GreedyPass {
  /// How a way to serve an order is looked for.
  private enum Search {
    case cheapest
    /// For orders that the search for the cheapest way has left over.
    case leftOver
  }

  /// Each lot has a copy of the free time, of a million orders some 100 MB.
  private static let lotsMax = 8

  /// Serves the orders of a queue in turn.
  ///
  /// As long as wide searches are left, who comes first decides who gets one. Then orders that compete
  /// for no machine need not wait for each other: those of a group of processes come together, and
  /// lots of groups are served at once, each on free time of its own.
  ///
  /// - Returns: What it took.
  private mutating func serve(
    _ queue: [Int32], _ setting: PassSetting, threads: Int, _ search: Search
  ) async -> WorkCounts {
    var placer = placer(setting)
    var served = 0
    while served < queue.count, placer.wideSearchesLeft > 0 {
      serve(Int(queue[served]), setting, &placer, search)
      served += 1
    }
    giveBack(&placer)
    var counts = placer.counts
    var setting = setting
    setting.wideSearches = 0
    let lots = setting.market.processGroups.lots(
      of: queue[served...], count: min(threads, GreedyPass.lotsMax))
    if lots.count == 1 {
      counts += serve(lots[0], setting, search)
    } else if lots.count > 1 {
      counts += await serve(lots, setting, search)
    }
    return counts
  }

  /// Serves lots of orders that compete for no machine, all at once.
  private mutating func serve(
    _ lots: [ProcessGroups.Lot], _ setting: PassSetting, _ search: Search
  ) async -> WorkCounts {
    let begun = GreedyPass(continuing: self)
    // Nothing is held on to that is no longer needed: each copy of the free time counts.
    free = .none
    var ended = await inParallel(
      over: lots.count, rangeCount: lots.count, threads: lots.count
    ) { range in
      var pass = begun
      let counts = pass.serve(lots[range.lowerBound], setting, search)
      return (pass: pass, counts: counts)
    }
    swap(&free, &ended[0].pass.free)
    var counts = WorkCounts()
    for (number, lot) in lots.enumerated() {
      let other = ended[number]
      objectiveFen += other.pass.objectiveFen
      counts += other.counts
      for order in lot.orders { placements.takeOver(Int(order), from: other.pass.placements) }
      if number > 0 { free.takeOver(lot.groups, from: other.pass.free, setting.market) }
    }
    return counts
  }

  /// Serves the orders of a lot, one after another.
  private mutating func serve(
    _ lot: ProcessGroups.Lot, _ setting: PassSetting, _ search: Search
  ) -> WorkCounts {
    var placer = placer(setting)
    for order in lot.orders { serve(Int(order), setting, &placer, search) }
    giveBack(&placer)
    return placer.counts
  }

  @inline(__always)
  private mutating func serve(
    _ order: Int, _ setting: PassSetting, _ placer: inout OrderPlacer, _ search: Search
  ) {
    let isFound =
      switch search {
      case .cheapest: placer.find(order)
      case .leftOver: placer.findEarliest(order) || placer.findWidely(order)
      }
    if !isFound { return }
    placer.takeFound()
    objectiveFen += setting.market.orders[order].worth(
      setting.objective, costFen: placer.found.costFen)
    placements.serve(order, by: placer.found)
  }

  /// Whoever takes from what is free, until ``giveBack(_:)``; nobody else holds on to it in between, so that
  /// it changes in place.
  private mutating func placer(_ setting: PassSetting) -> OrderPlacer {
    let placer = setting.placer(on: free)
    free = .none
    return placer
  }

  private mutating func giveBack(_ placer: inout OrderPlacer) {
    free = placer.free
    placer.free = .none
  }
}
