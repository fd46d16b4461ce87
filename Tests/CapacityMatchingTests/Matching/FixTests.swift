import CapacityMatching
import CapacityModel
import TestSupport
import Testing

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
}
