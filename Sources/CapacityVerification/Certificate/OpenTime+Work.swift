/// Where work fits by rule 4 in open seconds that nobody has booked.
extension OpenTime {
  /// The numbers of the open seconds at which work may begin, ascending.
  ///
  /// - Parameters:
  ///   - need: Open seconds of work, above 0.
  ///   - first: The first open second that the work may take.
  ///   - limit: The first one after those that it may take.
  ///   - isResumable: Whether it may run on over closed time.
  /// - Returns: Ranges without any start between them; none where the work has no place.
  func starts(
    of need: Int64, from first: Int64, to limit: Int64, isResumable: Bool
  ) -> [ClosedRange<Int64>] {
    guard need > 0, limit - first >= need else { return [] }
    if isResumable { return [first...(limit - need)] }
    if need > longestSpan { return [] }
    var found: [ClosedRange<Int64>] = []
    var span = spanIndex(ofOpenSecond: first)
    while span < spans.count && secondsBefore[span] < limit {
      let earliest = max(first, secondsBefore[span])
      let latest = min(limit, secondsBefore[span + 1]) - need
      if earliest <= latest { found.append(earliest...latest) }
      span += 1
    }
    return found
  }

  /// The earliest time at which work that begins at `time` or later can end; `nil` if it cannot
  /// within the horizon.
  func earliestEnd(of need: Int64, from time: Int64, isResumable: Bool) -> Int64? {
    var start = openSeconds(before: time)
    guard need > 0, need <= total - start else { return nil }
    if !isResumable {
      if need > longestSpan { return nil }
      var span = spanIndex(ofOpenSecond: start)
      while span < spans.count, secondsBefore[span + 1] - max(start, secondsBefore[span]) < need {
        span += 1
      }
      guard span < spans.count else { return nil }
      start = max(start, secondsBefore[span])
    }
    // The end is the second after the last open one, not the next open one.
    return self.time(ofOpenSecond: start + need - 1) + 1
  }

  /// When the last of the open seconds from which on `need` of them lie before `limit` begins; `nil`
  /// if there are not as many before it.
  func latestStart(of need: Int64, before limit: Int64) -> Int64? {
    let number = openSeconds(before: limit) - need
    return need > 0 && number >= 0 ? time(ofOpenSecond: number) : nil
  }
}
