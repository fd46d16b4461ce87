import CapacityModel
import CapacityReport

/// The manual page, made from the table of commands, in the language of `man`.
enum ManualPage {
  /// What `capmatch help --man` prints.
  static func text(in language: Language) -> String {
    var page = Troff()
    func words(_ english: String, _ chinese: String) -> String {
      Message(english, zh: chinese)[language]
    }
    // Ids, dates and names of places in the header would change with every build.
    page.request("TH", ["CAPMATCH", "1", "", "capmatch \(capmatchVersion)"])
    // English words may be cut at the end of a line, options and file names never.
    page.request("nh", [])
    page.section(words("NAME", "名称"))
    page.line("capmatch \\- " + Troff.escaped(name(in: language)))
    page.section(words("SYNOPSIS", "用法"))
    for spec in commandTable {
      page.raw(".br")
      page.line(bold("capmatch \(spec.name)") + " " + arguments(spec, in: language))
    }
    page.section(words("DESCRIPTION", "说明"))
    page.line(Troff.escaped(HelpText.purpose[language]))
    page.section(words("COMMANDS", "命令"))
    for spec in commandTable {
      page.raw(".SS capmatch \(spec.name)")
      page.line(Troff.escaped(spec.summary[language]))
      for (name, meaning) in HelpText.meanings(of: spec) {
        page.item(bold(name), Troff.escaped(meaning[language]))
      }
      for option in spec.allOptions where option.name != OptionSpec.language.name {
        page.item(flag(option), Troff.escaped(option.help[language]))
      }
      page.raw(".PP")
      page.line(words("Examples:", "示例："))
      page.raw(".nf")
      for example in spec.examples { page.line("    " + Troff.escaped(example)) }
      page.raw(".fi")
    }
    page.section(words("OPTIONS OF ALL COMMANDS", "所有命令都有的选项"))
    page.item(flag(.language), Troff.escaped(OptionSpec.language.help[language]))
    page.section(words("ENVIRONMENT", "环境变量"))
    for (name, meaning) in HelpText.environment {
      page.item(bold(name), Troff.escaped(meaning[language]))
    }
    page.section(words("EXIT STATUS", "退出码"))
    for (code, meaning) in HelpText.exitCodes {
      page.item(bold(code), Troff.escaped(meaning[language]))
    }
    return page.text
  }

  /// The purpose without the program's name and the full stop, as pages are listed.
  private static func name(in language: Language) -> String {
    Message("match manufacturing orders to shared machines", zh: "把制造订单匹配到共享的设备上")[language]
  }

  private static func bold(_ text: String) -> String { "\\fB" + Troff.escaped(text) + "\\fR" }

  private static func italic(_ text: String) -> String { "\\fI" + Troff.escaped(text) + "\\fR" }

  private static func arguments(_ spec: CommandSpec, in language: Language) -> String {
    (spec.arguments + [Message("[OPTIONS]", zh: "[选项]")[language]]).map(italic)
      .joined(separator: " ")
  }

  private static func flag(_ option: OptionSpec) -> String {
    let short = option.short.map { bold("-\($0)") + ", " } ?? ""
    return short + bold("--\(option.name)") + (option.value.map { " " + italic($0) } ?? "")
  }
}

/// Lines for `man`.
private struct Troff {
  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") }

  mutating func request(_ name: String, _ arguments: [String]) {
    lines.append((["." + name] + arguments.map { "\"\($0)\"" }).joined(separator: " "))
  }

  mutating func raw(_ line: String) { lines.append(line) }

  /// A line of text, which begins no request.
  mutating func line(_ text: String) {
    lines.append(text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text)
  }

  mutating func section(_ title: String) { lines.append(".SH \"\(title)\"") }

  /// A term and what it means.
  mutating func item(_ term: String, _ meaning: String) {
    lines.append(".TP")
    line(term)
    line(meaning)
  }

  /// Text with what `man` would read as something else marked.
  static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
  }
}
