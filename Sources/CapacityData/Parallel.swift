internal import Dispatch
internal import Foundation
import Synchronization

/// Works on the parts `0..<count` on up to `threads` threads, each with a worker of its own.
///
/// Which worker takes which part depends on chance: outputs may use what a worker remembers, but must
/// not depend on it.
///
/// - Parameters:
///   - count: How many parts there are.
///   - threads: How many threads work at most.
///   - worker: Makes a worker from its number.
///   - body: Works on a part; `nil` ends the whole work.
/// - Returns: The outputs in the order of the parts and the workers in the order of their numbers, or
///   `nil` if a part has no output.
func mapInParallel<Worker: Sendable, Output: Sendable>(
  _ count: Int, threads: Int, worker: @Sendable (Int) -> Worker,
  _ body: @Sendable (inout Worker, Int) -> Output?
) -> (outputs: [Output], workers: [Worker])? {
  let workerCount = max(1, min(threads, count))
  let next = Atomic(0)
  let failed = Atomic(false)
  let gathered = Gathered<Worker, Output>(count: count, workerCount: workerCount)
  @Sendable func work(_ number: Int) {
    var mine = worker(number)
    var outputs: [(part: Int, output: Output)] = []
    while !failed.load(ordering: .relaxed) {
      let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard part < count else { break }
      if let output = body(&mine, part) {
        outputs.append((part, output))
      } else {
        failed.store(true, ordering: .relaxed)
      }
    }
    gathered.add(mine, number: number, outputs)
  }
  if workerCount == 1 {
    work(0)
  } else {
    DispatchQueue.concurrentPerform(iterations: workerCount, execute: work)
  }
  if failed.load(ordering: .relaxed) { return nil }
  return gathered.all
}

/// What workers hand over when they are done; guarded by the lock.
///
/// The lock is Foundation's, which the thread sanitizer knows: of a `Mutex` in generic code it reports
/// races that are none (Swift 6.3).
private final class Gathered<Worker: Sendable, Output: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var outputs: [Output?]
  private var workers: [Worker?]

  init(count: Int, workerCount: Int) {
    outputs = Array(repeating: nil, count: count)
    workers = Array(repeating: nil, count: workerCount)
  }

  func add(_ worker: Worker, number: Int, _ made: [(part: Int, output: Output)]) {
    lock.withLock {
      workers[number] = worker
      for (part, output) in made { outputs[part] = output }
    }
  }

  /// The outputs and the workers in their order.
  var all: (outputs: [Output], workers: [Worker]) {
    lock.withLock { (outputs.compactMap { $0 }, workers.compactMap { $0 }) }
  }
}

/// Works on the parts `0..<count` on up to `threads` threads; the outputs stand in their order.
func mapInParallel<Output: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Output
) -> [Output] {
  let done = mapInParallel(
    count, threads: threads, worker: { @Sendable _ in () }, { _, part in body(part) })
  return done?.outputs ?? []
}

/// Works on the parts `0..<count` on up to `threads` threads.
func forEachInParallel(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
  let _: [Void] = mapInParallel(count, threads: threads, body)
}

/// Cuts `0..<count` into `parts` ranges of like length.
func evenRanges(_ count: Int, parts: Int) -> [Range<Int>] {
  (0..<parts).map { $0 * count / parts..<($0 + 1) * count / parts }
}
