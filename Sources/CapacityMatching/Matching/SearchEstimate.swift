internal import Synchronization

/// How much of a search is done, estimated from what its effort will cost and how often it asked whether to
/// go on.
///
/// A search asks its ``SearchControl`` once for each step of prices and each round of annealing, and reports
/// after each of the two. So nothing has to be counted inside, and the answer cannot depend on it. Prices
/// found early end their steps early: the estimate then catches up at the next report.
public final class SearchEstimate: Sendable {
  /// Steps of one kind.
  private struct Stretch {
    /// How often the search will ask on its way, at most.
    var asks: Double
    /// What an ask's step costs, in steps on the coarsest grid of prices.
    var costOfAsk: Double

    var cost: Double { asks * costOfAsk }
  }

  private struct State {
    var phase = 0
    var asks = 0.0
  }

  /// What lies between two reports, stretch by stretch.
  private let phases: [[Stretch]]
  private let whole: Double
  private let state = Mutex(State())

  /// Expects a search of the effort over so many orders and machines; one of effort 0 reports nothing.
  public init(effort: Int, orders: Int, machines: Int) {
    var phases: [[Stretch]] = []
    // What more effort takes would be told in years.
    for index in 0..<min(effort, 24) {
      let plan = EffortPlan(effort: index + 1, orders: orders, machines: machines)
      // Passes come before the first prices.
      var pricing =
        index == 0
        ? [Stretch(asks: SearchEstimate.passes, costOfAsk: SearchEstimate.costOfPass)] : []
      for level in plan.levels {
        let finer = level.fineness / EffortPlan.coarsest
        let doublings = Double(finer.bitWidth - 1 - finer.leadingZeroBitCount)
        pricing.append(
          Stretch(
            asks: Double(level.steps) * SearchEstimate.asksOfStep,
            costOfAsk: 1 + SearchEstimate.costOfDoubling * doublings))
      }
      let round = plan.stepsPerOrder / Double(max(1, plan.rounds)) * SearchEstimate.costOfMove
      phases += [pricing, [Stretch(asks: Double(plan.rounds), costOfAsk: round)]]
    }
    self.phases = phases
    whole = phases.joined().reduce(0) { $0 + $1.cost }
  }

  // Measured on Fixtures/sichuan; orders cancel out, since all of these look at each order once.
  private static let passes = 36.0
  private static let costOfPass = 0.5
  /// Between long looks at all prices it asks once more.
  private static let asksOfStep = 1.1
  /// A grid twice as fine costs so much more.
  private static let costOfDoubling = 0.5
  /// A try to move each order once.
  private static let costOfMove = 0.5

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
    if whole <= 0 { return nil }
    let state = state.withLock { $0 }
    var done = phases.prefix(state.phase).joined().reduce(0) { $0 + $1.cost }
    var asks = state.asks
    for stretch in state.phase < phases.count ? phases[state.phase] : [] {
      done += stretch.costOfAsk * min(asks, stretch.asks)
      asks = max(0, asks - stretch.asks)
    }
    return min(1, done / whole)
  }
}
