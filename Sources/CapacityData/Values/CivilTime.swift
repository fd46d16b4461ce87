// Days and times of the Gregorian calendar in whole numbers; no locale, no time zone database.
//
// Day counts follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013): years
// begin in March, so that the leap day is the last, and 400 years are one era of 146,097 days.

/// Seconds in a day.
let secondsPerDay: Int64 = 86_400

/// The days from 1970-01-01 to a day of the calendar; `nil` if the calendar has no such day.
func dayNumber(year: Int, month: Int, day: Int) -> Int64? {
  guard (1...9_999).contains(year), (1...12).contains(month), day >= 1,
    day <= dayCount(year: year, month: month)
  else { return nil }
  let marchYear = month <= 2 ? year - 1 : year
  let era = marchYear / 400
  let yearOfEra = marchYear % 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return Int64(era * 146_097 + dayOfEra - 719_468)
}

/// How many days a month has.
func dayCount(year: Int, month: Int) -> Int {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  default: 31
  }
}

/// The calendar's day for a count of days from 1970-01-01.
func civilDay(_ dayNumber: Int64) -> (year: Int64, month: Int64, day: Int64) {
  let shifted = dayNumber + 719_468
  let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
  let dayOfEra = shifted - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let marchMonth = (5 * dayOfYear + 2) / 153
  let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return (
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
  )
}

/// Reads digits and fixed characters from the front of a text.
private struct FixedScanner<Text: ByteString> {
  private let text: Text
  private var index: Int

  init(_ text: Text) {
    self.text = text
    index = text.startIndex
  }

  var isAtEnd: Bool { index == text.endIndex }

  /// Takes exactly `count` digits.
  mutating func number(digits count: Int) -> Int? {
    guard text.endIndex - index >= count else { return nil }
    var value = 0
    for _ in 0..<count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
      index += 1
    }
    return value
  }

  /// Takes `character` if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < text.endIndex, text[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// Takes `YYYY-MM-DD`.
  mutating func day() -> Int64? {
    guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
      let day = number(digits: 2)
    else { return nil }
    return dayNumber(year: year, month: month, day: day)
  }

  /// Takes `HH:MM[:SS]`, up to 24:00.
  mutating func secondOfDay() -> Int64? {
    guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2) else {
      return nil
    }
    var second = 0
    if take(":") {
      guard let seconds = number(digits: 2) else { return nil }
      second = seconds
    }
    guard minute < 60, second < 60 else { return nil }
    let total = Int64(hour * 3_600 + minute * 60 + second)
    return total <= secondsPerDay ? total : nil
  }

  /// Takes `Z` or `±HH:MM`, at most 18 hours.
  mutating func offset() -> Int64? {
    if take("Z") { return 0 }
    let sign: Int64
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2), minute < 60
    else { return nil }
    let total = Int64(hour * 3_600 + minute * 60)
    return total <= 18 * 3_600 ? sign * total : nil
  }
}

/// Reads `YYYY-MM-DD` as days from 1970-01-01.
func scanDay(_ text: some ByteString) -> Int64? {
  var scanner = FixedScanner(text)
  guard let day = scanner.day(), scanner.isAtEnd else { return nil }
  return day
}

/// Reads `HH:MM[:SS]`, 00:00 to 24:00, as a second of the day.
func scanTimeOfDay(_ text: some ByteString) -> Int64? {
  var scanner = FixedScanner(text)
  guard let second = scanner.secondOfDay(), scanner.isAtEnd else { return nil }
  return second
}

/// Reads `Z` or `±HH:MM` as seconds east of UTC.
func scanZone(_ text: some ByteString) -> Int64? {
  var scanner = FixedScanner(text)
  guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
  return offset
}

/// Reads `YYYY-MM-DDTHH:MM[:SS][Z|±HH:MM]` as seconds since 1970-01-01T00:00:00Z.
///
/// A time without an offset is in the zone `zoneOffsetSeconds` east of UTC.
func scanTime(_ text: some ByteString, zoneOffsetSeconds: Int64) -> Int64? {
  var scanner = FixedScanner(text)
  guard let day = scanner.day(), scanner.take("T"), let second = scanner.secondOfDay() else {
    return nil
  }
  var offset = zoneOffsetSeconds
  if !scanner.isAtEnd {
    guard let given = scanner.offset(), scanner.isAtEnd else { return nil }
    offset = given
  }
  return day * secondsPerDay + second - offset
}
