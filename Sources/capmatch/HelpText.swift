/// Help, made from the table of commands.
enum HelpText {
  /// What `capmatch help` prints.
  static func overview() -> String {
    var lines = [
      "capmatch matches manufacturing orders to shared machines.", "",
      "Usage: capmatch COMMAND [ARGUMENTS] [OPTIONS]", "", "Commands:",
    ]
    for command in commandTable {
      lines.append("  " + pad(command.name, to: 10) + command.summary)
    }
    lines += [
      "", "Options of all commands: --help, and --version without a command.", "",
      "Exit codes:",
      "  0  done                       3  bad input data",
      "  1  verify found a broken rule 4  could not read or write",
      "  2  wrong usage                130, 143  stopped by SIGINT, SIGTERM", "",
      "'capmatch help COMMAND' tells more.",
    ]
    return lines.joined(separator: "\n")
  }

  /// What `capmatch help COMMAND` prints.
  static func command(_ spec: CommandSpec) -> String {
    var lines = [
      "capmatch \(spec.name): \(spec.summary)", "",
      "Usage: "
        + (["capmatch", spec.name] + spec.arguments + ["[OPTIONS]"]).joined(separator: " "), "",
      "Options:",
    ]
    for option in spec.options {
      let short = option.short.map { "-\($0), " } ?? "    "
      let value = option.value.map { " \($0)" } ?? ""
      let flag = "  \(short)--\(option.name)\(value)"
      if flag.count < 34 {
        lines.append(pad(flag, to: 34) + option.help)
      } else {
        lines.append(flag)
        lines.append(String(repeating: " ", count: 34) + option.help)
      }
    }
    lines += ["", "Examples:"] + spec.examples.map { "  " + $0 }
    return lines.joined(separator: "\n")
  }

  private static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
