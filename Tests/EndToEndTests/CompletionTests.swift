import Foundation
import Testing

@testable import capmatch

@Suite struct `Completions and the manual` {
  /// What bash offers for the last of some words, from a folder with `data` and `file.csv` in it.
  private func offered(_ words: [String]) async throws -> Set<String> {
    try await withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/da ta", withIntermediateDirectories: false)
      try "".write(toFile: folder + "/dull.csv", atomically: true, encoding: .utf8)
      let script = try runCapmatch(["completions", "bash"]).output
      let quoted = words.map { "'\($0)'" }.joined(separator: " ")
      let run = try #require(
        try runProgram(
          "bash", ["--norc", "--noprofile"],
          input: script
            + """
            cd '\(folder)'
            COMP_WORDS=(capmatch \(quoted)); COMP_CWORD=\(words.count)
            _capmatch
            printf '%s\\n' "${COMPREPLY[@]}"

            """))
      #expect(run.error == "")
      return Set(run.output.split(separator: "\n").map(String.init))
    }
  }

  private static let hasBash: Bool = pathOfProgram("bash") != nil

  @Test(.enabled(if: hasBash, "bash is not installed"))
  func `of bash offer commands, options, values and folders`() async throws {
    let commands = Set(commandTable.map(\.name))
    #expect(try await offered([""]) == commands.union(["--help", "--language", "--version"]))
    #expect(try await offered(["ma"]) == ["match"])
    #expect(try await offered(["match", "--ob"]) == ["--objective"])
    #expect(try await offered(["match", "--objective", ""]) == ["surplus", "fill", "value"])
    // bash cuts a word at the equals sign.
    #expect(try await offered(["match", "--objective", "=", "f"]) == ["fill"])
    #expect(try await offered(["match", "d"]) == ["da ta"])
    #expect(try await offered(["match", "x", "--seed", "1", "-o", "d"]) == ["da ta"])
    #expect(try await offered(["match", "--seed", ""]) == [])
    #expect(try await offered(["verify", "--format", "json", "x", "d"]) == ["da ta"])
    #expect(try await offered(["explain", "x", "y", "d"]) == [])
    #expect(try await offered(["completions", "f"]) == ["fish"])
    #expect(try await offered(["help", "ver"]) == ["verify"])
    // The language may stand before the command, in two words or, as bash cuts it, in three.
    #expect(try await offered(["--language", ""]) == ["en", "zh"])
    #expect(try await offered(["--language", "=", "z"]) == ["zh"])
    #expect(try await offered(["--language", "zh", "ma"]) == ["match"])
    #expect(try await offered(["--language", "=", "zh", "ma"]) == ["match"])
    #expect(try await offered(["--language", "zh", "match", "--objective", "f"]) == ["fill"])
    #expect(try await offered(["--language", "=", "zh", "verify", "x", "d"]) == ["da ta"])
    for command in commandTable {
      let options = command.allOptions.map { "--\($0.name)" }
      #expect(try await offered([command.name, "--"]) == Set(options))
    }
  }

  @Test(.enabled(if: pathOfProgram("zsh") != nil, "zsh is not installed"), arguments: ["en", "zh"])
  func `of zsh are a script without mistakes`(language: String) throws {
    let script = try runCapmatch(["completions", "zsh", "--language", language]).output
    let run = try #require(try runProgram("zsh", ["-f", "-n"], input: script))
    #expect(run.code == 0)
    #expect(run.error == "")
    let loading = "autoload -Uz compinit; compinit -u -D\n" + script + "print $_comps[capmatch]\n"
    let loaded = try #require(try runProgram("zsh", ["-f"], input: loading))
    #expect(loaded.output == "_capmatch\n")
    #expect(loaded.error == "")
  }

  @Test(.enabled(if: pathOfProgram("zsh") != nil, "zsh is not installed"))
  func `of zsh take a language before the command`() throws {
    let script = try runCapmatch(["completions", "zsh"]).output
    // What the script calls inside a completion, told instead of done.
    let stubs = """
      compdef() { : }
      compadd() { print -- "added ${@:2}" }
      compset() { print -- cut }
      _describe() { print -- commands }
      _arguments() { print -- "options of $words[1]" }
      ask() { words=(capmatch "$@"); CURRENT=$#words; _capmatch }

      """
    let asks = """

      ask ''
      ask --language ''
      ask --language=
      ask --language zh ma
      ask --language=zh ma
      ask --language zh match --ob
      ask --language=zh match --ob

      """
    let run = try #require(try runProgram("zsh", ["-f"], input: stubs + script + asks))
    #expect(run.error == "")
    #expect(
      run.output == """
        commands
        added en zh
        cut
        added en zh
        commands
        commands
        options of match
        options of match

        """)
  }

  @Test(.enabled(if: pathOfProgram("fish") != nil, "fish is not installed"))
  func `of fish offer commands and values`() throws {
    let script = try runCapmatch(["completions", "fish"]).output
    let run = try #require(
      try runProgram(
        "fish", ["--no-config"],
        input: script + "\ncomplete -C 'capmatch mat'\ncomplete -C 'capmatch match --objective '\n"
          + "complete -C 'capmatch --language '\ncomplete -C 'capmatch --language zh ver'\n"
          + "complete -C 'capmatch --la'\n"))
    #expect(run.error == "")
    let words = run.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
    #expect(
      Set(words)
        == ["match", "surplus", "fill", "value", "en", "zh", "verify", "--language"])
  }

  @Test func `of every shell name every command and option`() throws {
    for shell in ["bash", "zsh", "fish"] {
      let script = try runCapmatch(["completions", shell]).output
      for command in commandTable {
        #expect(script.contains(command.name))
        for option in command.allOptions {
          #expect(script.contains(shell == "fish" ? "-l \(option.name)" : "--\(option.name)"))
        }
      }
    }
  }

  @Test(arguments: ["en", "zh"])
  func `of the manual tell every command, option, example and exit code`(
    language: String
  ) throws {
    let page = try runCapmatch(["help", "--man", "--language", language])
    #expect(page.code == 0)
    #expect(page.output.hasPrefix(".TH \"CAPMATCH\" \"1\""))
    let plain = page.output.replacing("\\-", with: "-")
    for command in commandTable {
      #expect(plain.contains(".SS capmatch \(command.name)\n"))
      for option in command.allOptions { #expect(plain.contains("\\fB--\(option.name)\\fR")) }
      for example in command.examples { #expect(plain.contains("    \(example)\n")) }
    }
    for (code, _) in HelpText.exitCodes { #expect(plain.contains("\\fB\(code)\\fR")) }
  }

  @Test(
    .enabled(if: pathOfProgram("groff") != nil, "groff is not installed"), arguments: ["en", "zh"])
  func `of the manual are set without a warning`(language: String) throws {
    let page = try runCapmatch(["help", "--man", "--language", language]).output
    let run = try #require(
      try runProgram("groff", ["-K", "utf8", "-man", "-Tutf8", "-ww"], input: page))
    #expect(run.code == 0)
    #expect(run.error == "")
  }
}
