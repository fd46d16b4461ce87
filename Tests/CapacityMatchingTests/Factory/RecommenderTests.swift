import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Recommendations to a machine` {
  private func recommender(of dataset: Dataset, _ result: MatchResult) async -> Recommender {
    await Recommender(
      dataset,
      taken: result.bookings.map {
        TakenTime(machine: dataset.offers[$0.offer].machine, unit: $0.unit, span: $0.span)
      },
      leftOver: result.unmatched.map(\.order))
  }

  /// What is recommended to machine 1 of the workshop, whose hour costs 120 yuan; machine 0 is gone.
  private func recommended(_ change: (inout Workshop) -> Void) async -> [Recommendation] {
    var workshop = Workshop()
    workshop.dataset.offers[0].process = 1
    workshop.dataset.processes.append(Process(id: Identifier("P1"), name: "P1"))
    change(&workshop)
    let result = await workshop.match()
    return await recommender(of: workshop.dataset, result).recommend(1, top: 10).recommendations
  }

  @Test func `a rate is lowered to what the budget leaves, in billed increments`() async throws {
    // 10 pieces take 600 s, billed as 15 minutes; the way to the customer costs 20 yuan.
    let found = await recommended {
      $0.dataset.offers[1].billingIncrementSeconds = 900
      $0.dataset.offers[1].setupFeeFen = 500
      $0.dataset.orders[0].budgetFen = 4_900
    }
    let recommendation = try #require(found.first)
    // 24 yuan are left for a quarter of an hour: 9,601 fen an hour are 2,400.25, rounded 2,400.
    #expect(
      recommendation.proposals.map(\.change) == [
        .hourlyRate(toFen: 9_601), .fix(.budget(addFen: 600)),
      ])
    #expect(recommendation.proposals.map(\.chargeFen) == [2_900, 3_500])
    #expect(recommendation.fenPerHour == 17_400)
  }

  @Test func `a price that the least charge makes vain is left alone`() async throws {
    let found = await recommended {
      $0.dataset.offers[1].minimumChargeFen = 5_000
      $0.dataset.orders[0].budgetFen = 6_000
    }
    #expect(
      found.first?.proposals.map(\.change) == [
        .minimumCharge(toFen: 4_000), .fix(.budget(addFen: 1_000)),
      ])
  }

  @Test func `a set-up fee is lowered where no price is low enough`() async throws {
    // Ten minutes cost 20 yuan, as does the way to the customer: 10 are left for the fee.
    let found = await recommended {
      $0.dataset.offers[1].setupFeeFen = 3_500
      $0.dataset.orders[0].budgetFen = 5_000
    }
    #expect(
      found.first?.proposals.map(\.change) == [
        .setupFee(toFen: 1_000), .fix(.budget(addFen: 2_500)),
      ])
    #expect(found.first?.proposals.map(\.chargeFen) == [3_000, 5_500])
  }

  @Test func `the tier that the quantity pays is lowered`() async throws {
    let found = await recommended {
      $0.dataset.offers[1].pricing = .piece(tiers: [
        PriceTier(fromQuantity: 1, priceFen: 900), PriceTier(fromQuantity: 10, priceFen: 700),
        PriceTier(fromQuantity: 50, priceFen: 600),
      ])
      $0.dataset.orders[0].budgetFen = 8_555
    }
    #expect(
      found.first?.proposals.map(\.change) == [
        .piecePrice(toFen: 655, tierFrom: 10), .fix(.budget(addFen: 445)),
      ])
  }

  @Test func `hours are opened at the end of a shift`() async throws {
    // Half an hour from 8 on Monday; 10 pieces with their set-up take 50 minutes.
    let found = await recommended {
      $0.dataset.calendars = [
        WorkCalendar(
          id: Identifier("K"), open: [TimeSpan(start: 8 * 3_600, end: 8 * 3_600 + 1_800)])
      ]
      $0.dataset.machines[1].calendar = 0
      $0.dataset.offers[1].setupSeconds = 2_400
    }
    let end: Int64 = 8 * 3_600 + 1_800
    let proposal = try #require(found.first?.proposals.first)
    #expect(proposal.change == .hours([TimeSpan(start: end, end: end + 1_200)]))
    #expect(proposal.span == TimeSpan(start: 8 * 3_600, end: end + 1_200))
  }

  @Test(arguments: UInt64(1)...40)
  func `the first few are those of a search that never stops early`(seed: UInt64) async {
    var shape = RandomDatasetShape()
    shape.orders = 40
    let dataset = randomDataset(seed: seed, shape: shape)
    let result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
    let recommender = await recommender(of: dataset, result)
    for measure in RecommendationMeasure.allCases {
      for machine in dataset.machines.indices {
        let all = recommender.recommend(machine, top: 1_000, by: measure)
        for top in 1...3 {
          let first = recommender.recommend(machine, top: top, by: measure)
          #expect(first.recommendations == Array(all.recommendations.prefix(top)), "seed \(seed)")
        }
        #expect(Set(all.recommendations.map(\.order)).count == all.recommendations.count)
        let sides = all.recommendations.map { $0.proposals[0].change.isFactorys ? 0 : 1 }
        #expect(sides == sides.sorted())
      }
    }
  }

  @Test func `the answers to each machine do not depend on threads`() async {
    let dataset = randomDataset(seed: 5)
    let result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
    let recommender = await recommender(of: dataset, result)
    let machines = Array(dataset.machines.indices.reversed())
    let one = await recommender.recommend(toEach: machines, top: 3, threads: 1)
    #expect(one.map(\.machine) == machines)
    #expect(await recommender.recommend(toEach: machines, top: 3, threads: 3) == one)
  }
}
