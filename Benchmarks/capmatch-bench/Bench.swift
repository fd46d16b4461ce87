import BenchmarkSupport
import CapacityData
import Foundation

/// `capmatch-bench`: times, counts and compares matches; `--help` lists what it can be asked for.
@main
struct Bench {
  static func main() async {
    do {
      let options = try BenchOptions(arguments: Array(CommandLine.arguments.dropFirst()))
      if options.action.countsOnly { startAgainForSteadyCounts() }
      try await Bench(options: options).run()
    } catch let error as BenchUsageError {
      stop("capmatch-bench: \(error.message)", code: 2)
    } catch let error as BenchFailure {
      stop("capmatch-bench: \(error.message)", code: error.exitCode)
    } catch {
      stop("capmatch-bench: \(error.localizedDescription)", code: 4)
    }
  }

  private let options: BenchOptions

  private func run() async throws {
    switch options.action {
    case .help: print(BenchOption.helpText)
    case .list: list()
    case .generate: try generate()
    case .count: try await count()
    case .check(let limits): try await check(against: limits)
    case .quality: try await showQuality()
    case .show(let path): try show(report(at: path))
    case .measure: try show(await measure())
    }
  }

  private func list() {
    print("sizes:")
    for size in Scenario.Size.allCases {
      let options = Scenario(size).generatorOptions
      print(
        "  \(size.rawValue): \(options.orders) orders, \(options.machines) machines, "
          + "\(options.processes) processes")
    }
    print("variants, joined to a size by '-':")
    for variant in Scenario.Variant.allCases { print("  \(variant.rawValue): \(variant.summary)") }
    print("scenarios:")
    for scenario in Scenario.all { print("  \(scenario.name)") }
  }

  private func generate() throws {
    let store = try DatasetStore(folder: options.dataFolder)
    for scenario in options.scenarios {
      print(try store.prepare(scenario).folder)
    }
  }

  private func measure() async throws -> Report {
    let store = try DatasetStore(folder: options.dataFolder)
    defer { store.cleanUp() }
    var figures: [ScenarioFigures] = []
    for scenario in options.scenarios {
      figures.append(try await ScenarioRun(scenario, options: options, store: store).measure())
    }
    return Report(
      engineVersion: engineVersion, processor: processorName(),
      cores: ProcessInfo.processInfo.activeProcessorCount, scenarios: figures,
      growth: options.fitsGrowth ? GrowthFigures.of(figures) : nil)
  }

  /// Prints a report, draws it and compares it, as far as asked for.
  private func show(_ report: Report) throws {
    let heading = ReportText.heading(of: report)
    let tables = ReportText.tables(of: report)
    switch options.format {
    case .json: print(try report.json(), terminator: "")
    case .text: print(([heading + "\n"] + tables.map(\.text)).joined(separator: "\n"))
    case .markdown: print(([heading + "\n"] + tables.map(\.markdown)).joined(separator: "\n"))
    }
    if let folder = options.plotFolder {
      try makeFolder(folder)
      for plot in ReportPlots.plots(of: report) {
        try write(plot.svg, to: folder + "/" + plot.file)
      }
    }
    if let old = options.comparison {
      let comparison = ReportComparison(old: try self.report(at: old), new: report)
      let table = ReportText.comparison(comparison)
      var text = options.format == .markdown ? table.markdown : table.text
      for name in comparison.missing { text += "\(name): is not in \(old)\n" }
      // JSON on standard output stays JSON.
      if options.format == .json { note(text) } else { print(text, terminator: "") }
    }
  }

  private func showQuality() async throws {
    let store = try DatasetStore(folder: options.dataFolder)
    defer { store.cleanUp() }
    var curves: [QualityCurve] = []
    for scenario in options.scenarios {
      let dataset = try readDataset(try store.prepare(scenario).folder)
      let run = QualityRun(threads: options.threads)
      curves.append(await run.measure(dataset.plain(), name: scenario.name + " (plain)"))
      curves.append(await run.measure(dataset, name: scenario.name))
    }
    let table = QualityCurve.table(curves)
    print(options.format == .markdown ? table.markdown : table.text, terminator: "")
    if let folder = options.plotFolder, let plot = QualityCurve.plot(curves) {
      try makeFolder(folder)
      try write(plot.svg, to: folder + "/gap.svg")
    }
  }

  private func count() async throws {
    let entries = try await counts(of: options.scenarios)
    switch options.format {
    case .json: print(try jsonText(CountReport(scenarios: entries)), terminator: "")
    case .text: print(ReportText.counts(entries.map { ($0.name, $0.counts) }).text, terminator: "")
    case .markdown:
      print(ReportText.counts(entries.map { ($0.name, $0.counts) }).markdown, terminator: "")
    }
  }

  private func check(against path: String) async throws {
    let limits: CountLimits
    let data = try contents(of: path)
    do {
      limits = try CountLimits(json: data)
    } catch {
      throw BenchFailure(message: "\(path): \(error.message)", exitCode: 3)
    }
    let chosen = options.scenarios.isEmpty ? limits.scenarios : options.scenarios
    for scenario in chosen where !limits.scenarios.contains(scenario) {
      throw BenchFailure(message: "\(path): states no limits for \(scenario.name)", exitCode: 3)
    }
    let entries = try await counts(of: chosen)
    let findings = zip(chosen, entries).flatMap { limits.check($1.counts, of: $0) }
    print(ReportText.limits(findings).text, terminator: "")
    let exceeded = findings.filter(\.isExceeded)
    guard exceeded.isEmpty else {
      throw BenchFailure(
        message: "a match does more work for an order than \(path) allows (see above); find out "
          + "why, or raise the limit and say in the commit what it buys", exitCode: 1)
    }
  }

  private func counts(of scenarios: [Scenario]) async throws -> [CountReport.Entry] {
    let store = try DatasetStore(folder: options.dataFolder)
    defer { store.cleanUp() }
    var entries: [CountReport.Entry] = []
    for scenario in scenarios {
      let folder = try store.prepare(scenario).folder
      let counted = await WorkCount.warm(try readDataset(folder))
      entries.append(CountReport.Entry(name: scenario.name, counts: counted.figures))
    }
    return entries
  }

  private func report(at path: String) throws -> Report {
    do {
      return try Report(json: try contents(of: path))
    } catch is DecodingError {
      throw BenchFailure(
        message: "\(path): is no report of this version; write one with --format json", exitCode: 3
      )
    }
  }
}
