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
      let stageCosts =
        isSplit ? splitCosts(supply, counting: counting) : wholeCosts(supply, counting: counting)
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
    _ supply: StageSupply, counting: Counting
  ) -> (counted: Costs, money: Costs) {
    var counted: Costs = [:]
    var money: Costs = [:]
    for eligible in supply.offers {
      let machine = eligible.offer.machine
      let starts = lookup.openTime(ofMachine: machine).starts(
        of: eligible.shortestNeed, from: eligible.window.lowerBound,
        to: eligible.window.upperBound, isResumable: supply.isResumable)
      guard
        let priced = prices[machine].leastCost(of: eligible.shortestNeed, starts: starts),
        let charge = lookup.charges.charge(
          of: supply.stage.quantity, order: terms.order, stage: supply.stage, on: eligible.offer)
      else { continue }
      counted.lower(
        eligible.cluster, to: counting.fen(charge) + counting.priced(priced))
      money.lower(eligible.cluster, to: Counting.money.fen(charge))
    }
    return (counted, money)
  }

  /// Several parts: the whole quantity at the least unit cost of the largest part.
  private func splitCosts(
    _ supply: StageSupply, counting: Counting
  ) -> (counted: Costs, money: Costs) {
    let parts = PartCosts(charges: lookup.charges, order: terms.order, stage: supply.stage)
    var counted: Costs = [:]
    var money: Costs = [:]
    for eligible in supply.offers where eligible.hasRoom {
      let largest = eligible.parts.upperBound
      let lowestPrice = prices[eligible.offer.machine].lowestPrice(in: eligible.window)
      func cost(_ counting: Counting) -> Int128 {
        let unitCost = parts.unitCost(
          ofLargest: largest, on: eligible.offer, lowestPrice: lowestPrice, delivery: 0,
          counting: counting)
        let whole = share(supply.stage.quantity, of: unitCost, in: largest)
        // A part's charge may be half a fen less than the unit cost says.
        return max(0, whole - counting.fen(Int128(terms.order.partsMax)))
      }
      counted.lower(eligible.cluster, to: cost(counting))
      money.lower(eligible.cluster, to: cost(.money))
    }
    return (counted, money)
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

extension EligibleOffer {
  /// Whether the shortest part has enough open seconds in the window.
  var hasRoom: Bool {
    shortestNeed > 0 && window.upperBound - window.lowerBound >= shortestNeed
  }
}

extension [Int: Int128] {
  /// Lowers the cost at a key to `cost`, if it is not as low yet.
  fileprivate mutating func lower(_ key: Int, to cost: Int128) {
    self[key] = Swift.min(self[key] ?? cost, cost)
  }
}
