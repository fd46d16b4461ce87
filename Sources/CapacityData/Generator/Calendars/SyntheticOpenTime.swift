/// The open time of a calendar within the horizon, in seconds from its start.
struct SyntheticOpenTime: Sendable {
  /// The start of each open interval; intervals do not touch.
  private(set) var starts: [Int] = []
  /// The end of each open interval.
  private(set) var ends: [Int] = []
  /// The open seconds before each interval.
  private var openBefore: [Int] = []
  /// All open seconds.
  private(set) var total = 0

  /// Creates the open time that `intervals` cover together, in any order.
  init(_ intervals: [Range<Int>]) {
    for interval in intervals.sorted(by: { $0.lowerBound < $1.lowerBound })
    where !interval.isEmpty {
      if let last = ends.last, interval.lowerBound <= last {
        ends[ends.count - 1] = max(last, interval.upperBound)
      } else {
        starts.append(interval.lowerBound)
        ends.append(interval.upperBound)
      }
    }
    for index in starts.indices {
      openBefore.append(total)
      total += ends[index] - starts[index]
    }
  }

  /// The open intervals.
  var intervals: [Range<Int>] { zip(starts, ends).map { $0..<$1 } }

  /// Returns the open time without the seconds of `closed`.
  func subtracting(_ closed: [Range<Int>]) -> SyntheticOpenTime {
    var remaining = intervals
    for gap in closed {
      remaining = remaining.flatMap { interval in
        guard interval.overlaps(gap) else { return [interval] }
        let before = interval.lowerBound..<max(interval.lowerBound, gap.lowerBound)
        let after = min(interval.upperBound, gap.upperBound)..<interval.upperBound
        return [before, after].filter { !$0.isEmpty }
      }
    }
    return SyntheticOpenTime(remaining)
  }

  /// Returns the clock time of the open second number `position`.
  ///
  /// - Precondition: `0 <= position < total`.
  func clock(ofOpenSecond position: Int) -> Int {
    let index = lastIndex(in: openBefore, upTo: position)
    return starts[index] + position - openBefore[index]
  }

  /// Returns when work that takes `need` seconds ends at the earliest on an empty machine.
  ///
  /// - Parameters:
  ///   - release: No second before it may be used.
  ///   - need: The open seconds of the work, above 0.
  ///   - isResumable: Whether the work may pause while the machine is closed.
  /// - Returns: nil when it does not end within the horizon.
  func finish(from release: Int, need: Int, isResumable: Bool) -> Int? {
    var index = lastIndex(in: starts, upTo: release)
    if isResumable {
      var position = 0
      if index >= 0 {
        position = openBefore[index] + min(release, ends[index]) - starts[index]
      }
      return position + need <= total ? clock(ofOpenSecond: position + need - 1) + 1 : nil
    }
    index = max(index, 0)
    while index < starts.count {
      let end = max(starts[index], release) + need
      if end <= ends[index] { return end }
      index += 1
    }
    return nil
  }

  /// The last index whose value is at most `value`; -1 when there is none.
  private func lastIndex(in values: [Int], upTo value: Int) -> Int {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}
