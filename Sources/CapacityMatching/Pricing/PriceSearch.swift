internal import CapacityModel

/// Looks for prices that prove a low bound: the dual of the capacity constraints.
///
/// The bound is convex in the prices, and what is free less what is used at them is a subgradient. Orders in small batches
/// move the prices (``sweep(_:timeUsed:isOver:)``), first on a coarse grid, then on finer ones. Where terms are kept, what
/// orders did then tells the best prices of the finest (``combine(_:timeUsed:isOver:)``).
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
  /// What orders did at prices of the grid.
  var pool: ColumnPool
  /// Where each order stands in the pool.
  let places: [Int32]
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
    pool = ColumnPool(orderCount: market.orders.count)
    var places = [Int32](repeating: 0, count: market.orders.count)
    for (place, order) in market.processGroups.ordersByProcess.enumerated() {
      places[Int(order)] = Int32(place)
    }
    self.places = places
    if isNearAll { borders = KeptBorders(near, market) }
  }

  /// Moves to a finer grid, with the prices at hand.
  mutating func refine(to finer: PriceGrid, fineness: Int) {
    prices = finer.adopted(prices, from: grid)
    bestBound = .max
    grid = finer
    peaks = [Double](repeating: 0, count: grid.cellCount)
    pool = ColumnPool(orderCount: market.orders.count)
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
      let bound = await bound(at: tried, in: all)
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

  /// What prices prove, in micro-yuan, going by `all` terms.
  func bound(at prices: [Double], in all: AllTerms) async -> Int128 {
    let table = PriceTable(grid, prices)
    let (market, objective, borders) = (market, objective, borders)
    let earned = await inParallel(
      over: all.programCount, rangeCount: threads, threads: threads
    ) { range in
      var pricer = OrderPricer(market, table, objective: objective, borders: borders)
      var earned: Int128 = 0
      all.forEach(range) { program, store in
        earned += Int128(pricer.best(program, in: store))
      }
      return earned
    }
    return earned.reduce(table.worthOfFreeTime(), +)
  }
}
