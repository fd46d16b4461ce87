import Foundation
import Testing

@Suite struct `The command report` {
  private let tiny = projectFolder + "/Fixtures/tiny"

  @Test func `writes what match writes beside its result, and replaces only by force`()
    async throws
  {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      let beside = folder + "/beside.html"
      let match = ["match", tiny, "-o", out, "-q", "--language", "en", "--report", beside]
      #expect(try runCapmatch(match).code == 0)
      let report = ["report", tiny, out, "--language", "en", "-o", folder + "/report.html"]
      let first = try runCapmatch(report)
      #expect(first.code == 0)
      #expect(first.output == "")
      #expect(try contents(beside) == contents(folder + "/report.html"))

      try "mine".write(toFile: beside, atomically: true, encoding: .utf8)
      let refused = try runCapmatch(["report", tiny, out, "-o", beside])
      #expect(refused.code == 2)
      #expect(refused.error.contains("exists already; write --force to replace it"))
      // A match refuses as early: its result would have been new.
      #expect(
        try runCapmatch(["match", tiny, "-o", folder + "/new", "--report", beside]).code == 2)
      #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
      #expect(try contents(beside) == "mine")
      #expect(try runCapmatch(report + ["--force"]).code == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.sorted() == ["beside.html", "out", "report.html"])
    }
  }

  @Test func `takes what invest printed`() async throws {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      #expect(try runCapmatch(["match", tiny, "-o", out, "-q"]).code == 0)
      let advice = try runCapmatch(["invest", tiny, out, "--format", "json", "--confirm", "0"])
      let file = folder + "/invest.json"
      let page = folder + "/report.html"
      try advice.output.write(toFile: file, atomically: true, encoding: .utf8)
      let words = ["report", tiny, out, "-o", page, "--investment", file]
      #expect(try runCapmatch(words).code == 0)
      #expect(try contents(page).contains("\"estimate_per_year\""))
      try "{}".write(toFile: file, atomically: true, encoding: .utf8)
      let run = try runCapmatch(words + ["--force"])
      #expect(run.code == 3)
      #expect(run.error.contains("capmatch invest DATASET RESULT --format json"))
      #expect(try runCapmatch(words.dropLast() + ["/no/such.json", "--force"]).code == 4)
    }
  }

  @Test(arguments: [
    ("bookings.csv", "O01/1/1,O01,", "O01/1/1,O99,", "'O99' is no order of the dataset"),
    ("bookings.csv", ",M1,1,", ",M1,7,", "the machine has no unit 7"),
    ("bookings.csv", ",M1,", ",M99,", "'M99' is no machine of the dataset"),
    ("bookings.csv", "2026-03-02T", "2027-03-02T", "outside the horizon"),
    ("capacity_gaps.csv", ",KS,", ",KX,", "'KX' is no cluster of the dataset"),
    ("summary.json", "\"objective\":", "\"objectives\":", "is missing or no number"),
  ])
  func `a result of another dataset is bad data, and nothing is written`(
    file: String, old: String, new: String, complaint: String
  ) async throws {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      #expect(try runCapmatch(["match", tiny, "-o", out, "-q"]).code == 0)
      let text = try contents(out + "/" + file)
      #expect(text.contains(old))
      try text.replacingOccurrences(of: old, with: new)
        .write(toFile: out + "/" + file, atomically: true, encoding: .utf8)
      let run = try runCapmatch(["report", tiny, out, "-o", folder + "/report.html"])
      #expect(run.code == 3)
      #expect(run.error.contains(file))
      #expect(run.error.contains(complaint))
      #expect(!FileManager.default.fileExists(atPath: folder + "/report.html"))
    }
  }

  private func report(_ result: String, _ words: String...) throws -> Run {
    try runCapmatch(["report", tiny, result] + words)
  }

  @Test func `says what is wrong with its target`() async throws {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      #expect(try runCapmatch(["match", tiny, "-o", out, "-q"]).code == 0)
      let untold = try report(out)
      #expect(untold.error.contains("--output: is missing"))
      #expect(try report(out, "-o", folder + "/x.html", "--language", "fr").code == 2)
      #expect(try report(out, "-o", folder + "/no/such/x.html").code == 4)
      #expect(try report(out, "-o", out, "--force").code == 4)
    }
  }
}
