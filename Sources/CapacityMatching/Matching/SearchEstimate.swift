internal import Synchronization

/// How much of a search is done, estimated from what its effort will cost and how often it asked whether to
/// go on.
///
/// A search asks its ``SearchControl`` once for each step of prices and each round of annealing, and reports
/// after each of the two. So nothing has to be counted inside, and the answer cannot depend on it. Prices
/// found early end their steps early: the estimate then catches up at the next report.
public final class SearchEstimate: Sendable {
  /// What lies between two reports.
  struct Phase: Equatable {
    /// How often the search will ask, at most.
    var asks: Double
    /// What it costs, in steps of prices.
    var cost: Double
  }

  private struct State {
    var phase = 0
    var asks = 0.0
  }

  private let phases: [Phase]
  private let state = Mutex(State())

  /// Expects a search of the effort over so many orders; one of effort 0 reports nothing.
  public init(effort: Int, orders: Int) {
    // What is beyond would be told in years.
    phases = (0..<min(effort, 24)).flatMap { index in
      let plan = EffortPlan(effort: index + 1, orders: orders)
      let steps = Double(plan.levels.reduce(0) { $0 + $1.iterations })
      // Orders cancel out: both a step and a round look at all of them.
      let rounds = Double(plan.rounds)
      return [
        Phase(asks: steps, cost: steps),
        Phase(asks: rounds, cost: plan.stepsPerOrder * SearchEstimate.stepsOfPricesPerMove),
      ]
    }
  }

  /// What a try to move an order costs beside a step of prices, which looks at the order once; measured.
  private static let stepsOfPricesPerMove = 0.25

  /// The search asked whether to go on.
  public func asked() { state.withLock { $0.asks += 1 } }

  /// The search reported how far it is.
  public func reported() {
    state.withLock {
      $0.phase += 1
      $0.asks = 0
    }
  }

  /// From 0 to 1; `nil` where nothing is expected.
  public var share: Double? {
    let whole = phases.reduce(0) { $0 + $1.cost }
    if whole <= 0 { return nil }
    let state = state.withLock { $0 }
    var done = phases.prefix(state.phase).reduce(0) { $0 + $1.cost }
    if state.phase < phases.count {
      let phase = phases[state.phase]
      done += phase.cost * min(1, state.asks / max(1, phase.asks))
    }
    return min(1, done / whole)
  }
}
