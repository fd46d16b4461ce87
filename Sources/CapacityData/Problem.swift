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
  public var what: String
  /// What would put it right.
  public var remedy: String

  /// Creates a problem.
  public init(
    file: String, line: Int, column: Int, field: String, what: String, remedy: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.field = field
    self.what = what
    self.remedy = remedy
  }

  /// The problem on one line: `orders.csv:17:52: budget: "12,50" is not an amount in yuan; write 12.50`.
  public var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    let subject = field.isEmpty ? "" : "\(field): "
    return "\(place): \(subject)\(what); \(remedy)"
  }
}

/// Why a folder could not be read or written.
public enum DataError: Error, Sendable {
  /// The data is bad: at most ``problemsShownMax`` problems, and how many there are besides.
  case problems([Problem], more: Int)
  /// A file or folder is there but cannot be read.
  case unreadable(path: String, reason: String)
  /// A file or folder cannot be written.
  case unwritable(path: String, reason: String)
  /// The result's folder exists, and nobody said that it may be replaced.
  case targetExists(path: String)

  /// How many problems are told one by one.
  public static let problemsShownMax = 20
}

extension DataError: CustomStringConvertible {
  /// The error as lines for a person.
  public var description: String {
    switch self {
    case .problems(let problems, let more):
      let lines = problems.map(\.description)
      let rest = more == 0 ? [] : ["and \(more) more \(more == 1 ? "problem" : "problems")"]
      return (lines + rest).joined(separator: "\n")
    case .unreadable(let path, let reason):
      return "\(path): cannot be read: \(reason)"
    case .unwritable(let path, let reason):
      return "\(path): cannot be written: \(reason)"
    case .targetExists(let path):
      return "\(path): exists already; choose another name or pass --force to replace it"
    }
  }
}
