import BenchmarkSupport
import Foundation
import Testing

@Suite struct `A report` {
  private let sample = report([
    figures("tiny", orders: 1_000, match: [2_000_000, 2_100_000], reference: [8_200_000]),
    figures("city", orders: 10_000, match: [20_000_000, 21_000_000], reference: [164_000_000]),
  ])

  @Test func `is read as it was written`() throws {
    #expect(try Report(json: Data(try sample.json().utf8)) == sample)
  }

  @Test func `has the keys that the documentation names`() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let documentation = try String(
      contentsOf: root.appendingPathComponent("Docs/benchmarks.md"), encoding: .utf8)
    let json = try sample.json()
    let keys = Set(json.matches(of: /"([a-z_]+)" :/).map { String($0.1) })
    #expect(keys.contains("reference_ratio"))
    for key in keys {
      #expect(documentation.contains("`\(key)`"), "Docs/benchmarks.md does not name \(key)")
    }
  }

  @Test func `derives speeds and the ratio to the reference`() {
    let tiny = sample.scenarios[0]
    #expect(tiny.matchNanosecondsPerOrder == 2_050)
    #expect(tiny.wholeNanosecondsPerOrder == 5_050)
    #expect(tiny.matchOrdersPerSecond == 487_804)
    #expect(tiny.referenceRatio == 4)
  }

  @Test func `fits the growth of match and whole run`() throws {
    let growth = try #require(sample.growth)
    #expect(growth.map(\.what) == ["match", "whole"])
    #expect(growth[0].exponent == 1)
  }

  @Test func `is drawn as XML with every point labelled`() throws {
    let plots = ReportPlots.plots(of: sample)
    #expect(plots.map(\.file) == ["time.svg", "reference.svg", "memory.svg"])
    for plot in plots {
      #expect(plot.svg.hasPrefix("<svg ") && plot.svg.hasSuffix("</svg>\n"))
      #expect(plot.svg.contains("prefers-color-scheme: dark"))
    }
    #expect(plots[0].svg.contains(">2.05 ms<"))
    #expect(plots[0].svg.contains("match phase: orders^1.00"))
  }

  @Test func `is a table of Markdown with as many cells in each row`() {
    for table in ReportText.tables(of: sample) {
      let bars = table.markdown.split(separator: "\n").map { $0.filter { $0 == "|" }.count }
      #expect(Set(bars).count == 1)
    }
  }
}
