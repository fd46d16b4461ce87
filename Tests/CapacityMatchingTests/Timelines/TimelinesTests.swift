import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Free time of units` {
  /// One machine of `units` always open units over 300 seconds; calendar 0 is open in [0, 100),
  /// [150, 220) and [230, 300).
  private func market(units: Int, calendar: Int? = nil) -> Market {
    let dataset = Dataset(
      horizon: Horizon(startEpochSeconds: 0, lengthSeconds: 300, zoneOffsetSeconds: 0),
      clusters: [
        Cluster(
          id: Identifier("C"), name: "C", latitudeMicrodegrees: 0, longitudeMicrodegrees: 0)
      ],
      factories: [Factory(id: Identifier("F"), name: "F", cluster: 0)],
      calendars: [
        WorkCalendar(
          id: Identifier("K"),
          closed: [TimeSpan(start: 100, end: 150), TimeSpan(start: 220, end: 230)])
      ],
      machines: [Machine(id: Identifier("M"), factory: 0, calendar: calendar, units: units)])
    return Market(dataset)
  }

  @Test(arguments: UInt64(1)...40)
  func `places agree with a second by second search`(seed: UInt64) {
    var random = TestRandom(seed: seed)
    let calendar = random.chance(50) ? 0 : nil
    let market = market(units: 2, calendar: calendar)
    let spans = calendar == nil ? [0, 300] : [0, 100, 170, 240]
    let total = spans[spans.count - 1]
    var timelines = market.openingTimelines()
    var free = [[Bool]](repeating: Array(repeating: true, count: total), count: 2)
    var steps = 0
    for _ in 0..<40 {
      let unit = random.int(0...1)
      let need = random.int(1...40)
      let from = random.int(0...(total - 1))
      let limit = random.int(from...total)
      let start = timelines.earliestStart(
        unit, need: Int64(need), from: Int64(from), limit: Int64(limit), steps: &steps)
      let starts = (from..<total).filter { start in
        start + need <= limit && free[unit][start..<(start + need)].allSatisfy { $0 }
      }
      #expect(start == starts.first.map(Int64.init) ?? -1, "seed \(seed)")
      let unbroken = timelines.earliestUnbrokenStart(
        unit, need: Int64(need), from: Int64(from), limit: Int64(limit),
        calendar: calendar ?? market.openTime.alwaysOpen, openTime: market.openTime, steps: &steps)
      let whole = starts.first { start in
        !spans.contains { start < $0 && $0 < start + need }
      }
      #expect(unbroken == whole.map(Int64.init) ?? -1, "seed \(seed)")
      if start >= 0 {
        timelines.take(unit, from: start, to: start + Int64(need))
        for second in Int(start)..<(Int(start) + need) { free[unit][second] = false }
      }
      let gaps = timelines.gapList(unit)
      #expect(gaps.allSatisfy { $0.from < $0.to })
      #expect(zip(gaps, gaps.dropFirst()).allSatisfy { $0.to < $1.from })
      #expect(timelines.longestGap(unit) == gaps.map { Int64($0.to - $0.from) }.max() ?? 0)
      let open = gaps.reduce(0) { $0 + Int($1.to - $1.from) }
      #expect(open == free[unit].count { $0 })
    }
  }

  @Test func `a block takes what is free and leaves what is taken`() {
    var timelines = market(units: 1).openingTimelines()
    timelines.take(0, from: 50, to: 60)
    timelines.block(0, from: 40, to: 70)
    #expect(
      timelines.gapList(0) == [
        Timelines.Gap(from: 0, to: 40), Timelines.Gap(from: 70, to: 300),
      ])
  }

  @Test func `a block of no open time leaves the gap whole`() {
    var timelines = market(units: 1).openingTimelines()
    timelines.block(0, from: 50, to: 50)
    #expect(timelines.gapList(0) == [Timelines.Gap(from: 0, to: 300)])
    var steps = 0
    #expect(timelines.earliestStart(0, need: 200, from: 0, limit: 300, steps: &steps) == 0)
  }

  @Test func `taking time that is not free is a mistake of the caller`() async {
    await #expect(processExitsWith: .failure) {
      let dataset = Dataset(
        horizon: Horizon(startEpochSeconds: 0, lengthSeconds: 300, zoneOffsetSeconds: 0),
        clusters: [
          Cluster(
            id: Identifier("C"), name: "C", latitudeMicrodegrees: 0, longitudeMicrodegrees: 0)
        ],
        factories: [Factory(id: Identifier("F"), name: "F", cluster: 0)],
        machines: [Machine(id: Identifier("M"), factory: 0)])
      var timelines = Market(dataset).openingTimelines()
      timelines.take(0, from: 10, to: 20)
      timelines.take(0, from: 15, to: 25)
    }
  }
}
