import BenchmarkSupport
import CapacityMatching
import CapacityModel

/// Times a match without each single feature of its search.
///
/// The variants take turns in every round, so that whatever else the machine does hits all of them.
struct Ablation {
  let scenario: String
  let rounds: Int
  /// The answer that each of them must give.
  let expected: MatchResult

  /// The figures of each feature left out, in the features' order.
  func measure(_ prepared: PreparedMatch) async throws -> [AblationFigures] {
    let features = SearchFeatures.allCases
    let searches = [SearchFeatures.all] + features.map { SearchFeatures.all.subtracting($0) }
    var samples = Array(repeating: [Int](), count: searches.count)
    var counts: [CountFigures?] = Array(repeating: nil, count: searches.count)
    for _ in 0..<rounds {
      for (index, search) in searches.enumerated() {
        let (found, nanoseconds) = await Stopwatch().time {
          await prepared.match(.bestFirst(search))
        }
        let name = index == 0 ? "every feature" : "leaving out \(features[index - 1].name)"
        try requireEqual(found.result, expected, scenario: scenario, what: name)
        samples[index].append(nanoseconds)
        counts[index] = CountFigures(found.counts, of: found.result, allocations: nil)
      }
    }
    let full = Timing(rounds: samples[0])
    return features.enumerated().compactMap { index, feature in
      counts[index + 1].map { counts in
        AblationFigures(
          without: feature.name, match: Timing(rounds: samples[index + 1]), full: full,
          counts: counts)
      }
    }
  }
}
