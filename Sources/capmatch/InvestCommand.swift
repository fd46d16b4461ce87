import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport

/// `capmatch invest`.
struct InvestCommand {
  private let command: ParsedCommand
  private let wantsJSON: Bool
  private let top: Int
  private let confirm: Int
  private let threads: Int
  /// `nil` for the result's.
  private let effort: Int?
  /// `nil` for the result's.
  private let seed: UInt64?
  private let machinePriceFen: Int64?

  init(_ command: ParsedCommand) throws(UsageError) {
    self.command = command
    wantsJSON = try command.wantsJSON()
    top = try command.number("top", default: 10, in: 1...1_000_000)
    confirm = try command.number("confirm", default: 3, in: 0...1_000)
    threads = try command.threads()
    let effort = try command.number("effort", default: 0, in: 0...MatchOptions.effortMax)
    self.effort = command.has("effort") ? effort : nil
    let seed = try command.seed()
    self.seed = command.has("seed") ? seed : nil
    machinePriceFen = try command.money("machine-price")
  }

  func run() async throws(UsageError) -> ExitCode {
    var progress = Progress(command)
    var report: InvestmentReport
    do {
      let dataset = try progress.readDataset(command, threads: threads)
      report = try rank(dataset)
    } catch {
      return try reportingErrors { throw error }
    }
    await confirm(&report, &progress)
    if wantsJSON {
      Console.print(report.json.text())
    } else {
      Console.print(
        command.has("quiet")
          ? report.table(in: Console.language) : report.text(in: Console.language))
    }
    return .done
  }

  /// Reads the result, and ranks the candidates by the result's prices.
  private func rank(_ dataset: Dataset) throws -> InvestmentReport {
    let folder = command.arguments[1]
    let records = try ResultReader(folder: folder, horizon: dataset.horizon).read()
    let made = try records.options()
    guard let certificate = try records.certificate(of: dataset) else {
      throw UsageError(
        message: Message(
          "RESULT: \(folder) has no prices; match the dataset with --effort 1 or more",
          zh: "RESULT：\(folder) 里没有价格；请用 --effort 1 或更高重新匹配"))
    }
    if made.objective == .fill, machinePriceFen != nil {
      throw UsageError(
        message: Message(
          "--machine-price: \(folder) counts points and not yuan; "
            + "match the dataset with --objective surplus or value",
          zh: "--machine-price：\(folder) 以得分计，而不是元；请用 --objective surplus 或 value 重新匹配"))
    }
    let ranking = InvestmentRanking(
      dataset, certificate: certificate, leftOver: records.leftOver(of: dataset))
    return InvestmentReport(
      ranking, of: dataset,
      options: MatchOptions(
        objective: made.objective, effort: effort ?? made.effort, seed: seed ?? made.seed,
        threads: threads),
      top: top, machinePriceFen: machinePriceFen)
  }

  /// Matches again with each of the first candidates added.
  private func confirm(_ report: inout InvestmentReport, _ progress: inout Progress) async {
    let chosen = report.listed.prefix(confirm)
    if chosen.isEmpty { return }
    let without = Message("matching without", zh: "不加设备匹配")
    let options = report.options
    progress.begin(without)
    let trial = await InvestmentTrial(
      report.dataset, options: options, control: progress.control(of: options))
    progress.end(without)
    report.objectiveWithoutFen = trial.objectiveWithoutFen
    for (index, investment) in chosen.enumerated() {
      let phase = Message("matching with number \(index + 1)", zh: "加第 \(index + 1) 个候选后匹配")
      progress.begin(phase)
      report.confirmed.append(
        await trial.confirm(investment, control: progress.control(of: options)))
      progress.end(phase)
    }
  }
}
