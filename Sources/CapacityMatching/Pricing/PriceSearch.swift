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
/// The bound is convex in the prices, and what is free less what is used at them is a subgradient. Steps go
/// against an average of the last subgradients, as long as Polyak's rule says for a level a little below
/// the best bound (Polyak 1969; deflection after Camerini, Fratta and Maffioli 1975); where a level is not
/// reached the search goes back to the best prices and aims less far.
struct PriceSearch {
  let market: Market
  /// All terms; `nil` where they are too many to be kept, and are worked out anew at each look.
  let all: TermStore?
  /// The terms that mattered at the last look; all of a small store.
  private(set) var near: TermStore
  let objective: ObjectiveKind
  let threads: Int
  private(set) var grid: PriceGrid
  private(set) var fineness = EffortPlan.coarsest
  /// The best prices so far, in micro-yuan a second, and what they prove.
  private(set) var prices: [Double]
  private(set) var bestBound: Int128 = 0

  init(
    _ market: Market, _ all: TermStore?, objective: ObjectiveKind, grid: PriceGrid, threads: Int
  ) {
    self.market = market
    self.all = all
    near = all ?? TermStore(objective)
    self.objective = objective
    self.grid = grid
    self.threads = threads
    prices = [Double](repeating: 0, count: grid.cellCount)
  }

  /// Moves to a finer grid, with the prices at hand.
  mutating func refine(to finer: PriceGrid, fineness: Int) {
    prices = finer.adopted(prices, from: grid)
    grid = finer
    self.fineness = fineness
  }

  /// Takes the best of some multiples of first prices, 0 among them where that is cheap to know.
  ///
  /// Without any price all orders want the first hours of the cheapest machines, and steps against that lead
  /// nowhere for a long time; an answer tells where time is scarce.
  mutating func begin(with first: [Double]) async {
    if all == nil {
      // A look takes long, and one price has nothing to be compared with.
      prices = first.map { $0 * 0.4 }
      return
    }
    var best: (bound: Int128, prices: [Double])?
    for multiple in [0, 0.2, 0.4, 0.8] {
      let tried = first.map { $0 * multiple }
      let bound = await look(at: tried).bound
      if bound < best?.bound ?? Int128.max { best = (bound, tried) }
    }
    if let best { prices = best.prices }
  }

  /// The best prices with what they prove.
  var pricing: ProvenPrices { ProvenPrices(grid: grid, prices: prices, bound: bestBound) }

  /// Stores up to this many terms are looked at in full at every step.
  private static let smallStoreTerms = 20_000
  /// Steps on the terms that matter before all are looked at again.
  private static let stepsBetweenLooks = 12
  /// The same where looking means to work out all terms.
  private static let stepsBetweenLongLooks = 40

  private var isSmall: Bool {
    guard let all else { return false }
    return all.windows.count + all.rates.count <= PriceSearch.smallStoreTerms
  }

  /// What orders do at `prices`, going by the terms of `store`.
  private func demand(at prices: [Double], in store: TermStore) async -> PricedDemand {
    let table = PriceTable(grid, prices)
    let (market, objective) = (market, objective)
    let parts = await inParallel(
      over: store.programs.count, rangeCount: threads, threads: threads
    ) { range in
      var pricer = OrderPricer(market, table, objective: objective)
      var demand = PricedDemand(bound: 0, usage: [Int64](repeating: 0, count: table.knots.count))
      for program in store.programs[range] {
        demand.bound += Int128(pricer.best(program, in: store, usage: &demand.usage))
      }
      return demand
    }
    return PricedDemand(joining: parts, at: table)
  }

