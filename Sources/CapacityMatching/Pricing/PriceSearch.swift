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

  /// Moves to a finer grid, .
  mutating func refine(to finer: PriceGrid, fineness: Int) {
    prices = finer.adopted(prices, from: grid)
    grid = finer
    self.fineness = fineness
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

  /// Makes up to `count` steps on the grid at hand; `target` is an objective that is reached, in micro-yuan.
  ///
  /// Only what all terms prove counts; between two looks at all of them steps go by those that mattered at
  /// the last.
  mutating func search(
    iterations count: Int, target: Double, shouldStop: @Sendable () -> Bool
  ) async {
    var start = prices
    var demandAtStart = await look(at: start)
    bestBound = demandAtStart.bound
    var level = max(1, (Double(bestBound) - target) / 2)
    var steps = 0
    while steps < count, !shouldStop() {
      let most =
        all == nil ? PriceSearch.stepsBetweenLongLooks : PriceSearch.stepsBetweenLooks
      let stepCount = isSmall ? count : min(count - steps, most)
      let end = await descend(
        from: start, demandAtStart, steps: stepCount, level: &level, shouldStop: shouldStop)
      steps += stepCount
      if end.prices == start { break }
      start = end.prices
      demandAtStart = isSmall ? end.demand : await look(at: start)
      if demandAtStart.bound < bestBound {
        bestBound = demandAtStart.bound
        prices = start
      }
    }
  }

  /// Steps against the subgradients of the terms that matter; the best prices on the way.
  private func descend(
    from start: [Double], _ demandAtStart: PricedDemand, steps: Int, level: inout Double,
    shouldStop: @Sendable () -> Bool
  ) async -> (prices: [Double], demand: PricedDemand) {
    var best = (prices: start, demand: demandAtStart)
    var current = best
    var direction = [Double](repeating: 0, count: start.count)
    var sinceBest = 0
    for step in 0..<steps {
      if shouldStop() { break }
      var norm = 0.0
      let keep = step == 0 || sinceBest == 0 ? 0.3 : 0.7
      for cell in direction.indices {
        let slope = Double(grid.freeSeconds[cell] - current.demand.usage[cell])
        var part = keep * direction[cell] + (1 - keep) * slope
        // No price goes below 0.
        if current.prices[cell] <= 0, part > 0 { part = 0 }
        direction[cell] = part
        norm += part * part
      }
      if norm == 0 { break }
      let aim = Double(best.demand.bound) - level
      let length = (Double(current.demand.bound) - aim) / norm
      for cell in direction.indices {
        current.prices[cell] = max(0, current.prices[cell] - length * direction[cell])
      }
      current.demand = await demand(at: current.prices, in: near)
      if current.demand.bound < best.demand.bound {
        let gained = Double(best.demand.bound - current.demand.bound)
        best = current
        sinceBest = gained > level / 10 ? 0 : sinceBest + 1
      } else {
        sinceBest += 1
      }
      if sinceBest >= (isSmall ? 12 : 6) {
        level /= 2
        sinceBest = 0
        current = best
        for cell in direction.indices { direction[cell] = 0 }
        if level < Double(best.demand.bound) * 1e-6 { break }
      }
    }
    return best
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
