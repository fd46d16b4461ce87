import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import Foundation

/// Times the phases of a whole run: generate, read, match, write.
///
/// `capmatch-bench [ORDERS MACHINES PROCESSES [ROUNDS]]`; the best of the rounds counts.
@main
struct Bench {
  static func main() async throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    func number(_ index: Int, _ fallback: Int) -> Int {
      index < numbers.count ? numbers[index] : fallback
    }
    var options = GeneratorOptions()
    options.orders = number(0, 10_000)
    options.machines = number(1, 1_000)
    options.processes = number(2, 60)
    let folder = NSTemporaryDirectory() + "capmatch-bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }

    let clock = ContinuousClock()
    var best: [String: Duration] = [:]
    func time<Value>(_ phase: String, _ body: () async throws -> Value) async rethrows -> Value {
      let start = clock.now
      let value = try await body()
      let took = clock.now - start
      best[phase] = min(best[phase] ?? took, took)
      return value
    }

    _ = try await time("generate") { try DatasetGenerator(options: options).write(to: folder) }
    var objectives: Set<Int64> = []
    for _ in 0..<max(1, number(3, 3)) {
      let dataset = try await time("read") { try DatasetReader(folder: folder).read().dataset }
      let matchOptions = MatchOptions(effort: 0, threads: 2)
      let result = await time("match") { await Matcher(dataset, options: matchOptions).match() }
      objectives.insert(result.objectiveFen)
      let target = folder + "/result"
      try await time("write") {
        let summary = SummaryDocument.make(
          result, of: dataset, options: matchOptions, run: RunFacts())
        try ResultWriter(folder: target, force: true).write(
          result: result, dataset: dataset,
          details: result.unmatched.map { UnmatchedWords.detail($0, in: dataset) },
          summary: summary)
      }
    }
    precondition(objectives.count == 1, "the same input gave different answers")
    print(
      "\(options.orders) orders, \(options.machines) machines, \(options.processes) processes, "
        + "seed \(options.seed), effort 0, 2 threads")
    for phase in ["generate", "read", "match", "write"] {
      guard let took = best[phase] else { continue }
      let parts = took.components
      let nanoseconds = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
      let name = phase + String(repeating: " ", count: 10 - phase.count)
      print(
        name + Format.seconds(milliseconds: nanoseconds / 1_000_000) + " s  "
          + "\(nanoseconds / Int64(max(1, options.orders))) ns an order")
    }
  }
}
