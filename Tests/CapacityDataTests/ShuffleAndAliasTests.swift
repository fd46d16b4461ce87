import CapacityData
import CapacityModel
import Foundation
import Testing

@Suite struct ShuffleAndAliasTests {
  private static let tables = [
    "clusters.csv", "factories.csv", "calendars.csv", "machines.csv", "processes.csv",
    "offers.csv", "stages.csv", "freight.csv", "bookings.csv",
  ]

  @Test(arguments: UInt64(1)...20)
  func `for any seed, shuffled rows give an equal dataset`(_ seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let plain = try read().dataset
    var changes: [String: String] = [:]
    for name in Self.tables {
      var lines = try baseText(name).split(separator: "\n")
      let header = lines.removeFirst()
      lines.shuffle(using: &generator)
      changes[name] = ([header] + lines).joined(separator: "\n")
    }
    #expect(try read(changes).dataset == plain, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...5)
  func `for any seed, shuffled columns give an equal dataset`(_ seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let plain = try read().dataset
    var changes: [String: String] = [:]
    for name in Self.tables + ["orders.csv"] {
      let rows = try baseText(name).split(separator: "\n").map { row in
        row.split(separator: ",", omittingEmptySubsequences: false)
      }
      let order = rows[0].indices.shuffled(using: &generator)
      changes[name] = rows.map { row in order.map { row[$0] }.joined(separator: ",") }
        .joined(separator: "\n")
    }
    #expect(try read(changes).dataset == plain, "seed \(seed)")
  }

  @Test func `the order of the orders is kept, with their own stages`() throws {
    let plain = try read().dataset
    var lines = try baseText("orders.csv").split(separator: "\n")
    lines.swapAt(1, 3)
    let swapped = try read(["orders.csv": lines.joined(separator: "\n")]).dataset
    #expect(swapped.orders.map(\.id.text) == ["O3", "O2", "O1"])
    for order in swapped.orders {
      let same = try #require(plain.orders.first { $0.id == order.id })
      #expect(swapped.stages[order.stages] == plain.stages[same.stages])
    }
  }

  @Test func `Chinese headers read the same`() throws {
    var changes: [String: String] = [:]
    for file in Schema.dataset {
      let text = try baseText(file.name)
      let lines = text.split(separator: "\n", maxSplits: 1)
      let header = try lines[0].split(separator: ",").map { name in
        try #require(file.columns.first { $0.name == name }).alias
      }
      changes[file.name] = header.joined(separator: ",") + "\n" + lines[1]
    }
    let read = try read(changes)
    #expect(read.warnings == [])
    #expect(try read.dataset == CapacityDataTests.read().dataset)
  }

  @Test func `no two columns of a file share a name or an alias`() {
    for file in Schema.dataset + [Schema.bookings, Schema.unmatched] {
      let names = file.columns.flatMap { [$0.name, $0.alias] }
      #expect(Set(names).count == names.count, "\(file.name)")
    }
  }

  @Test func `the documentation lists the columns that the code reads`() throws {
    let path = projectFolder + "/Docs/dataset.md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let begin = "<!-- columns: written from Schema.swift by `make golden` -->\n"
    let end = "<!-- end of columns -->"
    let parts = text.components(separatedBy: begin)
    try #require(parts.count == 2)
    let rest = parts[1].components(separatedBy: end)
    try #require(rest.count == 2)
    if rewritesGoldenFiles {
      let written = parts[0] + begin + Schema.documentation() + end + rest[1]
      try written.write(toFile: path, atomically: true, encoding: .utf8)
    } else {
      #expect(rest[0] == Schema.documentation())
    }
  }
}
