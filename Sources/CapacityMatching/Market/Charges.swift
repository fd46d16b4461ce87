internal import CapacityModel

/// What decides how long an offer takes and what it charges.
struct OfferTerms: Sendable {
  var mode: PricingMode
  /// 0 where the offer has none; such an offer never serves pieces.
  var cycleMilliseconds: Int64
  var setupSeconds: Int64
  /// Fen an hour, or basis points of the value; unused by the piece.
  var rate: Int64
  var setupFeeFen: Int64
  var minimumChargeFen: Int64
  var billingIncrementSeconds: Int64
  /// Indices into the market's tiers.
  var tiers: Range<Int32>

  init(offer: Offer, tiers: Range<Int>) {
    mode = offer.pricing.mode
    cycleMilliseconds = offer.cycleMilliseconds ?? 0
    setupSeconds = offer.setupSeconds
    setupFeeFen = offer.setupFeeFen
    minimumChargeFen = offer.minimumChargeFen
    billingIncrementSeconds = offer.billingIncrementSeconds
    self.tiers = Int32(tiers.lowerBound)..<Int32(tiers.upperBound)
    switch offer.pricing {
    case .time(let hourlyRateFen): rate = hourlyRateFen
    case .piece: rate = 0
    case .value(let shareBasisPoints): rate = shareBasisPoints
    }
  }
}

extension Market {
  /// More than any budget, and small enough to add up: charges are cut off here, and a part that
  /// takes longer than the horizon is said to charge it.
  static let unaffordableFen: Int64 = 4 * Limits.moneyFenMax

  /// The working time of `quantity` on `offer`, in seconds (Docs/rules.md).
  @inline(__always)
  func need(_ offer: Int, _ stage: StageDemand, quantity: Int64) -> Int64 {
    stage.need(
      setupSeconds: terms[offer].setupSeconds, cycleMilliseconds: terms[offer].cycleMilliseconds,
      quantity: quantity)
  }

  /// The largest quantity that `seconds` of working time on `offer` make; 0 if none.
  @inline(__always)
  func quantity(_ offer: Int, _ stage: StageDemand, within seconds: Int64) -> Int64 {
    let working = seconds - terms[offer].setupSeconds
    if working <= 0 { return 0 }
    if stage.isHours { return working / 36 }
    let cycle = terms[offer].cycleMilliseconds
    return cycle == 0 ? stage.quantity : working * 1_000 / cycle
  }

  /// The charge of `quantity` on `offer`, in fen (Docs/rules.md); `need` is the part's working time
  /// as ``need(_:_:quantity:)`` gives it.
  func charge(_ offer: Int, _ stage: StageDemand, quantity: Int64, need: Int64) -> Int64 {
    let terms = terms[offer]
    let price = price(terms, quantity: quantity)
    return charge(terms, price: price, stage, quantity: quantity, need: need)
  }

  /// The price that a part of `quantity` pays: fen an hour, fen a piece, or basis points of the value.
  @inline(__always)
  func price(_ terms: OfferTerms, quantity: Int64) -> Int64 {
    if terms.mode != .piece { return terms.rate }
    var price = tiers[Int(terms.tiers.lowerBound)].priceFen
    for index in terms.tiers where tiers[Int(index)].fromQuantity <= quantity {
      price = tiers[Int(index)].priceFen
    }
    return price
  }

  /// The charge at these terms, were `price` what they ask.
  @inline(__always)
  func charge(
    _ terms: OfferTerms, price: Int64, _ stage: StageDemand, quantity: Int64, need: Int64
  ) -> Int64 {
    let amount: Int64
    switch terms.mode {
    case .time:
      // Longer than the horizon: never bookable, and the product below could overflow.
      if need > Limits.horizonSecondsMax { return Market.unaffordableFen }
      let increment = terms.billingIncrementSeconds
      amount = divideHalfUp(divideUp(need, by: increment) * increment * price, by: 3_600)
    case .piece:
      amount = price * quantity
    case .value:
      let declared = orders[stage.order].declaredValueFen
      if quantity == stage.quantity {
        amount = divideHalfUp(price * declared, by: 10_000 * stage.stageCount)
      } else {
        let share = Int128(price * declared) * Int128(quantity)
        let whole = Int128(10_000 * stage.stageCount) * Int128(stage.quantity)
        amount = Int64(divideHalfUp(share, by: whole))
      }
    }
    let (sum, overflow) = amount.addingReportingOverflow(terms.setupFeeFen)
    if overflow { return Market.unaffordableFen }
    return min(max(terms.minimumChargeFen, sum), Market.unaffordableFen)
  }
}
