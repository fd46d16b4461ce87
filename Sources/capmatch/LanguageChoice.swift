import CapacityModel
import Foundation

/// The language that a command line and its environment ask for.
enum LanguageChoice {
  /// The language to speak.
  ///
  /// `--language` wins wherever it stands, the last one if there are several. Else the first of `LC_ALL`,
  /// `LC_MESSAGES` and `LANG` that is set and not empty decides, as POSIX has it; a locale that is Chinese but
  /// not UTF-8 cannot show what we write, and gets English.
  static func choose(words: [String], environment: [String: String]) -> Language {
    var asked: Language?
    for (index, word) in words.enumerated() {
      if word == "--" { break }
      if word == "--language", index + 1 < words.count {
        asked = Language(rawValue: words[index + 1]) ?? asked
      } else if word.hasPrefix("--language=") {
        asked = Language(rawValue: String(word.dropFirst("--language=".count))) ?? asked
      }
    }
    if let asked { return asked }
    let locale = locale(in: environment)
    return locale.hasPrefix("zh") && isUTF8(locale) ? .chinese : .english
  }

  /// The name of the locale for messages, in lower case; empty if there is none.
  static func locale(in environment: [String: String]) -> String {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
    return names.first { !$0.isEmpty }?.lowercased() ?? ""
  }

  /// Whether text in a locale is UTF-8.
  static func isUTF8(_ locale: String) -> Bool {
    let codeset = locale.split(separator: ".", maxSplits: 1).dropFirst().first ?? ""
    let name = codeset.prefix { $0 != "@" }.filter { $0 != "-" }
    return name == "utf8"
  }
}
