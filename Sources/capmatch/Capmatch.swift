import CapacityModel
import CapacityReport
import Foundation

/// The command line tool: options, calls, exit codes; no arithmetic.
@main
struct Capmatch {
  static func main() async {
    LargeMemory.giveBackEarly()
    let signals = StopSignals.install()
    let code = await run(Array(CommandLine.arguments.dropFirst()))
    withExtendedLifetime(signals) { exit(code.rawValue) }
  }

  /// Runs one command line and says how it ended.
  static func run(_ words: [String]) async -> ExitCode {
    do throws(UsageError) {
      let words = try withoutLeadingLanguage(words)
      if words == ["--version"] {
        Console.print("capmatch \(capmatchVersion)")
        return .done
      }
      if words.isEmpty || words == ["--help"] || words == ["-h"] {
        Console.print(HelpText.overview(in: Console.language))
        return words.isEmpty ? .usage : .done
      }
      let command = try CommandLineParser.parse(words)
      if command.has("help") {
        Console.print(HelpText.command(command.spec, in: Console.language))
        return .done
      }
      switch command.spec.name {
      case "help": return try HelpCommand(command).run()
      case "completions": return CompletionsCommand(command).run()
      case "generate": return try GenerateCommand(command).run()
      case "validate": return try ValidateCommand(command).run()
      case "match": return try await MatchCommand(command).run()
      case "verify": return try VerifyCommand(command).run()
      case "report": return try await ReportCommand(command).run()
      case "invest": return try await InvestCommand(command).run()
      case "recommend": return try await RecommendCommand(command).run()
      case "statement": return try StatementCommand(command).run()
      default: return try ExplainCommand(command).run()
      }
    } catch {
      Console.error(Message("capmatch: ", zh: "capmatch：") + error.message)
      return .usage
    }
  }

  /// Takes `--language` away where it stands before the command; what it says is heard already.
  private static func withoutLeadingLanguage(_ words: [String]) throws(UsageError) -> [String] {
    var words = words
    while let first = words.first, first == "--language" || first.hasPrefix("--language=") {
      let count = first == "--language" ? min(2, words.count) : 1
      // The parser knows what is wrong with it, if anything is.
      _ = try CommandLineParser.parse(["help"] + words.prefix(count))
      words.removeFirst(count)
      // `capmatch --help --language zh` means the same.
    }
    if words.count > 1, ["--help", "-h", "--version"].contains(words[0]),
      words[1].hasPrefix("--language")
    {
      return [words[0]] + (try withoutLeadingLanguage(Array(words.dropFirst())))
    }
    return words
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
