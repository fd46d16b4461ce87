import CapacityModel
import Foundation
import Testing

@testable import capmatch

@Suite struct `The language` {
  private let tiny = projectFolder + "/Fixtures/tiny"

  @Test(arguments: [
    ([], ["LANG": "zh_CN.UTF-8"], Language.chinese),
    ([], ["LANG": "zh_TW.utf8"], .chinese),
    ([], ["LANG": "zh_CN.UTF-8@pinyin"], .chinese),
    ([], [:], .english),
    ([], ["LANG": "en_US.UTF-8"], .english),
    ([], ["LANG": "C.UTF-8"], .english),
    // The first of the three that is set decides, and an empty one is not set.
    ([], ["LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"], .english),
    ([], ["LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "C"], .chinese),
    ([], ["LC_MESSAGES": "C", "LANG": "zh_CN.UTF-8"], .english),
    ([], ["LC_CTYPE": "zh_CN.UTF-8"], .english),
    // What is no UTF-8 could not be read, unless somebody asks for it.
    ([], ["LANG": "zh_CN.GB18030"], .english),
    ([], ["LANG": "zh_CN"], .english),
    (["--language", "zh"], ["LANG": "zh_CN.GB18030"], .chinese),
    (["match", "x", "--language", "zh"], [:], .chinese),
    (["match", "x", "--language=zh"], [:], .chinese),
    (["validate", "--language", "en", "x"], ["LC_ALL": "zh_CN.UTF-8"], .english),
    (["validate", "--", "--language", "en"], ["LC_ALL": "zh_CN.UTF-8"], .chinese),
    // What is no language is told by the parser, in that of the locale.
    (["validate", "--language", "fr"], ["LC_ALL": "zh_CN.UTF-8"], .chinese),
  ])
  func `is that of the option, else of the locale`(
    words: [String], environment: [String: String], language: Language
  ) {
    #expect(LanguageChoice.choose(words: words, environment: environment) == language)
  }

  @Test func `of every help is Chinese where that is asked for`() throws {
    for command in commandTable {
      let help = try runCapmatch(["help", command.name, "--language", "zh"])
      #expect(help.code == 0)
      let other = try runCapmatch(
        [command.name, "--help"], environment: ["LANG": "zh_CN.UTF-8"])
      #expect(other.output == help.output)
      let lines = help.output.split(separator: "\n")
      let examples = try #require(lines.firstIndex { $0.hasPrefix("示例") })
      for (index, line) in lines[..<examples].enumerated() where line.contains("--") {
        // A long option has its words on the next line.
        #expect(isChinese(line) || isChinese(lines[index + 1]), "\(line)")
      }
      for option in command.allOptions {
        #expect(isChinese(option.help.chinese), "--\(option.name)")
        #expect(!isChinese(option.help.english), "--\(option.name)")
      }
    }
    let overview = try runCapmatch(["--language", "zh"])
    #expect(overview.code == 2)
    #expect(overview.output.contains("用法：capmatch COMMAND"))
    for words in [["--language", "zh", "--help"], ["--help", "--language=zh"], ["help"]] {
      let run = try runCapmatch(words, environment: ["LANG": "zh_CN.UTF-8"])
      #expect(run.code == 0)
      #expect(run.output == overview.output)
    }
  }

  @Test(arguments: [
    ["mtach"], ["match", "x", "--thread", "2"], ["match", "x", "-o", "y", "--threads", "512"],
    ["match", "x", "-o", "y", "--effort", "no"], ["match", "x", "-o", "y", "--effort", "-1"],
    ["match", "x"], ["verify", "x"], ["verify", "x", "y", "z"], ["validate", "x", "-q", "-q"],
    ["validate", "x", "--quiet=yes"], ["validate", "x", "--format"],
    ["invest", "x", "y", "--machine-price", "3e5"], ["invest", "x", "y", "--machine-price", "0"],
    ["generate", "-o", "x", "--load", "a lot"], ["generate", "-o", "x", "--load", "1000"],
    ["generate"], ["match", "x", "-o", "y", "--seed", "-1"], ["completions", "bsh"],
    ["match", "x", "-o", "y", "--objective", "gift"],
  ])
  func `of wrong usage is Chinese where the locale is`(words: [String]) throws {
    let english = try runCapmatch(words)
    let chinese = try runCapmatch(words, environment: ["LANG": "zh_CN.UTF-8"])
    #expect(english.code == 2 && chinese.code == 2)
    #expect(!isChinese(english.error))
    #expect(isChinese(chinese.error), "\(chinese.error)")
    #expect(chinese.error.hasPrefix("capmatch："))
  }

  @Test func `of bad input is Chinese and its place is the same`() async throws {
    try await withTemporaryFolder { folder in
      let files = FileManager.default
      let bad = folder + "/bad"
      try files.copyItem(atPath: projectFolder + "/Fixtures/bad/base", toPath: bad)
      try files.removeItem(atPath: bad + "/orders.csv")
      try files.copyItem(
        atPath: projectFolder + "/Fixtures/bad/not-a-number/orders.csv",
        toPath: bad + "/orders.csv")
      let run = try runCapmatch(["validate", bad, "--language", "zh"])
      #expect(run.code == 3)
      #expect(run.error.contains("orders.csv:2:46: budget: \"12,50\" 不是金额（元）；请写 12.50\n"))
      let none = try runCapmatch(["validate", folder + "/none", "--language", "zh"])
      #expect(none.error == "\(folder)/none: 没有这个文件夹；请写数据集的路径\n")
      let target = try runCapmatch(["match", tiny, "-o", bad, "--language", "zh"])
      #expect(target.code == 2)
      #expect(target.error == "\(bad)：已经存在；请加 --force 替换它\n")
    }
  }

  @Test func `changes no byte of a result and no JSON`() async throws {
    try await withTemporaryFolder { folder in
      for language in ["en", "zh"] {
        let run = try runCapmatch([
          "match", tiny, "-o", folder + "/" + language, "--effort", "0", "--language", language,
        ])
        #expect(run.code == 0)
        // Names of the data are what they are in both.
        #expect(run.output.hasPrefix("已匹配订单") == (language == "zh"))
      }
      for file in ["bookings.csv", "unmatched.csv", "capacity_gaps.csv", "shadow_prices.csv"] {
        #expect(try contents("\(folder)/en/\(file)") == contents("\(folder)/zh/\(file)"))
      }
      func summary(_ language: String) throws -> Substring {
        try contents("\(folder)/\(language)/summary.json").split(separator: "\"run\"")[0]
      }
      #expect(try summary("en") == summary("zh"))
      for words in [
        ["explain", tiny, folder + "/en", "O13", "--format", "json"],
        ["verify", tiny, folder + "/en", "--format", "json"],
        ["validate", tiny, "--format", "json"],
      ] {
        #expect(
          try runCapmatch(words).output == runCapmatch(words + ["--language", "zh"]).output)
      }
    }
  }

  @Test func `of explanations and findings is Chinese`() async throws {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      _ = try runCapmatch(["match", tiny, "-o", out, "-q"])
      let explained = try runCapmatch(["explain", tiny, out, "O13", "--language", "zh"])
      #expect(explained.output.hasPrefix("订单 O13：未匹配\n"))
      #expect(
        explained.output.contains(
          "too_late：即使设备全空，最早也要 2026-03-04T16:00:00+08:00 才能完成，"
            + "比截止时间 2026-03-03T12:00:00+08:00 晚 1 天 4 小时\n"))
      #expect(explained.output.contains("deadline +1d 4h（截止时间推迟 1 天 4 小时）"))
      let good = try runCapmatch(["verify", tiny, out, "--language", "zh"])
      #expect(good.output == "结果符合每条规则：13 条排产，4 个订单未匹配\n")
      let path = out + "/bookings.csv"
      try contents(path).replacingOccurrences(of: ",M5,", with: ",M4,")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let broken = try runCapmatch(["verify", tiny, out, "--language", "zh"])
      #expect(broken.code == 1)
      let lines = broken.output.split(separator: "\n")
      let english = try runCapmatch(["verify", tiny, out]).output.split(separator: "\n")
      #expect(lines.count == english.count)
      for (line, other) in zip(lines.dropLast(), english.dropLast()) {
        let place = try #require(other.ranges(of: "rule ").first)
        #expect(line.hasPrefix(other[..<place.lowerBound] + "规则 "), "\(line)")
        #expect(isChinese(line.split(separator: "：").last ?? ""), "\(line)")
      }
    }
  }

  @Test func `of the investment table is Chinese`() async throws {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      _ = try runCapmatch(["match", tiny, "-o", out, "-q"])
      let run = try runCapmatch([
        "invest", tiny, out, "--confirm", "0", "--machine-price", "50000", "--language", "zh",
      ])
      #expect(run.output.hasPrefix("名次  设备类别"))
      #expect(run.output.split(separator: "\n").suffix(7).allSatisfy { isChinese($0) })
    }
  }
}
