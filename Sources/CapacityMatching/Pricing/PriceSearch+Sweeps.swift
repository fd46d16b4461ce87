internal import CapacityModel
internal import Glibc
internal import Synchronization

// To ask all orders before prices move would learn one direction from them. Here a few orders ask, the prices
// of what they would use rise a little and all others fall a little, then the next few ask: an incremental
// subgradient method (Nedić and Bertsekas, SIAM Journal on Optimization 12, 2001,
// doi:10.1137/S1052623499362111). The average of the prices on the way proves more than any of them, though it is
// from the last of them that the next sweep goes on.
extension PriceSearch {
  /// Orders in a batch at the least.
  private static let ordersInBatch = 150
  /// The fewest and most batches of a sweep.
  private static let batchesRange = 8...64
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
  private func isFollowedByLook(_ sweep: Int, of count: Int) -> Bool {
    if all == nil { return sweep == min(4, count / 5) || sweep == count / 2 }
    return sweep == 1 || sweep == 4 || (sweep > 0 && sweep % 8 == 0)
  }

  /// How far the first sweep of all moves a price, and the first one of a finer grid, which tells apart what the coarse one
  /// did not: by this part of what a second is worth for each time that a cell is used as often as it is free.
  private static let firstRate = 0.5
  static let rateOfFinerGrid = 0.08
  /// The same where the grid is as it was.
  private static let rateOfSameGrid = 0.03
  /// How far the last sweep does: prices zigzag as far as they move, and hide what smaller moves would gain.
  private static let lastRate = 0.003

  /// How far the first sweep of all moves a price: an order moves it further where there are few of them for a cell.
  private var rateOfFirst: Double {
    let ordersOfCell = Double(near.programs.count) / Double(max(1, grid.cellCount))
    return max(PriceSearch.rateOfFinerGrid, PriceSearch.firstRate * min(1, ordersOfCell))
  }

  /// Makes up to `count` sweeps, each of which moves prices less far, and keeps the prices that prove most.
  ///
  /// Sweeps go by the terms that mattered when all were last looked at; only what all prove counts: where they are worked out
  /// anew at each look, that is the last one. A look that `isOver` ends proves nothing. Prices move as little in the end
  /// where time is short: `timeUsed` tells the part of it that is over.
  mutating func sweep(
    _ count: Int, timeUsed: @Sendable () -> Double, isOver: @escaping @Sendable () -> Bool
  ) async {
    if near.programs.isEmpty || (all != nil && bestBound == .max) {
      guard let first = await look(at: prices, isOver: isOver) else { return }
      if all != nil { bestBound = first }
    }
    if all == nil, count == 0 || timeUsed() >= 1 {
      await prove(at: prices, isOver: isOver)
      return
    }
    let (first, last) = (log(rate ?? rateOfFirst), log(PriceSearch.lastRate))
    rate = PriceSearch.rateOfSameGrid
    var moving = prices
    for sweep in 0..<count {
      let used = timeUsed()
      let isLast = used >= 1 || sweep == count - 1
      // Where looks take most of the time the clock says little about sweeps.
      let share = min(
        1, max(all == nil ? 0 : used, Double(sweep) / Double(max(1, count - 1))))
      let swept = await swept(from: moving, rate: exp(first + (last - first) * share))
      moving = swept.last
      guard isLast || isFollowedByLook(sweep, of: count) else { continue }
      if isLast, all == nil {
        // Terms that were kept serve the answer as they are.
        await prove(at: swept.average, isOver: isOver)
        return
      }
      guard let bound = await look(at: swept.average, isOver: isOver) else { return }
      if all != nil, bound < bestBound { (prices, bestBound) = (swept.average, bound) }
      if isLast { break }
    }
  }

  /// Prices below these parts of what a second is worth are less than sweeps tell apart.
  private static let traces = [0.02, 0.005]

  /// Sets prices to 0 that are traces of the search, if all terms prove as much without them.
  ///
  /// Nobody is to read a want of machines from them. Where it would take long to know it does nothing.
  mutating func dropTraces() async {
    if !isNearAll { return }
    for trace in PriceSearch.traces {
      let without = zip(prices, worthOfCells(times: trace)).map { $0 < $1 ? 0 : $0 }
      let bound = await bound(at: without, in: AllTerms(near))
      if bound <= bestBound {
        (prices, bestBound) = (without, bound)
        return
      }
    }
  }

