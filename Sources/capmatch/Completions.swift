import CapacityModel

/// What shells need to complete commands, options and values, made from the table of commands.
enum Completions {
  /// What completes a value.
  private enum Kind {
    case words([String])
    case folders
    case files
    case nothing
  }

  private static func kind(_ value: String?) -> Kind {
    guard let value else { return .nothing }
    if value.contains("|") { return .words(value.split(separator: "|").map(String.init)) }
    switch value {
    case "DIR", "DATASET", "RESULT": return .folders
    case "FILE": return .files
    case "[COMMAND]": return .words(commandTable.map(\.name))
    default: return .nothing
    }
  }

  // MARK: bash

  /// A script for bash 3.2 and later; nothing but bash itself is needed.
  static func bash() -> String {
    var lines = [
      "# bash completion for capmatch: source <(capmatch completions bash)",
      "_capmatch() {",
      "  local cur prev command word index base=1 position=0 skip=0",
      "  COMPREPLY=()",
      "  cur=${COMP_WORDS[COMP_CWORD]}",
      "  prev=${COMP_WORDS[COMP_CWORD-1]}",
      "  # --option=value comes as three words.",
      "  [[ $cur == = ]] && cur=",
      "  [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}",
      "  # The language may be asked for before the command.",
      "  while [[ ${COMP_WORDS[base]} == --language ]] && (( base < COMP_CWORD )); do",
      "    [[ ${COMP_WORDS[base+1]} == = ]] && (( base++ ))",
      "    (( base += 2 ))",
      "  done",
      "  if (( base > COMP_CWORD )); then",
      "    \(bash(kind(OptionSpec.language.value)))",
      "    return", "  fi",
      "  if (( base == COMP_CWORD )); then",
      "    COMPREPLY=($(compgen -W '\(commandTable.map(\.name).joined(separator: " ")) --help --language --version' -- \"$cur\"))",
      "    return", "  fi",
      "  command=${COMP_WORDS[base]}",
      "  case $command in",
    ]
    for spec in commandTable {
      let valued = spec.allOptions.filter { $0.value != nil }
      let flags = spec.allOptions.map { "--\($0.name)" }.joined(separator: " ")
      lines.append("    \(spec.name))")
      lines.append("      case $prev in")
      for option in valued {
        let pattern =
          (option.short.map { ["-\($0)"] } ?? []) + ["--\(option.name)"]
        lines.append(
          "        \(pattern.joined(separator: "|"))) \(bash(kind(option.value))); return ;;")
      }
      lines.append("      esac")
      lines.append("      if [[ $cur == -* ]]; then")
      lines.append("        COMPREPLY=($(compgen -W '\(flags)' -- \"$cur\")); return")
      lines.append("      fi")
      if !spec.arguments.isEmpty {
        let takers = valued.flatMap { ($0.short.map { ["-\($0)"] } ?? []) + ["--\($0.name)"] }
        lines += [
          "      for (( index = base + 1; index < COMP_CWORD; index++ )); do",
          "        word=${COMP_WORDS[index]}",
          "        if (( skip )); then [[ $word == = ]] || skip=0; continue; fi",
          "        case $word in",
          "          \(takers.joined(separator: "|"))) skip=1 ;;",
          "          -*) ;;",
          "          *) (( position++ )) ;;",
          "        esac",
          "      done",
          "      case $position in",
        ]
        for (number, argument) in spec.arguments.enumerated() {
          lines.append("        \(number)) \(bash(kind(argument))) ;;")
        }
        lines.append("      esac")
      }
      lines.append("      ;;")
    }
    lines += ["  esac", "}", "complete -o filenames -F _capmatch capmatch"]
    return lines.joined(separator: "\n")
  }

  private static func bash(_ kind: Kind) -> String {
    switch kind {
    case .words(let words):
      "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$cur\"))"
    // Names may hold blanks: one a line.
    case .folders:
      "while IFS= read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen -d -- \"$cur\")"
    case .files:
      "while IFS= read -r word; do COMPREPLY+=(\"$word\"); done < <(compgen -f -- \"$cur\")"
    case .nothing: "COMPREPLY=()"
    }
  }

  // MARK: zsh

