import CapacityMatching
import CapacityModel
import CapacityVerification
import TestSupport
import Testing

@Suite struct `Matching, then verifying` {
  @Test(arguments: UInt64(1)...300)
  func `finds nothing on random datasets`(seed: UInt64) async {
    let dataset = randomDataset(seed: seed)
    let result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
    let findings = Verifier(dataset: dataset).verify(records(of: result, in: dataset))
      .filter { !$0.place.hasPrefix("summary.json") }
    for finding in findings {
      Issue.record("seed \(seed): \(finding.place) rule \(finding.rule): \(finding.message)")
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `finds the same on any number of threads`(seed: UInt64) async {
    var shape = RandomDatasetShape()
    shape.orders = 60
    let dataset = randomDataset(seed: seed, shape: shape)
    let result = await Matcher(dataset, options: MatchOptions(seed: seed)).match()
    var broken = records(of: result, in: dataset)
    for row in broken.unmatched.indices { broken.unmatched[row].fix = "budget +1.00" }
    let verifier = Verifier(dataset: dataset)
    let findings = verifier.verify(broken)
    #expect(!findings.isEmpty, "seed \(seed)")
    for threads in [2, 3, 64] {
      #expect(verifier.verify(broken, threads: threads) == findings, "seed \(seed), \(threads)")
    }
  }
}
