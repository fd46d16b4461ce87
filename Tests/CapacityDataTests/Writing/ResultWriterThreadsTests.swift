import CapacityMatching
import CapacityModel
import Foundation
import Testing

@testable import CapacityData

@Suite struct ResultWriterThreadsTests {
  @Test func `any number of threads writes the same bytes`() async throws {
    var options = GeneratorOptions()
    options.orders = 400
    options.machines = 30
    options.processes = 10
    options.multiStagePercent = 20
    let dataset = try withTemporaryFolder { folder in
      _ = try DatasetGenerator(options: options).write(to: folder)
      return try DatasetReader(folder: folder).read().dataset
    }
    var result = await Matcher(dataset, options: MatchOptions(effort: 0, threads: 1)).match()
    result.certificate = Certificate(
      upperBoundFen: 0,
      prices: dataset.machines.indices.flatMap { machine in
        (Int64(0)..<9).map { hour in
          ShadowPrice(
            machine: machine, period: TimeSpan(start: hour * 3_600, end: (hour + 1) * 3_600),
            openSeconds: 3_600, microYuanPerSecond: 1_000 * hour)
        }
      })
    #expect(!result.matched.isEmpty && !result.unmatched.isEmpty)
    try withTemporaryFolder { folder in
      var expected: [Data]?
      for threads in [1, 2, 5] {
        for rowsPerPart in [1, 7, 100_000] {
          let target = folder + "/\(threads)-\(rowsPerPart)"
          var writer = ResultWriter(folder: target, force: false)
          writer.rowsPerPart = rowsPerPart
          try writer.write(
            result: result, dataset: dataset, summary: .object([]), threads: threads
          ) { "order \($0.order), \"\($0.reason.rawValue)\"" }
          let files = try [
            "bookings.csv", "unmatched.csv", "shadow_prices.csv", "capacity_gaps.csv",
            "summary.json",
          ].map { try Data(contentsOf: URL(fileURLWithPath: target + "/" + $0)) }
          #expect(files == expected ?? files)
          expected = files
        }
      }
    }
  }

  @Test(arguments: 0..<200)
  func `cells are put into quotes as in every other file`(_ seed: Int) {
    var random = SplitMix64(state: UInt64(seed))
    let alphabet = Array("a,\"\n\r \té中-0")
    let cells = (0..<3).map { _ in
      String(
        (0..<Int.random(in: 0...9, using: &random)).map { _ in
          alphabet.randomElement(using: &random) ?? "a"
        })
    }
    var plain = CSVText(header: [])
    plain.append(cells)
    var text = TextBuffer()
    text.append(UInt8(ascii: "\n"))
    for (index, cell) in cells.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      let start = text.count
      text.append(cell)
      text.endCell(from: start)
    }
    text.append(UInt8(ascii: "\n"))
    #expect(text.string == String(decoding: plain.bytes, as: UTF8.self))
  }

  @Test(
    arguments: [
      0, 1, -1, 9, 10, 99, 100, -100, 1_234_567, .max, .min, 1_000_000_000_000_000_000,
    ] as [Int64])
  func `integers are written as Swift writes them`(_ value: Int64) {
    var text = TextBuffer()
    text.append(value)
    #expect(text.string == String(value))
  }
}
