internal import CapacityModel

/// How much of a machine's open time is taken before any moment, all its units together.
struct BusyTime: Sendable {
  private let openTime: OpenTime
  private let calendar: Int
  private let unitCount: Int64
  /// Where taken stretches begin and end, in working time; each ascending, with running sums.
  private let starts: [Int64]
  private let ends: [Int64]
  private let startSums: [Int64]
  private let endSums: [Int64]

  /// Lays out what `taken` covers of each unit, each second once.
  init(_ openTime: OpenTime, calendar: Int, unitCount: Int, taken: [TakenTime]) {
    self.openTime = openTime
    self.calendar = calendar
    self.unitCount = Int64(unitCount)
    var spans = [[TimeSpan]](repeating: [], count: unitCount)
    for time in taken where time.span.start < time.span.end {
      spans[time.unit - 1].append(time.span)
    }
    var starts: [Int64] = []
    var ends: [Int64] = []
    for span in spans.flatMap(merge) {
      starts.append(openTime.work(calendar, before: span.start))
      ends.append(openTime.work(calendar, before: span.end))
    }
    self.starts = starts.sorted()
    self.ends = ends.sorted()
    startSums = BusyTime.runningSums(self.starts)
    endSums = BusyTime.runningSums(self.ends)
  }

  /// Open seconds of all units that are taken before the wall time.
  func taken(before time: Int64) -> Int64 {
    let work = openTime.work(calendar, before: time)
    return BusyTime.passed(work, starts, startSums) - BusyTime.passed(work, ends, endSums)
  }

  /// Open seconds of all units, taken or not, before the wall time.
  func open(before time: Int64) -> Int64 {
    openTime.work(calendar, before: time) * unitCount
  }

  /// Open seconds of all units that nothing takes in a span of wall time.
  func idle(in span: TimeSpan) -> Int64 {
    open(before: span.end) - taken(before: span.end) - open(before: span.start)
      + taken(before: span.start)
  }

  /// The sum of what has passed since each of `times` by `moment`.
  private static func passed(_ moment: Int64, _ times: [Int64], _ sums: [Int64]) -> Int64 {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < moment { low = middle + 1 } else { high = middle }
    }
    return Int64(low) * moment - sums[low]
  }

  private static func runningSums(_ values: [Int64]) -> [Int64] {
    var sums: [Int64] = [0]
    for value in values { sums.append(sums[sums.count - 1] + value) }
    return sums
  }
}
