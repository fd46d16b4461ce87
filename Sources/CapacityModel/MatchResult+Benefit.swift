extension MatchResult {
  /// How much more the result earns than ``firstComeFen``, in hundredths of a percent of that, rounded
  /// half up; below 0 when it earns less.
  ///
  /// `nil` where first come earns 0 or was not asked for. What no file can hold is cut off at the
  /// largest number: it takes a first come of a few fen beside billions.
  public var benefitOverFirstComeHundredths: Int64? {
    guard let firstComeFen, firstComeFen > 0 else { return nil }
    let whole = Int128(firstComeFen)
    // The objective over first come less one: nothing here is below 0 until the end.
    let ratio = (20_000 * Int128(objectiveFen) + whole) / (2 * whole)
    return Int64(clamping: ratio - 10_000)
  }
}
