import CapacityData
import CapacityModel
import CapacityReport
import Foundation

/// `capmatch report`.
struct ReportCommand {
  private let command: ParsedCommand
  private let file: ReportFile
  private let threads: Int

  init(_ command: ParsedCommand) throws(UsageError) {
    self.command = command
    file = try ReportFile(command.output(example: "report.html"), of: command)
    threads = try command.threads()
  }

  func run() async throws(UsageError) -> ExitCode {
    var progress = Progress(command)
    do {
      // A refused target is known before any work is done.
      try file.checkTarget()
      let dataset = try progress.readDataset(command, threads: threads)
      progress.end(.reading)
      try await file.write(
        dataset, result: command.arguments[1], investment: command.values["investment"],
        threads: threads, &progress)
      return .done
    } catch {
      return try reportingErrors { throw error }
    }
  }
}

/// The file of a report, for `report` and for `match --report`.
struct ReportFile {
  private let staged: StagedFile

  init(_ target: String, of command: ParsedCommand) throws(UsageError) {
    staged = StagedFile(target: target, force: command.has("force"))
  }

  /// Refuses a target that may not be replaced.
  func checkTarget() throws(DataError) { try staged.checkTarget() }

  /// Reads a result and writes its report.
  func write(
    _ dataset: Dataset, result: String, investment: String? = nil, threads: Int,
    _ progress: inout Progress
  ) async throws {
    let reader = ResultReader(folder: result, horizon: dataset.horizon)
    let (records, reported) = try progress.during(.readingResult) {
      let records = try reader.read()
      return (
        records, try ReportedResult(records, gaps: reader.readGaps(of: records), of: dataset)
      )
    }
    let investment = try investment.map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw DataError.unreadable(
          path: path, reason: Message("it is missing or not to be read", zh: "文件不存在或不可读"))
      }
      return try InvestmentAdvice(Array(data), file: path)
    }
    progress.begin(.makingReport)
    let page = ReportPage(
      reported, language: Console.language, investment: investment,
      advice: await FactoryAdvice(reported, records: records, threads: threads))
    StopSignals.cleaningUp { [staged] in staged.discard() }
    try staged.write(page.bytes())
    progress.end(.makingReport)
  }
}
