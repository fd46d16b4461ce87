/// What a match maximises.
public enum ObjectiveKind: String, CaseIterable, Sendable {
  /// The sum of priority x (budget - charges - freight) over matched orders, in fen.
  case surplus
  /// The sum of priority over matched orders; one point counts as one yuan.
  case fill
  /// The sum of priority x budget over matched orders, in fen.
  case value
}

/// One part of a stage, made on one unit.
public struct Booking: Equatable, Sendable {
  /// Index into ``Dataset/orders``.
  public var order: Int
  /// 1 up to the order's count of stages.
  public var stage: Int
  /// 1 up to the stage's count of parts.
  public var part: Int
  /// Index into ``Dataset/offers``.
  public var offer: Int
  /// 1 up to the machine's units.
  public var unit: Int
  /// Pieces, or hundredths of an hour.
  public var quantity: Int64
  /// When it is made, in seconds from the horizon's start.
  public var span: TimeSpan
  /// The open seconds that it takes.
  public var workingSeconds: Int64
  /// What it is charged, in fen.
  public var chargeFen: Int64

  /// Creates a booking.
  public init(
    order: Int, stage: Int, part: Int, offer: Int, unit: Int, quantity: Int64, span: TimeSpan,
    workingSeconds: Int64, chargeFen: Int64
  ) {
    self.order = order
    self.stage = stage
    self.part = part
    self.offer = offer
    self.unit = unit
    self.quantity = quantity
    self.span = span
    self.workingSeconds = workingSeconds
    self.chargeFen = chargeFen
  }
}

/// An order that is served in full.
public struct MatchedOrder: Equatable, Sendable {
  /// Index into ``Dataset/orders``.
  public var order: Int
  /// Indices into ``MatchResult/bookings``, by stage, then part.
  public var bookings: Range<Int>
  /// What its shipments cost, in fen.
  public var freightFen: Int64

  /// Creates a matched order.
  public init(order: Int, bookings: Range<Int>, freightFen: Int64) {
    self.order = order
    self.bookings = bookings
    self.freightFen = freightFen
  }
}

/// Why an order is left over.
///
/// The raw values are the codes of `unmatched.csv`.
public enum UnmatchedReason: String, CaseIterable, Sendable {
  /// No machine offers the process.
  case noProcess = "no_process"
  /// No offer is in a mode that serves the stage.
  case noPricingMode = "no_pricing_mode"
  /// No factory holds every certificate on any day that matters.
  case noCertification = "no_certification"
  /// No machine is precise enough.
  case noTolerance = "no_tolerance"
  /// No offer takes the material.
  case noMaterial = "no_material"
  /// No machine is large enough.
  case noSize = "no_size"
  /// No offer allows the quantity.
  case noQuantity = "no_quantity"
  /// No way makes the deadline, even on empty machines.
  case tooLate = "too_late"
  /// Every way that makes the deadline costs more than the budget.
  case overBudget = "over_budget"
  /// Taken, or worth more elsewhere.
  case noCapacity = "no_capacity"
}

/// One change that would let an unmatched order in beside the result as it stands.
public enum Fix: Equatable, Sendable {
  /// A later deadline, by whole seconds.
  case deadline(addSeconds: Int64)
  /// A larger budget, by fen.
  case budget(addFen: Int64)
  /// The order takes one more pricing mode.
  case pricingMode(PricingMode)
  /// The factory holds one more certificate: indices into the dataset.
  case certification(Int, factory: Int)
  /// The machine holds a finer tolerance.
  case tolerance(Int, machine: Int)
  /// The machine's offers for the stage's process take one more material.
  case material(Int, machine: Int)
  /// The machine takes a part of this size.
  case size(Box, machine: Int)
  /// The machine's offers for the stage's process take this much, in hundredths of the unit.
  case quantityMax(Int64, machine: Int)
  /// The machine's offers for the stage's process take as little as this, in hundredths of the unit.
  case quantityMin(Int64, machine: Int)
}

/// An order that is left over, with the reason and the smallest change that would serve it.
public struct UnmatchedOrder: Equatable, Sendable {
  /// Index into ``Dataset/orders``.
  public var order: Int
  /// The stage that has no offers left, from 1; `nil` when the reason is the whole order's.
  public var stage: Int?
  /// Why it is left over.
  public var reason: UnmatchedReason
  /// What would let it in, if one change does.
  public var fix: Fix?
  /// The figure that shows the reason.
  public var evidence: Evidence

  /// The figure that shows why an order is left over.
  public enum Evidence: Equatable, Sendable {
    /// How many offers the filter that gives the reason took.
    case offersTaken(Int)
    /// When the order could be done at the earliest on machines empty but for calendars, in seconds
    /// from the horizon's start; `nil` if not within the horizon at all.
    case earliestTime(Int64?)
    /// The least that any way in time costs, in fen.
    case leastCostFen(Int64)
    /// How many offers could serve it (the scarcest stage's) if they were free.
    case servingOffers(Int)
  }

  /// Creates an unmatched order.
  public init(
    order: Int, stage: Int?, reason: UnmatchedReason, fix: Fix?, evidence: Evidence
  ) {
    self.order = order
    self.stage = stage
    self.reason = reason
    self.fix = fix
    self.evidence = evidence
  }
}

/// Who makes what, where and when, and who is left over; both in the input's order.
public struct MatchResult: Equatable, Sendable {
  /// All bookings, by order, then stage, then part.
  public var bookings: [Booking]
  /// The orders served.
  public var matched: [MatchedOrder]
  /// The orders left over.
  public var unmatched: [UnmatchedOrder]
  /// The objective in fen; one point of `fill` is 100.
  public var objectiveFen: Int64
  /// The proof of how far that can be from the best; `nil` where nothing was proven.
  public var certificate: Certificate?
  /// The objective, in fen, of the same orders served one by one as they were released, each by the
  /// cheapest offer with a place; `nil` where that was not asked.
  public var firstComeFen: Int64?

  /// Creates a result.
  public init(
    bookings: [Booking], matched: [MatchedOrder], unmatched: [UnmatchedOrder], objectiveFen: Int64,
    certificate: Certificate? = nil, firstComeFen: Int64? = nil
  ) {
    self.bookings = bookings
    self.matched = matched
    self.unmatched = unmatched
    self.objectiveFen = objectiveFen
    self.certificate = certificate
    self.firstComeFen = firstComeFen
  }
}
