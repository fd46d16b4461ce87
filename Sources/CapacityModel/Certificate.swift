/// What one more second of a machine's time would be worth, in one period.
public struct ShadowPrice: Equatable, Sendable {
  /// Index into ``Dataset/machines``.
  public var machine: Int
  /// The period, in seconds from the horizon's start.
  public var period: TimeSpan
  /// Open seconds of all the machine's units in the period, less promised ones.
  public var openSeconds: Int64
  /// What a second costs, in millionths of a yuan; at least 0.
  public var microYuanPerSecond: Int64

  /// Creates a price.
  public init(
    machine: Int, period: TimeSpan, openSeconds: Int64, microYuanPerSecond: Int64
  ) {
    self.machine = machine
    self.period = period
    self.openSeconds = openSeconds
    self.microYuanPerSecond = microYuanPerSecond
  }
}

/// The proof of how good an answer can be at the most (`Docs/certificate.md`).
public struct Certificate: Equatable, Sendable {
  /// No answer has a larger objective, in fen.
  public var upperBoundFen: Int64
  /// The prices that prove it, by machine, then period; time that is not listed is priced 0.
  public var prices: [ShadowPrice]

  /// Creates a certificate.
  public init(upperBoundFen: Int64, prices: [ShadowPrice]) {
    self.upperBoundFen = upperBoundFen
    self.prices = prices
  }

  /// How far an objective can be from the best, in hundredths of a percent of the bound, rounded up;
  /// 0 when the bound is 0.
  public func gapHundredthsOfPercent(objectiveFen: Int64) -> Int64 {
    if upperBoundFen <= 0 { return 0 }
    let missing = Int128(upperBoundFen) - Int128(objectiveFen)
    let bound = Int128(upperBoundFen)
    return Int64((missing * 10_000 + bound - 1) / bound)
  }
}
