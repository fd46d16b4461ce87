internal import Synchronization

/// Counts work that threads do, for whoever watches them; it changes nothing of what they do.
public final class WorkCounter: Sendable {
  private let doneSoFar = Atomic(0)
  private let toDo = Atomic(0)

  /// Begins at nothing.
  public init() {}

  /// What was done so far.
  public var done: Int { doneSoFar.load(ordering: .relaxed) }

  /// What there is to do; 0 as long as nobody knows.
  public var total: Int { toDo.load(ordering: .relaxed) }

  /// Starts from nothing with so much to do.
  func begin(_ total: Int) {
    doneSoFar.store(0, ordering: .relaxed)
    toDo.store(total, ordering: .relaxed)
  }

  /// Adds to what was done.
  func add(_ amount: Int) { doneSoFar.wrappingAdd(amount, ordering: .relaxed) }
}
