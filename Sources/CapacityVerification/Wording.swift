import CapacityModel

/// Writes times and money the way that people read them, in the dataset's zone.
struct Wording {
  let horizon: Horizon

  /// Times further than this from 1970 are no dates of anybody; they are written as seconds.
  private static let epochSecondsMax: Int128 = 200_000_000_000

  /// Seconds from the horizon's start as `2026-03-02T08:00:00+08:00`.
  func time(_ seconds: Int64) -> String {
    let local =
      Int128(seconds) + Int128(horizon.startEpochSeconds) + Int128(horizon.zoneOffsetSeconds)
    guard local.magnitude <= Self.epochSecondsMax.magnitude else {
      // Digits alone, so that a time is written alike in every language.
      return "\(seconds)s"
    }
    let day = Int64(floorDivided(local, by: 86_400))
    let second = Int64(local) - day * 86_400
    return date(day) + "T" + clock(second) + zone
  }

  /// A day counted from 1970-01-01 as `2026-03-02`.
  func date(_ day: Int64) -> String {
    guard day.magnitude <= 10_000_000 else { return "\(day)d" }
    // Days from civil by Howard Hinnant: years begin in March, 400 years are an era.
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return padded(year, to: 4) + "-" + padded(month, to: 2) + "-" + padded(dayOfMonth, to: 2)
  }

  private func clock(_ second: Int64) -> String {
    padded(second / 3_600, to: 2) + ":" + padded(second / 60 % 60, to: 2) + ":"
      + padded(second % 60, to: 2)
  }

  private var zone: String {
    let minutes = horizon.zoneOffsetSeconds.magnitude / 60
    let sign = horizon.zoneOffsetSeconds < 0 ? "-" : "+"
    return sign + padded(Int64(clamping: minutes / 60), to: 2) + ":"
      + padded(Int64(minutes % 60), to: 2)
  }

  private func padded(_ number: Int64, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

/// Fen as yuan with two places: `1234.50`; any number in hundredths alike.
func hundredthsText(_ hundredths: Int128) -> String {
  let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
  return (hundredths < 0 ? "-" : "") + "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
}

/// Fen as `1234.50 yuan`.
func yuanText(_ fen: Int128) -> String {
  hundredthsText(fen) + " yuan"
}

/// Fen as `1234.50 元`.
func yuanTextZH(_ fen: Int128) -> String {
  hundredthsText(fen) + " 元"
}

/// Seconds, above 0, as a fix spells them: `1d 4h 20m 5s` without the parts that are zero.
func durationText(_ seconds: Int64) -> String {
  let parts = [
    (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "m"),
    (seconds % 60, "s"),
  ]
  return parts.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
}
