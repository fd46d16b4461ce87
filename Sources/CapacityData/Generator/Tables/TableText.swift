/// Reads the generator's own tables, which are part of the program.
///
/// They are known to be well formed, and a test reads them all: a hole in them is a mistake of ours, so
/// it stops the program instead of becoming an error message.
struct TableText {
  private let columns: [String: Int]

  /// The rows, without the header.
  let rows: [[String]]

  /// Reads comma-separated text whose first line names the columns.
  init(_ bytes: [UInt8]) {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(Self.cells)
    let header = lines.removeFirst()
    columns = Dictionary(uniqueKeysWithValues: zip(header, header.indices))
    rows = lines
  }

  /// Returns the cell of `row` in the column `name`.
  func text(_ name: String, _ row: [String]) -> String {
    guard let column = columns[name] else { preconditionFailure("no column \(name)") }
    return row[column]
  }

  /// Returns the items of a list whose items are separated by semicolons.
  func list(_ name: String, _ row: [String]) -> [String] {
    text(name, row).split(separator: ";").map(String.init)
  }

  /// Returns a whole number.
  func integer(_ name: String, _ row: [String]) -> Int {
    guard let value = Int(text(name, row)) else { preconditionFailure("\(name) in \(row)") }
    return value
  }

  /// Returns a decimal number such as `.8` or `30.56`, times 1000.
  func thousandths(_ name: String, _ row: [String]) -> Int {
    let parts = text(name, row).split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : ""
    let digits = parts[0] + fraction + String(repeating: "0", count: 3 - fraction.count)
    guard let value = Int(digits) else { preconditionFailure("\(name) in \(row)") }
    return value
  }

  /// Splits a line at the commas outside quotation marks.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}
