import CapacityModel
import Foundation
import Testing

@testable import CapacityData

/// Reading by chunks against reading from front to back, with chunks of a few bytes.
@Suite struct ChunkedReadingTests {
  private static let threadCounts = [1, 2, 5]

  private static func reader(
    _ folder: String, encoding: TextEncoding = .automatic, threads: Int, chunkSize: Int
  ) -> DatasetReader {
    DatasetReader(
      folder: folder, encoding: encoding,
      plan: ReadingPlan(threads: threads, chunkSize: chunkSize))
  }

  /// The files of a small synthetic dataset, with orders of several stages or without.
  private static func files(stagesFile: Bool) throws -> [String: String] {
    var options = GeneratorOptions()
    options.orders = 60
    options.machines = 12
    options.processes = 8
    options.clusters = 3
    options.multiStagePercent = stagesFile ? 30 : 0
    return try withTemporaryFolder { folder in
      _ = try DatasetGenerator(options: options).write(to: folder)
      var files: [String: String] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: folder)
      where name != "truth.csv" {
        files[name] = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      }
      return files
    }
  }

  private static func write(_ files: [String: [UInt8]], to folder: String) throws {
    for (name, bytes) in files {
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
  }

  /// The same rows spelled otherwise: quotes, line feeds in cells, CRLF, blank lines, a mark.
  private static func dressed(_ text: String, _ random: inout SplitMix64) -> [UInt8] {
    let ending = Bool.random(using: &random) ? "\r\n" : "\n"
    let quotes = Int.random(in: 0...4, using: &random)
    var result = Int.random(in: 0...2, using: &random) == 0 ? "\u{FEFF}" : ""
    let lines = text.split(separator: "\n")
    let name = lines.first?.split(separator: ",").firstIndex(of: "customer")
    for (number, line) in lines.enumerated() {
      // The generator quotes nothing in the files of this size but lists, which hold no comma.
      var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if let name, number > 0, name < cells.count, Int.random(in: 0...9, using: &random) < quotes {
        let names = ["\"a\nb\"", "\"\"\"\n\"\"\"", "\"\r\n,\"", "中文", "\"é\"\"𐐷\"", "\"\""]
        cells[name] = names[Int.random(in: 0..<names.count, using: &random)]
      }
      for index in cells.indices
      where Int.random(in: 0...9, using: &random) < quotes && !cells[index].contains("\"") {
        cells[index] = "\"\(cells[index])\""
      }
      result += cells.joined(separator: ",")
      if number < lines.count - 1 || Bool.random(using: &random) { result += ending }
      if Int.random(in: 0...20, using: &random) == 0, number < lines.count - 1 {
        result += " \t" + ending + ending
      }
    }
    return Array(result.utf8)
  }

  @Test(arguments: 0..<12)
  func `chunks of any size give what one pass gives`(_ seed: Int) throws {
    var random = SplitMix64(state: UInt64(seed))
    let files = try Self.files(stagesFile: seed % 2 == 1).mapValues { Array($0.utf8) }
    let dressed = try Self.files(stagesFile: seed % 2 == 1).mapValues { text in
      text.hasPrefix("{") ? Array(text.utf8) : Self.dressed(text, &random)
    }
    for files in [files, dressed] {
      try withTemporaryFolder { folder in
        try Self.write(files, to: folder)
        let expected = try Self.reader(folder, threads: 1, chunkSize: 1).readInOrder()
        for threads in Self.threadCounts {
          for chunkSize in [1, 7, 64, 1_000, 1 << 20] {
            let reader = Self.reader(folder, threads: threads, chunkSize: chunkSize)
            #expect(
              try #require(reader.readInParallel()) == expected,
              "seed \(seed), threads \(threads), chunks of \(chunkSize)")
          }
        }
      }
    }
  }

  @Test(arguments: 0..<60)
  func `damaged files are told alike by chunks and by one pass`(_ seed: Int) throws {
    var random = SplitMix64(state: UInt64(seed))
    var files = try Self.files(stagesFile: seed % 3 == 1).mapValues { Array($0.utf8) }
    for name in ["orders.csv", "bookings.csv", "offers.csv"] where Bool.random(using: &random) {
      guard var bytes = files[name], !bytes.isEmpty else { continue }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let byte = Array("\",\n\r0x;\u{0}é中".utf8).randomElement(using: &random) ?? 0
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default:
          // A row twice, or a part of one.
          let end = min(bytes.count, place + Int.random(in: 1...150, using: &random))
          bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
      }
      files[name] = bytes
    }
    try withTemporaryFolder { folder in
      try Self.write(files, to: folder)
      func outcome(_ read: () throws -> ReadDataset) throws -> (ReadDataset?, [String]) {
        var dataset: ReadDataset?
        let lines = try problems { dataset = try read() }
        return (dataset, lines)
      }
      let expected = try outcome {
        try Self.reader(folder, threads: 1, chunkSize: 1).readInOrder()
      }
      for threads in Self.threadCounts {
        for chunkSize in [5, 300] {
          let reader = Self.reader(folder, threads: threads, chunkSize: chunkSize)
          let found = try outcome { try reader.read() }
          #expect(found == expected, "seed \(seed), threads \(threads), chunks of \(chunkSize)")
          if let quick = reader.readInParallel() { #expect(quick == expected.0) }
        }
      }
    }
  }

  @Test(arguments: BadFixtureTests.names)
  func `every kind of bad input is seen by chunks and told as from front to back`(
    _ name: String
  ) throws {
    let folder = fixtures + "/bad/" + name
    let changes = try BadFixtureTests.changes(in: folder)
    let expected = try String(contentsOfFile: folder + "/expected.txt", encoding: .utf8)
    try withDataset(changes) { dataset in
      for threads in Self.threadCounts {
        let reader = Self.reader(dataset, threads: threads, chunkSize: 16)
        #expect(reader.readInParallel() == nil)
        let lines = try problems { _ = try reader.read() }
        #expect(lines.joined(separator: "\n") + "\n" == expected)
      }
    }
  }

  @Test func `a file in GB18030 is read beside files that are read by chunks`() throws {
    var files = try Self.files(stagesFile: false).mapValues { Array($0.utf8) }
    let orders = String(decoding: try #require(files["orders.csv"]), as: UTF8.self)
    // 客户 in GB18030, from iconv.
    let converted = orders.split(separator: ",K", omittingEmptySubsequences: false)
      .map { Array($0.utf8) }.joined(separator: [0x2C, 0xBF, 0xCD, 0xBB, 0xA7])
    try withTemporaryFolder { folder in
      var expected: Dataset?
      for bytes in [Array(orders.replacing(",K", with: ",客户").utf8), Array(converted)] {
        files["orders.csv"] = bytes
        try Self.write(files, to: folder)
        for threads in Self.threadCounts {
          let reader = Self.reader(folder, threads: threads, chunkSize: 50)
          let dataset = try #require(reader.readInParallel()).dataset
          #expect(dataset == expected ?? dataset)
          expected = dataset
        }
      }
      #expect(expected?.orders.first?.customer.hasPrefix("客户") == true)
    }
  }

  @Test func `one id among thousands that stands twice is found`() throws {
    let header = "booking_id,machine_id,start,end\n"
    let rows = (0..<5_000).map { number -> String in
      // Long ids that begin alike, and are told apart behind what is sorted by.
      let start = Format.time(
        epochSeconds: 1_772_409_600 + Int64(number) * 7_200, zoneOffsetSeconds: 0)
      let end = Format.time(
        epochSeconds: 1_772_413_200 + Int64(number) * 7_200, zoneOffsetSeconds: 0)
      return "booking-of-the-long-kind-\(number * 7_919 % 5_000),M1,\(start),\(end)\n"
    }
    for isTwice in [false, true] {
      let text = header + rows.joined() + (isTwice ? rows[17].replacing("2026", with: "2025") : "")
      try withDataset(["bookings.csv": Array(text.utf8)]) { folder in
        let expected = try? Self.reader(folder, threads: 1, chunkSize: 1).readInOrder()
        #expect((expected == nil) == isTwice)
        for threads in Self.threadCounts {
          #expect(
            Self.reader(folder, threads: threads, chunkSize: 999).readInParallel() == expected)
        }
      }
    }
  }
}
