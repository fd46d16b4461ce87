import CapacityModel

/// A stage of several that is made in two parts or more: in parts of which sizes, and what it costs in these.
struct DividedStage {
  /// Parts of one offer are told apart by their size in so many ranges.
  private static let rangeCount = 4

  let units: UnitCosts
  /// The offers that may make parts, once for each range of sizes that these may have.
  ///
  /// Their `parts` go from `a` to `h`, which is their `fit` as well, and their shortest need is that of `a`.
  let offers: [EligibleOffer]
  /// How set-ups are shared out by the largest parts of all; `nil` where each offer's own parts come to more.
  private let sharing: SetupSharing?

  private var quantity: Int64 { units.parts.stage.quantity }

  /// The ways to divide a stage into at most `partsMax` parts; `nil` if there is none.
  init?(_ parts: PartCosts, partsMax: Int) {
    let supply = Self.divided(parts.supply)
    guard partsMax > 1, !supply.offers.isEmpty else { return nil }
    units = UnitCosts(parts: parts)
    // Offers whose least part turns out not to fit count here, too.
    sharing = SetupSharing(units: units, offers: supply.offers)
    offers = LeastParts(lookup: parts.lookup, partsMax: partsMax).raised(supply).offers
      .flatMap { Self.bySize($0, parts) }
    if offers.isEmpty { return nil }
  }

  /// What all of the stage costs without its hours in parts of one offer and range, in micro-yuan.
  func moneyCost(on eligible: EligibleOffer, counting: Counting) -> Int128 {
    let largest = eligible.parts.upperBound
    guard let sharing else {
      return units.moneyCost(
        of: quantity, inPartsUpTo: largest, on: eligible, delivery: 0, counting: counting)
    }
    let money = counting.weight * sharing.money(of: largest, on: eligible.offer, units)
    return share(Int128(quantity), of: money, in: Int128(largest))
      + counting.weight * sharing.leftOver
  }

  /// The supply for parts of which none is the whole stage, without offers that have no room for any.
  private static func divided(_ supply: StageSupply) -> StageSupply {
    var divided = supply
    divided.offers = supply.offers.compactMap { eligible in
      let most = min(eligible.parts.upperBound, supply.stage.quantity - 1)
      guard let fit = eligible.fit, eligible.parts.lowerBound <= most else { return nil }
      var offer = eligible
      offer.parts = eligible.parts.lowerBound...most
      offer.fit = min(fit, most)
      return offer
    }
    return divided
  }

  /// An offer once for each range of sizes: up to a quarter, a half and three quarters of the stage, and above.
  private static func bySize(_ eligible: EligibleOffer, _ parts: PartCosts) -> [EligibleOffer] {
    guard let fit = eligible.fit else { return [] }
    var found: [EligibleOffer] = []
    var smallest = eligible.parts.lowerBound
    for range in 1...rangeCount {
      let upTo = Int128(parts.stage.quantity) * Int128(range) / Int128(rangeCount)
      let largest = range == rangeCount ? fit : min(fit, Int64(upTo))
      guard smallest <= largest, let need = parts.need(of: smallest, on: eligible.offer) else {
        continue
      }
      var offer = eligible
      offer.parts = smallest...largest
      offer.fit = largest
      offer.shortestNeed = need
      found.append(offer)
      smallest = largest + 1
    }
    return found
  }
}
