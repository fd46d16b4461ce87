import CapacityMatching
import CapacityModel
import Foundation
import TestSupport
import Testing

@Suite struct `Shuffled files` {
  private static let files = [
    "clusters.csv", "factories.csv", "calendars.csv", "machines.csv", "processes.csv",
    "offers.csv", "stages.csv", "freight.csv", "bookings.csv",
  ]

  /// Copies a dataset with the rows of `files` in random order; no cell holds a line end.
  private func shuffle(_ dataset: String, _ files: [String], to folder: String, seed: UInt64)
    throws
  {
    var random = TestRandom(seed: seed)
    try FileManager.default.copyItem(atPath: dataset, toPath: folder)
    for file in files {
      let path = folder + "/" + file
      let lines = try contents(path).split(whereSeparator: \.isNewline).map(String.init)
      let rows = [lines[0]] + random.shuffled(Array(lines.dropFirst()))
      try (rows.joined(separator: "\n") + "\n").write(
        toFile: path, atomically: true, encoding: .utf8)
    }
  }

  @Test(arguments: ["tiny", "sichuan"])
  func `change no byte of the result, whatever file but the orders'`(name: String) async throws {
    try await withTemporaryFolder { folder in
      let dataset = projectFolder + "/Fixtures/" + name
      try await matchFiles(dataset, to: folder + "/out")
      try shuffle(dataset, Self.files, to: folder + "/shuffled", seed: 7)
      try await matchFiles(folder + "/shuffled", to: folder + "/again")
      for file in ["bookings.csv", "unmatched.csv", "summary.json"] {
        #expect(try contents(folder + "/out/" + file) == contents(folder + "/again/" + file))
      }
    }
  }

  @Test(arguments: ["tiny", "sichuan"])
  func `shuffled orders give the same rows in their order`(name: String) async throws {
    try await withTemporaryFolder { folder in
      let dataset = projectFolder + "/Fixtures/" + name
      try await matchFiles(dataset, to: folder + "/out")
      try shuffle(dataset, ["orders.csv"], to: folder + "/shuffled", seed: 8)
      try await matchFiles(folder + "/shuffled", to: folder + "/again")
      for file in ["bookings.csv", "unmatched.csv"] {
        let rows = try contents(folder + "/out/" + file).split(separator: "\n")
        let again = try contents(folder + "/again/" + file).split(separator: "\n")
        #expect(rows != again)
        #expect(rows.sorted() == again.sorted())
      }
      #expect(
        try contents(folder + "/out/summary.json") == contents(folder + "/again/summary.json"))
      #expect(try verifyFiles(folder + "/shuffled", folder + "/again") == [])
    }
  }
}
