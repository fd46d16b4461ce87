import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Confirming investments` {
  private func ranked(_ dataset: Dataset) async throws -> [Investment] {
    let result = await Matcher(dataset, options: MatchOptions(effort: 1)).match()
    return InvestmentRanking(
      dataset, certificate: try #require(result.certificate),
      leftOver: result.unmatched.map(\.order)
    ).investments
  }

  @Test func `a copy has the model's offers, one unit and an id of its own`() {
    var dataset = MillAndLathe().dataset
    dataset.machines[0].units = 4
    dataset.machines[1].id = Identifier("M0+1")
    let larger = dataset.addingCopy(of: 0, to: 1)
    #expect(larger.machines.count == 3)
    #expect(larger.machines[2].id == Identifier("M0+2"))
    #expect(larger.machines[2].units == 1)
    #expect(larger.machines[2].factory == 1)
    #expect(larger.machines[2].equipmentClass == "mill")
    var offer = dataset.offers[0]
    offer.machine = 2
    #expect(larger.offers == dataset.offers + [offer])
  }

  @Test func `a second mill is best, and earns what the two orders left over leave`() async throws {
    let market = MillAndLathe()
    let found = try await ranked(market.dataset)
    #expect(found.map(\.model) == [market.mill, market.lathe])
    #expect(found[1].worthMicroYuan == 0)
    let trial = await InvestmentTrial(market.dataset, options: MatchOptions(effort: 1))
    // 700 + 600 at the mill, 300 at the lathe.
    #expect(trial.objectiveWithoutFen == 160_000)
    let mill = await trial.confirm(found[0])
    #expect(mill.objectiveFen == 250_000)
    #expect(mill.gainFen == 90_000)
    // Ten hours are an 876th of a year.
    #expect(mill.gainPerYearFen == 90_000 * 876)
    #expect(mill.bookedSeconds == 36_000)
    #expect(mill.chargesFen == 60_000)
    // The first hours of a second mill would be worth more than its last.
    #expect(found[0].worthFen >= mill.gainFen)
    #expect(await trial.confirm(found[1]).gainFen == 0)
  }

  @Test(arguments: UInt64(1)...6)
  func `the gain does not depend on threads, nor exceed bound and estimate`(seed: UInt64)
    async
    throws
  {
    var dataset = randomDataset(seed: seed)
    dataset.promised = []
    let result = await Matcher(dataset, options: MatchOptions(effort: 1)).match()
    let certificate = try #require(result.certificate)
    let ranking = InvestmentRanking(dataset, certificate: certificate, leftOver: [])
    guard let best = ranking.investments.first else { return }
    let one = await InvestmentTrial(dataset, options: MatchOptions(effort: 1, threads: 1))
    let two = await InvestmentTrial(dataset, options: MatchOptions(effort: 1, threads: 2))
    let gain = await one.confirm(best)
    #expect(await two.confirm(best) == gain, "seed \(seed)")
    #expect(
      gain.objectiveFen <= certificate.upperBoundFen + best.worthFen + 1, "seed \(seed)")
  }
}
