package import CapacityModel

/// When every machine works, as sorted spans with running sums of open seconds.
///
/// Two scales meet here. *Wall time* is seconds from the horizon's start. *Working time* counts the
/// open seconds of one calendar only, from 0 to ``total(_:)``. A booking on a resumable process is
/// one interval of working time, whatever closed time lies between; that makes timelines simple.
///
/// Calendar indices are those of the dataset; one more, ``alwaysOpen``, follows them.
///
/// Invariants: spans of a calendar are inside the horizon, ascending, and apart by at least a
/// second; `before[i]` is the sum of the lengths of the calendar's earlier spans.
final class OpenTime: Sendable {
  /// The calendar of machines that name none.
  let alwaysOpen: Int
  private let firstSpan: [Int]
  private let starts: [Int64]
  private let before: [Int64]
  private let totals: [Int64]
  private let longest: [Int64]
  /// A first guess for look-ups: the time line of each calendar, wall and working, is cut into
  /// buckets of a power of two, about one for each span, and each bucket knows the last span that
  /// begins at or before its start.
  private let wallBuckets: BucketIndex
  private let workBuckets: BucketIndex

  /// Expands every calendar of `dataset`.
  init(_ dataset: Dataset) {
    var firstSpan = [0]
    var starts: [Int64] = []
    var before: [Int64] = []
    var totals: [Int64] = []
    var longest: [Int64] = []
    let whole = TimeSpan(start: 0, end: dataset.horizon.lengthSeconds)
    for calendar in 0...dataset.calendars.count {
      let spans =
        calendar < dataset.calendars.count
        ? openSpans(of: dataset.calendars[calendar], in: dataset.horizon) : [whole]
      var sum: Int64 = 0
      var most: Int64 = 0
      for span in spans {
        starts.append(span.start)
        before.append(sum)
        sum += span.end - span.start
        most = max(most, span.end - span.start)
      }
      totals.append(sum)
      longest.append(most)
      firstSpan.append(starts.count)
    }
    self.alwaysOpen = dataset.calendars.count
    self.firstSpan = firstSpan
    self.starts = starts
    self.before = before
    self.totals = totals
    self.longest = longest
    let end = dataset.horizon.lengthSeconds
    wallBuckets = BucketIndex(keys: starts, ranges: firstSpan, ends: totals.map { _ in end })
    workBuckets = BucketIndex(keys: before, ranges: firstSpan, ends: totals)
  }

  /// All open seconds of `calendar`.
  func total(_ calendar: Int) -> Int64 { totals[calendar] }

  /// The longest unbroken span of `calendar`, in seconds.
  func longestSpan(_ calendar: Int) -> Int64 { longest[calendar] }

  /// The open seconds of `calendar` before wall time `time`.
  ///
  /// - Complexity: O(1) where spans are spread evenly, at worst O(spans).
  func work(_ calendar: Int, before time: Int64) -> Int64 {
    if time <= 0 { return 0 }
    let end = firstSpan[calendar + 1]
    if firstSpan[calendar] == end { return 0 }
    var span = wallBuckets.guess(calendar, time)
    while span + 1 < end, starts[span + 1] <= time { span += 1 }
    return work(calendar, in: span, before: time)
  }

  /// The open seconds of `calendar` before `time`, which lies before the span after `span`.
  @inline(__always)
  private func work(_ calendar: Int, in span: Int, before time: Int64) -> Int64 {
    if time <= starts[span] { return before[span] }
    return min(before[span] + time - starts[span], workEnd(span, calendar))
  }

  /// Appends ``work(_:before:)`` for each of up to 64 times that ascend: what starts before that does so before the time.
  ///
  /// - Returns: A bit for each time, the first one lowest, set where the second before the time is open.
  /// - Complexity: O(times + spans between them).
  func append(
    bordersOf calendar: Int, at times: ArraySlice<Int64>, to borders: inout [Int32]
  ) -> UInt64 {
    let end = firstSpan[calendar + 1]
    var span = firstSpan[calendar]
    if span == end {
      borders.append(contentsOf: repeatElement(0, count: times.count))
      return 0
    }
    var open = before[span]..<workEnd(span, calendar)
    var follows: UInt64 = 0
    for (number, time) in times.enumerated() {
      if span + 1 < end, starts[span + 1] <= time {
        repeat { span += 1 } while span + 1 < end && starts[span + 1] <= time
        open = before[span]..<workEnd(span, calendar)
      }
      let passed = time - starts[span]
      borders.append(Int32(min(open.lowerBound + max(0, passed), open.upperBound)))
      if passed > 0, passed <= open.upperBound - open.lowerBound { follows |= 1 << UInt64(number) }
    }
    return follows
  }

  /// The wall time of open second number `work`, counted from 0.
  ///
  /// - Precondition: `0 <= work < total(calendar)`.
  func wallStart(_ calendar: Int, of work: Int64) -> Int64 {
    let span = spanIndex(calendar, of: work)
    return starts[span] + work - before[span]
  }

  /// The wall time at which the open second before `work` ends.
  ///
  /// - Precondition: `0 < work <= total(calendar)`.
  func wallEnd(_ calendar: Int, of work: Int64) -> Int64 {
    wallStart(calendar, of: work - 1) + 1
  }

