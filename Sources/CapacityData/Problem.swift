public import CapacityModel

/// One thing that is wrong with the input: its place, the rule, and what to do about it.
public struct Problem: Equatable, Sendable, CustomStringConvertible {
  /// The file's name inside its folder, or the folder itself when that is missing.
  public var file: String
  /// The physical line, from 1; 0 when the problem is the whole file's.
  public var line: Int
  /// Where the cell begins, in Unicode scalars from 1; 0 when the problem is the whole file's.
  public var column: Int
  /// The column or key that the value stands under; empty if there is none.
  public var field: String
  /// The value and the rule that it breaks.
  public var what: Message
  /// What would put it right.
  public var remedy: Message

  /// Creates a problem.
  public init(
    file: String, line: Int, column: Int, field: String, what: Message, remedy: Message
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
    self.what = what
    self.remedy = remedy
  }

  /// The problem on one line: `orders.csv:17:52: budget: "12,50" is not an amount in yuan; write 12.50`.
  public var description: String { text(in: .english) }

  /// The problem on one line in a language; its place and field are the same in all.
  public func text(in language: Language) -> String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    let subject = field.isEmpty ? "" : "\(field): "
    let pause = Message("; ", zh: "；")
    return "\(place): \(subject)\((what + pause + remedy)[language])"
  }
}

/// Why a folder could not be read or written.
public enum DataError: Error, Sendable {
  /// The data is bad: at most ``problemsShownMax`` problems, and how many there are besides.
  case problems([Problem], more: Int)
  /// A file or folder is there but cannot be read.
  case unreadable(path: String, reason: Message)
  /// A file or folder cannot be written.
  case unwritable(path: String, reason: Message)
  /// The result's folder exists, and nobody said that it may be replaced.
  case targetExists(path: String)

  /// How many problems are told one by one.
  public static let problemsShownMax = 20
}

extension DataError: CustomStringConvertible {
  /// The error as lines for a person.
  public var description: String { text(in: .english) }

  /// The error as lines in a language.
  public func text(in language: Language) -> String {
    switch self {
    case .problems(let problems, let more):
      let lines = problems.map { $0.text(in: language) }
      let rest = Message(
        "and \(more) more \(more == 1 ? "problem" : "problems")", zh: "另有 \(more) 处问题")
      return (lines + (more == 0 ? [] : [rest[language]])).joined(separator: "\n")
    case .unreadable(let path, let reason):
      return path + Message(": cannot be read: ", zh: "：无法读取：")[language] + reason[language]
    case .unwritable(let path, let reason):
      return path + Message(": cannot be written: ", zh: "：无法写入：")[language] + reason[language]
    case .targetExists(let path):
      return path
        + Message(
          ": exists already; choose another name or pass --force to replace it",
          zh: "：已经存在；请换一个名称，或加上 --force 替换它")[language]
    }
  }
}
