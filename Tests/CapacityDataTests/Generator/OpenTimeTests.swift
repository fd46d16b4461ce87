import Testing

@testable import CapacityData

@Suite struct OpenTimeTests {
  @Test func `intervals that touch become one`() {
    let time = SyntheticOpenTime([10..<20, 0..<5, 20..<30])
    #expect(time.intervals == [0..<5, 10..<30])
    #expect(time.total == 25)
  }

  @Test func `closed time is cut out`() {
    #expect(
      SyntheticOpenTime([0..<10, 20..<30]).subtracting([5..<25, 27..<28]).intervals == [
        0..<5, 25..<27, 28..<30,
      ])
  }

  @Test(arguments: [
    // Begins in the first interval and runs on.
    (3, 4, true, 12), (0, 5, true, 5),
    // A release in closed time waits.
    (7, 1, true, 11),
    // Without a pause it takes the next interval.
    (3, 4, false, 14), (0, 5, false, 5), (12, 8, false, 20),
  ])
  func `work ends as early as it can`(release: Int, need: Int, isResumable: Bool, end: Int) {
    let time = SyntheticOpenTime([0..<5, 10..<20])
    #expect(time.finish(from: release, need: need, isResumable: isResumable) == end)
  }

  @Test func `work that outlasts the horizon has no end`() {
    let time = SyntheticOpenTime([0..<5, 10..<20])
    #expect(time.finish(from: 0, need: 16, isResumable: true) == nil)
    #expect(time.finish(from: 11, need: 10, isResumable: false) == nil)
    #expect(time.finish(from: 20, need: 1, isResumable: true) == nil)
  }

  @Test func `dates count from a Monday in March`() {
    #expect(CivilDate(daysAfterStart: 0) == CivilDate(year: 2026, month: 3, day: 2))
    #expect(CivilDate(daysAfterStart: -2) == CivilDate(year: 2026, month: 2, day: 28))
    #expect(CivilDate(year: 2028, month: 2, day: 29).daysAfterStart == 729)
    for day in stride(from: -2000, to: 5000, by: 13) {
      #expect(CivilDate(daysAfterStart: day).daysAfterStart == day)
    }
  }

  @Test func `every pattern has about its weekly hours`() {
    let calendars = SharedCalendars(dayCount: 371, seed: 1).calendars
    #expect(Set(calendars.map(\.id)).count == calendars.count)
    let hours: [ShiftPattern: Int] = [
      .sixDays: 48, .fiveDays: 40, .twoShifts: 96, .roundTheClock: 168, .idleWindows: 118,
    ]
    for calendar in calendars {
      let weekly = calendar.openTime.total / 3600 / 53
      let usual = hours[calendar.pattern] ?? 0
      // Maintenance and holidays take up to a tenth.
      #expect((usual * 88 / 100...usual).contains(weekly), "\(calendar.id)")
    }
  }

  @Test func `owners' blocks keep within the open time and do not overlap`() {
    let time = SyntheticOpenTime((0..<28).map { $0 * 86_400 + 28_800..<$0 * 86_400 + 64_800 })
    for number in 0..<200 {
      var draws = DrawStream(seed: 5, kind: .ownerLoad, number: number)
      let load = OwnerLoad.blocks(in: time, draws: &draws)
      for (earlier, later) in zip(load.intervals, load.intervals.dropFirst()) {
        #expect(earlier.upperBound <= later.lowerBound)
      }
      let open = time.total - time.subtracting(load.intervals).total
      #expect(open == load.openSeconds)
    }
  }
}
