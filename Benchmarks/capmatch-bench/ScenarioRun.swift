import BenchmarkSupport
import CapacityMatching
import CapacityModel

/// Measures one scenario.
///
/// Each round reads, compiles, matches and writes anew, then times the reference on what was
/// compiled. Every answer of every round is compared with the first one.
struct ScenarioRun {
  private let scenario: Scenario
  private let options: BenchOptions
  private let store: DatasetStore
  private let matchOptions: MatchOptions

  /// Nanoseconds of each round.
  private struct Samples {
    var read: [Int] = []
    var compile: [Int] = []
    var match: [Int] = []
    var write: [Int] = []
    var whole: [Int] = []
    var reference: [Int] = []

    var phases: PhaseTimings {
      PhaseTimings(
        read: Timing(rounds: read), compile: Timing(rounds: compile),
        match: Timing(rounds: match), write: Timing(rounds: write), whole: Timing(rounds: whole))
    }
  }

  /// A run of a scenario as the options ask for it.
  init(_ scenario: Scenario, options: BenchOptions, store: DatasetStore) {
    self.scenario = scenario
    self.options = options
    self.store = store
    matchOptions = benchmarkOptions(threads: options.threads)
  }

  /// Runs every round and what was asked for besides.
  func measure() async throws -> ScenarioFigures {
    let generated = try store.prepare(scenario)
    let rounds = options.rounds ?? scenario.size.rounds
    var samples = Samples()
    var expected: MatchResult?
    var peakBytes = 0
    resetPeakMemory()
    for round in 1...rounds {
      note("\(scenario.name): round \(round) of \(rounds)")
      let first = expected
      let result = try await timeRound(
        generated.folder, expected: first, samples: &samples,
        timesReference: options.includesReference && round <= scenario.size.referenceRounds
      ) {
        // Later rounds start among what the first one left, and the reference is no part of a run.
        if first == nil { peakBytes = peakMemoryBytes() }
      }
      expected = first ?? result
    }
    return try await figures(
      generated, samples: samples, peakBytes: peakBytes, expected: expected)
  }

  /// Counts the work, leaves out features if asked, and puts all figures together.
  private func figures(
    _ generated: (folder: String, nanoseconds: Int?), samples: Samples, peakBytes: Int,
    expected: MatchResult?
  ) async throws -> ScenarioFigures {
    note("\(scenario.name): counting on one thread")
    let dataset = try readDataset(generated.folder)
    let counted = await WorkCount(dataset)
    let answer = expected ?? counted.result
    try requireEqual(counted.result, answer, scenario: scenario.name, what: "one thread")
    var ablation: [AblationFigures]?
    if options.includesAblation {
      note("\(scenario.name): leaving out features")
      ablation = try await Ablation(
        scenario: scenario.name, rounds: options.rounds ?? scenario.size.rounds, expected: answer
      ).measure(PreparedMatch(dataset, options: matchOptions))
    }
    return ScenarioFigures(
      name: scenario.name, orders: dataset.orders.count, machines: dataset.machines.count,
      processes: dataset.processes.count, offers: dataset.offers.count, threads: options.threads,
      generateNanoseconds: generated.nanoseconds, phases: samples.phases,
      peakMemoryBytes: peakBytes, counts: counted.figures,
      referenceMatch: samples.reference.isEmpty ? nil : Timing(rounds: samples.reference),
      ablation: ablation)
  }

  /// Times the phases once; `wholeIsDone` is called between them and the reference.
  private func timeRound(
    _ folder: String, expected: MatchResult?, samples: inout Samples, timesReference: Bool,
    wholeIsDone: () -> Void
  ) async throws -> MatchResult {
    let watch = Stopwatch()
    let (dataset, read) = try await watch.time { try readDataset(folder) }
    let (prepared, compile) = await watch.time {
      PreparedMatch(dataset, options: matchOptions)
    }
    let (found, match) = await watch.time { await prepared.match(.bestFirst(.all)) }
    if let expected {
      try requireEqual(
        found.result, expected, scenario: scenario.name, what: "a later round")
    }
    let ((), write) = try await watch.time {
      try writeResult(found.result, of: dataset, options: matchOptions, to: store.resultFolder)
    }
    wholeIsDone()
    samples.read.append(read)
    samples.compile.append(compile)
    samples.match.append(match)
    samples.write.append(write)
    samples.whole.append(read + compile + match + write)
    if timesReference {
      let (reference, nanoseconds) = await watch.time { await prepared.match(.everyOffer) }
      try requireEqual(
        found.result, reference.result, scenario: scenario.name,
        what: "the match, compared with the reference,")
      samples.reference.append(nanoseconds)
    }
    return found.result
  }
}
