import CapacityModel

/// The open seconds of one calendar inside the horizon, counted through.
///
/// Open seconds have numbers, 0 up to ``total``: the first open second of the horizon is 0. Two
/// bookings share open time exactly when their ranges of numbers overlap, and a booking that runs
/// on over closed time is one unbroken range.
struct OpenTime {
  /// Open spans, ascending; between two of them there is always closed time.
  let spans: [TimeSpan]
  /// How many open seconds lie before each span, and after the last one their total.
  let secondsBefore: [Int64]
  /// The longest span: nothing longer fits without a pause.
  let longestSpan: Int64

  /// Works out the open time of a calendar, or of none: always open.
  init(calendar: WorkCalendar?, horizon: Horizon) {
    let whole = TimeSpan(start: 0, end: max(0, horizon.lengthSeconds))
    var open = [whole]
    if let calendar {
      if !calendar.weekly.isEmpty {
        open = Self.merged(
          calendar.weekly.flatMap { Self.occurrences(of: $0, horizon: horizon) }, within: whole)
      } else if !calendar.open.isEmpty {
        open = []
      }
      open = Self.subtracting(Self.merged(calendar.closed, within: whole), from: open)
      // Open spans come last: they win over closed ones.
      open = Self.merged(open + calendar.open, within: whole)
    }
    spans = Self.merged(open, within: whole)
    var before: [Int64] = [0]
    var sum: Int64 = 0
    var longest: Int64 = 0
    for span in spans {
      sum += span.end - span.start
      longest = max(longest, span.end - span.start)
      before.append(sum)
    }
    secondsBefore = before
    longestSpan = longest
  }

  /// All open seconds of the horizon.
  var total: Int64 { secondsBefore[spans.count] }

  /// How many open seconds lie before `time`, which may be any number.
  func openSeconds(before time: Int64) -> Int64 {
    let next = firstSpan(endingAfter: time)
    guard next < spans.count else { return total }
    // Written as a comparison, for a difference of absurd numbers would overflow.
    return secondsBefore[next] + (time > spans[next].start ? time - spans[next].start : 0)
  }

  /// How many open seconds lie inside `span`, which may be any numbers.
  func openSeconds(in span: TimeSpan) -> Int64 {
    guard span.start < span.end else { return 0 }
    return openSeconds(before: span.end) - openSeconds(before: span.start)
  }

  /// Whether the second that begins at `time` is open.
  func isOpen(at time: Int64) -> Bool {
    let next = firstSpan(endingAfter: time)
    return next < spans.count && spans[next].start <= time
  }

  /// When the open second with `number` begins.
  ///
  /// - Precondition: `number` is at least 0 and below ``total``.
  func time(ofOpenSecond number: Int64) -> Int64 {
    let span = spanIndex(ofOpenSecond: number)
    return spans[span].start + (number - secondsBefore[span])
  }

  /// The span that the open second with `number` lies in.
  func spanIndex(ofOpenSecond number: Int64) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if secondsBefore[middle + 1] <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func firstSpan(endingAfter time: Int64) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].end <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension OpenTime {
  /// The spans of weekly hours that may touch the horizon: also those of the evening before it.
  private static func occurrences(of hours: WeeklyHours, horizon: Horizon) -> [TimeSpan] {
    let localStart = horizon.startEpochSeconds + horizon.zoneOffsetSeconds
    let firstDay = Int64(floorDivided(Int128(localStart), by: 86_400)) - 1
    let lastDay = Int64(floorDivided(Int128(localStart + horizon.lengthSeconds), by: 86_400))
    var found: [TimeSpan] = []
    for day in firstDay...max(firstDay, lastDay) {
      // 1970-01-01 was a Thursday, which is bit 3.
      let weekday = ((day + 3) % 7 + 7) % 7
      guard hours.days >> UInt8(weekday) & 1 == 1 else { continue }
      let midnight = day * 86_400 - localStart
      let overnight: Int64 = hours.toSecondOfDay < hours.fromSecondOfDay ? 86_400 : 0
      found.append(
        TimeSpan(
          start: midnight + hours.fromSecondOfDay,
          end: midnight + hours.toSecondOfDay + overnight))
    }
    return found
  }

  /// The spans cut to `whole`, ascending, those that touch made one.
  private static func merged(_ spans: [TimeSpan], within whole: TimeSpan) -> [TimeSpan] {
    var result: [TimeSpan] = []
    let cut = spans.map { TimeSpan(start: max($0.start, whole.start), end: min($0.end, whole.end)) }
    for span in cut.filter({ $0.start < $0.end }).sorted(by: { $0.start < $1.start }) {
      if let last = result.last, span.start <= last.end {
        result[result.count - 1].end = max(last.end, span.end)
      } else {
        result.append(span)
      }
    }
    return result
  }

  /// What is left of `spans` without `closed`; both are merged.
  private static func subtracting(_ closed: [TimeSpan], from spans: [TimeSpan]) -> [TimeSpan] {
    var result: [TimeSpan] = []
    var next = 0
    for span in spans {
      var start = span.start
      while next < closed.count && closed[next].end <= start { next += 1 }
      var index = next
      while index < closed.count && closed[index].start < span.end {
        if closed[index].start > start {
          result.append(TimeSpan(start: start, end: closed[index].start))
        }
        start = max(start, closed[index].end)
        index += 1
      }
      if start < span.end { result.append(TimeSpan(start: start, end: span.end)) }
    }
    return result
  }
}
