/// What `capmatch-bench` is asked to do.
package struct BenchOptions: Equatable, Sendable {
  /// What a call is for.
  package enum Action: Equatable, Sendable {
    /// Times scenarios.
    case measure
    /// Counts the work of scenarios and times nothing.
    case count
    /// Counts the work of the scenarios in a file of limits, and fails above a limit.
    case check(limits: String)
    /// Writes the datasets of scenarios and goes no further.
    case generate
    /// Says how good answers and proofs are after each step of effort.
    case quality
    /// Shows a report that was written before.
    case show(report: String)
    case list
    case help

    /// Whether it counts and takes no times.
    package var countsOnly: Bool {
      switch self {
      case .count, .check: true
      case .measure, .generate, .quality, .show, .list, .help: false
      }
    }
  }

  /// How figures are printed.
  package enum OutputFormat: String, CaseIterable, Sendable {
    case text
    case markdown
    case json
  }

  package var action = Action.measure
  /// What to measure, in the order asked for, each once.
  package var scenarios: [Scenario] = []
  /// Rounds of each phase; `nil` for the scenario's own number.
  package var rounds: Int?
  package var threads = 2
  package var format = OutputFormat.text
  /// An older report to compare with.
  package var comparison: String?
  package var includesAblation = false
  package var includesReference = true
  package var fitsGrowth = false
  /// Where to draw the plots.
  package var plotFolder: String?
  /// Where datasets are kept between runs; `nil` for a temporary folder.
  package var dataFolder: String?

  /// The allowed number of rounds.
  package static let roundRange = 1...1_000
  /// The allowed number of threads.
  package static let threadRange = 1...64
  /// What is measured when nothing is asked for.
  package static let usualScenarios = [
    Scenario(.city), Scenario(named: "city-stages"), Scenario(.province),
  ].compactMap { $0 }

  /// The default options.
  package init() {}
}

/// A call that cannot be understood, with what to write instead.
package struct BenchUsageError: Error, Equatable {
  package var message: String
}

/// An option of the command line.
package enum BenchOption: String, CaseIterable, Sendable {
  case scenario
  case rounds
  case threads
  case format
  case compare
  case reference
  case ablation
  case growth
  case flood
  case svg
  case counts
  case check
  case generate
  case quality
  case folder
  case show
  case list
  case help

  /// What stands for its value in the help; `nil` for a switch.
  package var value: String? {
    switch self {
    case .scenario: "NAME"
    case .rounds, .threads: "N"
    case .format: "text|markdown|json"
    case .compare: "OLD.json"
    case .reference: "on|off"
    case .svg, .folder: "FOLDER"
    case .check: "LIMITS.json"
    case .show: "REPORT.json"
    case .ablation, .growth, .flood, .counts, .generate, .quality, .list, .help: nil
    }
  }

  /// What it does, in a line.
  package var summary: String {
    switch self {
    case .scenario: "what to measure; repeat it, or separate names by commas"
    case .rounds: "rounds of each phase (more for small scenarios)"
    case .threads: "threads to use, 1 to 64 (2)"
    case .format: "how to print the figures (text)"
    case .compare: "say what changed beyond the noise since an older JSON report"
    case .reference: "time the matcher that looks at every offer too (on)"
    case .ablation: "time the match without each single feature of its search"
    case .growth: "measure tiny, city, province and nation, and fit how costs grow"
    case .flood: "with --growth: measure flood too"
    case .svg: "draw cost against size into a folder"
    case .counts: "count the work of a match, and time nothing"
    case .check: "fail if a count exceeds its limit in a file"
    case .generate: "only write the datasets, into --folder"
    case .quality: "objective, upper bound and gap after each step of effort"
    case .folder: "keep datasets there, for later runs (a temporary folder)"
    case .show: "print or draw an older JSON report; measure nothing"
    case .list: "list the scenarios"
    case .help: "print this help"
    }
  }

  /// The text of `--help`.
  package static var helpText: String {
    let heads = allCases.map { "  --\($0.rawValue)" + ($0.value.map { " \($0)" } ?? "") }
    let width = (heads.map(\.count).max() ?? 0) + 2
    let lines = zip(allCases, heads).map { option, head in
      head + String(repeating: " ", count: width - head.count) + option.summary
    }
    let usual = BenchOptions.usualScenarios.map(\.name).joined(separator: ",")
    return """
      usage: capmatch-bench [OPTION]...

      Times what a match takes, phase by phase, on generated datasets (\(usual)).

      \(lines.joined(separator: "\n"))

      examples:
        capmatch-bench --scenario city,city-stages --rounds 9
        capmatch-bench --scenario nation --format json > new.json
        capmatch-bench --scenario nation --compare new.json
        capmatch-bench --growth --svg Docs/figures --format markdown
      """
  }
}
