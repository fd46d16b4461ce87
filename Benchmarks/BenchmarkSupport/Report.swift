package import Foundation

/// All that one call of `capmatch-bench` measured; `Docs/benchmarks.md` describes the keys.
package struct Report: Codable, Equatable, Sendable {
  /// Raised when a key changes its meaning.
  package var schemaVersion = 1
  /// The version of the engine.
  package var engineVersion: String
  /// What the processor calls itself, and how many cores it has.
  package var processor: String
  package var cores: Int
  /// What was measured, in the order asked for.
  package var scenarios: [ScenarioFigures]
  /// How costs grow, where that was asked for.
  package var growth: [GrowthFigures]?

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case engineVersion = "engine_version"
    case processor
    case cores
    case scenarios
    case growth
  }

  /// A report of scenarios.
  package init(
    engineVersion: String, processor: String, cores: Int, scenarios: [ScenarioFigures],
    growth: [GrowthFigures]? = nil
  ) {
    self.engineVersion = engineVersion
    self.processor = processor
    self.cores = cores
    self.scenarios = scenarios
    self.growth = growth
  }

  /// Reads a report that was written before.
  package init(json: Data) throws { self = try JSONDecoder().decode(Report.self, from: json) }

  /// The report as JSON, keys sorted.
  package func json() throws -> String { try jsonText(self) }
}

/// A value as JSON text: sorted keys, a line feed at the end.
package func jsonText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}

/// What the phases of a run took.
package struct PhaseTimings: Codable, Equatable, Sendable {
  package var read: Timing
  package var compile: Timing
  package var match: Timing
  package var write: Timing
  /// Each round's sum of the four.
  package var whole: Timing

  /// The timings of phases.
  package init(read: Timing, compile: Timing, match: Timing, write: Timing, whole: Timing) {
    self.read = read
    self.compile = compile
    self.match = match
    self.write = write
    self.whole = whole
  }

  /// Every phase by its name.
  package var named: [(name: String, timing: Timing)] {
    [
      ("read", read), ("compile", compile), ("match", match), ("write", write), ("whole", whole),
    ]
  }
}

/// What a scenario took.
package struct ScenarioFigures: Codable, Equatable, Sendable {
  package var name: String
  package var orders: Int
  package var machines: Int
  package var processes: Int
  package var offers: Int
  package var threads: Int
  /// `nil` when the dataset was there from an earlier run.
  package var generateNanoseconds: Int?
  package var phases: PhaseTimings
  package var matchOrdersPerSecond: Int
  package var matchNanosecondsPerOrder: Int
  package var wholeNanosecondsPerOrder: Int
  /// The most memory that the process held in the first round.
  package var peakMemoryBytes: Int
  package var counts: CountFigures
  /// The reference matcher's match phase.
  package var referenceMatch: Timing?
  /// Its median over that of the match phase.
  package var referenceRatio: Double?
  /// What each feature of the search buys.
  package var ablation: [AblationFigures]?

  enum CodingKeys: String, CodingKey {
    case name
    case orders
    case machines
    case processes
    case offers
    case threads
    case generateNanoseconds = "generate_ns"
    case phases
    case matchOrdersPerSecond = "match_orders_per_s"
    case matchNanosecondsPerOrder = "match_ns_per_order"
    case wholeNanosecondsPerOrder = "whole_ns_per_order"
    case peakMemoryBytes = "peak_memory_bytes"
    case counts
    case referenceMatch = "reference_match"
    case referenceRatio = "reference_ratio"
    case ablation
  }

  /// The figures of a scenario; speeds follow from the phases.
  package init(
    name: String, orders: Int, machines: Int, processes: Int, offers: Int, threads: Int,
    generateNanoseconds: Int?, phases: PhaseTimings, peakMemoryBytes: Int, counts: CountFigures,
    referenceMatch: Timing? = nil, ablation: [AblationFigures]? = nil
  ) {
    self.name = name
    self.orders = orders
    self.machines = machines
    self.processes = processes
    self.offers = offers
    self.threads = threads
    self.generateNanoseconds = generateNanoseconds
    self.phases = phases
    self.peakMemoryBytes = peakMemoryBytes
    self.counts = counts
    self.referenceMatch = referenceMatch
    self.ablation = ablation
    let match = phases.match.medianNanoseconds
    matchNanosecondsPerOrder = match / max(1, orders)
    wholeNanosecondsPerOrder = phases.whole.medianNanoseconds / max(1, orders)
    matchOrdersPerSecond = Int(Double(orders) * 1e9 / Double(max(1, match)))
    referenceRatio = referenceMatch.map { ratio($0.medianNanoseconds, over: match) }
  }
}

/// A match without one feature of its search.
package struct AblationFigures: Codable, Equatable, Sendable {
  /// The feature that was left out.
  package var without: String
  package var match: Timing
  /// Its median over that of the match with every feature, timed in turn.
  package var slowdownRatio: Double
  package var counts: CountFigures

  enum CodingKeys: String, CodingKey {
    case without
    case match
    case slowdownRatio = "slowdown_ratio"
    case counts
  }

  /// The figures of a match without `without`, against the match with every feature.
  package init(without: String, match: Timing, full: Timing, counts: CountFigures) {
    self.without = without
    self.match = match
    self.counts = counts
    slowdownRatio = ratio(match.medianNanoseconds, over: full.medianNanoseconds)
  }
}

/// A quotient to three places.
private func ratio(_ part: Int, over whole: Int) -> Double {
  rounded(Double(part) / Double(max(1, whole)), places: 3)
}
