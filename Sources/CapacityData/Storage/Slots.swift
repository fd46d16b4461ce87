/// Room for the elements that one part of a work adds to an array made in parts.
///
/// Unsafe inside; the invariants that make it safe to use:
/// - Slots of one array never overlap, and each is used by one thread at a time.
/// - The first `count` elements are initialised, the others are not.
/// - They are used only inside the call of ``arrayInParts(_:_:)`` that makes them.
@safe struct Slots<Element>: @unchecked Sendable {
  fileprivate let base: UnsafeMutablePointer<Element>
  /// How many elements fit.
  let capacity: Int
  /// How many there are.
  private(set) var count = 0

  fileprivate init(base: UnsafeMutablePointer<Element>, capacity: Int) {
    unsafe self.base = base
    self.capacity = capacity
  }

  /// Adds an element.
  mutating func append(_ element: Element) {
    precondition(count < capacity)
    unsafe (base + count).initialize(to: element)
    count += 1
  }
}

/// Makes an array whose parts are filled on several threads, without a second copy of any element.
///
/// Memory that no part fills is reserved and never touched, so that bounds may be generous.
///
/// - Parameters:
///   - capacities: For each part, how many elements it has at most.
///   - fill: Fills the parts; returns the slots as they are then, in the same order.
/// - Returns: The elements of all parts, one part after another.
func arrayInParts<Element>(
  _ capacities: [Int], _ fill: ([Slots<Element>]) -> [Slots<Element>]
) -> [Element] {
  unsafe Array(unsafeUninitializedCapacity: capacities.reduce(0, +)) { buffer, count in
    guard let base = buffer.baseAddress else { return }
    unsafe useLargePages(UnsafeMutableRawBufferPointer(buffer))
    var start = 0
    let slots = capacities.map { capacity in
      defer { start += capacity }
      return unsafe Slots<Element>(base: base + start, capacity: capacity)
    }
    // What parts left free is closed up, so that elements stand one after another.
    for part in fill(slots) {
      if unsafe part.base != base + count {
        unsafe (base + count).moveInitialize(from: part.base, count: part.count)
      }
      count += part.count
    }
  }
}

/// Disjoint ranges of one array that several threads change at the same time.
///
/// Invariants as for ``Slots``: ranges never overlap, and are used only inside the call of
/// ``changeInParts(_:ranges:threads:_:)``.
@safe private struct Parts<Element>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
}

/// Changes the elements of an array on several threads.
///
/// - Parameters:
///   - array: The array.
///   - ranges: Ascending ranges of indices that do not overlap.
///   - threads: How many threads work at most.
///   - body: Changes the elements of one range, given its number.
func changeInParts<Element>(
  _ array: inout [Element], ranges: [Range<Int>], threads: Int,
  _ body: @Sendable (Int, inout MutableSpan<Element>) -> Void
) {
  for (range, next) in zip(ranges, ranges.dropFirst()) {
    precondition(range.upperBound <= next.lowerBound)
  }
  if let first = ranges.first, let last = ranges.last {
    precondition(first.lowerBound >= 0 && last.upperBound <= array.count)
  }
  unsafe array.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    let parts = unsafe Parts(base: base)
    forEachInParallel(ranges.count, threads: threads) { index in
      let range = ranges[index]
      let part = unsafe UnsafeMutableBufferPointer(
        start: parts.base + range.lowerBound, count: range.count)
      var span = unsafe part.mutableSpan
      body(index, &span)
    }
  }
}
