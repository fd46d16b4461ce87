import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import Foundation
import Testing

@Suite struct `Whole runs over fixtures` {
  @Test func `tiny gives the result that was worked out by hand`() async throws {
    try await withTemporaryFolder { folder in
      let dataset = projectFolder + "/Fixtures/tiny"
      try await matchFiles(dataset, to: folder + "/out")
      #expect(
        try contents(folder + "/out/bookings.csv") == contents(dataset + "/expected/bookings.csv"))
      // The words of `detail` are nobody's arithmetic: the other columns are compared.
      let read = try DatasetReader(folder: dataset).read().dataset
      let records = try ResultReader(folder: folder + "/out", horizon: read.horizon).read()
      let rows = records.unmatched.map {
        [$0.orderID.text, $0.stage.map { "\($0)" } ?? "", $0.reason.rawValue, $0.fix]
          .joined(separator: ",")
      }
      let expected = try contents(dataset + "/expected/unmatched.csv")
        .split(whereSeparator: \.isNewline).dropFirst().map(String.init)
      #expect(rows == expected)
      #expect(try verifyFiles(dataset, folder + "/out") == [])
      #expect(records.summary["objective"] == .hundredths(569_312))
      #expect(records.summary["utilisation.percent"] == .hundredths(1_807))
    }
  }

  @Test func `sichuan matches and verifies, the same bytes with any number of threads`()
    async throws
  {
    try await withTemporaryFolder { folder in
      let dataset = projectFolder + "/Fixtures/sichuan"
      let result = try await matchFiles(
        dataset, to: folder + "/one", options: MatchOptions(effort: 0, threads: 1))
      try await matchFiles(
        dataset, to: folder + "/two", options: MatchOptions(effort: 0, threads: 2))
      for file in ["bookings.csv", "unmatched.csv", "summary.json", "capacity_gaps.csv"] {
        #expect(try contents(folder + "/one/" + file) == contents(folder + "/two/" + file))
      }
      #expect(try verifyFiles(dataset, folder + "/one") == [])
      #expect(result.matched.count > 1_500)
    }
  }

  @Test func `a match says what serving orders as they come would earn`() async throws {
    try await withTemporaryFolder { folder in
      let dataset = projectFolder + "/Fixtures/sichuan"
      try await matchFiles(
        dataset, to: folder + "/result", options: MatchOptions(effort: 1, threads: 2))
      let read = try DatasetReader(folder: dataset).read().dataset
      let summary = try ResultReader(folder: folder + "/result", horizon: read.horizon).read()
        .summary
      #expect(try verifyFiles(dataset, folder + "/result") == [])
      guard case .hundredths(let firstCome) = summary["first_come_objective"],
        case .hundredths(let objective) = summary["objective"],
        case .hundredths(let benefit) = summary["benefit_over_first_come_percent"]
      else {
        Issue.record("the summary lacks numbers")
        return
      }
      #expect(firstCome > 0)
      #expect(firstCome < objective)
      #expect(benefit > 0)
    }
  }

  @Test func `every order planted to be left over is left over for its reason`() async throws {
    let dataset = try DatasetReader(folder: projectFolder + "/Fixtures/sichuan").read().dataset
    let result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
    var reasons: [String: String] = [:]
    for unmatched in result.unmatched {
      reasons[dataset.orders[unmatched.order].id.text] = unmatched.reason.rawValue
    }
    let truth = try contents(projectFolder + "/Fixtures/sichuan/truth.csv")
    for row in truth.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = row.split(separator: ",").map(String.init)
      #expect(reasons[cells[0]] == cells[1], "\(cells[0])")
    }
  }

  /// A real shop's log; its licence keeps it out of the project, so it is looked for beside it.
  private static let shopLog = projectFolder + "/../shared/data/shop-log"

  @Test(.enabled(if: FileManager.default.fileExists(atPath: shopLog)))
  func `the shop log matches, verifies and is explained`() async throws {
    try await withTemporaryFolder { folder in
      let result = try await matchFiles(Self.shopLog, to: folder + "/out")
      #expect(try verifyFiles(Self.shopLog, folder + "/out") == [])
      // What a plain greedy earns, by the log's own README.
      #expect(result.objectiveFen >= 38_730_803)
      let dataset = try DatasetReader(folder: Self.shopLog).read().dataset
      let records = try ResultReader(folder: folder + "/out", horizon: dataset.horizon).read()
      let explainer = Explainer(dataset, taken: [])
      for record in records.unmatched.prefix(20) {
        let order = try #require(dataset.orders.firstIndex { $0.id == record.orderID })
        let words = Explanation(
          explainer.explain(order), of: order, in: dataset, standing: .unmatched(record)
        ).text
        #expect(words.contains(record.reason.rawValue))
      }
    }
  }
}
