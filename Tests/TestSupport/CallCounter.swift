import Synchronization

/// Counts calls, of closures that may be called from anywhere.
public final class CallCounter: Sendable {
  private let count = Atomic<Int>(0)

  /// Starts at 0.
  public init() {}

  /// How many calls there were.
  public var calls: Int { count.load(ordering: .relaxed) }

  /// Counts a call; how many there were before.
  @discardableResult public func call() -> Int {
    count.add(1, ordering: .relaxed).oldValue
  }
}