  /// What a second of each cell is worth, in micro-yuan, times a factor.
  private func worthOfCells(times factor: Double) -> [Double] {
    var worths = [Double](repeating: 0, count: grid.cellCount)
    for (machine, worth) in worthOfSeconds.enumerated() {
      for cell in grid.cells(of: machine) { worths[cell] = factor * worth }
    }
    return worths
  }

  /// What orders do while prices move farther than this is of no use at better ones.
  private static let columnsRate = 0.05

  /// One sweep over all orders: the average of the prices on the way, and the last of them.
  private mutating func swept(
    from first: [Double], rate: Double
  ) async -> (average: [Double], last: [Double]) {
    let count = batchCount
    let steps = worthOfCells(times: rate)
    var moving = SweepPrices(grid, from: first, steps: steps, peaks: peaks, batches: count)
    let asked = (0..<threads).map { _ in KeptDemand(cellCount: first.count) }
    let keepsColumns = all != nil && rate <= PriceSearch.columnsRate
    for batch in 0..<count {
      await ask(batch, of: count, at: moving.table, into: asked, keepsColumns: keepsColumns)
      moving.move(by: asked.map(\.usage))
    }
    peaks = moving.peaks
    if keepsColumns { pool.add(asked.map(\.columns)) }
    return (moving.average, moving.last)
  }

  /// Asks every `count`th order what it does at the prices, and notes that in one demand for each thread.
  private func ask(
    _ batch: Int, of count: Int, at table: PriceTable, into demands: [KeptDemand],
    keepsColumns: Bool
  ) async {
    let (market, objective, near, borders) = (market, objective, near, borders)
    let places = places
    let orders = (near.programs.count - batch + count - 1) / count
    let parts = demands.count
    _ = await inParallel(over: parts, rangeCount: parts, threads: threads) { range in
      let part = range.lowerBound
      var pricer = OrderPricer(market, table, objective: objective, borders: borders)
      demands[part].renew { demand in
        for place in evenRange(part, of: parts, over: orders) {
          let program = near.programs[batch + place * count]
          let earned = pricer.best(program, in: near, usage: &demand.own)
          if keepsColumns {
            demand.columns.append(
              place: places[Int(program.order)], earned: earned, usage: demand.own, at: table)
          }
          demand.addOwn()
        }
      }
    }
  }

  // MARK: - Looks

  /// What all terms prove at `prices`, or where these are worked out anew what the most promising ones say; `nil` if the look
  /// was ended early.
  ///
  /// The terms that matter there are kept in ``near``, which is empty after a look that was ended.
  mutating func look(
    at prices: [Double], isOver: @escaping @Sendable () -> Bool
  ) async -> Int128? {
    if isNearAll { return await bound(at: prices, in: AllTerms(near)) }
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
      return (looker.earned, looker.near)
    }
    let complete = parts.compactMap { $0 }
    if complete.count < parts.count { return nil }
    return (
      complete.reduce(table.worthOfFreeTime()) { $0 + $1.earned }, complete.map(\.near)
    )
  }
}

/// What one thread's orders of a batch do, and their columns of a whole sweep.
private struct SweepDemand: Sendable {
  var usage: CellUsage
  /// Of one order.
  var own: CellUsage
  var columns = FoundColumns()

  init(cellCount: Int) {
    usage = CellUsage(cellCount: cellCount)
    own = usage
  }

  /// Adds what one order uses to what the others do.
  mutating func addOwn() {
    for cell in own.cells { usage.add(own.seconds[Int(cell)], at: Int(cell)) }
    own.removeAll()
  }
}

/// What one thread asks for, kept from batch to batch since it has all cells.
private final class KeptDemand: Sendable {
  private let demand: Mutex<SweepDemand>

  init(cellCount: Int) { demand = Mutex(SweepDemand(cellCount: cellCount)) }

  var usage: CellUsage { demand.withLock { $0.usage } }
  var columns: FoundColumns { demand.withLock { $0.columns } }

  /// Forgets what the last batch used and notes what `body` adds.
  func renew(_ body: (inout SweepDemand) -> Void) {
    demand.withLock { demand in
      demand.usage.removeAll()
      body(&demand)
    }
  }
}
