/// What a stage's quantity counts.
public enum QuantityUnit: String, CaseIterable, Sendable {
  /// Whole pieces.
  case piece
  /// Hundredths of an hour.
  case hour
}

/// One step of an order's work.
///
/// There are millions of them: what is small is stored small.
public struct Stage: Equatable, Sendable {
  /// Index into ``Dataset/processes``.
  @inlinable public var process: Int {
    get { Int(storedProcess) }
    set { storedProcess = Int32(newValue) }
  }
  /// Pieces, or hundredths of an hour; above 0.
  public var quantity: Int64
  /// What `quantity` counts.
  public var unit: QuantityUnit
  /// Index into ``Dataset/materialNames``; `nil` if the stage names none.
  @inlinable public var material: Int? {
    get { storedMaterial < 0 ? nil : Int(storedMaterial) }
    set { storedMaterial = newValue.map { Int32($0) } ?? -1 }
  }
  /// The coarsest ISO 286 tolerance grade that will do.
  @inlinable public var toleranceIT: Int {
    get { Int(storedTolerance) }
    set { storedTolerance = Int16(newValue) }
  }
  /// The part's size.
  public var box: Box

  @usableFromInline var storedProcess: Int32
  /// -1 for none.
  @usableFromInline var storedMaterial: Int32
  @usableFromInline var storedTolerance: Int16

  /// Creates a stage.
  public init(
    process: Int, quantity: Int64, unit: QuantityUnit = .piece, material: Int? = nil,
    toleranceIT: Int = 18, box: Box = .zero
  ) {
    storedProcess = Int32(process)
    self.quantity = quantity
    self.unit = unit
    storedMaterial = material.map { Int32($0) } ?? -1
    storedTolerance = Int16(toleranceIT)
    self.box = box
  }
}

/// What a buyer wants made.
///
/// There are millions of them: what is small is stored small.
public struct Order: Equatable, Sendable {
  /// The order's id.
  public var id: Identifier
  /// Free text, empty if unknown.
  public var customer: String
  /// Where the goods go: index into ``Dataset/clusters``.
  @inlinable public var cluster: Int {
    get { Int(storedCluster) }
    set { storedCluster = Int32(newValue) }
  }
  /// No part of stage 1 starts before, in seconds from the horizon's start; may lie outside it.
  public var release: Int64
  /// Everything is made and delivered by then, in seconds from the horizon's start.
  public var deadline: Int64
  /// Charges and freight together may not be more, in fen.
  public var budgetFen: Int64
  /// What shares of the value are taken of, in fen.
  public var declaredValueFen: Int64
  /// How much a yuan of surplus counts, 1 to 1,000.
  @inlinable public var priority: Int64 {
    get { Int64(storedPriority) }
    set { storedPriority = Int32(newValue) }
  }
  /// The modes that the buyer takes.
  public var pricingModes: PricingModes
  /// A stage may be split into this many parts, at least 1.
  @inlinable public var partsMax: Int {
    get { Int(storedPartsMax) }
    set { storedPartsMax = Int32(newValue) }
  }
  /// Indices into ``Dataset/certificationNames``, ascending: every factory must hold them all.
  public var certifications: [Int]
  /// The weight of the whole order, in grams.
  public var weightGrams: Int64
  /// Indices into ``Dataset/stages``, at least one, in order.
  @inlinable public var stages: Range<Int> {
    get { Int(storedStages.lowerBound)..<Int(storedStages.upperBound) }
    set { storedStages = Int32(newValue.lowerBound)..<Int32(newValue.upperBound) }
  }

  @usableFromInline var storedCluster: Int32
  @usableFromInline var storedPriority: Int32
  @usableFromInline var storedPartsMax: Int32
  @usableFromInline var storedStages: Range<Int32>

  /// Creates an order.
  public init(
    id: Identifier, customer: String = "", cluster: Int, release: Int64, deadline: Int64,
    budgetFen: Int64, declaredValueFen: Int64? = nil, priority: Int64 = 1,
    pricingModes: PricingModes = .any, partsMax: Int = 1, certifications: [Int] = [],
    weightGrams: Int64 = 0, stages: Range<Int>
  ) {
    self.id = id
    self.customer = customer
    storedCluster = Int32(cluster)
    self.release = release
    self.deadline = deadline
    self.budgetFen = budgetFen
    self.declaredValueFen = declaredValueFen ?? budgetFen
    storedPriority = Int32(priority)
    self.pricingModes = pricingModes
    storedPartsMax = Int32(partsMax)
    self.certifications = certifications
    self.weightGrams = weightGrams
    storedStages = Int32(stages.lowerBound)..<Int32(stages.upperBound)
  }
}

/// Capacity that was promised before: it blocks its unit and is left as it is.
public struct PromisedBooking: Equatable, Sendable {
  /// The booking's id.
  public var id: Identifier
  /// Index into ``Dataset/machines``.
  @inlinable public var machine: Int {
    get { Int(storedMachine) }
    set { storedMachine = Int32(newValue) }
  }
  /// 1 up to the machine's units.
  @inlinable public var unit: Int {
    get { Int(storedUnit) }
    set { storedUnit = Int32(newValue) }
  }
  /// When it is taken, in seconds from the horizon's start; may lie outside it.
  public var span: TimeSpan
  /// The order that it serves, which may be none of the dataset's.
  public var orderID: Identifier?

  @usableFromInline var storedMachine: Int32
  @usableFromInline var storedUnit: Int32

  /// Creates a promised booking.
  public init(
    id: Identifier, machine: Int, unit: Int = 1, span: TimeSpan, orderID: Identifier? = nil
  ) {
    self.id = id
    storedMachine = Int32(machine)
    storedUnit = Int32(unit)
    self.span = span
    self.orderID = orderID
  }
}
