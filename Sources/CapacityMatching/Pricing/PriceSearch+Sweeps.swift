internal import CapacityModel
internal import Synchronization

// Large datasets. A step that asks all orders first learns one direction from them. Here a few orders ask, the prices
// of what they would use rise a little and all others fall a little, then the next few ask: an incremental
// subgradient method (Nedić and Bertsekas, SIAM Journal on Optimization 12, 2001,
// doi:10.1137/S1052623499362111). The average of the prices on the way proves more than any of them.
extension PriceSearch {
  /// Orders in a batch at the least.
  private static let ordersInBatch = 150
  /// The fewest and most batches of a sweep.
  private static let batchesRange = 8...128
  /// Each batch costs a pass over all cells: together no more than over so many.
  private static let cellsInSweep = 16_000_000

  /// Batches of a sweep.
  var batchCount: Int {
    let orders = all?.programCount ?? market.orders.count
    let most = min(
      orders / PriceSearch.ordersInBatch,
      PriceSearch.cellsInSweep / max(1, grid.cellCount))
    let range = PriceSearch.batchesRange
    return min(range.upperBound, max(range.lowerBound, most))
  }

  /// Whether all terms are looked at after a sweep: early, as those that mattered change most then, and now and
  /// then, less often where all terms must be worked out anew.
  private func isFollowedByLook(_ sweep: Int) -> Bool {
    all == nil ? sweep == 4 || sweep == 12 : sweep % 4 == 1
  }

  /// Where a sweep lowers the bound by less than this part of it for each unit of ``rate``, prices move less far from
  /// then on: their zigzag hides what smaller moves would gain.
  private static let hardly = 0.03
  /// Looks at all terms take the longest where these are not kept: fewer sweeps must do there.
  private var rateAfterLittle: Double { all == nil ? 0.6 : 0.75 }
  /// The same where a sweep proves less than before; its prices are forgotten.
  private static let rateAfterWorse = 0.5
  /// What is left of the rate after the last sweep where looks are rare.
  private static let rateAtEnd = 0.1
  /// Prices that move less far do not move.
  private static let rateMin = 1e-4

  /// Makes up to `count` sweeps and keeps the prices that prove most.
  ///
  /// Sweeps go by the terms that mattered when all were last looked at; only what all prove counts: where they are worked out
  /// anew at each look, that is the last one. A look that `isOver` ends proves nothing.
  mutating func sweep(
    _ count: Int, shouldStop: @Sendable () -> Bool, isOver: @escaping @Sendable () -> Bool
  ) async {
    if near.programs.isEmpty {
      guard let first = await look(at: prices, isOver: isOver) else { return }
      if all != nil { bestBound = first }
    }
    if all == nil, shouldStop() {
      await prove(at: prices, isOver: isOver)
      return
    }
    var held = prices
    let firstRate = rate
    var bound = await demand(at: held, in: near).bound
    for sweep in 0..<count {
      let isLast = shouldStop() || rate < PriceSearch.rateMin || sweep == count - 1
      let tried = await average(of: held)
      let triedBound = await demand(at: tried, in: near).bound
      if triedBound < bound {
        let gained = Double(bound - triedBound)
        if gained < Double(bound) * PriceSearch.hardly * rate { rate *= rateAfterLittle }
        (held, bound) = (tried, triedBound)
      } else {
        rate *= PriceSearch.rateAfterWorse
      }
      if all == nil {
        // Sweeps are few: each of them moves prices less far, whatever it gained.
        let share = Double(sweep + 1) / Double(count)
        rate = min(rate, firstRate * (1 - share * (1 - PriceSearch.rateAtEnd)))
      }
      guard isLast || isFollowedByLook(sweep) else { continue }
      if isLast, all == nil {
        // Terms that were kept serve the answer as they are.
        await prove(at: held, isOver: isOver)
        return
      }
      guard let looked = await look(at: held, isOver: isOver) else { return }
      bound = looked
      if all != nil, bound < bestBound { (prices, bestBound) = (held, bound) }
      if isLast { return }
    }
  }

  /// Makes up to `count` steps as ``descend(steps:target:shouldStop:)`` does, by the terms that mattered when all
  /// were last looked at, and keeps the prices if all terms prove them better.
  ///
  /// Sweeps come near good prices soon; from there on steps prove more. All terms are looked at halfway and at
  /// the end.
  mutating func descendNear(
    steps count: Int, target: Double, shouldStop: @Sendable () -> Bool,
    isOver: @escaping @Sendable () -> Bool
  ) async {
    let looks = 2
    for _ in 0..<looks {
      if near.programs.isEmpty || shouldStop() { return }
      let tried = await follow(steps: count / looks, target: target, shouldStop: shouldStop).prices
      guard let bound = await look(at: tried, isOver: isOver) else { return }
      if bound < bestBound { (prices, bestBound) = (tried, bound) }
    }
  }

