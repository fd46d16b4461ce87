import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport

/// The version that figures are of.
let engineVersion = capmatchVersion

/// The read phase: files to a dataset.
func readDataset(_ folder: String) throws(BenchFailure) -> Dataset {
  do {
    return try DatasetReader(folder: folder).read().dataset
  } catch {
    throw BenchFailure(message: "\(folder): cannot read: \(error)", exitCode: 4)
  }
}

/// The write phase: a result to files, with the words and the summary that belong to them.
func writeResult(
  _ result: MatchResult, of dataset: Dataset, options: MatchOptions, to folder: String
) throws(BenchFailure) {
  let summary = SummaryDocument.make(result, of: dataset, options: options, run: RunFacts())
  do {
    try ResultWriter(folder: folder, force: true).write(
      result: result, dataset: dataset, summary: summary, threads: options.threads
    ) { UnmatchedWords.detail($0, in: dataset) }
  } catch {
    throw BenchFailure(message: "\(folder): cannot write: \(error)", exitCode: 4)
  }
}

/// Stops unless two results are equal in every field: a time without its answer means nothing.
func requireEqual(
  _ result: MatchResult, _ expected: MatchResult, scenario: String, what: String
) throws(BenchFailure) {
  guard result != expected else { return }
  throw BenchFailure(
    message: "\(scenario): \(what) gives another answer: "
      + difference(result, expected), exitCode: 1)
}

/// The first field in which two results differ, in words.
private func difference(_ result: MatchResult, _ expected: MatchResult) -> String {
  func first<Element: Equatable>(
    _ name: String, _ found: [Element], _ expected: [Element]
  ) -> String? {
    if let index = zip(found, expected).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      return "\(name) \(index) is \(found[index]) instead of \(expected[index])"
    }
    guard found.count != expected.count else { return nil }
    return "there are \(found.count) of \(name) instead of \(expected.count)"
  }
  return first("matched", result.matched, expected.matched)
    ?? first("bookings", result.bookings, expected.bookings)
    ?? first("unmatched", result.unmatched, expected.unmatched)
    ?? "the objective is \(result.objectiveFen) fen instead of \(expected.objectiveFen)"
}
