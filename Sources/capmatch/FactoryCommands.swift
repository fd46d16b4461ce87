import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport

/// `capmatch recommend`.
struct RecommendCommand {
  private let command: ParsedCommand
  private let wantsJSON: Bool
  private let top: Int
  private let measure: RecommendationMeasure
  private let threads: Int

  init(_ command: ParsedCommand) throws(UsageError) {
    self.command = command
    wantsJSON = try command.wantsJSON()
    top = try command.number("top", default: 10, in: 1...1_000_000)
    let word = try command.choice(
      "rank-by", among: RecommendationMeasure.allCases.map(\.rawValue))
    measure = RecommendationMeasure(rawValue: word) ?? .hour
    threads = try command.threads()
  }

  func run() async throws(UsageError) -> ExitCode {
    do {
      var progress = Progress(command)
      let dataset = try progress.readDataset(command, threads: threads)
      let machine = try place(
        of: command.arguments[2], argument: "MACHINE", column: "machine_id", file: "machines.csv",
        among: dataset.machines.map(\.id), of: command.arguments[0])
      let records = try progress.readResult(command, of: dataset)
      let recommender = await Recommender(
        dataset, taken: records.taken(in: dataset), leftOver: records.leftOver(of: dataset),
        threads: threads)
      let report = RecommendationReport(
        recommender.recommend(machine, top: top, by: measure), by: measure, of: dataset,
        result: records)
      Console.print(wantsJSON ? report.json.text() : report.text(in: Console.language))
      return .done
    } catch {
      return try reportingErrors { throw error }
    }
  }
}

/// `capmatch statement`.
struct StatementCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  func run() throws(UsageError) -> ExitCode {
    let wantsJSON = try command.wantsJSON()
    return try reportingErrors {
      var progress = Progress(command)
      let dataset = try progress.readDataset(command)
      let factory = try place(
        of: command.arguments[2], argument: "FACTORY", column: "factory_id",
        file: "factories.csv", among: dataset.factories.map(\.id), of: command.arguments[0])
      let records = try progress.readResult(command, of: dataset)
      let certificate = try records.certificate(of: dataset)
      let report = StatementReport(
        FactoryStatement(
          of: factory, in: dataset, bookings: records.bookings, certificate: certificate),
        of: dataset, objective: certificate == nil ? nil : try records.options().objective)
      Console.print(wantsJSON ? report.json.text() : report.text(in: Console.language))
      return .done
    }
  }
}

/// Where an id stands among those of a file; the nearest one is named where it does not.
private func place(
  of word: String, argument: String, column: String, file: String, among ids: [Identifier],
  of dataset: String
) throws(UsageError) -> Int {
  let id = Identifier(word)
  if let place = ids.firstIndex(of: id) { return place }
  let missing = Message(
    "\(argument): '\(word)' is not in \(file) of \(dataset); ",
    zh: "\(argument)：\(dataset) 的 \(file) 里没有 '\(word)'；")
  if let (name, distance) = CommandLineParser.nearest(to: word, among: ids.map(\.text)),
    distance <= max(1, word.count / 3)
  {
    throw UsageError(
      message: missing
        + Message("did you mean '\(name)'?", zh: "是否想写 '\(name)'？"))
  }
  throw UsageError(
    message: missing
      + Message("write a \(column) that stands there", zh: "请写其中有的 \(column)"))
}
