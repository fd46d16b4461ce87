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
    let widths = columns.indices.map { column in
      all.map { TextWidth.columns(of: $0[column]) }.max() ?? 0
    }
    return all.map { cells in
      var line = ""
      for (column, cell) in cells.enumerated() {
        if column > 0 { line += "  " }
        line += TextWidth.padded(cell, to: widths[column], atEnd: !columns[column].isNumber)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
