import Testing

@testable import CapacityData

@Suite struct MissPlanterTests {
  /// An offer of process 0 by the hour at 36 yuan, ten seconds a piece.
  private func offer(
    pricing: SyntheticPricing = .time, tolerance: UInt8 = 9, materials: UInt16 = 0b11,
    certificates: UInt16 = 0, side: Int32 = 500, minimum: Int32 = 0
  ) -> SyntheticOffer {
    SyntheticOffer(
      process: 0, cluster: 0, calendar: 0, pricing: pricing, toleranceGrade: tolerance,
      materials: materials, certificatesThroughout: certificates,
      certificatesSometime: certificates, sides: (side, side, side), cycleMilliseconds: 10_000,
      setupSeconds: 600, rateFen: 3600, setupFeeFen: 0, minimumChargeFen: 5000,
      lowestPieceFen: pricing == .piece ? 10 : 0, shareBasisPoints: pricing == .value ? 300 : 0,
      minimumQuantity: minimum, maximumQuantity: .max)
  }

  private func market(_ offers: [SyntheticOffer]) -> ProcessMarket {
    var market = ProcessMarket()
    for offer in offers { market.add(offer) }
    market.seal()
    return market
  }

  private func order(_ change: (inout SyntheticOrder) -> Void) -> SyntheticOrder {
    var order = SyntheticOrder(number: 1)
    order.stages = [SyntheticStage(process: 0, quantity: 100, isInHours: false, witness: offer())]
    change(&order)
    return order
  }

  @Test(arguments: MissReason.allCases.prefix(7))
  func `a broken requirement is found under its name`(reason: MissReason) {
    let spoiled = order { order in
      switch reason {
      case .noProcess: order.stages[0].process = 1
      case .noPricingMode: order.pricings = SyntheticPricing.value.bit
      case .noCertification: order.certificates = 1 << Certificates.neverHeld
      case .noTolerance: order.stages[0].toleranceGrade = 8
      case .noMaterial: order.stages[0].material = 2
      case .noSize: order.stages[0].box = [501, 1, 1]
      case .noQuantity: order.stages[0].quantity = 5
      case .tooLate, .overBudget: break
      }
    }
    let filters = EligibilityFilters(markets: [market([offer(minimum: 10)])])
    #expect(filters.reason(for: spoiled) == reason)
  }

  @Test func `an ordinary order has no reason`() {
    let filters = EligibilityFilters(markets: [market([offer()])])
    #expect(filters.reason(for: order { _ in }) == nil)
  }

  @Test func `the filter that takes the last offer names the reason`() {
    // The first offer fails at its tolerance, the second one gets as far as its material.
    let filters = EligibilityFilters(
      markets: [market([offer(tolerance: 12), offer(materials: 0b10)])])
    let spoiled = order { order in
      order.stages[0].toleranceGrade = 10
      order.stages[0].material = 0
    }
    #expect(filters.reason(for: spoiled) == .noMaterial)
  }

  @Test func `the bounds of a market are never above what an offer takes`() {
    let offers = [offer(), offer(pricing: .piece), offer(pricing: .value)]
    let market = market(offers)
    #expect(market.leastNeedSeconds(quantity: 100) == 1600)
    // Time: 1600 s at 36 yuan are 16 yuan, so the minimum charge holds. Pieces: 10 yuan, the same.
    #expect(market.leastChargeFen(quantity: 100, pricings: 7, declaredFen: 1000) == 5000)
    // A share of 3 % of 10,000 yuan.
    #expect(
      market.leastChargeFen(
        quantity: 100, pricings: SyntheticPricing.value.bit, declaredFen: 1_000_000)
        == 30_000)
    // 10,000 pieces: 100,000 s at one fen a second, and 10 fen each.
    #expect(
      market.leastChargeFen(quantity: 10_000, pricings: SyntheticPricing.time.bit, declaredFen: 1)
        == 100_000)
  }
}
