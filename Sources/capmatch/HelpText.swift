import CapacityModel
import CapacityReport

/// Help, made from the table of commands.
enum HelpText {
  /// What the program is for.
  static let purpose = Message(
    "capmatch matches manufacturing orders to shared machines.",
    zh: "capmatch 把制造订单匹配到共享的设备上。")

  /// What each exit code means.
  static let exitCodes: [(code: String, meaning: Message)] = [
    ("0", Message("done", zh: "完成")),
    ("1", Message("verify found a broken rule", zh: "verify 发现有规则被违反")),
    (
      "2",
      Message(
        "wrong usage, or a target that exists and was not to be replaced",
        zh: "用法有误，或目标已存在且不允许替换")
    ),
    ("3", Message("bad input data", zh: "输入数据有误")),
    ("4", Message("could not read or write", zh: "无法读取或写入")),
    ("130, 143", Message("stopped by SIGINT, SIGTERM", zh: "被 SIGINT、SIGTERM 中止")),
  ]

  /// What the environment changes.
  static let environment: [(name: String, meaning: Message)] = [
    (
      "LC_ALL, LC_MESSAGES, LANG",
      Message(
        "the first that is set chooses the language: Chinese for zh_*.UTF-8",
        zh: "其中第一个有值的决定语言：zh_*.UTF-8 为中文")
    ),
    ("NO_COLOR", Message("no colours, if it is set and not empty", zh: "有值时不使用颜色")),
  ]

  /// What `capmatch help` prints.
  static func overview(in language: Language) -> String {
    let usage = Message("[ARGUMENTS] [OPTIONS]", zh: "[参数] [选项]")[language]
    var lines = [
      purpose[language], "",
      Message("Usage: ", zh: "用法：")[language] + "capmatch COMMAND \(usage)", "",
      Message("Commands:", zh: "命令：")[language],
    ]
    let width = (commandTable.map(\.name.count).max() ?? 0) + 4
    for command in commandTable {
      lines.append(pad("  " + command.name, to: width) + command.summary[language])
    }
    lines += [
      "",
      Message(
        "Options of all commands: --help, --language en|zh; --version without a command.",
        zh: "所有命令都有的选项：--help、--language en|zh；不带命令时可用 --version。")[language],
      "", Message("Exit codes:", zh: "退出码：")[language],
    ]
    for (code, meaning) in exitCodes { lines.append(pad("  " + code, to: 12) + meaning[language]) }
    lines += [
      "",
      Message("'capmatch help COMMAND' tells more.", zh: "更多说明请看 capmatch help COMMAND。")[language],
    ]
    return lines.joined(separator: "\n")
  }

  /// How a command is written.
  static func usage(_ spec: CommandSpec, in language: Language) -> String {
    (["capmatch", spec.name] + spec.arguments + [Message("[OPTIONS]", zh: "[选项]")[language]])
      .joined(separator: " ")
  }

  /// An option as the help writes it: `-o, --output DIR`.
  static func flag(_ option: OptionSpec) -> String {
    (option.short.map { "-\($0), " } ?? "    ") + "--\(option.name)"
      + (option.value.map { " \($0)" } ?? "")
  }

  /// What `capmatch help COMMAND` prints.
  static func command(_ spec: CommandSpec, in language: Language) -> String {
    var lines = [
      Message("capmatch \(spec.name): ", zh: "capmatch \(spec.name)：")[language]
        + spec.summary[language], "",
      Message("Usage: ", zh: "用法：")[language] + usage(spec, in: language),
    ]
    let width = 34
    func add(_ name: String, _ meaning: String) {
      if name.count + 2 < width {
        lines.append(pad(name, to: width) + meaning)
      } else {
        lines += [name, pad("", to: width) + meaning]
      }
    }
    let arguments = meanings(of: spec)
    if !arguments.isEmpty {
      lines += ["", Message("Arguments:", zh: "参数：")[language]]
      for (name, meaning) in arguments { add("  \(name)", meaning[language]) }
    }
    lines += ["", Message("Options:", zh: "选项：")[language]]
    for option in spec.allOptions { add("  " + flag(option), option.help[language]) }
    lines += ["", Message("Examples:", zh: "示例：")[language]] + spec.examples.map { "  " + $0 }
    return lines.joined(separator: "\n")
  }

  /// The arguments of a command that need words.
  static func meanings(of spec: CommandSpec) -> [(name: String, meaning: Message)] {
    spec.arguments.compactMap { name in argumentMeanings.first { $0.name == name } }
  }

  private static func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - TextWidth.columns(of: text)))
  }
}
