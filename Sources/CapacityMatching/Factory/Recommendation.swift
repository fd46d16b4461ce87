public import CapacityModel

/// One change, enough by itself, with which a machine could serve a stage that the result leaves over.
public enum RecommendedChange: Equatable, Sendable {
  /// Nothing: there is a place as it is.
  case none
  /// The offer's hourly rate, in fen, at the most.
  case hourlyRate(toFen: Int64)
  /// The price of the offer's tier that the quantity pays, in fen a piece, at the most; which tier it
  /// is says the quantity that it begins at.
  case piecePrice(toFen: Int64, tierFrom: Int64)
  /// The offer's share of the value, in basis points, at the most.
  case valueShare(toBasisPoints: Int64)
  /// The offer's least charge, in fen, at the most.
  case minimumCharge(toFen: Int64)
  /// The offer's set-up fee, in fen, at the most.
  case setupFee(toFen: Int64)
  /// The machine is open in these spans as well, which are closed now and touch no booking.
  case hours([TimeSpan])
  /// What `unmatched.csv` would call it: a certificate, the machine's or the offers' conditions, or
  /// what the buyer would change.
  case fix(Fix)

  /// Whether the factory can make the change alone; else the buyer must.
  public var isFactorys: Bool {
    switch self {
    case .fix(.deadline), .fix(.budget), .fix(.pricingMode): false
    default: true
    }
  }
}

/// A change, and what the machine would then do.
public struct Proposal: Equatable, Sendable {
  /// What would have to change, and nothing else.
  public var change: RecommendedChange
  /// What the machine would be paid for the stage after the change, in fen.
  public var chargeFen: Int64
  /// When the stage would be made, in seconds from the horizon's start.
  public var span: TimeSpan
  /// On which unit of the machine, from 1.
  public var unit: Int
}

/// An order left over that a machine could take a stage of, if one thing were different.
public struct Recommendation: Equatable, Sendable {
  /// Index into ``Dataset/orders``.
  public var order: Int
  /// The stage that the machine would make whole, from 1.
  public var stage: Int
  /// Index into ``Dataset/offers``: the machine's offer that it would be charged by.
  public var offer: Int
  /// The working time that it takes, in seconds.
  public var needSeconds: Int64
  /// Each enough by itself; the factory's own change first, by which the rank then goes.
  public var proposals: [Proposal]

  /// What the machine earns by the first proposal, in fen.
  public var chargeFen: Int64 { proposals[0].chargeFen }
  /// The same for each hour of working time, rounded half up.
  public var fenPerHour: Int64 {
    RecommendationMeasure.fenPerHour(chargeFen: chargeFen, needSeconds: needSeconds)
  }
}

/// By what recommendations are ranked.
public enum RecommendationMeasure: String, CaseIterable, Sendable {
  /// What an hour of the machine earns.
  case hour
  /// What the order earns.
  case order

  static func fenPerHour(chargeFen: Int64, needSeconds: Int64) -> Int64 {
    // A charge is at most `Market.unaffordableFen`, 4e13.
    divideHalfUp(chargeFen * 3_600, by: needSeconds)
  }

  /// Larger for what is ranked higher: what the factory can change alone before what the buyer must,
  /// then by the measure, then by the other one.
  func key(isFactorys: Bool, chargeFen: Int64, needSeconds: Int64) -> RankKey {
    let perHour = RecommendationMeasure.fenPerHour(chargeFen: chargeFen, needSeconds: needSeconds)
    return RankKey(
      side: isFactorys ? 1 : 0, first: self == .hour ? perHour : chargeFen,
      second: self == .hour ? chargeFen : perHour)
  }
}

/// What recommendations are ranked by, larger first.
struct RankKey: Comparable {
  var side: Int
  var first: Int64
  var second: Int64

  static func < (left: RankKey, right: RankKey) -> Bool {
    (left.side, left.first, left.second) < (right.side, right.first, right.second)
  }
}
