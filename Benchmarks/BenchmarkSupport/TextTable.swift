/// Rows of cells under a header, for a terminal or for Markdown.
package struct TextTable: Equatable, Sendable {
  private let header: [String]
  private var rows: [[String]] = []
  /// Columns that hold words; the others hold numbers and stand to the right.
  private let wordColumns: Int

  /// An empty table whose first columns hold words.
  package init(_ header: [String], wordColumns: Int = 1) {
    self.header = header
    self.wordColumns = wordColumns
  }

  /// Adds a row.
  ///
  /// - Precondition: It has a cell for each column.
  package mutating func add(_ row: [String]) {
    precondition(row.count == header.count, "a row has \(row.count) of \(header.count) cells")
    rows.append(row)
  }

  /// Columns in line, two spaces between them.
  package var text: String {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    return ([header] + rows).map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += (column == 0 ? "" : "  ") + (column < wordColumns ? cell + padding : padding + cell)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// A Markdown table.
  package var markdown: String {
    let rules = header.indices.map { $0 < wordColumns ? "---" : "---:" }
    return ([header, rules] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}
