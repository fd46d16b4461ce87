import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import Foundation

/// `capmatch match`.
struct MatchCommand {
  private let command: ParsedCommand
  private var writer: ResultWriter
  private let options: MatchOptions
  private let wantsJSON: Bool
  private let timeLimitSeconds: Int?
  /// In hundredths of a percent.
  private let targetGap: Int64?
  private let target: String
  private let encoding: ResultEncoding
  private let report: ReportFile?

  init(_ command: ParsedCommand) throws(UsageError) {
    self.command = command
    target = try command.output(example: "RESULT")
    encoding = command.outputEncoding()
    writer = ResultWriter(folder: target, force: command.has("force"), encoding: encoding)
    writer.counter = WorkCounter()
    report = try command.values["report"].map { path throws(UsageError) in
      try ReportFile(path, of: command)
    }
    let kinds = ObjectiveKind.allCases.map(\.rawValue)
    let objective = try command.choice("objective", among: kinds)
    let limit = try command.number("time-limit", default: 0, in: 1...86_400)
    timeLimitSeconds = command.has("time-limit") ? limit : nil
    targetGap =
      command.has("target-gap")
      ? Int64(try command.thousandths("target-gap", default: 0, in: 0...100_000) / 10) : nil
    options = MatchOptions(
      objective: ObjectiveKind(rawValue: objective) ?? .surplus,
      // Against the clock there is no end of effort but the limit.
      effort: limit > 0
        ? MatchOptions.effortMax
        : try command.number("effort", default: 1, in: 0...MatchOptions.effortMax),
      seed: try command.seed(),
      threads: try command.threads())
    wantsJSON = try command.wantsJSON()
  }

  func run() async throws(UsageError) -> ExitCode {
    var progress = Progress(command)
    var run = RunFacts()
    run.threads = options.threads
    let dataset: Dataset
    do {
      // A refused target is known before any work is done.
      try writer.checkTarget()
      try report?.checkTarget()
      dataset = try progress.readDataset(command, threads: options.threads)
      run.readMilliseconds = progress.end(.reading)
    } catch {
      return try reportingErrors { throw error }
    }
    progress.begin(.matching)
    StopSignals.offerToFinish()
    let result = await Matcher(dataset, options: options)
      .match(control: control(progress))
    run.matchMilliseconds = progress.end(.matching)
    do {
      progress.begin(.writing, counter: writer.counter, unit: .rows)
      run.totalMilliseconds = progress.elapsedMilliseconds
      run.peakMemoryMB = peakMemoryMB()
      let totals = Totals(result, of: dataset)
      let summary = SummaryDocument.make(
        result, of: dataset, options: options, run: run, totals: totals,
        encoding: encoding)
      StopSignals.cleaningUp { [writer] in writer.cleanUp() }
      let isTold = !wantsJSON && !command.has("quiet")
      let gaps = isTold ? CapacityGaps(result, of: dataset) : nil
      try writer.write(
        result: result, dataset: dataset,
        summary: summary, threads: options.threads, gaps: gaps
      ) { UnmatchedWords.detail($0, in: dataset) }
      progress.end(.writing)
      // From the files, as anybody else would make it.
      try await report?.write(dataset, result: target, threads: options.threads, &progress)
      if wantsJSON {
        Console.print(summary.text())
      } else if isTold {
        Console.print(
          MatchText.summary(
            result, of: dataset, objective: options.objective, totals: totals,
            gaps: gaps, in: Console.language, style: Console.style))
      }
      if StopSignals.isAskedToFinish {
        Console.error(
          Message(
            "capmatch: stopped; the best answer so far is in \(target)",
            zh: "capmatch：已停止；目前最好的结果在 \(target)"))
        return .interrupted
      }
      return .done
    } catch {
      return try reportingErrors { throw error }
    }
  }

  /// Ends the search when a limit of time is used up, a gap is small enough, or somebody asks.
  private func control(_ progress: Progress) -> SearchControl {
    let clock = ContinuousClock()
    let start = clock.now
    var timeUsed: (@Sendable () -> Double)?
    if let limit = timeLimitSeconds { timeUsed = { (clock.now - start) / .seconds(limit) } }
    return progress.control(
      of: options, isStopped: { StopSignals.isAskedToFinish },
      timeUsed: timeUsed, targetGap: targetGap)
  }

  /// The most memory that the process held, in MB.
  private func peakMemoryMB() -> Int64 {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return Int64(usage.ru_maxrss) * 1_024 / 1_000_000
  }
}
