import CapacityModel

/// What a part takes and costs on an offer, by the formulas at the head of section 4.
///
/// Every product is made in 128 bits, for the quantity comes from a result and may be absurd.
struct Charges {
  /// The working time of a part, in seconds; `nil` where the offer cannot serve the unit.
  ///
  /// The quantity counts pieces, or hundredths of an hour.
  func need(of quantity: Int64, unit: QuantityUnit, on offer: Offer) -> Int128? {
    switch unit {
    case .piece:
      guard let cycle = offer.cycleMilliseconds else { return nil }
      return Int128(offer.setupSeconds)
        + ceilDivided(Int128(quantity) * Int128(cycle), by: 1_000)
    case .hour:
      if case .piece = offer.pricing { return nil }
      // A hundredth of an hour is 36 seconds.
      return Int128(offer.setupSeconds) + Int128(quantity) * 36
    }
  }

  /// The running time of one unit of a quantity, in milliseconds.
  func cycleMilliseconds(of unit: QuantityUnit, on offer: Offer) -> Int64 {
    // A hundredth of an hour is 36 seconds.
    unit == .piece ? offer.cycleMilliseconds ?? 0 : 36_000
  }

  /// What a part is charged, in fen; `nil` where the offer cannot serve the unit.
  func charge(of quantity: Int64, order: Order, stage: Stage, on offer: Offer) -> Int128? {
    guard let need = need(of: quantity, unit: stage.unit, on: offer) else { return nil }
    let amount: Int128
    switch offer.pricing {
    case .time(let rate):
      let increment = Int128(max(1, offer.billingIncrementSeconds))
      let billed = ceilDivided(need, by: increment) * increment
      amount = halfUpDivided(billed * Int128(rate), by: 3_600)
    case .piece(let tiers):
      guard let price = price(of: quantity, tiers: tiers) else { return nil }
      amount = Int128(price) * Int128(quantity)
    case .value(let share):
      let value = Int128(share) * Int128(order.declaredValueFen) * Int128(quantity)
      let whole = Int128(stage.quantity) * Int128(order.stages.count) * 10_000
      amount = halfUpDivided(value, by: max(1, whole))
    }
    return max(Int128(offer.minimumChargeFen), amount + Int128(offer.setupFeeFen))
  }

  /// The price of the highest tier that the quantity reaches; below the first tier, the first.
  private func price(of quantity: Int64, tiers: [PriceTier]) -> Int64? {
    (tiers.last { $0.fromQuantity <= quantity } ?? tiers.first)?.priceFen
  }
}

extension Stage {
  /// The stage's quantity in hundredths of its unit, as offers and records count.
  var quantityHundredths: Int64 { unit == .piece ? quantity * 100 : quantity }

  /// The stage's own count of a quantity in hundredths; `nil` for a broken piece.
  func quantity(ofHundredths hundredths: Int64) -> Int64? {
    guard unit == .piece else { return hundredths }
    return hundredths % 100 == 0 ? hundredths / 100 : nil
  }
}

extension Box {
  /// The sides, smallest first: two boxes are compared side by side in this order.
  private var sides: (Int64, Int64, Int64) {
    let low = min(length, width)
    let high = max(length, width)
    return (min(low, height), max(low, min(high, height)), max(high, height))
  }

  /// Whether a part of this size goes into `room`.
  func fits(in room: Box) -> Bool {
    let part = sides
    let most = room.sides
    return part.0 <= most.0 && part.1 <= most.1 && part.2 <= most.2
  }
}
