internal import CapacityModel

// Small datasets, before they are swept. Steps against all orders' demand at once end exactly where no price pays, which sweeps
// only come near to.

/// What prices prove, and how far demand at them is from what is free.
struct PricedDemand: Sendable {
  /// The upper bound of the objective, in micro-yuan.
  var bound: Int128
  /// Seconds that orders use at these prices, by cell.
  var usage: [Int64]
}

extension PriceSearch {
  /// Up to this many terms steps come before sweeps.
  private static let tinyStoreTerms = 20_000

  /// Whether steps come before sweeps.
  var hasSteps: Bool { isNearAll && (all?.termCount ?? .max) <= PriceSearch.tinyStoreTerms }

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
    /// The lowest bound, and its prices and demand.
    var best: (prices: [Double], demand: PricedDemand)
  }

  /// Steps without a lower bound after which a search goes back to the best prices and aims half as far.
  private static let patience = 6
  /// A level that is this small a part of the bound is not worth a step.
  private static let levelMin = 1e-5

  /// Makes up to `count` steps on the grid at hand; `target` is an objective that is reached, in micro-yuan.
  ///
  /// Steps go against an average of the last subgradients, as long as Polyak's rule says for a level a little
  /// below the best bound (Polyak 1969; deflection after Camerini, Fratta and Maffioli 1975); where a level is not
  /// reached the search goes back to the best prices and aims less far.
  mutating func descend(
    steps count: Int, target: Double, shouldStop: @Sendable () -> Bool
  ) async {
    let demand = await demand(at: prices, in: AllTerms(near))
    let bound = Double(demand.bound)
    // A level that is out of reach costs many steps before it is found to be: on a finer grid, or with more effort,
    // steps aim some further than where the last ones ended.
    let hoped = level.map { max(4 * $0, bound / 10_000) } ?? .infinity
    var position = Position(
      prices: prices, demand: demand, direction: [Double](repeating: 0, count: prices.count),
      level: max(1, min(hoped, (bound - target) / 5)), best: (prices, demand))
    for _ in 0..<count where position.level > bound * PriceSearch.levelMin {
      if shouldStop() { break }
      if !(await step(&position)) { break }
    }
    level = position.level
    (prices, bestBound) = (position.best.prices, position.best.demand.bound)
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
    position.demand = await demand(at: position.prices, in: AllTerms(near))
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
  init(joining parts: [OrdersDemand], at table: PriceTable) {
    bound = parts.reduce(table.worthOfFreeTime()) { $0 + $1.earned }
    usage = parts.first?.usage.seconds ?? [Int64](repeating: 0, count: table.knots.count)
    for part in parts.dropFirst() {
      for cell in usage.indices { usage[cell] += part.usage.seconds[cell] }
    }
  }
}
