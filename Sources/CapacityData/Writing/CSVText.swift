/// Rows of CSV on their way to a file: UTF-8, LF, cells in quotes only where they need them.
public struct CSVText: Sendable {
  /// What was written so far.
  public private(set) var bytes: [UInt8] = []

  /// Begins with a header row.
  public init(header: [String]) {
    append(header)
  }

  /// Writes a row.
  public mutating func append(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell)
    }
    // A row of one empty cell would read as a blank line.
    if cells.count == 1, cells[0].isEmpty { bytes.append(contentsOf: "\"\"".utf8) }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func append(_ cell: String) {
    let utf8 = cell.utf8
    let quote = UInt8(ascii: "\"")
    let isPlain = utf8.allSatisfy { byte in
      byte != quote && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\n")
        && byte != UInt8(ascii: "\r")
    }
    let isBlank = { (byte: UInt8?) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    // Blanks at the ends of a cell without quotes would be dropped by the reader.
    if isPlain, !isBlank(utf8.first), !isBlank(utf8.last) {
      bytes.append(contentsOf: utf8)
      return
    }
    bytes.append(quote)
    for byte in utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
