import CapacityModel

/// Days from one to another, both inclusive, counted from 1970-01-01 in the dataset's zone.
struct DayRange {
  var first: Int64
  var last: Int64

  static let always = DayRange(first: .min, last: .max)
}

/// On which days factories hold what orders ask for (rule 3).
struct Certificates {
  let dataset: Dataset

  /// The day of a time; the largest and smallest numbers are days of their own.
  func day(of time: Int64) -> Int64 {
    let horizon = dataset.horizon
    let local =
      Int128(time) + Int128(horizon.startEpochSeconds) + Int128(horizon.zoneOffsetSeconds)
    return Int64(clamping: floorDivided(local, by: 86_400))
  }

  /// The days on which a factory holds one certificate; `nil` if it never does.
  func days(of certification: Int, factory: Int) -> DayRange? {
    let held = dataset.factories[factory].certifications
    guard let row = held.first(where: { $0.certification == certification }) else { return nil }
    return DayRange(first: row.firstDay ?? .min, last: row.lastDay ?? .max)
  }

  /// The days on which a factory holds all of the certificates together; `nil` if there are none.
  ///
  /// A certificate that is `granted` the factory is taken to hold without end.
  func days(of certifications: [Int], factory: Int, granted: Int? = nil) -> DayRange? {
    var together = DayRange.always
    for certification in certifications where certification != granted {
      guard let days = days(of: certification, factory: factory) else { return nil }
      together.first = max(together.first, days.first)
      together.last = min(together.last, days.last)
    }
    return together.first <= together.last ? together : nil
  }

  /// The time from the first day's midnight to the midnight after the last day.
  func span(of days: DayRange) -> TimeSpan {
    let horizon = dataset.horizon
    let offset = Int128(horizon.startEpochSeconds) + Int128(horizon.zoneOffsetSeconds)
    return TimeSpan(
      start: Int64(clamping: Int128(days.first) * 86_400 - offset),
      end: Int64(clamping: (Int128(days.last) + 1) * 86_400 - offset))
  }
}
