import CapacityData
import CapacityModel

/// `capmatch generate`.
struct GenerateCommand {
  private let command: ParsedCommand
  private let target: String
  private let options: GeneratorOptions

  init(_ command: ParsedCommand) throws(UsageError) {
    self.command = command
    target = try command.output(example: "DATASET")
    var options = GeneratorOptions()
    options.orders = try command.number(
      "orders", default: options.orders, in: 0...100_000_000)
    options.machines = try command.number(
      "machines", default: options.machines, in: 1...10_000_000)
    options.clusters = try command.number("clusters", default: options.clusters, in: 1...20)
    options.processes = try command.number("processes", default: options.processes, in: 1...2_000)
    options.days = try command.number("days", default: options.days, in: 1...3_650)
    options.loadThousandths = try command.thousandths(
      "load", default: options.loadThousandths, in: 1...100_000)
    options.multiStagePercent =
      try command.thousandths(
        "multi-stage", default: options.multiStagePercent * 10, in: 0...1_000) / 10
    options.processSkewThousandths = try command.thousandths(
      "process-skew", default: options.processSkewThousandths, in: 0...3_000)
    options.seed = try command.seed()
    self.options = options
  }

  func run() throws(UsageError) -> ExitCode {
    try reportingErrors {
      let folder = StagedFolder(target: target)
      let force = command.has("force")
      try folder.checkTarget(force: force, replacing: .dataset)
      StopSignals.cleaningUp { folder.discard() }
      do {
        try folder.begin()
        try DatasetGenerator(options: options).write(to: folder.temporary)
        try folder.commit(force: force, replacing: .dataset)
      } catch {
        folder.discard()
        throw error
      }
      if !command.has("quiet") {
        Console.error(Message("the dataset lies in \(target)", zh: "数据集在 \(target)"))
      }
      return .done
    }
  }
}
