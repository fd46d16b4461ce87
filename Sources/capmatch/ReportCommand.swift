import CapacityData
import CapacityModel
import CapacityReport
import Foundation

/// `capmatch report`.
struct ReportCommand {
  private let command: ParsedCommand
  private let file: ReportFile

  init(_ command: ParsedCommand) throws(UsageError) {
    self.command = command
    guard let target = command.values["output"] else {
      throw UsageError(message: "--output: is missing; write -o report.html")
    }
    file = try ReportFile(target, of: command)
  }

  func run() throws(UsageError) -> ExitCode {
    var progress = Progress(command)
    return try reportingErrors {
      // A refused target is known before any work is done.
      try file.checkTarget()
      progress.begin("reading")
      let dataset = try command.readDataset()
      try file.write(
        dataset, result: command.arguments[1], investment: command.values["investment"]
      ) {
        progress.end("reading")
        progress.begin("writing")
      }
      progress.end("writing")
      return .done
    }
  }
}

/// The file of a report, for `report` and for `match --report`.
struct ReportFile {
  private let staged: StagedFile
  private let language: ReportPage.Language

  init(_ target: String, of command: ParsedCommand) throws(UsageError) {
    staged = StagedFile(target: target, force: command.has("force"))
    let words = ReportPage.Language.allCases.map(\.rawValue)
    let word =
      command.has("language") ? try command.choice("language", among: words) : Self.localeWord
    language = ReportPage.Language(rawValue: word) ?? .english
  }

  /// The language that the environment asks for, as POSIX looks for it: the first that is set counts.
  private static var localeWord: String {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return locale.map { $0.hasPrefix("zh") } == true ? "zh" : "en"
  }

  /// Refuses a target that may not be replaced.
  func checkTarget() throws(DataError) { try staged.checkTarget() }

  /// Reads a result and writes its report; `isRead` is called between the two.
  func write(
    _ dataset: Dataset, result: String, investment: String? = nil, isRead: () -> Void = {}
  ) throws {
    let reader = ResultReader(folder: result, horizon: dataset.horizon)
    let reported = try ReportedResult(reader.read(), gaps: reader.readGaps(), of: dataset)
    let advice = try investment.map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw DataError.unreadable(path: path, reason: "it is missing or not to be read")
      }
      return try InvestmentAdvice(Array(data), file: path)
    }
    isRead()
    let page = ReportPage(reported, language: language, investment: advice)
    StopSignals.cleaningUp { [staged] in staged.discard() }
    try staged.write(page.bytes())
  }
}
