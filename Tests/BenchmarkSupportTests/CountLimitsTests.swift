import BenchmarkSupport
import Foundation
import Testing

@Suite struct `Limits of counts` {
  private let city = Scenario(.city)

  private func limits(_ json: String) throws -> CountLimits {
    try CountLimits(json: Data(json.utf8))
  }

  @Test func `allow what lies on the limit and nothing above it`() throws {
    let limits = try limits(#"{"city": {"offers_looked_at_per_order": 10}}"#)
    #expect(limits.check(counts(offers: 100), of: city).map(\.isExceeded) == [false])
    #expect(limits.check(counts(offers: 101), of: city).map(\.isExceeded) == [true])
  }

  @Test func `hold only what they state`() throws {
    let limits = try limits(#"{"city": {"allocations_per_order": 1}}"#)
    #expect(limits.scenarios.map(\.name) == ["city"])
    #expect(limits.check(counts(), of: city).map(\.name) == ["allocations_per_order"])
    #expect(limits.check(counts(), of: Scenario(.tiny)).isEmpty)
  }

  @Test func `pass over allocations where they cannot be counted`() throws {
    let limits = try limits(#"{"city": {"allocations_per_order": 0}}"#)
    #expect(limits.check(counts(allocations: nil), of: city).isEmpty)
  }

  @Test(arguments: [
    // No JSON, no object of objects, a limit that is no number.
    ("city", "object"),
    (#"{"city": 5}"#, "object"),
    (#"{"city": {"offers_looked_at_per_order": "few"}}"#, "object"),
    // Names that nothing has.
    (#"{"town": {}}"#, "town"),
    (#"{"city": {"offers": 5}}"#, "offers_looked_at_per_order"),
  ])
  func `that cannot be are refused with what is allowed`(json: String, expected: String) throws {
    let error = try #require(throws: CountLimits.BadFile.self) { try limits(json) }
    #expect(error.message.contains(expected))
  }

  @Test func `in the repository are well formed`() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let json = try Data(contentsOf: root.appendingPathComponent("Benchmarks/limits.json"))
    #expect(try CountLimits(json: json).scenarios.map(\.name) == ["city", "city-stages"])
  }
}
