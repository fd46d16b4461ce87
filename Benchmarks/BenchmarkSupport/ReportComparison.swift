/// How a figure changed between two reports.
package enum Verdict: Equatable, Sendable {
  case faster
  case slower
  /// Less, of what is not a time.
  case less
  case more
  /// A difference that the noise explains.
  case noise
  case same

  /// The verdict in a word or two.
  package var word: String {
    switch self {
    case .faster: "faster"
    case .slower: "SLOWER"
    case .less: "less"
    case .more: "MORE"
    case .noise: "within noise"
    case .same: "same"
    }
  }
}

/// One figure of a scenario in two reports.
package struct FigureChange: Equatable, Sendable {
  package var scenario: String
  package var figure: String
  /// Both values as text, with their units.
  package var old: String
  package var new: String
  /// The change in percent of the old value.
  package var percent: Double
  package var verdict: Verdict
}

/// The differences between two reports, figure by figure.
///
/// A time changed when the medians differ by more than the noise: the sum of both spreads, and at
/// least 2 % of the old median, since a machine drifts by that much between two runs. A single
/// round has no spread, so 10 % are taken for it. Memory is given 2 % and allocations 1 %; other
/// counts have no noise.
package struct ReportComparison: Equatable, Sendable {
  /// Every figure that both reports have, in the order of the new one.
  package let changes: [FigureChange]
  /// Scenarios of the new report that the old one lacks.
  package let missing: [String]

  private static let noisePercentMin = 2
  private static let singleRoundNoisePercent = 10

  /// Compares two reports.
  package init(old: Report, new: Report) {
    var changes: [FigureChange] = []
    var missing: [String] = []
    for scenario in new.scenarios {
      guard let before = old.scenarios.first(where: { $0.name == scenario.name }) else {
        missing.append(scenario.name)
        continue
      }
      changes += ReportComparison.changes(from: before, to: scenario)
    }
    self.changes = changes
    self.missing = missing
  }

  private static func changes(
    from old: ScenarioFigures, to new: ScenarioFigures
  ) -> [FigureChange] {
    var changes: [FigureChange] = []
    for (before, after) in zip(old.phases.named, new.phases.named) {
      changes.append(
        change(of: new.name, "\(after.name) time", from: before.timing, to: after.timing))
    }
    if let before = old.referenceMatch, let after = new.referenceMatch {
      changes.append(change(of: new.name, "reference match time", from: before, to: after))
    }
    let memoryNoise = old.peakMemoryBytes / 100 * noisePercentMin
    changes.append(
      change(
        of: new.name, "peak memory", from: old.peakMemoryBytes, to: new.peakMemoryBytes,
        noise: memoryNoise, text: { memory(bytes: $0) }))
    let countsBefore = Dictionary(
      uniqueKeysWithValues: old.counts.named.map { ($0.name, $0.count) })
    for (name, count) in new.counts.named {
      guard let before = countsBefore[name] else { continue }
      let figure = name.split(separator: "_").joined(separator: " ")
      // Arrays grow into the room that the heap happens to have; see Docs/benchmarks.md.
      let noise = name == "allocations" ? before / 100 : 0
      changes.append(
        change(of: new.name, figure, from: before, to: count, noise: noise, text: { grouped($0) }))
    }
    return changes
  }

  private static func change(
    of scenario: String, _ figure: String, from old: Timing, to new: Timing
  ) -> FigureChange {
    let isSingle = min(old.rounds, new.rounds) == 1
    let least = isSingle ? singleRoundNoisePercent : noisePercentMin
    let noise = max(
      old.spreadNanoseconds + new.spreadNanoseconds, old.medianNanoseconds / 100 * least)
    var change = change(
      of: scenario, figure, from: old.medianNanoseconds, to: new.medianNanoseconds, noise: noise,
      text: { duration(nanoseconds: $0) })
    if change.verdict == .less { change.verdict = .faster }
    if change.verdict == .more { change.verdict = .slower }
    return change
  }

  private static func change(
    of scenario: String, _ figure: String, from old: Int, to new: Int, noise: Int,
    text: (Int) -> String
  ) -> FigureChange {
    let difference = new - old
    let verdict: Verdict =
      switch difference {
      case 0: .same
      case _ where abs(difference) <= noise: .noise
      case ..<0: .less
      default: .more
      }
    return FigureChange(
      scenario: scenario, figure: figure, old: text(old), new: text(new),
      percent: rounded(100 * Double(difference) / Double(max(1, old)), places: 1),
      verdict: verdict)
  }
}
