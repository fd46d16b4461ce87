/// Finds out why a stage has no offer, by the filters of the dataset format in their sequence.
///
/// The generator proves with it that a planted miss is what `truth.csv` says, whatever was drawn around it.
struct EligibilityFilters {
  private static let sequence: [MissReason] = [
    .noPricingMode, .noCertification, .noTolerance, .noMaterial, .noSize, .noQuantity,
  ]

  /// The offers of each offered process.
  let markets: [ProcessMarket]

  /// Returns the reason of the first stage without an offer; nil when each has one.
  func reason(for order: SyntheticOrder) -> MissReason? {
    for stage in order.stages {
      if let reason = reason(for: stage, of: order) { return reason }
    }
    return nil
  }

  private func reason(for stage: SyntheticStage, of order: SyntheticOrder) -> MissReason? {
    guard stage.process < markets.count else { return .noProcess }
    var deepest = 0
    let sides = stage.box.sorted().map(Int32.init)
    for offer in markets[stage.process].offers {
      let passed = passedFilters(offer, stage: stage, order: order, sides: sides)
      if passed == Self.sequence.count { return nil }
      deepest = max(deepest, passed)
    }
    return Self.sequence[deepest]
  }

  /// Returns how many filters an offer passes before one takes it out.
  private func passedFilters(
    _ offer: SyntheticOffer, stage: SyntheticStage, order: SyntheticOrder, sides: [Int32]
  ) -> Int {
    let servesUnit = !stage.isInHours || offer.pricing != .piece
    guard servesUnit, order.acceptedPricings & offer.pricing.bit != 0 else { return 0 }
    guard offer.certificatesSometime & order.certificates == order.certificates else { return 1 }
    guard Int(offer.toleranceGrade) <= stage.toleranceGrade else { return 2 }
    if let material = stage.material, offer.materials != 0 {
      guard offer.materials & 1 << material != 0 else { return 3 }
    }
    if !sides.isEmpty {
      guard sides[0] <= offer.sides.0, sides[1] <= offer.sides.1, sides[2] <= offer.sides.2 else {
        return 4
      }
    }
    guard Int(offer.minimumQuantity) <= stage.quantity else { return 5 }
    // A quantity above the largest can be split, which is settled where such an order is planted.
    guard order.partsMax > 1 || stage.quantity <= Int(offer.maximumQuantity) else { return 5 }
    return 6
  }
}
