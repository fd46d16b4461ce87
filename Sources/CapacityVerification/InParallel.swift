internal import Dispatch
internal import Foundation

/// Splits `0..<count` into ranges, works on them on up to `threads` threads, and returns the results in
/// the order of the ranges.
///
/// - Parameters:
///   - count: How many things there are.
///   - threads: At least 1.
///   - work: Works on a range; what comes of all must not depend on where ranges begin.
/// - Returns: A result for each range; none where there are no things.
func inParallel<Result: Sendable>(
  over count: Int, threads: Int, _ work: @Sendable (Range<Int>) -> Result
) -> [Result] {
  // Many ranges a thread even out things that take long.
  let ranges = RangesAtWork<Result>(count: count, parts: min(count, 64 * threads))
  DispatchQueue.concurrentPerform(iterations: threads) { _ in
    while let (number, range) = ranges.next() { ranges.finish(number, work(range)) }
  }
  return ranges.results
}

/// The ranges that are left to do, and what came of the others; guarded by the lock.
private final class RangesAtWork<Result: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private let count: Int
  private var begun = 0
  private var found: [Result?]

  init(count: Int, parts: Int) {
    self.count = count
    found = Array(repeating: nil, count: parts)
  }

  /// The next range, with its number; `nil` once all are begun.
  func next() -> (number: Int, range: Range<Int>)? {
    lock.withLock {
      guard begun < found.count else { return nil }
      defer { begun += 1 }
      let parts = found.count
      return (begun, begun * count / parts..<(begun + 1) * count / parts)
    }
  }

  func finish(_ number: Int, _ result: Result) { lock.withLock { found[number] = result } }

  /// The results in the order of the ranges.
  var results: [Result] { lock.withLock { found.compactMap { $0 } } }
}
