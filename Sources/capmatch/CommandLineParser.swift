import CapacityData
import CapacityModel

/// A wrong use of the command line; exit code 2.
struct UsageError: Error {
  var message: Message
}

/// What a command line says.
struct ParsedCommand {
  var spec: CommandSpec
  var arguments: [String]
  /// By the option's name; a switch has an empty value.
  var values: [String: String]

  func has(_ name: String) -> Bool { values[name] != nil }
}

/// Reads a command line by the table of commands.
enum CommandLineParser {
  /// Takes the words after the program's name; the first is the command.
  static func parse(_ words: [String]) throws(UsageError) -> ParsedCommand {
    guard let name = words.first else {
      throw UsageError(
        message: Message("a command is missing; see 'capmatch help'", zh: "缺少命令；请看 capmatch help"))
    }
    guard let spec = commandTable.first(where: { $0.name == name }) else {
      if name.hasPrefix("-") {
        throw unknown(option, name, among: ["--help", "--version", "--language"])
      }
      throw unknown(Message("command", zh: "命令"), name, among: commandTable.map(\.name))
    }
    var parsed = ParsedCommand(spec: spec, arguments: [], values: [:])
    var index = 1
    var optionsEnded = false
    while index < words.count {
      let word = words[index]
      index += 1
      if optionsEnded || word == "-" || !word.hasPrefix("-") {
        parsed.arguments.append(word)
      } else if word == "--" {
        optionsEnded = true
      } else {
        let (option, attached) = try option(word, in: spec)
        if parsed.has(option.name) {
          throw UsageError(
            message: Message(
              "--\(option.name): is given twice; give it once", zh: "--\(option.name)：写了两次；请只写一次"))
        }
        if option.value == nil {
          if attached != nil {
            throw UsageError(
              message: Message(
                "--\(option.name): takes no value; write --\(option.name)",
                zh: "--\(option.name)：不带值；请写 --\(option.name)"))
          }
          parsed.values[option.name] = ""
        } else if let attached {
          parsed.values[option.name] = attached
        } else if index < words.count {
          parsed.values[option.name] = words[index]
          index += 1
        } else {
          throw UsageError(
            message: Message(
              "--\(option.name): a value is missing; write --\(option.name) \(option.value ?? "")",
              zh: "--\(option.name)：缺少值；请写 --\(option.name) \(option.value ?? "")"))
        }
      }
    }
    for option in spec.allOptions where !option.choices.isEmpty {
      _ = try parsed.choice(option.name, among: option.choices)
    }
    if !parsed.has("help") { try checkArguments(parsed) }
    return parsed
  }

  private static func checkArguments(_ parsed: ParsedCommand) throws(UsageError) {
    let wanted = parsed.spec.arguments
    let required = parsed.spec.requiredArguments
    let usage = "capmatch \(([parsed.spec.name] + wanted).joined(separator: " "))"
    if parsed.arguments.count < required.count {
      let name = required[parsed.arguments.count]
      throw UsageError(
        message: Message("\(name) is missing; write \(usage)", zh: "缺少 \(name)；请写 \(usage)"))
    }
    if parsed.arguments.count > wanted.count {
      let word = parsed.arguments[wanted.count]
      throw UsageError(
        message: Message(
          "'\(word)' is one argument too many; see 'capmatch help \(parsed.spec.name)'",
          zh: "“\(word)”是多余的参数；请看 capmatch help \(parsed.spec.name)"))
    }
    for (name, word) in zip(wanted, parsed.arguments) where name.contains("|") {
      let choices = name.split(separator: "|").map(String.init)
      if !choices.contains(word) { throw unknownValue(Message(verbatim: ""), word, among: choices) }
    }
  }

  private static let option = Message("option", zh: "选项")

  /// The option that a word names, and the value that stands in the same word.
  private static func option(
    _ word: String, in spec: CommandSpec
  ) throws(UsageError) -> (OptionSpec, String?) {
    let known = spec.allOptions
    let hint = Message("see 'capmatch help \(spec.name)'", zh: "请看 capmatch help \(spec.name)")
    if word.hasPrefix("--") {
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      guard let option = known.first(where: { $0.name == name }) else {
        throw unknown(option, "--\(name)", among: known.map { "--\($0.name)" }, hint: hint)
      }
      return (option, parts.count > 1 ? String(parts[1]) : nil)
    }
    let letter = word[word.index(after: word.startIndex)]
    guard let option = known.first(where: { $0.short == letter }) else {
      throw unknown(option, "-\(letter)", among: known.map { "--\($0.name)" }, hint: hint)
    }
    let rest = word.dropFirst(2)
    return (option, rest.isEmpty ? nil : String(rest))
  }

  private static func unknown(
    _ kind: Message, _ word: String, among known: [String],
    hint: Message = Message("see 'capmatch help'", zh: "请看 capmatch help")
  ) -> UsageError {
    UsageError(
      message: Message("unknown \(kind.english) '\(word)'; ", zh: "没有\(kind.chinese)“\(word)”；")
        + (didYouMean(word, among: known) ?? hint))
  }

  /// A word that is none of the few that may be written, after what tells where it stands.
  static func unknownValue(_ place: Message, _ word: String, among known: [String]) -> UsageError {
    let list = Message(
      "write \(known.joined(separator: ", "))", zh: "请写 \(known.joined(separator: "、")) 之一")
    return UsageError(
      message: place + Message("'\(word)' is unknown; ", zh: "没有“\(word)”这个取值；")
        + (didYouMean(word, among: known).map { $0 + Message(" ", zh: "") + list } ?? list))
  }

