internal import CapacityModel

// What parts of a stage cost at the least, whatever their sizes (Docs/certificate.md, "Unit costs of
// parts"). All in integers, rounded down.

extension Market {
  /// The least charge of any part from `quantity` to `most` on an offer, in fen.
  func leastCharge(
    _ offer: Int, _ stage: StageDemand, from quantity: Int64, to most: Int64
  ) -> Int64 {
    let terms = terms[offer]
    if terms.mode != .piece {
      return charge(
        offer, stage, quantity: quantity, need: need(offer, stage, quantity: quantity))
    }
    var least = Market.unaffordableFen
    for index in terms.tiers {
      let tier = tiers[Int(index)]
      let isFirst = index == terms.tiers.lowerBound
      let isLast = index + 1 == terms.tiers.upperBound
      // The tier charges parts from here to before the next one.
      let begin = isFirst ? quantity : max(quantity, tier.fromQuantity)
      if begin > most { break }
      if !isLast, tiers[Int(index) + 1].fromQuantity <= quantity { continue }
      let (sum, overflow) = (tier.priceFen * begin).addingReportingOverflow(terms.setupFeeFen)
      if overflow { continue }
      least = min(least, max(terms.minimumChargeFen, sum))
    }
    return least
  }

  /// The working time of `quantity`, rounded down: no less than in proportion to any smaller part.
  private func needRoundedDown(_ offer: Int, _ stage: StageDemand, quantity: Int64) -> Int64 {
    let terms = terms[offer]
    if stage.isHours { return terms.setupSeconds + quantity * 36 }
    return terms.setupSeconds + quantity * terms.cycleMilliseconds / 1_000
  }

  /// The least price a piece of parts up to `most`, in fen.
  @inline(__always)
  func leastPrice(_ terms: OfferTerms, upTo most: Int64) -> Int64 {
    var price = tiers[Int(terms.tiers.lowerBound)].priceFen
    for index in terms.tiers where tiers[Int(index)].fromQuantity <= most {
      price = min(price, tiers[Int(index)].priceFen)
    }
    return price
  }

  /// What `most` would be charged without any rounding up, in micro-yuan, not above
  /// ``TermStore/costMax``: in proportion no smaller part is charged less, but for half a fen.
  func leastUnitCost(
    _ offer: Int, _ stage: StageDemand, most: Int64
  ) -> Int64 {
    let terms = terms[offer]
    let need = needRoundedDown(offer, stage, quantity: most)
    let micro = Int128(ObjectiveScale.micro)
    let amount: Int128
    switch terms.mode {
    case .time: amount = Int128(need) * Int128(terms.rate) * micro / 3_600
    case .piece:
      amount = Int128(leastPrice(terms, upTo: most)) * Int128(most) * micro
    case .value:
      // Basis points of a value in fen are micro-yuan.
      amount =
        Int128(terms.rate) * Int128(orders[stage.order].declaredValueFen) * Int128(most)
        / (Int128(stage.quantity) * Int128(stage.stageCount))
    }
    let sum = max(
      Int128(terms.minimumChargeFen) * micro, Int128(terms.setupFeeFen) * micro + amount)
    return Int64(min(sum, Int128(TermStore.costMax)))
  }

  /// What an offer charges for a set-up, whatever is made, rounded down, in micro-yuan, not above ``TermStore/costMax``.
  func leastSetupCost(_ offer: Int) -> Int64 {
    let terms = terms[offer]
    let micro = Int128(ObjectiveScale.micro)
    var cost = Int128(terms.setupFeeFen) * micro
    if terms.mode == .time {
      cost += Int128(terms.setupSeconds) * Int128(terms.rate) * micro / 3_600
    }
    return Int64(min(cost, Int128(TermStore.costMax)))
  }

  /// What bringing `share` of `of` parts of the weight costs, rounded down, in micro-yuan.
  func leastWay(_ lane: Freight.Lane, grams: Int64, share: Int64, of: Int64) -> Int64 {
    // Ten-millionths of a fen are thousandths of a micro-yuan.
    let perWeight =
      Int128(lane.tenMillionthFenPerGram) * Int128(grams) * Int128(share) / (Int128(of) * 1_000)
    let sum = Int128(lane.shipmentFen) * Int128(ObjectiveScale.micro) + perWeight
    return Int64(min(sum, Int128(TermStore.costMax)))
  }
}
