import CapacityModel
import Testing

@testable import CapacityMatching

@Suite struct `Working time and charges` {
  /// A market of one order of one stage and one offer, all as given.
  private func market(
    _ pricing: Pricing, quantity: Int64, unit: QuantityUnit = .piece, cycle: Int64? = 1_500,
    setup: Int64 = 600, fee: Int64 = 0, minimum: Int64 = 0, increment: Int64 = 60,
    declared: Int64 = 100_000, stages: Int = 1
  ) -> Market {
    Market(
      Dataset(
        horizon: Horizon(
          startEpochSeconds: 0, lengthSeconds: 30 * 86_400, zoneOffsetSeconds: 0),
        clusters: [
          Cluster(
            id: Identifier("C"), name: "C", latitudeMicrodegrees: 0, longitudeMicrodegrees: 0)
        ],
        factories: [Factory(id: Identifier("F"), name: "F", cluster: 0)],
        machines: [Machine(id: Identifier("M"), factory: 0)],
        processes: [Process(id: Identifier("P"), name: "P")],
        offers: [
          Offer(
            machine: 0, process: 0, pricing: pricing, cycleMilliseconds: cycle,
            setupSeconds: setup, setupFeeFen: fee, minimumChargeFen: minimum,
            billingIncrementSeconds: increment)
        ],
        orders: [
          Order(
            id: Identifier("O"), cluster: 0, release: 0, deadline: 86_400, budgetFen: 1_000_000,
            declaredValueFen: declared, stages: 0..<stages)
        ],
        stages: Array(
          repeating: Stage(process: 0, quantity: quantity, unit: unit), count: stages)))
  }

  private func charge(_ market: Market, quantity: Int64? = nil) -> Int64 {
    let stage = market.stages[0]
    let quantity = quantity ?? stage.quantity
    return market.charge(
      0, stage, quantity: quantity, need: market.need(0, stage, quantity: quantity))
  }

  @Test(arguments: [
    // 3 x 1.5 s is 4.5 s, rounded up.
    (Int64(3), QuantityUnit.piece, Int64(605)),
    // A quarter of an hour.
    (Int64(25), QuantityUnit.hour, Int64(1_500)),
  ])
  func `the need is the set-up and the pieces, rounded up to a second`(
    quantity: Int64, unit: QuantityUnit, need: Int64
  ) {
    let market = market(.time(hourlyRateFen: 1), quantity: quantity, unit: unit)
    #expect(market.need(0, market.stages[0], quantity: quantity) == need)
  }

  @Test func `time is billed in whole increments and rounded half up to the fen`() {
    // 605 s make 11 minutes: 660 s x 100.00 yuan / 3600 s = 18.3333 yuan.
    #expect(charge(market(.time(hourlyRateFen: 10_000), quantity: 3)) == 1_833)
    // 660 s x 30 fen / 3600 s = 5.5 fen.
    #expect(charge(market(.time(hourlyRateFen: 30), quantity: 3)) == 6)
    #expect(charge(market(.time(hourlyRateFen: 10_000), quantity: 3, increment: 1_800)) == 5_000)
  }

  @Test(arguments: [(Int64(4), Int64(4_000)), (5, 4_500), (99, 89_100), (100, 80_000)])
  func `the whole quantity pays the highest tier that it reaches`(
    quantity: Int64, fen: Int64
  ) {
    let tiers = [
      PriceTier(fromQuantity: 2, priceFen: 1_000), PriceTier(fromQuantity: 5, priceFen: 900),
      PriceTier(fromQuantity: 100, priceFen: 800),
    ]
    #expect(charge(market(.piece(tiers: tiers), quantity: quantity)) == fen)
  }

  @Test func `below the first tier the first price counts`() {
    let tiers = [PriceTier(fromQuantity: 10, priceFen: 1_000)]
    #expect(charge(market(.piece(tiers: tiers), quantity: 1)) == 1_000)
  }

  @Test func `a share of the value is spread over stages and parts`() {
    // 2.5 % of 1000.01 yuan.
    let whole = market(.value(shareBasisPoints: 250), quantity: 3, declared: 100_001)
    #expect(charge(whole) == 2_500)
    let parted = market(.value(shareBasisPoints: 250), quantity: 3, declared: 100_001, stages: 2)
    #expect(charge(parted) == 1_250)
    // A third of it: 416.67 fen.
    #expect(charge(parted, quantity: 1) == 417)
  }

  @Test func `the fee is added before the minimum is compared`() {
    let tiers = [PriceTier(fromQuantity: 1, priceFen: 100)]
    #expect(charge(market(.piece(tiers: tiers), quantity: 3, fee: 50, minimum: 340)) == 350)
    #expect(charge(market(.piece(tiers: tiers), quantity: 3, fee: 50, minimum: 360)) == 360)
  }

  @Test func `the largest numbers that a dataset may hold do not trap`() {
    let tiers = [PriceTier(fromQuantity: 1, priceFen: Limits.piecePriceFenMax)]
    for pricing in [
      Pricing.time(hourlyRateFen: Limits.hourlyRateFenMax), .piece(tiers: tiers),
      .value(shareBasisPoints: 10_000),
    ] {
      let market = market(
        pricing, quantity: Limits.quantityMax, cycle: Limits.cycleMillisecondsMax,
        setup: Limits.setupSecondsMax, fee: Limits.moneyFenMax, minimum: Limits.moneyFenMax,
        increment: Limits.billingMinutesMax * 60, declared: Limits.moneyFenMax)
      #expect(charge(market) > Limits.moneyFenMax)
      #expect(charge(market, quantity: Limits.quantityMax - 1) > 0)
    }
  }
}
