import CapacityModel
import CapacityReport
import Foundation
import Testing

@Suite struct `Text on a terminal` {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("订单", 4), ("（新）", 6), ("e\u{301}", 1), ("█▍░", 3), ("𠀀", 2),
    ("ｶﾅ", 2), ("한", 2), ("a\u{200B}b", 2),
  ])
  func `takes two columns for a wide character`(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
  }

  @Test func `is never cut inside a wide character`() {
    #expect(TextWidth.prefix(of: "a订单", columns: 4) == "a订")
    #expect(TextWidth.prefix(of: "a订单", columns: 5) == "a订单")
    #expect(TextWidth.prefix(of: "a订单", columns: 0) == "")
  }

  @Test(
    arguments: [
      (0, 8, "░░░░"), (8, 8, "████"), (4, 8, "██░░"), (1, 32, "▏░░░"),
      // Something is never shown as nothing, nor as all.
      (1, 1_000_000, "▏░░░"), (999_999, 1_000_000, "███▉"), (1, 0, "░░░░"),
    ] as [(Int64, Int64, String)])
  func `has bars of a fixed width`(part: Int64, whole: Int64, bar: String) {
    let style = TextStyle(hasColours: false, hasBlocks: true)
    #expect(style.bar(part, of: whole, columns: 4) == bar)
    #expect(TextStyle.plain.bar(part, of: whole, columns: 4).count == 4)
  }

  @Test func `has bars of ASCII where text is not UTF-8`() {
    #expect(TextStyle.plain.bar(1, of: 2, columns: 4) == "##..")
  }

  @Test func `tells the rate and the time left`() {
    let facts = ProgressText.Facts(
      phase: "reading", done: 25_000_000, total: 100_000_000, unit: .bytes, seconds: 2)
    #expect(
      ProgressText.line(facts, columns: 80, in: .english, style: .plain)
        == "reading #####............... 25 %, 13 MB/s, 0:06 left")
    let rows = ProgressText.Facts(
      phase: "写出", done: 3_000, total: 4_000, unit: .rows, seconds: 0.5)
    #expect(
      ProgressText.line(rows, columns: 80, in: .chinese, style: .plain)
        == "写出 ###############..... 75 %，6,000 行/秒，还需 0:00")
  }

  @Test func `tells the time left of a search once there is enough to go by`() {
    var facts = ProgressText.Facts(
      phase: "matching", text: "surplus 1.00", share: 0.25, seconds: 30)
    func line() -> String {
      ProgressText.line(facts, columns: 80, in: .english, style: .plain)
    }
    #expect(line() == "matching ###....... 25 %, 1:30 left, surplus 1.00")
    facts.share = 0.01
    #expect(line() == "matching #......... 1 %, 0:30, surplus 1.00")
    facts.share = nil
    #expect(line() == "matching 0:30, surplus 1.00")
  }

  @Test func `never runs over the edge`() {
    let facts = ProgressText.Facts(
      phase: "匹配", text: String(repeating: "长", count: 200), share: 0.5, seconds: 4_000)
    let style = TextStyle(hasColours: true, hasBlocks: true)
    for columns in [20, 40, 80, 200, 500] {
      let line = ProgressText.line(facts, columns: columns, in: .chinese, style: style)
      let plain = line.replacing("\u{1B}[36m", with: "").replacing("\u{1B}[0m", with: "")
      #expect(TextWidth.columns(of: plain) < columns)
    }
  }

  @Test func `of a pipe has no colours and no progress`() async throws {
    try await withTemporaryFolder { folder in
      let tiny = projectFolder + "/Fixtures/tiny"
      for environment in [[:], ["TERM": "xterm-256color"], ["LANG": "zh_CN.UTF-8"]] {
        let run = try runCapmatch(
          ["match", tiny, "-o", folder + "/out", "--force"], environment: environment)
        #expect(run.code == 0)
        #expect(run.error == "")
        #expect(!run.output.contains("\u{1B}"))
      }
    }
  }

  /// What `match` prints on a terminal that `script` makes.
  private func onTerminal(_ settings: String) async throws -> String {
    try await withTemporaryFolder { folder in
      let tiny = projectFolder + "/Fixtures/tiny"
      let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
      let capmatch = tests.deletingLastPathComponent().appendingPathComponent("capmatch").path
      let run = try #require(
        try runProgram(
          "script",
          [
            "-qec", "env \(settings) '\(capmatch)' match '\(tiny)' -o '\(folder)/out'", "/dev/null",
          ]))
      #expect(run.code == 0)
      return run.output
    }
  }

  @Test(.enabled(if: pathOfProgram("script") != nil, "script is not installed"))
  func `has colours unless NO_COLOR is set`() async throws {
    let dressed = try await onTerminal("-u NO_COLOR TERM=xterm LC_ALL=C.UTF-8")
    #expect(dressed.contains("\u{1B}[1m"))
    #expect(dressed.contains("█"))
    // The progress line is there, and gone at the end.
    #expect(dressed.contains("\r\u{1B}[Kmatching"))
    for settings in ["TERM=xterm NO_COLOR=1 LC_ALL=C", "TERM=dumb LC_ALL=C"] {
      let plain = try await onTerminal(settings)
      #expect(!plain.contains("\u{1B}[1m"))
      #expect(plain.contains("###"))
    }
  }
}