  /// The known word that was probably meant.
  private static func didYouMean(_ word: String, among known: [String]) -> Message? {
    guard let (name, distance) = nearest(to: word, among: known),
      distance <= max(2, word.count / 3),
      distance < name.count
    else { return nil }
    return Message("did you mean '\(name)'?", zh: "您是不是要写“\(name)”？")
  }

  /// The first of the names that are closest to a word, and how far it is.
  static func nearest(
    to word: String, among names: [String]
  ) -> (name: String, distance: Int)? {
    names.map { ($0, editDistance($0, word)) }.min { $0.1 < $1.1 }
  }

  /// The Levenshtein distance, for "did you mean".
  private static func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var row = Array(0...right.count)
    for (leftIndex, leftCharacter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = leftIndex + 1
      for (rightIndex, rightCharacter) in right.enumerated() {
        let substitution = diagonal + (leftCharacter == rightCharacter ? 0 : 1)
        diagonal = row[rightIndex + 1]
        row[rightIndex + 1] = min(substitution, diagonal + 1, row[rightIndex] + 1)
      }
    }
    return row[right.count]
  }
}

extension ParsedCommand {
  /// A whole number of an option, within its range.
  func number(
    _ name: String, default fallback: Int, in range: ClosedRange<Int>
  ) throws(UsageError) -> Int {
    guard let text = values[name] else { return fallback }
    guard let number = Int(text) else {
      throw UsageError(
        message: Message(
          "--\(name): '\(text)' is not a whole number; "
            + "write one from \(range.lowerBound) to \(range.upperBound)",
          zh: "--\(name)：“\(text)”不是整数；请写 \(range.lowerBound) 到 \(range.upperBound) 的整数"))
    }
    if number > range.upperBound {
      throw UsageError(
        message: Message(
          "--\(name): value is too large (\(text)), at most \(range.upperBound) is allowed",
          zh: "--\(name)：值太大（\(text)）；最大允许 \(range.upperBound)"))
    }
    if number < range.lowerBound {
      throw UsageError(
        message: Message(
          "--\(name): value is too small (\(text)), at least \(range.lowerBound) is allowed",
          zh: "--\(name)：值太小（\(text)）；最小允许 \(range.lowerBound)"))
    }
    return number
  }

  /// A decimal of an option in thousandths.
  func thousandths(
    _ name: String, default fallback: Int, in range: ClosedRange<Int>
  ) throws(UsageError) -> Int {
    guard let text = values[name] else { return fallback }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    guard parts.count <= 2, fraction.count <= 3, parts[0].count <= 9,
      let whole = Int(parts[0]), !text.hasPrefix("-"),
      let rest = Int(fraction + String(repeating: "0", count: 3 - fraction.count))
    else {
      throw UsageError(
        message: Message(
          "--\(name): '\(text)' is not a number with at most three places; write 0.95",
          zh: "--\(name)：“\(text)”不是至多三位小数的数；请写成 0.95 这样"))
    }
    let value = whole * 1_000 + rest
    guard range.contains(value) else {
      throw outOfRange(name, text, decimal(range.lowerBound), decimal(range.upperBound))
    }
    return value
  }

  private func outOfRange(
    _ name: String, _ text: String, _ least: String, _ most: String
  ) -> UsageError {
    UsageError(
      message: Message(
        "--\(name): \(text) is out of range; write \(least) to \(most)",
        zh: "--\(name)：\(text) 超出范围；请写 \(least) 到 \(most)"))
  }

  private func decimal(_ thousandths: Int) -> String {
    let rest = String(thousandths % 1_000 + 1_000).dropFirst()
    return "\(thousandths / 1_000).\(rest)"
  }

  /// An amount above 0 in fen; `nil` where the option is not given.
  func money(_ name: String) throws(UsageError) -> Int64? {
    guard let text = values[name] else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let places = parts.count == 2 ? parts[1].count : 0
    guard parts.count <= 2, parts.count == 1 || (1...2).contains(places),
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), !parts[0].isEmpty
    else {
      throw UsageError(
        message: Message(
          "--\(name): '\(text)' is not an amount in yuan; write 380000 or 380000.50",
          zh: "--\(name)：“\(text)”不是金额（元）；请写成 380000 或 380000.50 这样"))
    }
    let digits = parts.joined() + String(repeating: "0", count: 2 - places)
    guard let fen = Int64(digits), (1...Limits.moneyFenMax).contains(fen) else {
      throw outOfRange(name, text, "0.01", Format.money(Limits.moneyFenMax))
    }
    return fen
  }

  /// The seed.
  func seed() throws(UsageError) -> UInt64 {
    guard let text = values["seed"] else { return 1 }
    guard let seed = UInt64(text) else {
      throw UsageError(
        message: Message(
          "--seed: '\(text)' is not a whole number; write one from 0 to 2^64 - 1",
          zh: "--seed：“\(text)”不是整数；请写 0 到 2^64 - 1 的整数"))
    }
    return seed
  }

  /// One word of a few.
  func choice(_ name: String, among words: [String]) throws(UsageError) -> String {
    guard let word = values[name] else { return words[0] }
    guard words.contains(word) else {
      throw CommandLineParser.unknownValue(
        Message("--\(name): ", zh: "--\(name)："), word, among: words)
    }
    return word
  }
}
