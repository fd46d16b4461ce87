import CapacityModel

/// The bound that prices prove on the objective, by the formulas of `Docs/certificate.md`.
///
/// Whoever chose the prices: no answer earns more than what all free time costs and what each order
/// could earn at the most if it were alone and paid for the time that it uses.
struct UpperBound: Sendable {
  private let lookup: DatasetIndex
  private let objective: ObjectiveKind
  private let filters: Filters
  private let freeTimeCost: Int128
  private let prices: [PricedTime]
  private let rooms: Rooms

  init(lookup: DatasetIndex, prices: PriceRules.Prices, objective: ObjectiveKind) {
    self.lookup = lookup
    self.objective = objective
    filters = Filters(lookup: lookup)
    rooms = Rooms(lookup: lookup)
    freeTimeCost = prices.freeTimeCost
    self.prices = prices.periods.enumerated().map { machine, periods in
      PricedTime(periods: periods, open: lookup.openTime(ofMachine: machine))
    }
  }

  /// The bound, rounded up to the fen, whatever the number of threads.
  ///
  /// - Complexity: For each order of one part a stage, the steps of the prices in the windows of all
  ///   its eligible offers, and the rooms there; for orders in several parts up to twenty times that.
  func fen(threads: Int) -> Int128 {
    let sums = inParallel(over: lookup.dataset.orders.count, threads: threads) { orders in
      var sum: Int128 = 0
      for order in orders where !lookup.isPromised[order] { sum += best(order: order) }
      return sum
    }
    return ceilDivided(sums.reduce(freeTimeCost, +), by: 10_000)
  }

  /// The most that an order could earn alone, at least 0; in micro-yuan.
  func best(order: Int) -> Int128 {
    let terms = Terms(order: order, lookup: lookup)
    guard var supplies = StageSupplies(lookup: lookup, filters: filters).make(terms),
      StageWindows(lookup: lookup).set(in: &supplies, terms: terms)
    else { return 0 }
    rooms.set(in: &supplies, terms: terms)
    let (value, counting) = value(of: terms.order)
    let cost: Int128?
    if supplies.count == 1 {
      let parts = PartCosts(
        lookup: lookup, prices: prices, order: terms.order, supply: supplies[0])
      cost = StageRelaxation(parts: parts).leastCost(counting: counting, below: value)
    } else {
      cost = ChainRelaxation(lookup: lookup, prices: prices, terms: terms)
        .leastCost(supplies, counting: counting)
    }
    return cost.map { max(0, value - $0) } ?? 0
  }

  /// What an order counts before any cost, in micro-yuan, and how its costs count.
  private func value(of order: Order) -> (value: Int128, counting: Counting) {
    let priority = Int128(order.priority)
    switch objective {
    case .surplus:
      return (
        priority * Int128(order.budgetFen) * 10_000,
        Counting(weight: priority, countsPrices: true)
      )
    case .value:
      return (
        priority * Int128(order.budgetFen) * 10_000, Counting(weight: 0, countsPrices: true)
      )
    case .fill:
      // A point counts as one yuan.
      return (priority * 100 * 10_000, Counting(weight: 0, countsPrices: true))
    }
  }
}
