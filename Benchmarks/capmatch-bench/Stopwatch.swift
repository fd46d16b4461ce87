/// Times what it is given, in whole nanoseconds.
struct Stopwatch {
  private let clock = ContinuousClock()

  /// What a piece of work returns, and how long it took.
  func time<Value>(
    _ work: () async throws -> Value
  ) async rethrows -> (value: Value, nanoseconds: Int) {
    let start = clock.now
    let value = try await work()
    let parts = (clock.now - start).components
    return (value, Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000))
  }
}
