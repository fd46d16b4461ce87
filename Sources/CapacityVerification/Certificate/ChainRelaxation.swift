import CapacityModel

/// The least that the stages of an order cost.
///
/// The stages follow each other in time and the goods go from cluster to cluster. Whether the budget pays for them
/// is asked without time and prices: by a shortest path through the clusters.
struct ChainRelaxation {
  /// The least cost of a stage in each cluster that can make it, in micro-yuan without prices.
  private typealias Costs = [Int: Int128]

  let lookup: DatasetIndex
  let prices: [PricedTime]
  let terms: Terms

  /// The least cost of the whole order; `nil` where no way is within the budget.
  func leastCost(_ supplies: [StageSupply], counting: Counting) -> Int128? {
    let stages = supplies.map {
      ChainStage(PartCosts(lookup: lookup, prices: prices, order: terms.order, supply: $0))
    }
    let roundings = roundings(stages)
    guard let money = leastMoney(stages),
      money - Counting.money.fen(roundings) <= 10_000 * Int128(terms.order.budgetFen)
    else { return nil }
    return StagesInTime(self, counting: counting).leastCost(stages)
      .map { max(0, $0 - counting.fen(roundings)) }
  }

  /// What roundings may take off the whole order, in fen.
  ///
  /// Each part of a stage may be charged half a fen less than its share says, and each shipment of a way, of which
  /// there are fewer than twice as many as parts, may be as well.
  private func roundings(_ stages: [ChainStage]) -> Int128 {
    let partsMax = terms.order.partsMax
    if partsMax < 2 { return 0 }
    let ways = stages.count { $0.ships }
    return Int128(partsMax) * Int128(stages.count + ways)
  }

  /// The least in money alone; `nil` where a stage cannot be made.
  private func leastMoney(_ stages: [ChainStage]) -> Int128? {
    var costs: [Costs] = []
    for stage in stages {
      let stageCosts = stage.moneyCosts()
      if stageCosts.isEmpty { return nil }
      costs.append(stageCosts)
    }
    return leastTotal(costs, ships: stages.map(\.ships))
  }

  /// The least total over all choices of a cluster for each stage; every stage has one.
  private func leastTotal(_ costs: [Costs], ships: [Bool]) -> Int128? {
    var total: Int128 = 0
    // By where the goods are: the least of what the stages that ship have cost so far.
    var goods: Costs?
    for (stage, stageCosts) in costs.enumerated() {
      if !ships[stage] {
        guard let least = stageCosts.values.min() else { return nil }
        total += least
      } else if let before = goods {
        var next: Costs = [:]
        for (cluster, cost) in stageCosts {
          for (origin, reached) in before {
            next.lower(
              cluster, to: reached + way(from: origin, to: cluster, counting: .money) + cost)
          }
        }
        goods = next
      } else {
        goods = stageCosts
      }
    }
    guard let goods else { return total }
    let delivered = goods.map { cluster, cost in
      cost + way(from: cluster, to: terms.order.cluster, counting: .money)
    }
    return delivered.min().map { total + $0 }
  }

  /// What the whole weight pays from one cluster to another.
  func way(from origin: Int, to destination: Int, counting: Counting) -> Int128 {
    if origin == destination { return 0 }
    let freight = lookup.routes.route(from: origin, to: destination)
      .cost(weightGrams: terms.order.weightGrams, numerator: 1, denominator: 1)
    return counting.fen(freight)
  }
}
