import CapacityModel

/// The problems found so far: the first of each file in the file's order, and how many in all.
///
/// A file with a million bad rows costs no more memory than one with twenty.
struct ProblemLog {
  /// A problem whose line and column nobody has counted yet.
  private struct Entry {
    var source: SourceFile?
    var offset: Int
    var field: String
    var what: Message
    var earlier: Int?
    var remedy: Message
  }

  /// The order in which files are reported.
  private let fileNames: [String]
  private var entries: [String: [Entry]] = [:]
  /// How many problems there are.
  private(set) var count = 0

  /// Creates an empty log that reports files in the order of `fileNames`.
  init(fileNames: [String]) {
    self.fileNames = fileNames
  }

  /// Whether nothing is wrong.
  var isEmpty: Bool { count == 0 }

  /// Adds a problem of the cell or key that begins at byte `offset` of `source`.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - offset: Where the cell or key begins.
  ///   - field: The column's name, or the key.
  ///   - what: The value and the rule that it breaks.
  ///   - earlier: Where in the same file the value begins that this one collides with; its line is
  ///     put behind `what`.
  ///   - remedy: What would put it right.
  mutating func add(
    _ source: SourceFile, _ offset: Int, field: String, _ what: Message, earlier: Int? = nil,
    remedy: Message
  ) {
    insert(
      Entry(
        source: source, offset: offset, field: field, what: what, earlier: earlier,
        remedy: remedy), file: source.name)
  }

  /// Adds a problem of a whole file.
  mutating func add(file: String, _ what: Message, remedy: Message) {
    insert(
      Entry(source: nil, offset: -1, field: "", what: what, earlier: nil, remedy: remedy),
      file: file)
  }

  /// Keeps the entries of a file sorted by offset, equal ones as they came.
  private mutating func insert(_ entry: Entry, file: String) {
    count += 1
    var list = entries[file] ?? []
    let place = list.lastIndex { $0.offset <= entry.offset }.map { $0 + 1 } ?? 0
    guard place < DataError.problemsShownMax else { return }
    list.insert(entry, at: place)
    if list.count > DataError.problemsShownMax { list.removeLast() }
    entries[file] = list
  }

  /// The error that tells them, or `nil` if nothing is wrong.
  func error() -> DataError? {
    guard count > 0 else { return nil }
    var shown: [Problem] = []
    for name in fileNames {
      for entry in entries[name] ?? [] where shown.count < DataError.problemsShownMax {
        let position = entry.source?.position(of: entry.offset) ?? (line: 0, column: 0)
        let earlier = entry.earlier.flatMap { entry.source?.position(of: $0).line }
          .map { Message(" (line \($0))", zh: "（第 \($0) 行）") }
        shown.append(
          Problem(
            file: name, line: position.line, column: position.column, field: entry.field,
            what: entry.what + (earlier ?? Message(verbatim: "")), remedy: entry.remedy))
      }
    }
    return .problems(shown, more: count - shown.count)
  }
}

/// A value as a message quotes it: control characters visible, long ones cut.
func quoted(_ text: some ByteString) -> String {
  let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
  var result = "\""
  for scalar in scalars.prefix(40) {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    default:
      if scalar.properties.generalCategory == .control {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result + (scalars.count > 40 ? "…\"" : "\"")
}
