internal import CapacityModel

/// The closed hours that a machine could open, and the fewest of them that make room for a booking.
///
/// A booking on a resumable process runs on over closed time. Were that time opened, the booking would
/// take more than it needs; so hours inside the span of any booking of the machine, on whatever unit,
/// stay closed: units share a calendar.
struct OpeningHours: Sendable {
  /// Hours to open, and the booking that then has room.
  struct Addition: Equatable, Sendable {
    /// How much is opened, in seconds.
    var seconds: Int64
    var hours: [TimeSpan]
    /// From 1.
    var unit: Int
    /// When the booking is.
    var span: TimeSpan
  }

  private let market: Market
  private let calendar: Int
  private let open: [TimeSpan]
  /// What bookings take of each unit, closed time that they run on over included; merged.
  private let busy: [[TimeSpan]]
  /// What may be opened: ascending and apart.
  private let closed: [TimeSpan]
  /// The seconds of `closed` before each of its spans.
  private let closedBefore: [Int64]
  /// Where anything begins or ends.
  private let borders: [Int64]

  /// Lays out the hours of `machine`; `taken` is what the result and promises book on it.
  init(_ market: Market, machine: Int, taken: [TakenTime]) {
    self.market = market
    let columns = market.machines[machine]
    calendar = columns.calendar
    open = market.openTime.spans(calendar)
    var busy = [[TimeSpan]](repeating: [], count: columns.unitCount)
    for time in taken where time.span.start < time.span.end {
      busy[time.unit - 1].append(time.span)
    }
    self.busy = busy.map { merge($0) }
    let horizon = TimeSpan(start: 0, end: market.horizon.lengthSeconds)
    closed = subtract(merge(taken.map(\.span)), from: subtract(open, from: [horizon]))
    var before: [Int64] = []
    var sum: Int64 = 0
    for span in closed {
      before.append(sum)
      sum += span.end - span.start
    }
    closedBefore = before
    borders = Set((open + closed).flatMap { [$0.start, $0.end] }).sorted()
  }

  /// The fewest seconds that make room for a booking of `need` seconds inside `window`; of equals the
  /// lowest unit's, then the earliest.
  ///
  /// - Returns: `nil` where no hours do.
  /// - Complexity: O(bookings of the machine) searches among its spans; on a process that cannot be
  ///   interrupted as many again for each of its spans.
  func addition(need: Int64, within window: TimeSpan, isResumable: Bool) -> Addition? {
    let window = TimeSpan(
      start: max(window.start, 0), end: min(window.end, market.horizon.lengthSeconds))
    if window.end - window.start < need { return nil }
    var best: Addition?
    for unit in busy.indices {
      for gap in subtract(busy[unit], from: [window]) where gap.end - gap.start >= need {
        let fewest = best?.seconds ?? .max
        let found =
          isResumable
          ? interrupted(need, in: gap, fewerThan: fewest)
          : unbroken(need, in: gap, fewerThan: fewest)
        guard let found else { continue }
        best = found
        best?.unit = unit + 1
      }
    }
    return best
  }

  /// A booking that takes all that is open in a gap, and what must be opened beside it.
  private func interrupted(_ need: Int64, in gap: TimeSpan, fewerThan fewest: Int64) -> Addition? {
    let missing = need - openSeconds(gap)
    if missing <= 0 || missing >= fewest || closedSeconds(gap) < missing { return nil }
    let hours = pick(missing, of: parts(of: closed, in: gap))
    let worked = parts(of: open, in: gap) + hours
    return Addition(
      seconds: missing, hours: hours, unit: 0,
      span: TimeSpan(
        start: worked.reduce(.max) { min($0, $1.start) },
        end: worked.reduce(.min) { max($0, $1.end) }))
  }

  /// A booking without closed time inside: one of its ends lies where something begins or ends.
  private func unbroken(_ need: Int64, in gap: TimeSpan, fewerThan fewest: Int64) -> Addition? {
    var best: (seconds: Int64, start: Int64)?
    func look(at start: Int64) {
      if start < gap.start || start + need > gap.end { return }
      let span = TimeSpan(start: start, end: start + need)
      let missing = need - openSeconds(span)
      if missing <= 0 || missing >= fewest || closedSeconds(span) != missing { return }
      if let best, (best.seconds, best.start) <= (missing, start) { return }
      best = (missing, start)
    }
    look(at: gap.start)
    look(at: gap.end - need)
    for border in borders {
      look(at: border)
      look(at: border - need)
    }
    guard let best else { return nil }
    let span = TimeSpan(start: best.start, end: best.start + need)
    return Addition(seconds: best.seconds, hours: parts(of: closed, in: span), unit: 0, span: span)
  }

  /// `seconds` of some closed spans: in one piece where one has room, at the end of a shift if it can
  /// be, else before one; otherwise the longest pieces first.
  private func pick(_ seconds: Int64, of pieces: [TimeSpan]) -> [TimeSpan] {
    let roomy = pieces.filter { $0.end - $0.start >= seconds }
    if let piece = roomy.first(where: { isOpen($0.start - 1) }) ?? roomy.first,
      isOpen(piece.start - 1) || !roomy.contains(where: { isOpen($0.end) })
    {
      return [TimeSpan(start: piece.start, end: piece.start + seconds)]
    }
    if let piece = roomy.first(where: { isOpen($0.end) }) {
      return [TimeSpan(start: piece.end - seconds, end: piece.end)]
    }
    var missing = seconds
    var picked: [TimeSpan] = []
    let longest = pieces.sorted {
      let (left, right) = ($0.end - $0.start, $1.end - $1.start)
      return left != right ? left > right : $0.start < $1.start
    }
    for piece in longest where missing > 0 {
      let length = min(missing, piece.end - piece.start)
      picked.append(TimeSpan(start: piece.start, end: piece.start + length))
      missing -= length
    }
    return picked.sorted { $0.start < $1.start }
  }

  private func isOpen(_ second: Int64) -> Bool {
    second >= 0 && openSeconds(TimeSpan(start: second, end: second + 1)) == 1
  }

  private func openSeconds(_ span: TimeSpan) -> Int64 {
    market.openTime.work(calendar, before: span.end)
      - market.openTime.work(calendar, before: span.start)
  }

  private func closedSeconds(_ span: TimeSpan) -> Int64 {
    closedSeconds(before: span.end) - closedSeconds(before: span.start)
  }

  private func closedSeconds(before time: Int64) -> Int64 {
    let next = firstIndex(in: closed) { $0.start >= time }
    if next == 0 { return 0 }
    let last = closed[next - 1]
    return closedBefore[next - 1] + min(time, last.end) - last.start
  }

  /// What of `spans`, ascending and apart, lies in `window`.
  private func parts(of spans: [TimeSpan], in window: TimeSpan) -> [TimeSpan] {
    var parts: [TimeSpan] = []
    for span in spans[firstIndex(in: spans) { $0.end > window.start }...] {
      if span.start >= window.end { break }
      parts.append(
        TimeSpan(start: max(span.start, window.start), end: min(span.end, window.end)))
    }
    return parts
  }

  /// The first of the spans, ascending and apart, from which on `holds`.
  private func firstIndex(in spans: [TimeSpan], _ holds: (TimeSpan) -> Bool) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if holds(spans[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
