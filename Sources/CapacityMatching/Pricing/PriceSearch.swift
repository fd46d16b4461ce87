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
  let store: TermStore
  let objective: ObjectiveKind
  let threads: Int
  private(set) var grid: PriceGrid
  private(set) var fineness = EffortPlan.coarsest
  /// The best prices so far, in micro-yuan a second, and what they prove.
  private(set) var prices: [Double]
  private(set) var bestBound: Int128 = 0

  init(_ market: Market, _ store: TermStore, objective: ObjectiveKind, grid: PriceGrid, threads: Int) {
    self.market = market
    self.store = store
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
  var pricing: Pricing { Pricing(grid: grid, prices: prices, bound: bestBound) }

  /// What orders do at `prices`, worked out in parallel; sums of integers, so that threads do not matter.
  func demand(at prices: [Double]) async -> PricedDemand {
    let table = PriceTable(grid, prices)
    let market = market
    let store = store
    let objective = objective
    let parts = await inParallel(
      over: store.programs.count, rangeCount: threads, threads: threads
    ) { range in
      var pricer = OrderPricer(market, table, objective: objective)
      var usage = [Int64](repeating: 0, count: table.knots.count)
      var sum: Int128 = 0
      for program in store.programs[range] {
        sum += Int128(pricer.best(program, in: store, usage: &usage))
      }
      return (sum, usage)
    }
    var result = PricedDemand(
      bound: table.worthOfFreeTime(), usage: [Int64](repeating: 0, count: grid.cellCount))
    for (sum, usage) in parts {
      result.bound += sum
      for cell in usage.indices { result.usage[cell] += usage[cell] }
    }
    return result
  }

  /// Makes up to `count` steps on the grid at hand; `target` is an objective that is reached, in micro-yuan.
  mutating func search(
    iterations count: Int, target: Double, shouldStop: @Sendable () -> Bool
  ) async {
    var current = prices
    var direction = [Double](repeating: 0, count: prices.count)
    var demandHere = await demand(at: current)
    bestBound = demandHere.bound
    var level = max(1, (Double(bestBound) - target) / 2)
    var sinceBest = 0
    var usageBest = demandHere.usage
    for step in 0..<count {
      if shouldStop() { break }
      var norm = 0.0
      let keep = step == 0 || sinceBest == 0 ? 0.3 : 0.7
      for cell in current.indices {
        let slope = Double(grid.freeSeconds[cell] - demandHere.usage[cell])
        var d = keep * direction[cell] + (1 - keep) * slope
        if current[cell] <= 0, d > 0 { d = 0 }
        direction[cell] = d
        norm += d * d
      }
      if norm == 0 { break }
      let length = (Double(demandHere.bound) - (Double(bestBound) - level)) / norm
      for cell in current.indices { current[cell] = max(0, current[cell] - length * direction[cell]) }
      demandHere = await demand(at: current)
      if demandHere.bound < bestBound {
        let gained = Double(bestBound - demandHere.bound)
        bestBound = demandHere.bound
        prices = current
        usageBest = demandHere.usage
        sinceBest = gained > level / 10 ? 0 : sinceBest + 1
      } else {
        sinceBest += 1
      }
      if sinceBest >= 12 {
        level /= 2
        sinceBest = 0
        current = prices
        demandHere = PricedDemand(bound: bestBound, usage: usageBest)
        for cell in direction.indices { direction[cell] = 0 }
        if level < Double(bestBound) * 1e-6 { break }
      }
    }
  }
}
