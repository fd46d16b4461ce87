import CapacityModel

/// The least that the stages of an order cost when each finds its own cheapest offer and hours.
///
/// What ties them together is the way of the goods alone: a shortest path through the clusters.
struct ChainRelaxation {
  /// The least cost of a stage in each cluster that can make it.
  private typealias Costs = [Int: Int128]

  let lookup: DatasetIndex
  let prices: [PricedTime]
  let terms: Terms
  private var isSplit: Bool { terms.order.partsMax > 1 }

  /// The least cost of the whole order; `nil` where no way is within the budget.
  func leastCost(_ supplies: [StageSupply], counting: Counting) -> Int128? {
    var costs: [(counted: Costs, money: Costs)] = []
    for supply in supplies {
      let parts = PartCosts(lookup: lookup, prices: prices, order: terms.order, supply: supply)
      let stageCosts =
        isSplit ? splitCosts(parts, counting: counting) : wholeCosts(parts, counting: counting)
      if stageCosts.counted.isEmpty { return nil }
      costs.append(stageCosts)
    }
    let ships = supplies.map(\.ships)
    guard
      let money = leastTotal(costs.map(\.money), ships: ships, counting: .money),
      money <= 10_000 * Int128(terms.order.budgetFen)
    else { return nil }
    return leastTotal(costs.map(\.counted), ships: ships, counting: counting)
  }

  /// One part a stage: the charge, and the cheapest hours in the window.
  private func wholeCosts(
    _ parts: PartCosts, counting: Counting
  ) -> (counted: Costs, money: Costs) {
    var counted: Costs = [:]
    var money: Costs = [:]
    for eligible in parts.supply.offers {
      guard let priced = parts.leastPricedCost(of: eligible.shortestNeed, on: eligible),
        let charge = parts.charge(of: parts.stage.quantity, on: eligible.offer)
      else { continue }
      counted.lower(
        eligible.cluster, to: counting.fen(charge) + counting.priced(priced))
      money.lower(eligible.cluster, to: Counting.money.fen(charge))
    }
    return (counted, money)
  }

  /// Several parts: the whole quantity in parts as large as the offer allows.
  private func splitCosts(
    _ parts: PartCosts, counting: Counting
  ) -> (counted: Costs, money: Costs) {
    let units = UnitCosts(parts: parts)
    func costs(_ counting: Counting) -> Costs {
      var found: Costs = [:]
      for eligible in parts.supply.offers where eligible.hasRoom {
        let cost = units.leastCost(
          of: parts.stage.quantity, inPartsUpTo: eligible.parts.upperBound, on: eligible,
          delivery: 0, counting: counting, below: found[eligible.cluster])
        if let cost { found.lower(eligible.cluster, to: cost) }
      }
      // A part's charge may be half a fen less than the unit cost says.
      return found.mapValues { max(0, $0 - counting.fen(Int128(terms.order.partsMax))) }
    }
    return (costs(counting), costs(.money))
  }

  /// The least total over all choices of a cluster for each stage; every stage has one.
  private func leastTotal(_ costs: [Costs], ships: [Bool], counting: Counting) -> Int128? {
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
              cluster, to: reached + way(from: origin, to: cluster, counting: counting) + cost)
          }
        }
        goods = next
      } else {
        goods = stageCosts
      }
    }
    guard let goods else { return total }
    let delivered = goods.map { cluster, cost in
      cost + way(from: cluster, to: terms.order.cluster, counting: counting)
    }
    return delivered.min().map { total + $0 }
  }

  /// What the whole weight pays from one cluster to another.
  private func way(from origin: Int, to destination: Int, counting: Counting) -> Int128 {
    if origin == destination { return 0 }
    let freight = lookup.routes.route(from: origin, to: destination)
      .cost(weightGrams: terms.order.weightGrams, numerator: 1, denominator: 1)
    // Split goods travel in more shipments, and each may be rounded down by half a fen.
    let roundings = isSplit ? Int128(terms.order.partsMax) : 0
    return counting.fen(max(0, freight - roundings))
  }
}

extension [Int: Int128] {
  /// Lowers the cost at a key to `cost`, if it is not as low yet.
  fileprivate mutating func lower(_ key: Int, to cost: Int128) {
    self[key] = Swift.min(self[key] ?? cost, cost)
  }
}
