import CapacityData
import CapacityModel

/// A wrong use of the command line; exit code 2.
struct UsageError: Error {
  var message: String
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
      throw UsageError(message: "a command is missing; see 'capmatch help'")
    }
    guard let spec = commandTable.first(where: { $0.name == name }) else {
      throw unknown("command", name, among: commandTable.map(\.name))
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
          throw UsageError(message: "--\(option.name): is given twice; give it once")
        }
        if option.value == nil {
          if attached != nil {
            throw UsageError(message: "--\(option.name): takes no value; write --\(option.name)")
          }
          parsed.values[option.name] = ""
        } else if let attached {
          parsed.values[option.name] = attached
        } else if index < words.count {
          parsed.values[option.name] = words[index]
          index += 1
        } else {
          throw UsageError(
            message: "--\(option.name): a value is missing; "
              + "write --\(option.name) \(option.value ?? "")")
        }
      }
    }
    if !parsed.has("help"), spec.name != "help" { try checkArguments(parsed) }
    return parsed
  }

  private static func checkArguments(_ parsed: ParsedCommand) throws(UsageError) {
    let wanted = parsed.spec.arguments
    if parsed.arguments.count < wanted.count {
      throw UsageError(
        message: "\(wanted[parsed.arguments.count]) is missing; "
          + "write capmatch \(([parsed.spec.name] + wanted).joined(separator: " "))")
    }
    if parsed.arguments.count > wanted.count {
      throw UsageError(
        message: "'\(parsed.arguments[wanted.count])' is one argument too many; "
          + "see 'capmatch help \(parsed.spec.name)'")
    }
  }

  /// The option that a word names, and the value that stands in the same word.
  private static func option(
    _ word: String, in spec: CommandSpec
  ) throws(UsageError) -> (OptionSpec, String?) {
    if word.hasPrefix("--") {
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      guard let option = spec.options.first(where: { $0.name == name }) else {
        throw unknown(
          "option", "--\(name)", among: spec.options.map { "--\($0.name)" },
          hint: "see 'capmatch help \(spec.name)'")
      }
      return (option, parts.count > 1 ? String(parts[1]) : nil)
    }
    let letter = word[word.index(after: word.startIndex)]
    guard let option = spec.options.first(where: { $0.short == letter }) else {
      throw unknown(
        "option", "-\(letter)", among: spec.options.map { "--\($0.name)" },
        hint: "see 'capmatch help \(spec.name)'")
    }
    let rest = word.dropFirst(2)
    return (option, rest.isEmpty ? nil : String(rest))
  }

  private static func unknown(
    _ kind: String, _ word: String, among known: [String], hint: String = "see 'capmatch help'"
  ) -> UsageError {
    let nearest = known.map { ($0, editDistance($0, word)) }.min { $0.1 < $1.1 }
    if let (name, distance) = nearest, distance <= max(2, word.count / 3) {
      return UsageError(message: "unknown \(kind) '\(word)'; did you mean '\(name)'?")
    }
    return UsageError(message: "unknown \(kind) '\(word)'; \(hint)")
  }

  /// The Levenshtein distance, for "did you mean".
  static func editDistance(_ left: String, _ right: String) -> Int {
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
        message: "--\(name): '\(text)' is not a whole number; "
          + "write one from \(range.lowerBound) to \(range.upperBound)")
    }
    if number > range.upperBound {
      throw UsageError(
        message: "--\(name): value is too large (\(text)), "
          + "at most \(range.upperBound) is allowed")
    }
    if number < range.lowerBound {
      throw UsageError(
        message: "--\(name): value is too small (\(text)), "
          + "at least \(range.lowerBound) is allowed")
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
        message: "--\(name): '\(text)' is not a number with at most three places; write 0.95")
    }
    let value = whole * 1_000 + rest
    guard range.contains(value) else {
      throw UsageError(
        message: "--\(name): \(text) is out of range; write \(decimal(range.lowerBound)) to "
          + decimal(range.upperBound))
    }
    return value
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
        message: "--\(name): '\(text)' is not an amount in yuan; write 380000 or 380000.50")
    }
    let digits = parts.joined() + String(repeating: "0", count: 2 - places)
    guard let fen = Int64(digits), (1...Limits.moneyFenMax).contains(fen) else {
      throw UsageError(
        message: "--\(name): \(text) is out of range; write 0.01 to "
          + Format.money(Limits.moneyFenMax))
    }
    return fen
  }

  /// The seed.
  func seed() throws(UsageError) -> UInt64 {
    guard let text = values["seed"] else { return 1 }
    guard let seed = UInt64(text) else {
      throw UsageError(
        message: "--seed: '\(text)' is not a whole number; write one from 0 to 2^64 - 1")
    }
    return seed
  }

  /// One word of a few.
  func choice(_ name: String, among words: [String]) throws(UsageError) -> String {
    guard let word = values[name] else { return words[0] }
    guard words.contains(word) else {
      throw UsageError(
        message: "--\(name): '\(word)' is unknown; write \(words.joined(separator: ", "))")
    }
    return word
  }
}
