import CapacityModel

/// The least that the stages of an order cost.
///
/// In several parts each finds its own cheapest offers and hours, and what ties them together is the way of the
/// goods alone: a shortest path through the clusters. In one part each they also follow each other in time.
struct ChainRelaxation {
  /// The least cost of a stage in each cluster that can make it.
  private typealias Costs = [Int: Int128]

  let lookup: DatasetIndex
  let prices: [PricedTime]
  let terms: Terms
  private var isSplit: Bool { terms.order.partsMax > 1 }

  /// The least cost of the whole order; `nil` where no way is within the budget.
  func leastCost(_ supplies: [StageSupply], counting: Counting) -> Int128? {
    let ships = supplies.map(\.ships)
    guard let money = costs(supplies, counting: .money),
      let least = leastTotal(money, ships: ships, counting: .money),
      least <= 10_000 * Int128(terms.order.budgetFen)
    else { return nil }
    if !isSplit { return StagesInTime(self, counting: counting).leastCost(supplies) }
    return costs(supplies, counting: counting)
      .flatMap { leastTotal($0, ships: ships, counting: counting) }
  }

  /// What each stage costs by itself; `nil` where one cannot be made.
  private func costs(_ supplies: [StageSupply], counting: Counting) -> [Costs]? {
    var found: [Costs] = []
    for supply in supplies {
      let parts = PartCosts(lookup: lookup, prices: prices, order: terms.order, supply: supply)
      let costs = isSplit ? splitCosts(parts, counting: counting) : charges(parts)
      if costs.isEmpty { return nil }
      found.append(costs)
    }
    return found
  }

  /// One part a stage: its charge, wherever it has a place in one of its rooms.
  private func charges(_ parts: PartCosts) -> Costs {
    var found: Costs = [:]
    for eligible in parts.supply.offers
    where !parts.starts(of: eligible.shortestNeed, on: eligible).isEmpty {
      guard let charge = parts.charge(of: parts.stage.quantity, on: eligible.offer) else {
        continue
      }
      found.lower(eligible.cluster, to: Counting.money.fen(charge))
    }
    return found
  }

  /// Several parts: the whole quantity in parts as large as the offer allows and its rooms have time for.
  private func splitCosts(_ parts: PartCosts, counting: Counting) -> Costs {
    let units = UnitCosts(parts: parts)
    var found: Costs = [:]
    for eligible in parts.supply.offers {
      guard let fit = eligible.fit else { continue }
      let cost = units.leastCost(
        of: parts.stage.quantity, inPartsUpTo: fit, on: eligible,
        delivery: 0, counting: counting, below: found[eligible.cluster])
      if let cost { found.lower(eligible.cluster, to: cost) }
    }
    // A part's charge may be half a fen less than the unit cost says.
    return found.mapValues { max(0, $0 - counting.fen(Int128(terms.order.partsMax))) }
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
  func way(from origin: Int, to destination: Int, counting: Counting) -> Int128 {
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
