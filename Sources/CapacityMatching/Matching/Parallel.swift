/// One of `parts` ranges of like length that follow each other over `0..<count`.
func evenRange(_ number: Int, of parts: Int, over count: Int) -> Range<Int> {
  number * count / parts..<(number + 1) * count / parts
}

/// Splits `0..<count` into ranges, works on them in `threads` tasks, and returns the results in the
/// order of the ranges.
///
/// Ranges depend on `count` alone, never on `threads`, so that whatever is reduced from the
/// results is the same for any number of threads.
func inParallel<Result: Sendable>(
  over count: Int, rangeCount: Int = 64, threads: Int,
  _ work: @escaping @Sendable (Range<Int>) async -> Result
) async -> [Result] {
  let ranges = (0..<rangeCount).map { evenRange($0, of: rangeCount, over: count) }
    .filter { !$0.isEmpty }
  if threads <= 1 {
    var results: [Result] = []
    for range in ranges { results.append(await work(range)) }
    return results
  }
  return await withTaskGroup(of: (Int, Result).self) { group in
    var results = [Result?](repeating: nil, count: ranges.count)
    var next = 0
    while next < min(threads, ranges.count) {
      let index = next
      group.addTask { (index, await work(ranges[index])) }
      next += 1
    }
    while let (index, result) = await group.next() {
      results[index] = result
      if next < ranges.count {
        let index = next
        group.addTask { (index, await work(ranges[index])) }
        next += 1
      }
    }
    return results.compactMap { $0 }
  }
}
