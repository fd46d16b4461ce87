/// The largest magnitudes that a dataset may hold.
///
/// The reader refuses anything above, so that the engine's products fit `Int64` without a check:
/// with these limits a working time is at most 9.1e15 s, a charge by time at most 6.4e18 fen and a
/// charge by the piece at most 9e18 fen. Products of three factors (value shares, freight) are
/// computed in `Int128`.
public enum Limits {
  /// Amounts of money that an order names, fees and minimum charges: 100 billion yuan, in fen.
  public static let moneyFenMax: Int64 = 10_000_000_000_000
  /// Hourly rates: 100 million yuan, in fen.
  public static let hourlyRateFenMax: Int64 = 10_000_000_000
  /// Piece prices: 90 million yuan, in fen.
  public static let piecePriceFenMax: Int64 = 9_000_000_000
  /// Quantities: pieces, or hundredths of an hour.
  public static let quantityMax: Int64 = 1_000_000_000
  /// Cycle times: 9 million seconds (104 days) a piece, in milliseconds.
  public static let cycleMillisecondsMax: Int64 = 9_000_000_000
  /// Set-up times: ten years, in seconds.
  public static let setupSecondsMax: Int64 = 315_619_200
  /// Billing increments: ten years, in minutes.
  public static let billingMinutesMax: Int64 = 5_260_320
  /// The weight of an order: ten million kg, in grams.
  public static let weightGramsMax: Int64 = 10_000_000_000
  /// Freight rates per kg and per kg km: 1,000 yuan, in millionths of a yuan.
  public static let freightMicroYuanMax: Int64 = 1_000_000_000
  /// Transit times and rates: ten years, in millionths of an hour.
  public static let transitMicroHoursMax: Int64 = 87_672_000_000
  /// Identical units of one machine.
  public static let unitsMax: Int64 = 100_000
  /// Parts of a stage that an order may allow.
  public static let partsMax: Int64 = 1_000_000
  /// Sides of a part or of a machine's room: 1,000 km, in micrometres.
  public static let sideMicrometresMax: Int64 = 1_000_000_000_000
  /// The horizon: ten years, in seconds.
  public static let horizonSecondsMax: Int64 = 315_619_200
  /// The sum of priority x budget over all orders, in fen.
  public static let objectiveFenMax: Int64 = 4_000_000_000_000_000_000
}
