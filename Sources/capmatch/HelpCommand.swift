/// `capmatch help`.
struct HelpCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  func run() throws(UsageError) -> ExitCode {
    let language = Console.language
    if command.has("man") {
      Console.print(ManualPage.text(in: language))
    } else if let name = command.arguments.first {
      let spec = try CommandLineParser.parse([name, "--help"]).spec
      Console.print(HelpText.command(spec, in: language))
    } else {
      Console.print(HelpText.overview(in: language))
    }
    return .done
  }
}

/// `capmatch completions`.
struct CompletionsCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  func run() -> ExitCode {
    let language = Console.language
    switch command.arguments[0] {
    case "zsh": Console.print(Completions.zsh(in: language))
    case "fish": Console.print(Completions.fish(in: language))
    default: Console.print(Completions.bash())
    }
    return .done
  }
}
