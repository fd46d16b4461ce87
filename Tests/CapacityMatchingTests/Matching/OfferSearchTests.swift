import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

private func shape(orders: Int, machines: Int) -> RandomDatasetShape {
  var shape = RandomDatasetShape()
  shape.orders = orders
  shape.machines = machines
  return shape
}

/// The search that passes over offers must answer as the one that looks at every offer.
@Suite struct OfferSearchTests {
  private func expectEqualAnswers(
    _ dataset: Dataset, options: MatchOptions, seed: UInt64,
    features: [SearchFeatures] = [.all, []]
  ) async {
    let prepared = PreparedMatch(dataset, options: options)
    let reference = await prepared.match(.everyOffer).result
    for set in features {
      let found = await prepared.match(.bestFirst(set)).result
      #expect(found == reference, "seed \(seed), features \(set.name)")
    }
  }

  @Test(arguments: 1...240)
  func `a best-first search answers as a look at every offer does`(seed: UInt64) async {
    let dataset = randomDataset(seed: seed, shape: shape(orders: 40, machines: 12))
    let objective = ObjectiveKind.allCases[Int(seed % 3)]
    await expectEqualAnswers(
      dataset, options: MatchOptions(objective: objective, effort: 0, seed: seed), seed: seed)
  }

  @Test(arguments: 1...60)
  func `no feature of the search changes the answer, alone or left out`(seed: UInt64) async {
    let dataset = randomDataset(seed: seed, shape: shape(orders: 60, machines: 30))
    await expectEqualAnswers(
      dataset, options: MatchOptions(effort: 0, seed: seed), seed: seed,
      features: SearchFeatures.allCases + SearchFeatures.allCases.map { .all.subtracting($0) })
  }

  @Test(arguments: 1...60)
  func `one thread and three give the same answer and the same counts`(seed: UInt64) async {
    let dataset = randomDataset(seed: seed, shape: shape(orders: 80, machines: 20))
    let one = await PreparedMatch(dataset, options: MatchOptions(effort: 0, threads: 1))
      .match(.bestFirst(.all))
    let three = await PreparedMatch(dataset, options: MatchOptions(effort: 0, threads: 3))
      .match(.bestFirst(.all))
    #expect(one.result == three.result, "seed \(seed)")
    #expect(one.counts == three.counts, "seed \(seed)")
  }
}
