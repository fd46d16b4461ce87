import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Hours that a machine would open` {
  /// A minute of a machine with random shifts and bookings.
  private struct Minute {
    let length: Int64 = 60
    var isOpen: [Bool]
    var taken: [TakenTime] = []
    let units = 2
    let hours: OpeningHours

    init(seed: UInt64) {
      var random = TestRandom(seed: seed)
      var open: [TimeSpan] = []
      for _ in 0..<random.int(1...5) {
        let start = random.int64(0...55)
        open.append(TimeSpan(start: start, end: start + random.int64(1...12)))
      }
      var isOpen = [Bool](repeating: false, count: 60)
      for span in open {
        for second in span.start..<min(span.end, 60) { isOpen[Int(second)] = true }
      }
      self.isOpen = isOpen
      for _ in 0..<random.int(0...4) {
        let start = random.int64(-3...57)
        taken.append(
          TakenTime(
            machine: 0, unit: random.int(1...2),
            span: TimeSpan(start: start, end: start + random.int64(1...9))))
      }
      let dataset = Dataset(
        horizon: Horizon(startEpochSeconds: 0, lengthSeconds: 60, zoneOffsetSeconds: 0),
        clusters: [
          Cluster(
            id: Identifier("C"), name: "", latitudeMicrodegrees: 0, longitudeMicrodegrees: 0)
        ],
        factories: [Factory(id: Identifier("F"), name: "", cluster: 0)],
        calendars: [WorkCalendar(id: Identifier("K"), open: open)],
        machines: [Machine(id: Identifier("M"), factory: 0, calendar: 0, units: units)])
      hours = OpeningHours(Market(dataset), machine: 0, taken: taken)
    }

    func isTaken(_ second: Int64, unit: Int?) -> Bool {
      taken.contains {
        (unit == nil || $0.unit == unit) && $0.span.start <= second && second < $0.span.end
      }
    }

    /// The fewest seconds, by trying every booking; 0 if there is room as it is.
    func fewest(need: Int64, within window: TimeSpan, isResumable: Bool) -> Int64? {
      var fewest: Int64?
      for unit in 1...units {
        for start in 0..<length where window.start <= start && start < window.end {
          var open: Int64 = 0
          var closed: Int64 = 0
          var isWhole = true
          for second in start..<min(window.end, length) {
            if isTaken(second, unit: unit) { break }
            if isOpen[Int(second)] {
              open += 1
            } else if !isTaken(second, unit: nil) {
              closed += 1
            } else {
              isWhole = false
            }
            let enough = isResumable ? open + closed >= need : second - start + 1 == need && isWhole
            if enough { fewest = min(fewest ?? .max, max(0, need - open)) }
          }
        }
      }
      return fewest
    }
  }

  @Test(arguments: UInt64(1)...300)
  func `are the fewest, closed, and touch no booking`(seed: UInt64) {
    let minute = Minute(seed: seed)
    var random = TestRandom(seed: seed + 1_000)
    for isResumable in [true, false] {
      for _ in 0..<10 {
        let start = random.int64(-5...50)
        let window = TimeSpan(start: start, end: start + random.int64(1...70))
        let need = random.int64(1...30)
        let fewest = minute.fewest(need: need, within: window, isResumable: isResumable)
        let found = minute.hours.addition(need: need, within: window, isResumable: isResumable)
        // What has room as it is asks for nothing.
        if fewest == 0 { continue }
        #expect(found?.seconds == fewest, "seed \(seed)")
        guard let found else { continue }
        let seconds = found.hours.flatMap { Array($0.start..<$0.end) }
        #expect(Int64(seconds.count) == found.seconds)
        #expect(Set(seconds).count == seconds.count)
        for second in seconds {
          #expect(!minute.isOpen[Int(second)])
          #expect(!minute.isTaken(second, unit: nil))
        }
        let worked = (found.span.start..<found.span.end).filter {
          minute.isOpen[Int($0)] || seconds.contains($0)
        }
        #expect(Int64(worked.count) == need)
        #expect(worked.first == found.span.start)
        #expect(worked.last == found.span.end - 1)
        #expect(!worked.contains { minute.isTaken($0, unit: found.unit) })
        #expect(window.start <= found.span.start)
        #expect(found.span.end <= window.end)
        if !isResumable { #expect(Int64(worked.count) == found.span.end - found.span.start) }
      }
    }
  }
}
