/// What a stage's quantity counts.
public enum QuantityUnit: String, CaseIterable, Sendable {
  /// Whole pieces.
  case piece
  /// Hundredths of an hour.
  case hour
}

/// One step of an order's work.
public struct Stage: Equatable, Sendable {
  /// Index into ``Dataset/processes``.
  public var process: Int
  /// Pieces, or hundredths of an hour; above 0.
  public var quantity: Int64
  /// What `quantity` counts.
  public var unit: QuantityUnit
  /// Index into ``Dataset/materialNames``; `nil` if the stage names none.
  public var material: Int?
  /// The coarsest ISO 286 tolerance grade that will do.
  public var toleranceIT: Int
  /// The part's size.
  public var box: Box

  /// Creates a stage.
  public init(
    process: Int, quantity: Int64, unit: QuantityUnit = .piece, material: Int? = nil,
    toleranceIT: Int = 18, box: Box = .zero
  ) {
    self.process = process
    self.quantity = quantity
    self.unit = unit
    self.material = material
    self.toleranceIT = toleranceIT
    self.box = box
  }
}

/// What a buyer wants made.
public struct Order: Equatable, Sendable {
  /// The order's id.
  public var id: Identifier
  /// Free text, empty if unknown.
  public var customer: String
  /// Where the goods go: index into ``Dataset/clusters``.
  public var cluster: Int
  /// No part of stage 1 starts before, in seconds from the horizon's start; may lie outside it.
  public var release: Int64
  /// Everything is made and delivered by then, in seconds from the horizon's start.
  public var deadline: Int64
  /// Charges and freight together may not be more, in fen.
  public var budgetFen: Int64
  /// What shares of the value are taken of, in fen.
  public var declaredValueFen: Int64
  /// How much a yuan of surplus counts, 1 to 1,000.
  public var priority: Int64
  /// The modes that the buyer takes.
  public var pricingModes: PricingModes
  /// A stage may be split into this many parts, at least 1.
  public var partsMax: Int
  /// Indices into ``Dataset/certificationNames``, ascending: every factory must hold them all.
  public var certifications: [Int]
  /// The weight of the whole order, in grams.
  public var weightGrams: Int64
  /// Indices into ``Dataset/stages``, at least one, in order.
  public var stages: Range<Int>

  /// Creates an order.
  public init(
    id: Identifier, customer: String = "", cluster: Int, release: Int64, deadline: Int64,
    budgetFen: Int64, declaredValueFen: Int64? = nil, priority: Int64 = 1,
    pricingModes: PricingModes = .any, partsMax: Int = 1, certifications: [Int] = [],
    weightGrams: Int64 = 0, stages: Range<Int>
  ) {
    self.id = id
    self.customer = customer
    self.cluster = cluster
    self.release = release
    self.deadline = deadline
    self.budgetFen = budgetFen
    self.declaredValueFen = declaredValueFen ?? budgetFen
    self.priority = priority
    self.pricingModes = pricingModes
    self.partsMax = partsMax
    self.certifications = certifications
    self.weightGrams = weightGrams
    self.stages = stages
  }
}

/// Capacity that was promised before: it blocks its unit and is left as it is.
public struct PromisedBooking: Equatable, Sendable {
  /// The booking's id.
  public var id: Identifier
  /// Index into ``Dataset/machines``.
  public var machine: Int
  /// 1 up to the machine's units.
  public var unit: Int
  /// When it is taken, in seconds from the horizon's start; may lie outside it.
  public var span: TimeSpan
  /// The order that it serves, which may be none of the dataset's.
  public var orderID: Identifier?

  /// Creates a promised booking.
  public init(
    id: Identifier, machine: Int, unit: Int = 1, span: TimeSpan, orderID: Identifier? = nil
  ) {
    self.id = id
    self.machine = machine
    self.unit = unit
    self.span = span
    self.orderID = orderID
  }
}
