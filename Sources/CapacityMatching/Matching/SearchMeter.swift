internal import Synchronization

/// How much of a search is done, in shares of the work that its effort plans.
///
/// The engine adds what it does; nothing reads it there, so that the answer cannot depend on it.
public final class SearchMeter: Sendable {
  private struct State {
    /// What each phase will take.
    var phases: [Double] = []
    var phase = 0
    /// What is done of the phase at hand.
    var done = 0.0
  }

  private let state = Mutex(State())

  /// Creates a meter of a search that has not begun.
  public init() {}

  /// From 0 to 1; `nil` while nothing is planned.
  public var share: Double? {
    let state = state.withLock { $0 }
    let whole = state.phases.reduce(0, +)
    if whole <= 0 { return nil }
    let ended = state.phases.prefix(state.phase).reduce(0, +)
    // What takes more than planned waits at its end.
    let current =
      state.phase < state.phases.count ? min(state.done, state.phases[state.phase]) : 0
    return min(1, (ended + current) / whole)
  }

  /// A search begins that will do so much, phase by phase.
  func plan(_ phases: [Double]) { state.withLock { $0 = State(phases: phases) } }

  /// So much was done.
  func did(_ work: Double) { state.withLock { $0.done += work } }

  /// A phase is over, whatever is left of its plan.
  func endPhase() {
    state.withLock {
      $0.phase += 1
      $0.done = 0
    }
  }
}
