/// Cells in aligned columns, for a terminal.
struct TextTable {
  /// A column.
  struct Column {
    /// Stands over it.
    var title: String
    /// Whether its cells end in line with each other, as numbers do.
    var isNumber = false
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row with a cell for each column.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The title row and the rows, two spaces between columns.
  var lines: [String] {
    let all = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in all.map { width($0[column]) }.max() ?? 0 }
    return all.map { cells in
      var line = ""
      for (column, cell) in cells.enumerated() {
        let space = String(repeating: " ", count: widths[column] - width(cell))
        if column > 0 { line += "  " }
        line += columns[column].isNumber ? space + cell : cell + space
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  /// How many columns of a terminal a text takes: two for each wide character, as Chinese ones are.
  private func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar.value {
      // Hangul Jamo, CJK up to Yi, Hangul, compatibility ideographs and forms, full-width forms, and the
      // planes of further ideographs (UAX #11).
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
        width + 2
      default:
        scalar.properties.generalCategory == .nonspacingMark ? width : width + 1
      }
    }
  }
}
