import CapacityReport
import Foundation

/// The command line tool: options, calls, exit codes; no arithmetic.
@main
struct Capmatch {
  static func main() async {
    let signals = StopSignals.install()
    let code = await run(Array(CommandLine.arguments.dropFirst()))
    withExtendedLifetime(signals) { exit(code.rawValue) }
  }

  /// Runs one command line and says how it ended.
  static func run(_ words: [String]) async -> ExitCode {
    if words == ["--version"] {
      Console.print("capmatch \(capmatchVersion)")
      return .done
    }
    if words.isEmpty || words == ["--help"] || words == ["-h"] {
      Console.print(HelpText.overview())
      return words.isEmpty ? .usage : .done
    }
    do throws(UsageError) {
      let command = try CommandLineParser.parse(words)
      if command.spec.name == "help" { return try help(command) }
      if command.has("help") {
        Console.print(HelpText.command(command.spec))
        return .done
      }
      switch command.spec.name {
      case "generate": return try GenerateCommand(command).run()
      case "validate": return try ValidateCommand(command).run()
      case "match": return try await MatchCommand(command).run()
      case "verify": return try VerifyCommand(command).run()
      case "report": return try ReportCommand(command).run()
      case "invest": return try await InvestCommand(command).run()
      default: return try ExplainCommand(command).run()
      }
    } catch {
      Console.error("capmatch: \(error.message)")
      return .usage
    }
  }

  private static func help(_ command: ParsedCommand) throws(UsageError) -> ExitCode {
    guard let name = command.arguments.first else {
      Console.print(HelpText.overview())
      return .done
    }
    let spec = try CommandLineParser.parse([name, "--help"]).spec
    Console.print(HelpText.command(spec))
    return .done
  }
}

/// How a command ended.
enum ExitCode: Int32 {
  case done = 0
  case brokenRule = 1
  case usage = 2
  case badData = 3
  case inputOutput = 4
  /// Stopped by SIGINT; what was found until then is written.
  case interrupted = 130
}
