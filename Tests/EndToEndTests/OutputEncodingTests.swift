import CapacityData
import CapacityModel
import Foundation
import Testing

@Suite struct `Encodings of results` {
  private let sichuan = projectFolder + "/Fixtures/sichuan"
  private static let tables = [
    "bookings.csv", "unmatched.csv", "capacity_gaps.csv", "shadow_prices.csv",
  ]

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The small dataset with Chinese ids, a name that GB18030 spells in four bytes, and one more scalar if asked for.
  private func makeDataset(in folder: String, orderSuffix: String = "订单") throws -> String {
    let target = folder + "/dataset"
    try FileManager.default.copyItem(
      atPath: projectFolder + "/Fixtures/tiny", toPath: target)
    for file in try FileManager.default.contentsOfDirectory(atPath: target)
    where file.hasSuffix(".csv") {
      let text = try contents(target + "/" + file)
        .replacingOccurrences(of: "O13", with: "O13\(orderSuffix)")
        .replacingOccurrences(of: "M5", with: "设备𠀀é5")
      try text.write(toFile: target + "/" + file, atomically: true, encoding: .utf8)
    }
    return target
  }

  @Test(arguments: [
    (["--output-encoding", "utf-8-bom"], "utf-8-bom"),
    (["--encoding", "utf-8-bom"], "utf-8-bom"),
    (["--output-encoding", "gb18030"], "gb18030"),
    // A file that is UTF-8 without doubt is read as such all the same.
    (["--encoding", "gb18030"], "gb18030"),
    (["--encoding", "utf-8", "--output-encoding", "gb18030"], "gb18030"),
    (["--encoding", "gb18030", "--output-encoding", "utf-8"], "utf-8"),
  ])
  func `are what was asked for, and every reader takes them`(
    options: [String], encoding: String
  ) async throws {
    try await withTemporaryFolder { folder in
      let dataset = try makeDataset(in: folder)
      let plain = folder + "/plain"
      let out = folder + "/out"
      #expect(try runCapmatch(["match", dataset, "-o", plain, "-q"]).code == 0)
      #expect(try runCapmatch(["match", dataset, "-o", out, "-q"] + options).code == 0)
      for table in Self.tables {
        let expected = try bytes(plain + "/" + table)
        let found = try bytes(out + "/" + table)
        switch encoding {
        case "utf-8-bom": #expect(found == [0xEF, 0xBB, 0xBF] + expected)
        case "utf-8": #expect(found == expected)
        default:
          let iconv = try #require(
            try runProgram("iconv", ["-f", "GB18030", "-t", "UTF-8", out + "/" + table]))
          #expect(Array(iconv.output.utf8) == expected)
        }
      }
      for reading in [[], ["--encoding", "gb18030"], ["--encoding", "utf-8-bom"]] {
        #expect(try runCapmatch(["verify", dataset, out] + reading).code == 0)
      }
      for words in [
        ["explain", dataset, "R", "O13订单"], ["invest", dataset, "R", "--confirm", "0"],
      ] {
        func run(_ result: String) throws -> Run {
          try runCapmatch(words.map { $0 == "R" ? result : $0 })
        }
        let (found, expected) = (try run(out), try run(plain))
        #expect(found.code == 0)
        #expect(found.output == expected.output)
      }
      // What was booked is promised in the next dataset.
      for (source, name) in [(plain, "next-plain"), (out, "next-out")] {
        let next = folder + "/" + name
        try FileManager.default.copyItem(atPath: dataset, toPath: next)
        try? FileManager.default.removeItem(atPath: next + "/bookings.csv")
        try FileManager.default.copyItem(
          atPath: source + "/bookings.csv", toPath: next + "/bookings.csv")
      }
      #expect(
        try DatasetReader(folder: folder + "/next-out").read()
          == DatasetReader(folder: folder + "/next-plain").read())
    }
  }

  @Test func `are the same on every count of threads`() async throws {
    try await withTemporaryFolder { folder in
      for threads in ["1", "3"] {
        let run = try runCapmatch([
          "match", sichuan, "-o", folder + "/" + threads, "--effort", "0", "-q", "--threads",
          threads, "--output-encoding", "gb18030",
        ])
        #expect(run.code == 0)
      }
      for table in Self.tables {
        #expect(try bytes("\(folder)/1/\(table)") == bytes("\(folder)/3/\(table)"))
      }
    }
  }

  @Test func `that lack a character name it, and nothing is written`() async throws {
    try await withTemporaryFolder { folder in
      let dataset = try makeDataset(in: folder, orderSuffix: "\u{E78D}")
      let words = ["match", dataset, "-o", folder + "/out", "--effort", "0"]
      let run = try runCapmatch(words + ["--output-encoding", "gb18030"])
      #expect(run.code == 4)
      #expect(run.error.contains("\"O13\u{E78D}\" holds U+E78D, a character that GB18030 does not"))
      #expect(run.error.contains("write it as utf-8-bom"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["dataset"])
      #expect(try runCapmatch(words + ["--output-encoding", "utf-8-bom"]).code == 0)
    }
  }

  @Test func `are known by the summary where the bytes would do in both`() async throws {
    try await withTemporaryFolder { folder in
      let target = folder + "/dataset"
      try FileManager.default.copyItem(
        atPath: projectFolder + "/Fixtures/tiny", toPath: target)
      // Every two bytes of 魔 in GB18030 are a letter of UTF-8.
      for file in try FileManager.default.contentsOfDirectory(atPath: target)
      where file.hasSuffix(".csv") {
        try contents(target + "/" + file).replacingOccurrences(of: "O13", with: "魔13")
          .write(toFile: target + "/" + file, atomically: true, encoding: .utf8)
      }
      let out = folder + "/out"
      let run = try runCapmatch([
        "match", target, "-o", out, "-q", "--effort", "0", "--output-encoding", "gb18030",
      ])
      #expect(run.code == 0)
      #expect(try runCapmatch(["verify", target, out]).code == 0)
    }
  }
}
