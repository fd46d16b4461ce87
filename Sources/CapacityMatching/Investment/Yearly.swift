/// Amounts of a horizon, scaled to a year of 365 days.
enum Yearly {
  static let microYuanInFen: Int128 = 10_000
  private static let secondsOfYear: Int128 = 365 * 86_400

  /// An amount in micro-yuan over the horizon as fen a year, rounded half up; cut off at the largest
  /// number, which takes a horizon of seconds.
  static func fen(microYuan: Int128, horizonSeconds: Int64) -> Int64 {
    Int64(
      clamping: divideHalfUp(
        microYuan * secondsOfYear, by: microYuanInFen * Int128(horizonSeconds)))
  }
}

/// When what a machine costs has come back.
public enum Payback {
  /// The tenths of a month after which `yearlyFen` a year have added up to `priceFen`, rounded half up;
  /// `nil` for never.
  public static func tenthsOfMonths(priceFen: Int64, yearlyFen: Int64) -> Int64? {
    if yearlyFen <= 0 { return nil }
    return Int64(clamping: divideHalfUp(Int128(priceFen) * 120, by: Int128(yearlyFen)))
  }
}