  /// The span that holds open second number `work`.
  ///
  /// - Precondition: `0 <= work < total(calendar)`.
  /// - Complexity: O(1) where spans are of like length, at worst O(spans).
  func spanIndex(_ calendar: Int, of work: Int64) -> Int {
    let end = firstSpan[calendar + 1]
    var span = workBuckets.guess(calendar, work)
    while span + 1 < end, before[span + 1] <= work { span += 1 }
    return span
  }

  /// The earliest start, not before `from`, of `need` seconds with no closed time inside that end by
  /// `limit`, all in working time; -1 if there is none.
  func earliestUnbrokenStart(
    _ calendar: Int, need: Int64, from: Int64, limit: Int64
  ) -> Int64 {
    if need > longest[calendar] { return -1 }
    var start = from
    while start + need <= limit {
      let spanEnd = workEnd(spanIndex(calendar, of: start), calendar)
      if start + need <= spanEnd { return start }
      start = spanEnd
    }
    return -1
  }

  /// Calls `body` with the stretches of the working time `[from, limit)` in which `need` seconds may lie anywhere:
  /// all of it, or if no closed time may lie inside (`isUnbroken`) what each open span has of it.
  @inline(__always)
  func forEachStretch(
    _ calendar: Int, need: Int64, from: Int64, limit: Int64, isUnbroken: Bool,
    _ body: (Int64, Int64) -> Void
  ) {
    if !isUnbroken {
      if from + need <= limit { body(from, limit) }
      return
    }
    if need > longest[calendar] { return }
    var start = from
    while start + need <= limit {
      let end = min(limit, workEnd(spanIndex(calendar, of: start), calendar))
      if start + need <= end { body(start, end) }
      start = end
    }
  }

  /// The open spans of `calendar` in wall time, ascending and apart.
  func spans(_ calendar: Int) -> [TimeSpan] {
    (firstSpan[calendar]..<firstSpan[calendar + 1]).map { span in
      TimeSpan(
        start: starts[span], end: starts[span] + workEnd(span, calendar) - before[span])
    }
  }

  /// The working time at which the span begins.
  func workBegin(_ span: Int) -> Int64 { before[span] }

  /// The working time at which the span ends.
  @inline(__always)
  func workEnd(_ span: Int, _ calendar: Int) -> Int64 {
    span + 1 < firstSpan[calendar + 1] ? before[span + 1] : totals[calendar]
  }
}

/// The open spans of one calendar inside the horizon: ascending, merged where they touch.
package func openSpans(of calendar: WorkCalendar, in horizon: Horizon) -> [TimeSpan] {
  let whole = TimeSpan(start: 0, end: horizon.lengthSeconds)
  var base: [TimeSpan] = []
  if !calendar.weekly.isEmpty {
    base = weeklySpans(calendar.weekly, in: horizon)
  } else if calendar.open.isEmpty {
    base = [whole]
  }
  let kept = subtract(merge(calendar.closed), from: merge(base))
  return merge(kept + calendar.open).compactMap { span in
    let start = max(span.start, whole.start)
    let end = min(span.end, whole.end)
    return start < end ? TimeSpan(start: start, end: end) : nil
  }
}

/// Weekly hours laid over the horizon, from the evening before it on.
private func weeklySpans(_ weekly: [WeeklyHours], in horizon: Horizon) -> [TimeSpan] {
  let secondsOfDay: Int64 = 86_400
  let localStart = horizon.startEpochSeconds + horizon.zoneOffsetSeconds
  let firstDay = floorDivide(localStart, by: secondsOfDay) - 1
  let lastDay = floorDivide(localStart + horizon.lengthSeconds, by: secondsOfDay)
  var spans: [TimeSpan] = []
  for day in firstDay...lastDay {
    // 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday.
    let weekday = floorRemainder(day + 3, by: 7)
    let midnight = day * secondsOfDay - localStart
    for hours in weekly where hours.days & (1 << UInt8(weekday)) != 0 {
      let runsOver = hours.toSecondOfDay < hours.fromSecondOfDay
      let end = hours.toSecondOfDay + (runsOver ? secondsOfDay : 0)
      spans.append(TimeSpan(start: midnight + hours.fromSecondOfDay, end: midnight + end))
    }
  }
  return spans
}

/// Sorted, with spans that touch or overlap made one.
func merge(_ spans: [TimeSpan]) -> [TimeSpan] {
  var merged: [TimeSpan] = []
  for span in spans.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
    if let last = merged.last, span.start <= last.end {
      merged[merged.count - 1].end = max(last.end, span.end)
    } else {
      merged.append(span)
    }
  }
  return merged
}

/// What `spans` keep when `holes` are taken out; both merged.
func subtract(_ holes: [TimeSpan], from spans: [TimeSpan]) -> [TimeSpan] {
  var kept: [TimeSpan] = []
  var firstHole = 0
  for span in spans {
    var start = span.start
    while firstHole < holes.count, holes[firstHole].end <= start { firstHole += 1 }
    var hole = firstHole
    while hole < holes.count, holes[hole].start < span.end {
      if holes[hole].start > start { kept.append(TimeSpan(start: start, end: holes[hole].start)) }
      start = max(start, holes[hole].end)
      hole += 1
    }
    if start < span.end { kept.append(TimeSpan(start: start, end: span.end)) }
  }
  return kept
}