  /// A file `_capmatch` for a folder of `fpath`.
  static func zsh(in language: Language) -> String {
    let languages = OptionSpec.language.choices.joined(separator: " ")
    var lines = [
      "#compdef capmatch", "_capmatch() {", "  local -a commands", "  commands=(",
    ]
    for spec in commandTable {
      lines.append("    " + single("\(spec.name):\(spec.summary[language])"))
    }
    lines += [
      "  )",
      "  # The language may be asked for before the command.",
      "  while (( CURRENT > 2 )) && [[ $words[2] == --language || $words[2] == --language=* ]]; do",
      "    if [[ $words[2] == --language ]]; then",
      "      if (( CURRENT == 3 )); then compadd -- \(languages); return; fi",
      "      shift words; (( CURRENT-- ))",
      "    fi",
      "    shift words; (( CURRENT-- ))",
      "  done",
      "  if (( CURRENT == 2 )); then",
      "    if [[ $words[2] == --language=* ]]; then compset -P '*='; compadd -- \(languages); return; fi",
      "    if [[ $words[2] == -* ]]; then compadd -- --help --language --version; return; fi",
      "    _describe 'command' commands",
      "    return", "  fi",
      "  local command=$words[2]",
      "  shift words; (( CURRENT-- ))",
      "  case $command in",
    ]
    for spec in commandTable {
      lines.append("    \(spec.name))")
      var terms: [String] = []
      for option in spec.allOptions {
        // Colons and brackets end a description.
        let help = escaped(option.help[language])
        let value = option.value.map { ":\(escaped($0)):\(zsh(kind($0)))" } ?? ""
        let equals = option.value == nil ? "" : "="
        if let short = option.short {
          terms.append(
            "'(-\(short) --\(option.name))'{-\(short)\(equals.isEmpty ? "" : "+"),"
              + "--\(option.name)\(equals)}" + single("[\(help)]\(value)"))
        } else {
          terms.append(single("--\(option.name)\(equals)[\(help)]\(value)"))
        }
      }
      for (number, argument) in spec.arguments.enumerated() {
        terms.append(single("\(number + 1):\(escaped(argument)):\(zsh(kind(argument)))"))
      }
      lines.append("      _arguments -s -S \\")
      lines.append(terms.map { "        " + $0 }.joined(separator: " \\\n"))
      lines.append("      ;;")
    }
    lines += [
      "  esac", "}",
      "if [[ $funcstack[1] == _capmatch ]]; then _capmatch \"$@\"; else compdef _capmatch capmatch; fi",
    ]
    return lines.joined(separator: "\n")
  }

  private static func zsh(_ kind: Kind) -> String {
    switch kind {
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .folders: "_files -/"
    case .files: "_files"
    case .nothing: " "
    }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing(":", with: "\\:").replacing("[", with: "\\[").replacing("]", with: "\\]")
  }

  // MARK: fish

  /// A file `capmatch.fish` for fish's folder of completions.
  static func fish(in language: Language) -> String {
    let names = commandTable.map(\.name).joined(separator: " ")
    let isFirst = "not __fish_seen_subcommand_from \(names)"
    // The language may be asked for before the command.
    var lines = [
      "# fish completion for capmatch", "complete -c capmatch -f",
      "complete -c capmatch -n \(single(isFirst)) -l language"
        + fishValue(.language) + " -d \(fishQuoted(OptionSpec.language.help[language]))",
    ]
    for spec in commandTable {
      lines.append(
        "complete -c capmatch -n \(single(isFirst)) -a \(spec.name) "
          + "-d \(fishQuoted(spec.summary[language]))")
    }
    for spec in commandTable {
      let condition = single("__fish_seen_subcommand_from \(spec.name)")
      for option in spec.allOptions {
        let short = option.short.map { " -s \($0)" } ?? ""
        lines.append(
          "complete -c capmatch -n \(condition)\(short) -l \(option.name)"
            + fishValue(option)
            + " -d \(fishQuoted(option.help[language]))")
      }
      for argument in Set(spec.arguments.map { fish(kind($0)) }).sorted() where !argument.isEmpty {
        lines.append("complete -c capmatch -n \(condition)\(argument)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What follows an option: a value of its own, or any file, which fish does not have exclusively.
  private static func fishValue(_ option: OptionSpec) -> String {
    guard option.value != nil else { return "" }
    if case .files = kind(option.value) { return " -r -F" }
    return " -x" + fish(kind(option.value))
  }

  private static func fish(_ kind: Kind) -> String {
    switch kind {
    case .words(let words): " -a \(single(words.joined(separator: " ")))"
    case .folders: " -a '(__fish_complete_directories)'"
    case .files: " -F"
    case .nothing: ""
    }
  }

  private static func fishQuoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  /// A text in single quotes, for bash and zsh.
  private static func single(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
