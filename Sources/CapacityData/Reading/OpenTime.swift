import CapacityModel

/// When a calendar is open, asked for one span at a time.
///
/// Enough to tell whether two promised bookings share open time, without laying out ten years of
/// weeks: each question walks only the weeks that it is about.
struct OpenTime {
  private static let secondsPerWeek: Int64 = 7 * secondsPerDay

  /// Weekly hours as disjoint spans of seconds of the week, Monday first; may run past its end.
  private let weekly: [TimeSpan]
  private let open: [TimeSpan]
  private let closed: [TimeSpan]
  private let startsOpen: Bool
  private let horizon: TimeSpan
  private let zone: Int64

  /// Creates the open time of `calendar` (`nil` for always) within a horizon, in seconds since 1970.
  init(_ calendar: WorkCalendar?, horizon: TimeSpan, zoneOffsetSeconds: Int64) {
    var spans: [TimeSpan] = []
    for hours in calendar?.weekly ?? [] {
      let runsOver = hours.toSecondOfDay < hours.fromSecondOfDay
      let length =
        hours.toSecondOfDay - hours.fromSecondOfDay + (runsOver ? secondsPerDay : 0)
      for day in 0..<Int64(7) where hours.days & (1 << UInt8(day)) != 0 {
        let start = day * secondsPerDay + hours.fromSecondOfDay
        spans.append(TimeSpan(start: start, end: start + length))
      }
    }
    weekly = merged(spans)
    open = merged(calendar?.open ?? [])
    closed = merged(calendar?.closed ?? [])
    startsOpen = weekly.isEmpty && open.isEmpty
    self.horizon = horizon
    zone = zoneOffsetSeconds
  }

  /// Whether any second of `span` is open.
  func hasOpenTime(in span: TimeSpan) -> Bool {
    let start = max(span.start, horizon.start)
    let end = min(span.end, horizon.end)
    guard start < end else { return false }
    if open.contains(where: { $0.start < end && start < $0.end }) { return true }
    if startsOpen { return isOutsideClosed(TimeSpan(start: start, end: end)) }
    guard !weekly.isEmpty else { return false }
    // 1970-01-01 was a Thursday: the Monday before is day -3. One week earlier, for hours that run
    // past Sunday's midnight.
    let monday = -3 * secondsPerDay - zone
    var week = monday + (start - monday) / Self.secondsPerWeek * Self.secondsPerWeek
    week -= 2 * Self.secondsPerWeek
    while week < end {
      for hours in weekly {
        let from = max(start, week + hours.start)
        let to = min(end, week + hours.end)
        if from < to, isOutsideClosed(TimeSpan(start: from, end: to)) { return true }
      }
      week += Self.secondsPerWeek
    }
    return false
  }

  /// Whether any second of `span` is in no closed span.
  private func isOutsideClosed(_ span: TimeSpan) -> Bool {
    var low = 0
    var high = closed.count
    while low < high {
      let middle = (low + high) / 2
      if closed[middle].end <= span.start { low = middle + 1 } else { high = middle }
    }
    // Closed spans do not touch each other, so that only one of them could cover all of `span`.
    guard low < closed.count else { return true }
    return closed[low].start > span.start || closed[low].end < span.end
  }
}

/// The same seconds as disjoint spans that do not touch, ascending.
private func merged(_ spans: [TimeSpan]) -> [TimeSpan] {
  var result: [TimeSpan] = []
  for span in spans.sorted(by: { $0.start < $1.start }) {
    if let last = result.last, span.start <= last.end {
      result[result.count - 1].end = max(last.end, span.end)
    } else {
      result.append(span)
    }
  }
  return result
}
