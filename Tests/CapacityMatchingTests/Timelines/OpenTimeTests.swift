import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Open time` {
  private let hour: Int64 = 3_600

  /// Monday 2026-03-02T00:00+08:00, one week.
  private func openTime(_ calendar: WorkCalendar) -> OpenTime {
    OpenTime(
      Dataset(
        horizon: Horizon(
          startEpochSeconds: 1_772_380_800, lengthSeconds: 7 * 86_400, zoneOffsetSeconds: 28_800),
        calendars: [calendar]))
  }

  private func weekly(_ days: UInt8, _ from: Int64, _ to: Int64) -> WeeklyHours {
    WeeklyHours(days: days, fromSecondOfDay: from * hour, toSecondOfDay: to * hour)
  }

  @Test func `a calendar without rows is always open`() {
    let time = openTime(WorkCalendar(id: Identifier("K")))
    #expect(time.total(0) == 7 * 24 * hour)
    #expect(time.total(0) == time.total(time.alwaysOpen))
  }

  @Test func `a calendar with open rows alone starts from always closed`() {
    let time = openTime(
      WorkCalendar(id: Identifier("K"), open: [TimeSpan(start: 5 * hour, end: 9 * hour)]))
    #expect(time.total(0) == 4 * hour)
    #expect(time.wallStart(0, of: 0) == 5 * hour)
  }

  @Test func `weekly hours fall on their days in the dataset's zone`() {
    // Tuesday is bit 1.
    let time = openTime(WorkCalendar(id: Identifier("K"), weekly: [weekly(0b10, 8, 12)]))
    #expect(time.total(0) == 4 * hour)
    #expect(time.wallStart(0, of: 0) == 32 * hour)
    #expect(time.wallEnd(0, of: 4 * hour) == 36 * hour)
  }

  @Test func `a night shift runs past midnight, also from the evening before the horizon`() {
    // Sunday's shift before the horizon opens Monday 00:00 to 06:00.
    let time = openTime(WorkCalendar(id: Identifier("K"), weekly: [weekly(0b100_0000, 22, 6)]))
    #expect(time.wallStart(0, of: 0) == 0)
    #expect(time.wallEnd(0, of: 6 * hour) == 6 * hour)
    // The horizon's own Sunday evening is cut at its end.
    #expect(time.total(0) == 8 * hour)
  }

  @Test func `open wins over closed`() {
    let time = openTime(
      WorkCalendar(
        id: Identifier("K"), weekly: [weekly(0b111_1111, 0, 24)],
        open: [TimeSpan(start: 12 * hour, end: 13 * hour)],
        closed: [TimeSpan(start: 10 * hour, end: 20 * hour)]))
    #expect(time.total(0) == (7 * 24 - 9) * hour)
    #expect(time.work(0, before: 12 * hour) == 10 * hour)
    #expect(time.work(0, before: 13 * hour) == 11 * hour)
  }

  @Test func `touching spans are one`() {
    let time = openTime(
      WorkCalendar(id: Identifier("K"), weekly: [weekly(1, 8, 12), weekly(1, 12, 16)]))
    #expect(time.longestSpan(0) == 8 * hour)
  }

  @Test(arguments: UInt64(1)...30)
  func `work and wall time agree with counting hours`(seed: UInt64) {
    var random = TestRandom(seed: seed)
    func span() -> TimeSpan {
      let start = random.int64(-10...160) * hour
      return TimeSpan(start: start, end: start + random.int64(1...30) * hour)
    }
    var calendar = WorkCalendar(id: Identifier("K"))
    for _ in 0..<random.int(0...3) {
      let from = random.int64(0...23)
      let to = (from + random.int64(1...23)) % 24
      calendar.weekly.append(weekly(UInt8(random.int(1...127)), from, to == 0 ? 24 : to))
    }
    for _ in 0..<random.int(0...3) { calendar.open.append(span()) }
    for _ in 0..<random.int(0...3) { calendar.closed.append(span()) }
    let time = openTime(calendar)
    var work: Int64 = 0
    for number in Int64(0)..<168 {
      #expect(time.work(0, before: number * hour) == work, "seed \(seed) hour \(number)")
      guard isOpen(calendar, hourNumber: number) else { continue }
      #expect(time.wallStart(0, of: work) == number * hour, "seed \(seed)")
      #expect(time.wallEnd(0, of: work + hour) == (number + 1) * hour, "seed \(seed)")
      work += hour
    }
    #expect(time.total(0) == work, "seed \(seed)")
  }

  /// The rules of a calendar for one whole hour, as plainly as they can be put.
  private func isOpen(_ calendar: WorkCalendar, hourNumber: Int64) -> Bool {
    let second = hourNumber * hour
    func holds(_ spans: [TimeSpan]) -> Bool {
      spans.contains { $0.start <= second && second < $0.end }
    }
    if holds(calendar.open) { return true }
    if holds(calendar.closed) { return false }
    if calendar.weekly.isEmpty { return calendar.open.isEmpty }
    let day = Int(hourNumber / 24)
    let ofDay = second % 86_400
    return calendar.weekly.contains { hours in
      let runsOver = hours.toSecondOfDay < hours.fromSecondOfDay
      let today = hours.days & (1 << UInt8(day)) != 0
      let yesterday = hours.days & (1 << UInt8((day + 6) % 7)) != 0
      if today, ofDay >= hours.fromSecondOfDay, runsOver || ofDay < hours.toSecondOfDay {
        return true
      }
      return yesterday && runsOver && ofDay < hours.toSecondOfDay
    }
  }
}