  /// One sweep over all orders; the average of the prices on the way.
  private mutating func average(of first: [Double]) async -> [Double] {
    let count = batchCount
    // How far a price moves for each second that more is used than is free.
    var steps = [Double](repeating: 0, count: first.count)
    for (machine, worth) in worthOfSeconds.enumerated() {
      for cell in grid.cells(of: machine) { steps[cell] = rate * worth }
    }
    var moving = SweepPrices(grid, from: first, steps: steps, peaks: peaks, batches: count)
    let usages = (0..<threads).map { _ in KeptUsage(cellCount: first.count) }
    for batch in 0..<count {
      await note(batch, of: count, at: moving.table, in: usages)
      moving.move(by: usages.map(\.current))
    }
    peaks = moving.peaks
    return moving.average
  }

  /// Notes the seconds that every `count`th order uses at the prices, in one usage for each thread.
  private func note(
    _ batch: Int, of count: Int, at table: PriceTable, in usages: [KeptUsage]
  ) async {
    let (market, objective, near) = (market, objective, near)
    let orders = (near.programs.count - batch + count - 1) / count
    let parts = usages.count
    _ = await inParallel(over: parts, rangeCount: parts, threads: threads) { range in
      let part = range.lowerBound
      var pricer = OrderPricer(market, table, objective: objective)
      usages[part].renew { usage in
        for place in evenRange(part, of: parts, over: orders) {
          _ = pricer.best(near.programs[batch + place * count], in: near, usage: &usage)
        }
      }
    }
  }

  // MARK: - Looks

  /// What all terms prove at `prices`, or where these are worked out anew what the most promising ones say; `nil` if the look
  /// was ended early.
  ///
  /// The terms that matter there are kept in ``near``, which is empty after a look that was ended.
  private mutating func look(
    at prices: [Double], isOver: @escaping @Sendable () -> Bool
  ) async -> Int128? {
    if ways.hasSteps { return await demand(at: prices, in: near).bound }
    // Their memory is needed for those that replace them.
    let isInRange = near.isInRange
    near = TermStore(objective)
    near.isInRange = isInRange
    let purpose =
      all == nil
      ? Looker.Purpose.terms(.alone(orders: market.orders.count))
      : Looker.Purpose.proofAndTerms(.besideAll)
    guard let found = await look(at: PriceTable(grid, prices), for: purpose, isOver: isOver)
    else { return nil }
    near = TermStore(joining: found.near, objective)
    return found.bound
  }

  /// Keeps `tried` if all terms prove it better; not if the look at them was ended early.
  private mutating func prove(
    at tried: [Double], isOver: @escaping @Sendable () -> Bool
  ) async {
    let found = await look(at: PriceTable(grid, tried), for: .proof, isOver: isOver)
    if let found, found.bound < bestBound { (prices, bestBound) = (tried, found.bound) }
  }

  /// Ranges of orders that are looked at on their own: of some processes that takes much longer than of others.
  private static let lookRanges = 32

  /// Looks at all orders; `nil` if that was ended early.
  private func look(
    at table: PriceTable, for purpose: Looker.Purpose, isOver: @escaping @Sendable () -> Bool
  ) async -> (bound: Int128, near: [TermStore])? {
    let (market, all, objective) = (market, all, objective)
    // By process, whose offers and prices are in the caches then.
    let orders = all == nil ? market.processGroups.ordersByProcess : []
    let parts = await inParallel(
      over: all?.programCount ?? orders.count, rangeCount: PriceSearch.lookRanges,
      threads: threads
    ) { range -> (earned: Int128, near: TermStore)? in
      var looker = Looker(market, table, for: purpose, objective: objective)
      // In steps, as the time may be over in between.
      for first in stride(from: range.lowerBound, to: range.upperBound, by: 256) {
        if isOver() { return nil }
        let step = first..<min(first + 256, range.upperBound)
        if let all {
          all.forEach(step) { looker.look(at: $0, in: $1) }
        } else {
          for order in orders[step] { looker.look(at: Int(order)) }
        }
      }
      return (looker.demand.earned, looker.near)
    }
    let complete = parts.compactMap { $0 }
    if complete.count < parts.count { return nil }
    return (
      complete.reduce(table.worthOfFreeTime()) { $0 + $1.earned }, complete.map(\.near)
    )
  }
}

/// What one thread's orders use, kept from batch to batch since it has all cells.
private final class KeptUsage: Sendable {
  private let usage: Mutex<CellUsage>

  init(cellCount: Int) { usage = Mutex(CellUsage(cellCount: cellCount)) }

  var current: CellUsage { usage.withLock { $0 } }

  /// Forgets what was used and notes what `body` adds.
  func renew(_ body: (inout CellUsage) -> Void) {
    usage.withLock { usage in
      usage.removeAll()
      body(&usage)
    }
  }
}
