import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Fixes of orders left over` {
  @Test(arguments: UInt64(1)...150)
  func `each fix, applied, lets the order in beside the result`(seed: UInt64) async {
    let dataset = randomDataset(seed: seed)
    let result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
    for unmatched in result.unmatched {
      guard let fix = unmatched.fix else { continue }
      let alone = datasetWithFix(unmatched, fix: fix, result: result, of: dataset)
      let again = await Matcher(alone, options: MatchOptions(effort: 0)).match()
      #expect(
        again.matched.count == 1,
        "seed \(seed), order \(dataset.orders[unmatched.order].id): \(fix)")
    }
  }

  @Test(arguments: UInt64(1)...100)
  func `no order left over finds a place beside the result without a change`(
    seed: UInt64
  ) async {
    var shape = RandomDatasetShape()
    shape.multiStagePercent = 0
    shape.splitPercent = 0
    let dataset = randomDataset(seed: seed, shape: shape)
    let result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
    for unmatched in result.unmatched where unmatched.stage == nil {
      let alone = datasetWithFix(
        unmatched, fix: .budget(addFen: 0), result: result, of: dataset)
      let again = await Matcher(alone, options: MatchOptions(effort: 0)).match()
      #expect(again.matched.isEmpty, "seed \(seed), order \(unmatched.order)")
    }
  }

  @Test func `a machine may make in parts on two units what neither has room for`() async {
    var shop = Workshop()
    shop.dataset.machines[0].units = 2
    shop.dataset.offers[0].materials = [1]
    shop.dataset.offers[1].materials = [1]
    shop.setStages([Stage(process: 0, quantity: 100, material: 0)])
    shop.dataset.orders[0].partsMax = 2
    // Each unit has 4,000 of the 6,000 seconds that the whole takes.
    for unit in 1...2 {
      shop.dataset.promised.append(
        PromisedBooking(
          id: Identifier("P\(unit)"), machine: 0, unit: unit,
          span: TimeSpan(start: 4_000, end: 7 * 86_400)))
    }
    let prepared = PreparedMatch(shop.dataset, options: MatchOptions(effort: 0))
    for method in [OfferSearch.everyOffer, .bestFirst(.all)] {
      let fix = await prepared.match(method).result.unmatched.first?.fix
      #expect(fix == .material(0, machine: 0), "\(method)")
    }
  }
}
