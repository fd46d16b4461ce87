/// A row of `bookings.csv` as it was read, before anybody believed it.
///
/// Ids are what the file says and may name nothing in the dataset.
public struct BookingRecord: Equatable, Sendable {
  /// The physical line of the row, from 1.
  public var line: Int
  /// `order_id/stage/part`, if the file is right.
  public var bookingID: Identifier
  /// The order.
  public var orderID: Identifier
  /// The stage, from 1.
  public var stage: Int64
  /// The part, from 1.
  public var part: Int64
  /// The machine.
  public var machineID: Identifier
  /// The machine's unit, from 1.
  public var unit: Int64
  /// The factory.
  public var factoryID: Identifier
  /// The process.
  public var process: Identifier
  /// The pricing mode.
  public var pricing: PricingMode
  /// In hundredths of the stage's unit: 100 for one piece or one hour.
  public var quantityHundredths: Int64
  /// In seconds from the horizon's start.
  public var start: Int64
  /// In seconds from the horizon's start.
  public var end: Int64
  /// In seconds.
  public var workingSeconds: Int64
  /// In fen.
  public var chargeFen: Int64
  /// The order's freight on its first row, 0 on its others; in fen.
  public var freightFen: Int64

  /// Creates a record.
  public init(
    line: Int, bookingID: Identifier, orderID: Identifier, stage: Int64, part: Int64,
    machineID: Identifier, unit: Int64, factoryID: Identifier, process: Identifier,
    pricing: PricingMode, quantityHundredths: Int64, start: Int64, end: Int64,
    workingSeconds: Int64, chargeFen: Int64, freightFen: Int64
  ) {
    self.line = line
    self.bookingID = bookingID
    self.orderID = orderID
    self.stage = stage
    self.part = part
    self.machineID = machineID
    self.unit = unit
    self.factoryID = factoryID
    self.process = process
    self.pricing = pricing
    self.quantityHundredths = quantityHundredths
    self.start = start
    self.end = end
    self.workingSeconds = workingSeconds
    self.chargeFen = chargeFen
    self.freightFen = freightFen
  }
}

/// A row of `unmatched.csv` as it was read.
public struct UnmatchedRecord: Equatable, Sendable {
  /// The physical line of the row, from 1.
  public var line: Int
  /// The order.
  public var orderID: Identifier
  /// The stage, from 1; `nil` for the whole order.
  public var stage: Int64?
  /// Why it is left over.
  public var reason: UnmatchedReason
  /// The reason in words.
  public var detail: String
  /// The change that would let it in, as `Docs/results.md` spells it; empty for none.
  public var fix: String

  /// Creates a record.
  public init(
    line: Int, orderID: Identifier, stage: Int64?, reason: UnmatchedReason, detail: String,
    fix: String
  ) {
    self.line = line
    self.orderID = orderID
    self.stage = stage
    self.reason = reason
    self.detail = detail
    self.fix = fix
  }
}

/// A row of `shadow_prices.csv` as it was read.
public struct ShadowPriceRecord: Equatable, Sendable {
  /// The physical line of the row, from 1.
  public var line: Int
  /// The machine.
  public var machineID: Identifier
  /// In seconds from the horizon's start.
  public var start: Int64
  /// In seconds from the horizon's start.
  public var end: Int64
  /// Open seconds of all the machine's units in the period, less promised ones, if the file is right.
  public var openSeconds: Int64
  /// What a second costs, in millionths of a yuan; below 0 if the file is wrong.
  public var microYuanPerSecond: Int64

  /// Creates a record.
  public init(
    line: Int, machineID: Identifier, start: Int64, end: Int64, openSeconds: Int64,
    microYuanPerSecond: Int64
  ) {
    self.line = line
    self.machineID = machineID
    self.start = start
    self.end = end
    self.openSeconds = openSeconds
    self.microYuanPerSecond = microYuanPerSecond
  }
}

/// A value of `summary.json`.
public enum SummaryValue: Equatable, Sendable {
  /// A number, in hundredths.
  case hundredths(Int64)
  /// A text.
  case text(String)
  /// `true` or `false`.
  case flag(Bool)
  /// `null`.
  case null
}

/// A result folder as it was read.
public struct ResultRecords: Equatable, Sendable {
  /// The rows of `bookings.csv`, in the file's order.
  public var bookings: [BookingRecord]
  /// The rows of `unmatched.csv`, in the file's order.
  public var unmatched: [UnmatchedRecord]
  /// `summary.json` without its `run`, flattened: `orders.matched`, `revenue.time` and so on.
  public var summary: [String: SummaryValue]
  /// The rows of `shadow_prices.csv`, in the file's order.
  public var shadowPrices: [ShadowPriceRecord]

  /// Creates the records of one result; without prices nothing is proven.
  public init(
    bookings: [BookingRecord], unmatched: [UnmatchedRecord], summary: [String: SummaryValue],
    shadowPrices: [ShadowPriceRecord] = []
  ) {
    self.bookings = bookings
    self.unmatched = unmatched
    self.summary = summary
    self.shadowPrices = shadowPrices
  }
}
