import CapacityModel

/// What parts of a stage cost at the least: the formulas of `Docs/certificate.md` for split stages.
struct PartCosts {
  let charges: Charges
  let order: Order
  let stage: Stage

  /// `N(h)`: no part of `q <= h` costs less than `q x N(h) / h`, but for roundings to the fen.
  ///
  /// - Parameters:
  ///   - largest: `h`, above 0.
  ///   - offer: What the part is made on.
  ///   - lowestPrice: What every second of the work costs at the least, in micro-yuan.
  ///   - delivery: `G(h)`, in micro-yuan.
  ///   - counting: How often money counts, and whether prices do.
  /// - Returns: `N(h)`, in micro-yuan.
  func unitCost(
    ofLargest largest: Int64, on offer: Offer, lowestPrice: Int64, delivery: Int128,
    counting: Counting
  ) -> Int128 {
    let need = needRoundedDown(largest, on: offer)
    let amount: Int128
    switch offer.pricing {
    case .time(let rate):
      amount = floorDivided(need * Int128(rate) * 10_000, by: 3_600)
    case .piece(let tiers):
      // Below the first tier its price holds as well, so it always counts.
      let reached = tiers.prefix(1) + tiers.dropFirst().filter { $0.fromQuantity <= largest }
      let price = reached.map(\.priceFen).min() ?? 0
      amount = Int128(largest) * Int128(price) * 10_000
    case .value(let basisPoints):
      // Basis points of fen are micro-yuan.
      let value = Int128(basisPoints) * Int128(order.declaredValueFen) * Int128(largest)
      amount = floorDivided(value, by: Int128(stage.quantity) * Int128(order.stages.count))
    }
    let charge = max(
      10_000 * Int128(offer.minimumChargeFen), 10_000 * Int128(offer.setupFeeFen) + amount)
    return counting.weight * (charge + delivery)
      + counting.priced(Int128(lowestPrice) * need)
  }

  /// `need-(h)`, in seconds.
  private func needRoundedDown(_ quantity: Int64, on offer: Offer) -> Int128 {
    switch stage.unit {
    case .piece:
      let milliseconds = Int128(quantity) * Int128(offer.cycleMilliseconds ?? 0)
      return Int128(offer.setupSeconds) + floorDivided(milliseconds, by: 1_000)
    case .hour:
      return Int128(offer.setupSeconds) + Int128(quantity) * 36
    }
  }

  /// `G(h)`: the way of a part of `h` at the rates of a route, not rounded to the fen; micro-yuan.
  func delivery(of quantity: Int64, by route: Route) -> Int128 {
    // A millionth of a yuan for a kg is a thousandth of it for a gram.
    let carried = Int128(route.microYuanPerKg) * Int128(order.weightGrams) * Int128(quantity)
    return 10_000 * Int128(route.shipmentFen)
      + floorDivided(carried, by: 1_000 * Int128(stage.quantity))
  }

  /// The least that a part of `quantities` is charged, in fen.
  ///
  /// By time and value that is the smallest part; by the piece a larger one may come to a lower
  /// price, and then is as large as its tier asks at the least.
  func leastCharge(of quantities: ClosedRange<Int64>, on offer: Offer) -> Int128? {
    guard case .piece(let tiers) = offer.pricing else {
      return charges.charge(of: quantities.lowerBound, order: order, stage: stage, on: offer)
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
}
