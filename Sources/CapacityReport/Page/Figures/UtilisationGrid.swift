internal import CapacityModel

/// The days, or groups of whole days where the horizon is long, that a heat map has columns for.
struct DayBins {
  /// At most so many columns can be told apart.
  static let countMax: Int64 = 120

  /// Where the first begins: midnight in the dataset's zone, at or before the horizon's start.
  let start: Int64
  /// The length of each, in seconds.
  let length: Int64
  /// How many cover the horizon.
  let count: Int

  init(_ horizon: Horizon) {
    let secondsOfDay: Int64 = 86_400
    let local = (horizon.startEpochSeconds + horizon.zoneOffsetSeconds) % secondsOfDay
    start = -((local + secondsOfDay) % secondsOfDay)
    let days = (horizon.lengthSeconds - start + secondsOfDay - 1) / secondsOfDay
    let daysPerBin = max(1, (days + Self.countMax - 1) / Self.countMax)
    length = daysPerBin * secondsOfDay
    count = Int((days + daysPerBin - 1) / daysPerBin)
  }

  /// The bins that a span of time inside the horizon touches.
  func touched(by span: TimeSpan) -> ClosedRange<Int> {
    let first = Int((max(0, span.start) - start) / length)
    let last = Int((span.end - 1 - start) / length)
    return min(first, count - 1)...min(max(first, last), count - 1)
  }

  func begin(_ bin: Int) -> Int64 { start + Int64(bin) * length }
}

/// Open, booked and promised seconds by group of machines and bin of days.
///
/// Each array has a value for each group and bin, the bins of a group together; all cells together are
/// the sums of `summary.json`.
struct UtilisationGrid {
  private(set) var open: [Int64]
  private(set) var booked: [Int64]
  private(set) var promised: [Int64]

  /// Adds up a result by groups of machines.
  ///
  /// - Parameters:
  ///   - result: The result.
  ///   - openTime: The open time of every calendar, then always open.
  ///   - bins: The columns.
  ///   - groups: The group of each machine, from 0.
  ///   - groupCount: How many groups there are.
  /// - Complexity: O((calendars + machines + bookings) x bins touched x log spans).
  init(
    _ result: ReportedResult, openTime: [OpenSeconds], bins: DayBins, groups: [Int],
    groupCount: Int
  ) {
    let dataset = result.dataset
    let zeros = [Int64](repeating: 0, count: groupCount * bins.count)
    (open, booked, promised) = (zeros, zeros, zeros)
    let openByBin = openTime.map { calendar in
      (0..<bins.count).map {
        calendar.count(before: bins.begin($0 + 1)) - calendar.count(before: bins.begin($0))
      }
    }
    let calendars = dataset.machines.map { $0.calendar ?? dataset.calendars.count }
    for (index, machine) in dataset.machines.enumerated() {
      for (bin, seconds) in openByBin[calendars[index]].enumerated() {
        open[groups[index] * bins.count + bin] += seconds * Int64(machine.units)
      }
    }
    func spread(_ span: TimeSpan, _ machine: Int, over cells: inout [Int64]) {
      if span.end <= 0 || span.start >= dataset.horizon.lengthSeconds { return }
      let calendar = openTime[calendars[machine]]
      var before = calendar.count(before: span.start)
      for bin in bins.touched(by: span) {
        let after = calendar.count(before: min(span.end, bins.begin(bin + 1)))
        cells[groups[machine] * bins.count + bin] += after - before
        before = after
      }
    }
    for booking in result.bookings { spread(booking.span, booking.machine, over: &booked) }
    for booking in dataset.promised { spread(booking.span, booking.machine, over: &promised) }
  }
}
