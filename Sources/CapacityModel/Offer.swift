/// How a buyer pays.
public enum PricingMode: String, CaseIterable, Sendable {
  /// By the hour of working time.
  case time
  /// By the piece.
  case piece
  /// By a share of the declared value.
  case value
}

/// A set of pricing modes.
public struct PricingModes: OptionSet, Sendable {
  /// Bit 0 `time`, bit 1 `piece`, bit 2 `value`.
  public let rawValue: UInt8

  /// Creates a set from its bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Creates a set of one mode.
  public init(_ mode: PricingMode) {
    switch mode {
    case .time: self = .time
    case .piece: self = .piece
    case .value: self = .value
    }
  }

  /// By the hour.
  public static let time = PricingModes(rawValue: 1)
  /// By the piece.
  public static let piece = PricingModes(rawValue: 2)
  /// By a share of the value.
  public static let value = PricingModes(rawValue: 4)
  /// Any of the three.
  public static let any: PricingModes = [.time, .piece, .value]
}

/// A price by the piece from a quantity on.
public struct PriceTier: Equatable, Sendable {
  /// The least quantity of a part that pays this price, in pieces.
  public var fromQuantity: Int64
  /// The price of each piece, in fen.
  public var priceFen: Int64

  /// Creates a tier.
  public init(fromQuantity: Int64, priceFen: Int64) {
    self.fromQuantity = fromQuantity
    self.priceFen = priceFen
  }
}

/// What an offer charges by.
public enum Pricing: Equatable, Sendable {
  /// Fen for each hour of working time, rounded up to billing increments first.
  case time(hourlyRateFen: Int64)
  /// Tiers, ascending in quantity, at least one.
  case piece(tiers: [PriceTier])
  /// Basis points (hundredths of a percent) of the declared value.
  case value(shareBasisPoints: Int64)

  /// The mode, without its numbers.
  public var mode: PricingMode {
    switch self {
    case .time: .time
    case .piece: .piece
    case .value: .value
    }
  }
}

/// What a machine offers for a process.
public struct Offer: Equatable, Sendable {
  /// Index into ``Dataset/machines``.
  public var machine: Int
  /// Index into ``Dataset/processes``.
  public var process: Int
  /// What it charges by.
  public var pricing: Pricing
  /// Milliseconds a piece; `nil` for an offer that serves hours only.
  public var cycleMilliseconds: Int64?
  /// Working time before the first piece of each part.
  public var setupSeconds: Int64
  /// Added to each part's charge, in fen.
  public var setupFeeFen: Int64
  /// The least that a part is charged, in fen.
  public var minimumChargeFen: Int64
  /// Working time is billed in whole multiples of this.
  public var billingIncrementSeconds: Int64
  /// Indices into ``Dataset/materialNames``, ascending; empty for any material.
  public var materials: [Int]
  /// The least quantity of a part, in hundredths of the stage's unit (piece or hour); 0 for none.
  public var quantityMinHundredths: Int64
  /// The largest quantity of a part, in hundredths; `Int64.max` for unlimited.
  public var quantityMaxHundredths: Int64

  /// Creates an offer.
  public init(
    machine: Int, process: Int, pricing: Pricing, cycleMilliseconds: Int64?,
    setupSeconds: Int64 = 0, setupFeeFen: Int64 = 0, minimumChargeFen: Int64 = 0,
    billingIncrementSeconds: Int64 = 60, materials: [Int] = [],
    quantityMinHundredths: Int64 = 0, quantityMaxHundredths: Int64 = .max
  ) {
    self.machine = machine
    self.process = process
    self.pricing = pricing
    self.cycleMilliseconds = cycleMilliseconds
    self.setupSeconds = setupSeconds
    self.setupFeeFen = setupFeeFen
    self.minimumChargeFen = minimumChargeFen
    self.billingIncrementSeconds = billingIncrementSeconds
    self.materials = materials
    self.quantityMinHundredths = quantityMinHundredths
    self.quantityMaxHundredths = quantityMaxHundredths
  }
}
