import CapacityData
import CapacityModel
import CapacityReport
import Foundation

/// Standard output for answers, standard error for everything else.
enum Console {
  /// The language that is spoken.
  static let language = LanguageChoice.choose(
    words: Array(CommandLine.arguments.dropFirst()),
    environment: ProcessInfo.processInfo.environment)

  /// How answers may be dressed.
  static let style = TextStyle(
    hasColours: usesColours(STDOUT_FILENO), hasBlocks: showsBlocks)

  /// How what stands on standard error may be dressed.
  static let errorStyle = TextStyle(
    hasColours: usesColours(STDERR_FILENO), hasBlocks: showsBlocks)

  /// Whether colours may be used: on a terminal that knows them, unless `NO_COLOR` (no-color.org) is set.
  private static func usesColours(_ descriptor: Int32) -> Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(descriptor) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
  }

  /// Whether text is UTF-8, whose block characters bars are drawn with.
  private static let showsBlocks: Bool = {
    // What a program writes is encoded as LC_CTYPE says, the words as LC_MESSAGES does.
    let environment = ProcessInfo.processInfo.environment
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
    return language == .chinese
      || LanguageChoice.isUTF8(names.first { !$0.isEmpty }?.lowercased() ?? "")
  }()

  static func print(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  static func print(_ message: Message) { print(message[language]) }

  static func error(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  static func error(_ message: Message) { error(message[language]) }

  /// Tells people what failed and chooses the exit code.
  static func report(_ failure: DataError) -> ExitCode {
    switch failure {
    case .problems(let problems, let more):
      for problem in problems { error(problem.text(in: language)) }
      if more > 0 { error(Message("and \(more) more", zh: "另有 \(more) 处问题")) }
      return .badData
    case .unreadable, .unwritable:
      error(failure.text(in: language))
      return .inputOutput
    case .targetExists(let path):
      error(
        Message(verbatim: path)
          + Message(": exists already; write --force to replace it", zh: "：已经存在；请加 --force 替换它"))
      return .usage
    }
  }
}
