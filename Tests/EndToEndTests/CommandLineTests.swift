import Foundation
import Testing

@Suite struct `The command line` {
  private func capmatch(_ words: String...) throws -> Run { try runCapmatch(words) }

  @Test func `matches, verifies and explains`() async throws {
    try await withTemporaryFolder { folder in
      let tiny = projectFolder + "/Fixtures/tiny"
      let match = try capmatch("match", tiny, "-o", folder + "/out", "--effort", "0")
      #expect(match.code == 0)
      #expect(match.output.contains("5,693.12"))
      #expect(match.error == "")
      #expect(try capmatch("verify", tiny, folder + "/out").code == 0)
      let explained = try capmatch("explain", tiny, folder + "/out", "O13")
      #expect(explained.output.contains("deadline +1d 4h"))
      let json = try capmatch("explain", tiny, folder + "/out", "O13", "--format", "json")
      #expect(json.output.contains("\"reason\": \"too_late\""))
      let again = try capmatch("match", tiny, "-o", folder + "/out")
      #expect(again.code == 2)
      #expect(again.error.contains("--force"))
    }
  }

  @Test func `a broken result exits 1 and names the row`() async throws {
    try await withTemporaryFolder { folder in
      let tiny = projectFolder + "/Fixtures/tiny"
      _ = try capmatch("match", tiny, "-o", folder + "/out", "-q")
      let path = folder + "/out/bookings.csv"
      let text = try contents(path).replacingOccurrences(of: ",M5,", with: ",M4,")
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let run = try capmatch("verify", tiny, folder + "/out")
      #expect(run.code == 1)
      #expect(run.output.contains("bookings.csv:"))
    }
  }

  @Test func `bad data exits 3 and leaves no result behind`() async throws {
    try await withTemporaryFolder { folder in
      let run = try capmatch("match", folder, "-o", folder + "/out")
      #expect(run.code == 3)
      #expect(run.error.contains("orders.csv"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func `a folder that cannot be made exits 4`() async throws {
    try await withTemporaryFolder { folder in
      let tiny = projectFolder + "/Fixtures/tiny"
      let run = try capmatch("match", tiny, "-o", folder + "/no/such/folder")
      #expect(run.code == 4)
    }
  }

  @Test(arguments: [
    // A command that nearly is one, and options likewise.
    (["mtach"], "did you mean 'match'?"),
    (["match", "x", "--thread", "2"], "did you mean '--threads'?"),
    (["match", "x", "-o", "y", "--threads", "512"], "at most 64 is allowed"),
    (["match", "x", "-o", "y", "--effort", "no"], "is not a whole number"),
    (["match", "x"], "--output"),
    (["verify", "x"], "RESULT is missing"),
    (["invest", "x"], "RESULT is missing"),
    (["invest", "x", "y", "--top", "0"], "at least 1 is allowed"),
    (["invest", "x", "y", "--machine-price", "3e5"], "is not an amount in yuan"),
    (["invest", "x", "y", "--machine-price", "1.234"], "is not an amount in yuan"),
    (["invest", "x", "y", "--machine-price", "0"], "is out of range"),
    (["generate", "-o", "x", "--load", "a lot"], "--load"),
    // Words of which there are only a few.
    (["match", "x", "-o", "y", "--objective", "suplus"], "did you mean 'surplus'?"),
    (["match", "x", "-o", "y", "--objective", "gift"], "write surplus, fill, value"),
    (["verify", "x", "y", "--format", "jsn"], "did you mean 'json'?"),
    (["completions", "bsh"], "did you mean 'bash'?"),
    (["completions"], "bash|zsh|fish is missing"),
    (["validate", "x", "--language", "fr"], "write en, zh"),
    (["--language", "fr", "help"], "write en, zh"),
    (["--langage", "zh"], "did you mean '--language'?"),
    (["help", "mtach"], "did you mean 'match'?"),
    (["help", "match", "verify"], "one argument too many"),
  ])
  func `wrong usage exits 2 and says what to write`(words: [String], hint: String) throws {
    let run = try runCapmatch(words)
    #expect(run.code == 2)
    #expect(run.error.contains(hint))
  }

  @Test func `help stands for every command, with examples`() throws {
    for command in [
      "generate", "validate", "match", "verify", "explain", "invest", "recommend", "statement",
      "report", "completions", "help",
    ] {
      let run = try capmatch(command, "--help")
      #expect(run.code == 0)
      #expect(run.output.contains("Examples:"))
    }
    #expect(try capmatch("--version").output.hasPrefix("capmatch "))
  }
}
