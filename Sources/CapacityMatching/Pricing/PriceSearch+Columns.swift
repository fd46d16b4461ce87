internal import CapacityModel

// Sweeps come near to the best prices, and then gain little for long. Here what orders did at prices is kept as columns of the
// linear program whose dual the prices are; its solution asks for better columns, round by round, as in the
// decomposition of Dantzig and Wolfe (Operations Research 8, 1960, doi:10.1287/opre.8.1.101).
extension PriceSearch {
  /// Steps of shares and prices in a round.
  private static let stepsOfRound = 25
  /// Orders are asked at prices this far from those of the columns towards the best known: what a few columns say of prices far
  /// away is wrong (in-out separation; Ben-Ameur and Neto, Networks 49, 2007, doi:10.1002/net.20137).
  private static let pull = 0.5
  /// In units of what a second is worth: how prices move is scaled by it.
  private static let worthScale = 0.5
  /// All terms are looked at after so many rounds, where columns are found by few of them.
  private static let roundsOfLook = 8
  /// Rounds that must gain a part of the bound, together, if more are to be made.
  private static let patience = 10
  private static let leastGain = 1e-5

  /// Makes up to `count` rounds, and keeps the prices that prove most.
  ///
  /// A look that `isOver` ends proves nothing; `timeUsed` tells the part of the time for all rounds that is over.
  mutating func combine(
    _ count: Int, timeUsed: @Sendable () -> Double, isOver: @escaping @Sendable () -> Bool
  ) async {
    if all == nil || near.programs.isEmpty { return }
    let cells = CellScales(market, grid, worthOfSeconds, scale: PriceSearch.worthScale)
    var moving = prices
    var center = prices
    // By the terms at hand.
    var centerBound = Int128.max
    var bounds: [Int128] = []
    for round in 0..<count {
      if timeUsed() >= 1 { break }
      let tried = round == 0 ? prices : zip(moving, center).map(PriceSearch.pulled)
      let table = PriceTable(grid, tried)
      let found = await columns(at: table)
      let bound = found.reduce(table.worthOfFreeTime()) { $0 + $1.earned }
      if bound < centerBound { (center, centerBound) = (tried, bound) }
      if isNearAll, bound < bestBound { (prices, bestBound) = (tried, bound) }
      pool.add(found)
      if !isNearAll, round % PriceSearch.roundsOfLook == PriceSearch.roundsOfLook - 1 {
        guard let looked = await lookAgain(at: center, isOver: isOver) else { return }
        centerBound = looked
      }
      bounds.append(bestBound)
      if hasSettled(bounds) { break }
      var steps = PrimalDual(
        pool, free: cells.free, worths: cells.worths,
        from: zip(moving, cells.lengths).map { $0 * $1 }, threads: threads)
      await steps.run(PriceSearch.stepsOfRound)
      pool.shares = steps.shares
      moving = zip(steps.prices, cells.lengths).map { $0 / $1 }
    }
    if !isNearAll { _ = await lookAgain(at: center, isOver: isOver) }
  }

  private static func pulled(_ price: Double, to center: Double) -> Double {
    price + (center - price) * pull
  }

  /// Whether the last rounds gained too little.
  private func hasSettled(_ bounds: [Int128]) -> Bool {
    guard bounds.count > PriceSearch.patience, let last = bounds.last else { return false }
    let before = bounds[bounds.count - 1 - PriceSearch.patience]
    return Double(before - last) < PriceSearch.leastGain * Double(last)
  }

  /// Looks at all terms at prices and keeps those that prove more; `nil` if the look was ended early.
  private mutating func lookAgain(
    at tried: [Double], isOver: @escaping @Sendable () -> Bool
  ) async -> Int128? {
    guard let bound = await look(at: tried, isOver: isOver) else { return nil }
    if bound < bestBound { (prices, bestBound) = (tried, bound) }
    return bound
  }

  /// What each order does at the prices, by ``near``.
  private func columns(at table: PriceTable) async -> [FoundColumns] {
    let (market, objective, near) = (market, objective, near)
    let (borders, places) = (borders, places)
    return await inParallel(
      over: near.programs.count, rangeCount: threads, threads: threads
    ) { range in
      var pricer = OrderPricer(market, table, objective: objective, borders: borders)
      var usage = CellUsage(cellCount: table.knots.count)
      var found = FoundColumns()
      for program in near.programs[range] {
        let earned = pricer.best(program, in: near, usage: &usage)
        found.append(
          place: places[Int(program.order)], earned: earned, usage: usage, at: table)
        usage.removeAll()
      }
      return found
    }
  }
}

/// What steps of prices are measured by, cell by cell.
private struct CellScales {
  /// In seconds.
  var lengths: [Double]
  /// How often a cell is free, in its lengths.
  var free: [Double]
  /// What all of a cell is worth, in micro-yuan, times a factor.
  var worths: [Double]

  init(_ market: Market, _ grid: PriceGrid, _ worthOfSeconds: [Double], scale: Double) {
    lengths = [Double](repeating: 1, count: grid.cellCount)
    free = [Double](repeating: 0, count: grid.cellCount)
    worths = lengths
    for machine in market.machines.indices {
      for cell in grid.cells(of: machine) {
        lengths[cell] = Double(max(1, grid.begins[cell + 1] - grid.begins[cell]))
        free[cell] = Double(grid.freeSeconds[cell]) / lengths[cell]
        worths[cell] = lengths[cell] * worthOfSeconds[machine] * scale
      }
    }
  }
}
