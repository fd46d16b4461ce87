import CapacityModel

/// What the parts of a stage pay: charges, ways to the customer and hours.
struct PartCosts {
  let lookup: DatasetIndex
  let prices: [PricedTime]
  let order: Order
  let supply: StageSupply
  var stage: Stage { supply.stage }

  /// The least that a part of `quantities` is charged, in fen.
  ///
  /// By time and value that is the smallest part; by the piece a larger one may come to a lower
  /// price, and then is as large as its tier asks at the least.
  func leastCharge(of quantities: ClosedRange<Int64>, on offer: Offer) -> Int128? {
    guard case .piece(let tiers) = offer.pricing else {
      return charge(of: quantities.lowerBound, on: offer)
    }
    var least: Int128?
    for (index, tier) in tiers.enumerated() {
      // The first tier is charged below its beginning, too.
      let from = index == 0 ? quantities.lowerBound : max(quantities.lowerBound, tier.fromQuantity)
      let to =
        index + 1 < tiers.count
        ? min(quantities.upperBound, tiers[index + 1].fromQuantity - 1) : quantities.upperBound
      guard from <= to else { continue }
      let amount = Int128(tier.priceFen) * Int128(from) + Int128(offer.setupFeeFen)
      let charge = max(Int128(offer.minimumChargeFen), amount)
      least = min(least ?? charge, charge)
    }
    return least
  }

  /// What a part is charged, in fen.
  func charge(of quantity: Int64, on offer: Offer) -> Int128? {
    lookup.charges.charge(of: quantity, order: order, stage: stage, on: offer)
  }

  /// The working time of a part, in seconds.
  func need(of quantity: Int64, on offer: Offer) -> Int64? {
    lookup.charges.need(of: quantity, unit: stage.unit, on: offer).map { Int64(clamping: $0) }
  }

  /// What a part pays for its way to the customer if the stage ships, in fen.
  func freight(of quantity: Int64, from eligible: EligibleOffer) -> Int128 {
    guard supply.ships else { return 0 }
    return route(from: eligible).cost(
      weightGrams: order.weightGrams, numerator: quantity, denominator: stage.quantity)
  }

  func route(from eligible: EligibleOffer) -> Route {
    lookup.routes.route(from: eligible.cluster, to: order.cluster)
  }

  /// Where work may begin so that it lies in one of the rooms.
  ///
  /// - Returns: Ranges that ascend and share no start, whatever rooms their starts come from.
  func starts(of need: Int64, on eligible: EligibleOffer) -> [ClosedRange<Int64>] {
    let open = lookup.openTime(ofMachine: eligible.offer.machine)
    let found = eligible.rooms.flatMap {
      open.starts(
        of: need, from: $0.lowerBound, to: $0.upperBound, isResumable: supply.isResumable)
    }
    guard eligible.rooms.count > 1 else { return found }
    // Rooms of several units overlap, and no start need be looked at twice.
    var merged: [ClosedRange<Int64>] = []
    for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// The least that the hours of work cost in one of the rooms; `nil` where it has no place there.
  func leastPricedCost(of need: Int64, on eligible: EligibleOffer) -> Int128? {
    prices[eligible.offer.machine].leastCost(of: need, starts: starts(of: need, on: eligible))
  }
}
