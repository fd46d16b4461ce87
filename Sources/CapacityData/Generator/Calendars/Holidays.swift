/// When shops close for a public holiday.
enum Holidays {
  /// The first day of the Spring Festival, from 2026 on: month and day.
  private static let springFestivals = [
    (2, 17), (2, 6), (1, 26), (2, 13), (2, 3), (1, 23), (2, 11), (1, 31), (2, 19), (2, 8), (1, 28),
  ]

  /// Returns the days, counted from the horizon's start, on which a calendar is closed for holidays.
  ///
  /// - Parameters:
  ///   - pattern: Shops that never stop close for the Spring Festival only.
  ///   - dayCount: The days of the horizon; holidays that do not touch it are left out.
  ///   - draws: Decides how long before and after the Spring Festival the shop is closed.
  /// - Returns: Ranges of days, which may reach out of the horizon and overlap.
  static func closures(
    for pattern: ShiftPattern, dayCount: Int, draws: inout DrawStream
  ) -> [Range<Int>] {
    var closures: [Range<Int>] = []
    for (offset, festival) in springFestivals.enumerated() {
      let year = CivilDate.horizonStart.year + offset
      let first = CivilDate(year: year, month: festival.0, day: festival.1).daysAfterStart
      closures.append(first - draws.within(3...10)..<first + draws.within(6...15))
      guard pattern.keepsShortHolidays else { continue }
      let mayDay = CivilDate(year: year, month: 5, day: 1).daysAfterStart
      let nationalDay = CivilDate(year: year, month: 10, day: 1).daysAfterStart
      closures += [mayDay..<mayDay + 5, nationalDay..<nationalDay + 7]
    }
    return closures.filter { $0.overlaps(0..<dayCount) }
  }

  /// Returns the Sundays just before and after a closure, on which its lost days are made up for.
  static func makeUpSundays(around closure: Range<Int>) -> [Int] {
    // Day 0 is a Monday, so Sundays are 6, 13, ...; floor division keeps days before it right.
    func sunday(onOrAfter day: Int) -> Int { day + (6 - ((day % 7) + 7) % 7) }
    return [sunday(onOrAfter: closure.lowerBound) - 7, sunday(onOrAfter: closure.upperBound)]
  }
}
