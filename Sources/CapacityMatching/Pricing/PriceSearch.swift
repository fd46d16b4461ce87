internal import CapacityModel

/// What prices prove, and how far demand at them is from what is free.
struct PricedDemand: Sendable {
  /// The upper bound of the objective, in micro-yuan.
  var bound: Int128
  /// Seconds that orders use at these prices, by cell.
  var usage: [Int64]
}

/// Looks for prices that prove a low bound: the dual of the capacity constraints.
///
/// The bound is convex in the prices, and what is free less what is used at them is a subgradient. Few
/// terms are looked at in full at every step (``descend(steps:target:shouldStop:)``); where there are many, orders
/// in small batches move the prices (``sweep(_:shouldStop:isOver:)``). In between a few sweeps lead the first steps.
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
  /// How far a sweep moves a price: by this part of what a second is worth for each time that a cell is asked for
  /// more often than it is free.
  var rate = 0.2
  /// The most seconds of each cell that a batch of orders has used so far.
  var peaks: [Double]
  /// Kept where every step looks at all terms.
  private var borders = KeptBorders.none
  /// How far below the best bound the last step aimed, in micro-yuan; `nil` before any.
  private var level: Double?

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
    if ways.hasSteps { borders = KeptBorders(near, market) }
  }

  private static let rateOfFinerGrid = 0.04

  /// Moves to a finer grid, with the prices at hand.
  mutating func refine(to finer: PriceGrid, fineness: Int) {
    prices = finer.adopted(prices, from: grid)
    bestBound = .max
    // Finer periods tell apart what the coarse ones did not.
    rate = max(rate, PriceSearch.rateOfFinerGrid)
    grid = finer
    peaks = [Double](repeating: 0, count: grid.cellCount)
    self.fineness = fineness
  }

  /// Takes the best of some multiples of first prices, 0 among them where that is cheap to know.
  ///
  /// Without any price all orders want the first hours of the cheapest machines, and steps against that lead
  /// nowhere for a long time; an answer tells where time is scarce.
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

  /// Stores up to this many terms are looked at in full at every step.
  private static let smallStoreTerms = 300_000
  /// Stores up to this many terms need no sweeps.
  private static let tinyStoreTerms = 20_000

  private var termCount: Int { all?.termCount ?? Int.max }

  /// How prices are looked for.
  struct Ways: Sendable {
    /// Whether sweeps find better first prices than steps that look at all terms alone.
    var hasSweeps: Bool
    /// Whether all terms are looked at in full at every step; ``near`` then holds all.
    var hasSteps: Bool
    /// Whether steps by the terms that matter follow sweeps: where all terms are worked out anew, the looks at them
    /// that such steps need take longer than what sweeps still gain.
    var hasNearSteps: Bool

    /// Sweeps are quick at first; from so many on steps prove more in the same time.
    private static let leadingSweeps = 16

    /// How many of the sweeps are made that a plan has where there is nothing else.
    func sweeps(of planned: Int, isFirst: Bool) -> Int {
      if !hasSweeps { return 0 }
      if hasSteps { return isFirst ? Ways.leadingSweeps : 0 }
      return hasNearSteps ? min(planned, Ways.leadingSweeps) : planned
    }
  }

  var ways: Ways {
    let hasSteps = all?.joined != nil && termCount <= PriceSearch.smallStoreTerms
    return Ways(
      hasSweeps: termCount > PriceSearch.tinyStoreTerms, hasSteps: hasSteps,
      hasNearSteps: !hasSteps && all != nil)
  }

  /// What orders do at `prices`, going by the terms of `store`.
  func demand(at prices: [Double], in store: TermStore) async -> PricedDemand {
    await demand(at: prices, in: AllTerms(store))
  }

  private func demand(at prices: [Double], in all: AllTerms) async -> PricedDemand {
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

  /// Where a search stands between two steps.
  private struct Position {
    var prices: [Double]
    var demand: PricedDemand
    /// The average of the last subgradients.
    var direction: [Double]
    /// How far below the best bound a step aims, in micro-yuan.
    var level: Double
    /// Steps since the best bound fell by much.
    var sinceBest = 0
    /// The lowest bound of the terms that matter, and its prices and demand.
    var best: (prices: [Double], demand: PricedDemand)
  }

  /// Steps without a lower bound after which a search goes back to the best prices and aims half as far.
  private static let patience = 6
  /// A level that is this small a part of the bound is not worth a step.
  private static let levelMin = 1e-5

  /// Whether no step has been made yet.
  var isAtFirstStep: Bool { level == nil }

  /// How far steps from `bound` aim below it at first, in micro-yuan.
  ///
  /// A level that is out of reach costs many steps before it is found to be. After sweeps the bound falls by a
  /// hundredth at the most; on a finer grid, or with more effort, some more than where the last steps ended.
  private func firstLevel(from bound: Double, target: Double) -> Double {
    let hoped =
      level.map { max(4 * $0, bound / 10_000) } ?? (ways.hasSweeps ? bound / 100 : .infinity)
    return max(1, min(hoped, (bound - target) / 5))
  }

  /// Makes up to `count` steps on the grid at hand, each looking at all that ``near`` holds; `target` is an
  /// objective that is reached, in micro-yuan.
  ///
  /// Steps go against an average of the last subgradients, as long as Polyak's rule says for a level a little
  /// below the best bound (Polyak 1969; deflection after Camerini, Fratta and Maffioli 1975); where a level is not
  /// reached the search goes back to the best prices and aims less far.
  mutating func descend(
    steps count: Int, target: Double, shouldStop: @Sendable () -> Bool
  ) async {
    let found = await follow(steps: count, target: target, shouldStop: shouldStop)
    (prices, bestBound) = (found.prices, found.demand.bound)
  }

  /// The best prices of up to `count` steps from those at hand, going by the terms in ``near``, and the demand there.
  mutating func follow(
    steps count: Int, target: Double, shouldStop: @Sendable () -> Bool
  ) async -> (prices: [Double], demand: PricedDemand) {
    let demand = await demand(at: prices, in: near)
    var position = Position(
      prices: prices, demand: demand, direction: [Double](repeating: 0, count: prices.count),
      level: firstLevel(from: Double(demand.bound), target: target), best: (prices, demand))
    for _ in 0..<count where position.level > Double(demand.bound) * PriceSearch.levelMin {
      if shouldStop() { break }
      if !(await step(&position)) { break }
    }
    level = position.level
    return position.best
  }

  /// One step against the average of the last subgradients; `false` where there is nowhere to go.
  private func step(_ position: inout Position) async -> Bool {
    var norm = 0.0
    let keep = position.sinceBest == 0 ? 0.8 : 0.7
    for cell in position.direction.indices {
      let slope = Double(grid.freeSeconds[cell] - position.demand.usage[cell])
      var part = keep * position.direction[cell] + (1 - keep) * slope
      // No price goes below 0.
      if position.prices[cell] <= 0, part > 0 { part = 0 }
      position.direction[cell] = part
      norm += part * part
    }
    if norm == 0 { return false }
    let aim = Double(position.best.demand.bound) - position.level
    let length = (Double(position.demand.bound) - aim) / norm
    for cell in position.direction.indices {
      position.prices[cell] = max(0, position.prices[cell] - length * position.direction[cell])
    }
    position.demand = await demand(at: position.prices, in: near)
    if position.demand.bound < position.best.demand.bound {
      let gained = Double(position.best.demand.bound - position.demand.bound)
      position.best = (position.prices, position.demand)
      position.sinceBest = gained > position.level / 10 ? 0 : position.sinceBest + 1
    } else {
      position.sinceBest += 1
    }
    if position.sinceBest >= PriceSearch.patience {
      position.level /= 2
      position.sinceBest = 0
      (position.prices, position.demand) = position.best
      for cell in position.direction.indices { position.direction[cell] = 0 }
    }
    return true
  }
}

/// What some of the orders do at prices.
struct OrdersDemand: Sendable {
  /// What they earn at most together, in micro-yuan.
  var earned: Int128 = 0
  var usage: CellUsage

  init(cellCount: Int) { usage = CellUsage(cellCount: cellCount) }
}

extension PricedDemand {
  /// The sum of what parts of the orders do, with what all free time costs; there may be no orders.
  init(joining parts: [OrdersDemand], at table: PriceTable) {
    bound = parts.reduce(table.worthOfFreeTime()) { $0 + $1.earned }
    usage = parts.first?.usage.seconds ?? [Int64](repeating: 0, count: table.knots.count)
    for part in parts.dropFirst() {
      for cell in usage.indices { usage[cell] += part.usage.seconds[cell] }
    }
  }
}
