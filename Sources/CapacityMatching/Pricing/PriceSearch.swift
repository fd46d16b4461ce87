internal import CapacityModel

/// Looks for prices that prove a low bound: the dual of the capacity constraints.
///
/// The bound is convex in the prices, and what is free less what is used at them is a subgradient. Orders in small batches
/// move the prices (``sweep(_:timeUsed:isOver:)``), first on a coarse grid, then on finer ones. Of small datasets all orders
/// do so at once before (``descend(steps:target:shouldStop:)``).
struct PriceSearch {
  let market: Market
  /// All terms; `nil` where they are too many to be kept, and are worked out anew at each look.
  let all: AllTerms?
  /// The terms that mattered at the last look; all of a small store.
  var near: TermStore
  let objective: ObjectiveKind
  let threads: Int
  private(set) var grid: PriceGrid
  private(set) var fineness = EffortPlan.coarsest
  /// The best prices so far, in micro-yuan a second, and what they prove; the largest number before
  /// anything is proven on the grid at hand.
  var prices: [Double]
  var bestBound = Int128.max
  /// What a second of each machine is worth on average, in micro-yuan: the unit in which its prices move.
  private(set) var worthOfSeconds: [Double] = []
  /// The most seconds of each cell that a batch of orders has used so far.
  var peaks: [Double]
  /// How far the next sweep moves a price, as a part of what a second is worth; `nil` before the first of all.
  var rate: Double?
  /// How far below the best bound the last step aimed, in micro-yuan; `nil` before any.
  var level: Double?
  /// Kept where sweeps go by all terms.
  private(set) var borders = KeptBorders.none

  init(
    _ market: Market, _ all: AllTerms?, objective: ObjectiveKind, grid: PriceGrid, threads: Int
  ) {
    self.market = market
    self.all = all
    near = all?.joined ?? TermStore(objective)
    near.isInRange = all?.isInRange ?? true
    self.objective = objective
    self.grid = grid
    self.threads = threads
    prices = [Double](repeating: 0, count: grid.cellCount)
    peaks = prices
    if isNearAll { borders = KeptBorders(near, market) }
  }

  /// Moves to a finer grid, with the prices at hand.
  mutating func refine(to finer: PriceGrid, fineness: Int) {
    prices = finer.adopted(prices, from: grid)
    bestBound = .max
    grid = finer
    peaks = [Double](repeating: 0, count: grid.cellCount)
    self.fineness = fineness
    rate = PriceSearch.rateOfFinerGrid
  }

  /// Takes the best of some multiples of first prices, 0 among them where that is cheap to know.
  ///
  /// Without any price all orders want the first hours of the cheapest machines, and it takes long to get away from
  /// there; an answer tells where time is scarce.
  mutating func begin(with first: [Double], worthOfSeconds: [Double]) async {
    self.worthOfSeconds = worthOfSeconds
    guard let all else {
      // A look takes long, and one price has nothing to be compared with.
      prices = first.map { $0 * 0.4 }
      return
    }
    var best: (bound: Int128, prices: [Double])?
    for multiple in [0, 0.2, 0.4, 0.8] {
      let tried = first.map { $0 * multiple }
      let bound = await demand(at: tried, in: all).bound
      if bound < best?.bound ?? Int128.max { best = (bound, tried) }
    }
    if let best { prices = best.prices }
  }

  /// The best prices with what they prove.
  var pricing: ProvenPrices { ProvenPrices(grid: grid, prices: prices, bound: bestBound) }

  /// Sweeps go by all terms up to this many.
  private static let smallStoreTerms = 300_000

  /// Whether ``near`` holds all terms.
  var isNearAll: Bool {
    all.map { $0.joined != nil && $0.termCount <= PriceSearch.smallStoreTerms } ?? false
  }

  /// What orders do at `prices`, going by `all` terms.
  func demand(at prices: [Double], in all: AllTerms) async -> PricedDemand {
    let table = PriceTable(grid, prices)
    let (market, objective, borders) = (market, objective, borders)
    let parts = await inParallel(
      over: all.programCount, rangeCount: threads, threads: threads
    ) { range in
      var pricer = OrderPricer(market, table, objective: objective, borders: borders)
      var demand = OrdersDemand(cellCount: table.knots.count)
      all.forEach(range) { program, store in
        demand.earned += Int128(pricer.best(program, in: store, usage: &demand.usage))
      }
      return demand
    }
    return PricedDemand(joining: parts, at: table)
  }
}

/// What some of the orders do at prices.
struct OrdersDemand: Sendable {
  /// What they earn at most together, in micro-yuan.
  var earned: Int128 = 0
  var usage: CellUsage

  init(cellCount: Int) { usage = CellUsage(cellCount: cellCount) }
}
