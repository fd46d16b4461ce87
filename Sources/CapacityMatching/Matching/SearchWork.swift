internal import CapacityModel

/// What a search will do, estimated before it begins; the unit is about a look at one term by one thread.
///
/// The weights were measured on generated datasets of 300 to 100,000 orders, of one stage and of several; they decide
/// nothing but the time left that a terminal shows.
struct SearchWork: Sendable {
  private let orders: Double
  private let machines: Double
  private let threads: Double
  /// Terms that a look goes by, those of chains weighed more.
  private let terms: Double
  /// Terms that a sweep goes by.
  private let near: Double
  private let batches: Double
  private let isNearAll: Bool
  /// All passes of the priority queue before.
  private let passes: Double

  private static let costOfPass = 0.3
  /// Each batch of a sweep moves a cell's price and writes it to a table, on one thread.
  private static let costOfCell = 0.25
  /// Taking some orders off and putting them back, once.
  private static let costOfMove = 180.0
  /// A term of a chain is looked at over all its time.
  private static let costOfChainTerm = 5.0
  /// Steps of the shares and prices of an order's columns, in a round.
  private static let costOfColumns = 100.0
  /// The most terms of an order that sweeps go by.
  private static let nearTermsMax = 30.0

  init(_ market: Market, _ prices: PriceSearch, passes: Int, threads: Int) {
    var terms = 0.0
    for stage in market.stages {
      let isChain = market.orders[stage.order].stages.count > 1
      terms +=
        Double(market.offersOfProcess[stage.process].count)
        * (isChain ? SearchWork.costOfChainTerm : 1)
    }
    orders = Double(market.orders.count)
    machines = Double(market.machines.count)
    self.terms = terms
    near = min(terms, orders * SearchWork.nearTermsMax)
    batches = Double(prices.batchCount)
    isNearAll = prices.isNearAll
    self.passes = SearchWork.costOfPass * terms * Double(passes)
    self.threads = Double(threads)
  }

  private func moving(_ fineness: Int) -> Double {
    machines * Double(fineness) * SearchWork.costOfCell * threads
  }

  /// One sweep of prices on a grid, with its part of the looks at all terms.
  func sweep(_ fineness: Int) -> Double {
    if isNearAll { return 1.2 * terms + batches * moving(fineness) }
    return near + terms / 6 + batches * moving(fineness)
  }

  /// One round of columns, with its part of the looks at all terms.
  var combination: Double {
    (isNearAll ? terms : near + terms / 8) + orders * SearchWork.costOfColumns
  }

  /// One round of annealing.
  func round(_ plan: EffortPlan) -> Double {
    orders * plan.stepsPerOrder / Double(max(1, plan.rounds)) * SearchWork.costOfMove
  }

  /// What a search of an effort does, phase by phase: the passes, then prices and answers in turn.
  func phases(_ plans: [EffortPlan]) -> [Double] {
    var phases = [passes]
    for plan in plans {
      var pricing = 0.0
      for level in plan.levels {
        pricing += Double(level.sweeps) * sweep(level.fineness)
        pricing += Double(level.rounds) * combination
      }
      phases += [pricing, Double(plan.rounds) * round(plan)]
    }
    return phases
  }
}
