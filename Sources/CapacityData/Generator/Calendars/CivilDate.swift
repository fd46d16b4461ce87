/// A day of the Gregorian calendar.
struct CivilDate: Sendable, Equatable {
  let year: Int
  let month: Int
  let day: Int

  /// The first day of every horizon, a Monday.
  static let horizonStart = CivilDate(year: 2026, month: 3, day: 2)

  /// Creates a date from its parts.
  init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Creates the date that is `days` after the start of the horizon.
  init(daysAfterStart days: Int) {
    // Howard Hinnant's civil_from_days: years begin in March, so that a leap day comes last.
    let shifted = days + Self.horizonStart.dayNumber
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The number of days since 1 March of the year 0.
  private var dayNumber: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let marchMonth = month > 2 ? month - 3 : month + 9
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400
      + (153 * marchMonth + 2) / 5 + day - 1
  }

  /// The number of days from the start of the horizon to the date.
  var daysAfterStart: Int { dayNumber - Self.horizonStart.dayNumber }
}
