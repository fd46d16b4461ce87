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
}
