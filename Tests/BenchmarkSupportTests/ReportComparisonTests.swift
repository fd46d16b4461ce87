import BenchmarkSupport
import Testing

@Suite struct `A comparison of reports` {
  private func verdict(
    _ figure: String, from old: ScenarioFigures, to new: ScenarioFigures
  ) -> Verdict? {
    ReportComparison(old: report([old]), new: report([new]))
      .changes.first { $0.figure == figure }?.verdict
  }

  @Test(arguments: [
    // Medians 100 and 90 with spreads of 1 each.
    ([99, 100, 101], [89, 90, 91], Verdict.faster),
    ([89, 90, 91], [99, 100, 101], .slower),
    // The same medians with spreads that reach over the difference.
    ([90, 100, 110], [80, 90, 100], .noise),
    // A difference below 2 %, however steady the rounds are.
    ([1_000, 1_000, 1_000], [1_010, 1_010, 1_010], .noise),
    ([100, 100, 100], [100, 100, 100], .same),
    // A single round is given 10 %.
    ([1_000], [1_080, 1_080, 1_080], .noise),
    ([1_000], [1_200], .slower),
  ])
  func `calls a time changed only beyond the noise of both`(
    old: [Int], new: [Int], expected: Verdict
  ) {
    let found = verdict("match time", from: figures(match: old), to: figures(match: new))
    #expect(found == expected)
  }

  @Test func `calls any difference of a count a change`() {
    let old = figures(match: [1], offers: 100)
    let more = figures(match: [1], offers: 101)
    #expect(verdict("offers looked at", from: old, to: more) == .more)
    #expect(verdict("offers looked at", from: more, to: old) == .less)
  }

  @Test func `passes over 2 % of memory`() {
    let old = figures(match: [1], memory: 1_000_000)
    #expect(verdict("peak memory", from: old, to: figures(match: [1], memory: 1_019_000)) == .noise)
    #expect(verdict("peak memory", from: old, to: figures(match: [1], memory: 1_030_000)) == .more)
  }

  @Test func `names the scenarios that the old report lacks`() {
    let comparison = ReportComparison(
      old: report([figures("tiny", match: [1])]),
      new: report([figures("tiny", match: [1]), figures("city", match: [1])]))
    #expect(comparison.missing == ["city"])
    #expect(comparison.changes.allSatisfy { $0.scenario == "tiny" })
  }
}
