import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Matching random datasets` {
  @Test(arguments: UInt64(1)...40)
  func `two threads give the answer of one`(seed: UInt64) async {
    let dataset = randomDataset(seed: seed)
    let one = await Matcher(dataset, options: MatchOptions(effort: 0, threads: 1)).match()
    let two = await Matcher(dataset, options: MatchOptions(effort: 0, threads: 2)).match()
    #expect(one == two, "seed \(seed)")
    #expect(one.matched.count + one.unmatched.count <= dataset.orders.count)
  }
}