  /// What orders do at `prices`, going by all terms; those that matter there are kept in ``near``.
  private mutating func look(at prices: [Double]) async -> PricedDemand {
    if isSmall { return await demand(at: prices, in: near) }
    let table = PriceTable(grid, prices)
    let (market, all, objective, threads) = (market, all, objective, threads)
    let count = all?.programs.count ?? market.orders.count
    let parts = await inParallel(over: threads, rangeCount: threads, threads: threads) { share in
      var pricer = OrderPricer(market, table, objective: objective)
      var demand = PricedDemand(bound: 0, usage: [Int64](repeating: 0, count: table.knots.count))
      var near = TermStore(objective)
      let range = share.lowerBound * count / threads..<share.upperBound * count / threads
      if let all {
        for program in all.programs[range] {
          demand.bound += Int128(
            pricer.best(program, in: all, usage: &demand.usage, keeping: &near))
        }
        return (demand, near)
      }
      var builder = TermBuilder(market, objective: objective, sorts: false)
      var terms = TermStore(objective)
      for order in range {
        terms.removeAll()
        builder.append(order, to: &terms)
        near.isInRange = near.isInRange && terms.isInRange
        guard let program = terms.programs.first else { continue }
        demand.bound += Int128(
          pricer.best(program, in: terms, usage: &demand.usage, keeping: &near))
      }
      return (demand, near)
    }
    near = TermStore(joining: parts.map(\.1), objective)
    return PricedDemand(joining: parts.map(\.0), at: table)
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
  private static let patience = 12

  /// Looks in turn that prove no lower bound, after which a search goes back likewise.
  private static let looksInVainMax = 2

  /// Makes up to `count` steps on the grid at hand; `target` is an objective that is reached, in micro-yuan.
  ///
  /// Only what all terms prove counts; between two looks at all of them steps go by those that mattered at
  /// the last.
  mutating func search(
    iterations count: Int, target: Double, shouldStop: @Sendable () -> Bool
  ) async {
    let demand = await look(at: prices)
    bestBound = demand.bound
    var position = Position(
      prices: prices, demand: demand, direction: [Double](repeating: 0, count: prices.count),
      level: max(1, (Double(bestBound) - target) / 2), best: (prices, demand))
    let most = all == nil ? PriceSearch.stepsBetweenLongLooks : PriceSearch.stepsBetweenLooks
    var steps = 0
    var looksInVain = 0
    while steps < count, position.level > Double(bestBound) * 1e-6, !shouldStop() {
      let stepCount = isSmall ? count : min(count - steps, most)
      for _ in 0..<stepCount where !shouldStop() {
        if !(await step(&position)) { break }
      }
      steps += stepCount
      if !isSmall {
        // The best on the way may be less good where all terms are looked at.
        position.best.demand = await look(at: position.best.prices)
        position.demand = await self.demand(at: position.prices, in: near)
      }
      if position.best.demand.bound < bestBound {
        bestBound = position.best.demand.bound
        prices = position.best.prices
        looksInVain = 0
      } else if !isSmall {
        looksInVain += 1
        if looksInVain == PriceSearch.looksInVainMax {
          // What seemed good was not: back to what is proven, and less far from there.
          looksInVain = 0
          let bestDemand = await look(at: prices)
          position = Position(
            prices: prices, demand: bestDemand,
            direction: [Double](repeating: 0, count: prices.count), level: position.level / 2,
            best: (prices, bestDemand))
        }
      }
    }
  }

  /// One step against the average of the last subgradients; `false` where there is nowhere to go.
  private func step(_ position: inout Position) async -> Bool {
    var norm = 0.0
    let keep = position.sinceBest == 0 ? 0.3 : 0.7
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

extension PricedDemand {
  /// The sum of what parts of the orders do, with what all free time costs; there may be no orders.
  init(joining parts: [PricedDemand], at table: PriceTable) {
    bound = table.worthOfFreeTime()
    usage = parts.first?.usage ?? [Int64](repeating: 0, count: table.knots.count)
    for part in parts { bound += part.bound }
    for part in parts.dropFirst() {
      for cell in usage.indices { usage[cell] += part.usage[cell] }
    }
  }
}
