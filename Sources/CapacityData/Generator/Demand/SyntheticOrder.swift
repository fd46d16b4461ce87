/// A stage of an order.
struct SyntheticStage {
  var process: Int
  /// Pieces, or hundredths of an hour.
  var quantity: Int
  var isInHours: Bool
  /// The offer that can do it, which the requirements are made to fit.
  ///
  /// So an ordinary order always has an offer for each of its stages.
  var witness: SyntheticOffer
  /// The index of its material; nil for any.
  var material: Int?
  var toleranceGrade = ToleranceGrade.coarsest
  /// Length, width and height in millimetres; empty when it does not say.
  var box: [Int] = []

  /// The working time on its witness.
  var needSeconds: Int { witness.needSeconds(quantity: quantity) }
}

/// A row of `orders.csv`, with its rows of `stages.csv`.
struct SyntheticOrder {
  let number: Int
  var customer = 0
  var cluster = 0
  /// Seconds from the horizon's start.
  var release = 0
  var deadline = 0
  var budgetFen = 0
  var declaredFen = 0
  var priority = 1
  /// A set of `SyntheticPricing.bit`; 0 for any.
  var pricings: UInt8 = 0
  var partsMax = 1
  /// The certificates it asks for, as a set.
  var certificates: UInt16 = 0
  var grams = 0
  var stages: [SyntheticStage] = []
  /// Why it cannot be matched, if that was planted.
  var plantedMiss: MissReason?

  /// The id in the files.
  var id: String { "O\(number)" }

  /// The set of pricings it takes.
  var acceptedPricings: UInt8 { pricings == 0 ? 7 : pricings }

  /// The hours that it asks for, in seconds; a stage for which nobody has a machine asks for none.
  var askedSeconds: Int {
    plantedMiss == .noProcess ? 0 : stages.reduce(0) { $0 + $1.needSeconds }
  }
}
