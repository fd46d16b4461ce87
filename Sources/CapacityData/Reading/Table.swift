import CapacityModel

/// A column of a table that is being read.
struct Column {
  /// What it is called in messages.
  let name: String
  /// Its place in each row; `nil` if the file does not have it.
  let index: Int?
}

/// The rows of one CSV file under its header.
struct Table {
  /// Where the rows come from.
  private(set) var source: SourceFile
  private let description: FileDescription
  private var scanner: CSVScanner
  /// For each column of the description, its place in each row.
  private var indices: [Int?]
  /// For each cell of the header, what messages call it.
  private var headerNames: [String] = []
  /// Whether every row could be cut into cells.
  ///
  /// If not, ids may be missing that are really there.
  private(set) var isComplete = true

  /// Reads the header; `nil` when it is unusable, which is logged.
  init?(
    _ source: SourceFile, _ description: FileDescription, log: inout ProblemLog,
    warnings: inout [Message]
  ) {
    self.source = source
    self.description = description
    scanner = CSVScanner(bytes: source.bytes)
    indices = Array(repeating: nil, count: description.columns.count)
    guard scanner.next() else {
      log.add(
        source, 0, field: "", Message("the file is empty", zh: "文件是空的"),
        remedy: Message("write a header row: ", zh: "请写上表头：")
          + Message(verbatim: description.columns.map(\.name).joined(separator: ",")))
      return nil
    }
    if let flaw = scanner.flaw {
      report(flaw, log: &log)
      return nil
    }
    guard readHeader(log: &log, warnings: &warnings) else { return nil }
  }

  /// Matches the header's cells with the description.
  private mutating func readHeader(log: inout ProblemLog, warnings: inout [Message]) -> Bool {
    var isUsable = true
    for cell in 0..<scanner.cellCount {
      let text = scanner.text(cell)
      let place = scanner.cell(cell).place
      let column = description.columns.firstIndex { column in
        text.isEqual(to: column.name) || text.isEqual(to: column.alias)
      }
      guard let column else {
        headerNames.append(text.string)
        let position = source.position(of: place)
        warnings.append(
          Message(
            verbatim: "\(source.name):\(position.line):\(position.column): \(quoted(text))")
            + Message(
              " is no column of \(source.name); it is ignored",
              zh: " 不是 \(source.name) 的列；已忽略"))
        continue
      }
      let name = description.columns[column].name
      headerNames.append(name)
      if indices[column] != nil {
        log.add(
          source, place, field: name,
          Message("the column stands in the header twice", zh: "表头里这一列出现了两次"),
          remedy: doubledRemedy(description.columns[column]))
        isUsable = false
      }
      indices[column] = cell
    }
    for (column, index) in zip(description.columns, indices)
    where index == nil && column.fallback == nil {
      log.add(
        source, scanner.rowStart, field: column.name,
        Message("the column is missing", zh: "缺少这一列"),
        remedy: Message(
          "add it to the header (its Chinese name is \(column.alias)) and fill it",
          zh: "请在表头加上它（中文列名为“\(column.alias)”）并填写"))
      isUsable = false
    }
    return isUsable
  }

  private func doubledRemedy(_ column: ColumnDescription) -> Message {
    Message(
      "take one of the two out (\(column.name) and \(column.alias) are the same column)",
      zh: "请去掉其中一列（\(column.name) 和“\(column.alias)”是同一列）")
  }

  /// The handle of a column of the description.
  func column(_ name: String) -> Column {
    let place = description.columns.firstIndex { $0.name == name }
    assert(place != nil, "no column \(name) in \(description.name)")
    return Column(name: name, index: place.flatMap { indices[$0] })
  }

  /// The byte that messages about a column as a whole point to.
  func headerPlace(_ name: String) -> Int {
    var header = CSVScanner(bytes: source.bytes)
    guard let index = column(name).index, header.next() else { return 0 }
    return header.cell(index).place
  }

  /// The same table over the rows of another part of its file.
  ///
  /// - Parameters:
  ///   - part: The part's text, which begins and ends with a row.
  ///   - offset: Where the first row begins in it.
  /// - Returns: The table, before its first row.
  func rows(of part: SourceFile, from offset: Int) -> Table {
    var table = self
    table.source = part
    table.scanner = CSVScanner(bytes: part.bytes, offset: offset)
    return table
  }

  /// Where the next row begins.
  var nextRow: Int { scanner.offset }

  /// Goes to the next row that can be cut into as many cells as the header has.
  ///
  /// Other rows are logged and passed over.
  mutating func next(log: inout ProblemLog) -> Bool {
    while scanner.next() {
      if let flaw = scanner.flaw {
        report(flaw, log: &log)
      } else if scanner.cellCount == headerNames.count {
        return true
      } else {
        let count = scanner.cellCount
        let isLong = count > headerNames.count
        log.add(
          source, isLong ? scanner.cell(headerNames.count).place : scanner.rowStart, field: "",
          Message(
            "the row has \(count) \(count == 1 ? "cell" : "cells") where the header has "
              + "\(headerNames.count)",
            zh: "这一行有 \(count) 个单元格，而表头有 \(headerNames.count) 个"),
          remedy: isLong
            ? Message(
              "take out what is too much, or put a cell that holds a comma in quotes",
              zh: "请去掉多余的单元格；含逗号的单元格要放在引号里")
            : Message(
              "add the missing cells; an empty cell stands for the default",
              zh: "请补上缺少的单元格；空单元格表示默认值"))
      }
      isComplete = false
    }
    return false
  }

  /// Where the row at hand begins, to find it again with ``place(_:row:)``.
  var row: Int { scanner.rowStart }

  /// The text under a column in the row at hand, empty if the file does not have the column.
  @inline(__always)
  func text(_ column: Column) -> ByteText {
    guard let index = column.index else { return source.bytes[0..<0] }
    return scanner.text(index)
  }

  /// The byte that messages about a column in the row at hand point to.
  func place(_ column: Column) -> Int {
    guard let index = column.index else { return scanner.rowStart }
    return scanner.cell(index).place
  }

  /// The byte that messages about a column in a row read before point to.
  func place(_ column: Column, row: Int) -> Int {
    var again = CSVScanner(bytes: source.bytes, offset: row)
    guard let index = column.index, again.next(), index < again.cellCount else { return row }
    return again.cell(index).place
  }

  /// The text under a column in a row read before.
  func string(_ column: Column, row: Int) -> String {
    var again = CSVScanner(bytes: source.bytes, offset: row)
    guard let index = column.index, again.next(), index < again.cellCount else { return "" }
    return withExtendedLifetime(again) { again.text(index).string }
  }

  private func report(_ flaw: (kind: CSVFlaw, cell: Int), log: inout ProblemLog) {
    let field = flaw.cell < headerNames.count ? headerNames[flaw.cell] : ""
    let quoteAll = Message(
      "put the whole cell in quotes, and write a quote inside as \"\"",
      zh: "请把整个单元格放在引号里，里面的引号写成 \"\"")
    let (what, remedy) =
      switch flaw.kind {
      case .unclosedQuote:
        (
          Message("a quote opens here and is never closed", zh: "引号从这里开始，却没有结束"),
          Message(
            "close it, or write a quote inside as \"\"", zh: "请补上结束的引号；单元格里的引号要写成 \"\"")
        )
      case .textAfterQuote:
        (
          Message("text follows the closing quote", zh: "结束的引号后面还有文字"), quoteAll
        )
      case .bareQuote:
        (
          Message(
            "a quote stands inside a cell that is not in quotes", zh: "没有加引号的单元格里有引号"),
          quoteAll
        )
      case .nul:
        (
          Message("the cell holds a byte 0", zh: "单元格里有值为 0 的字节"),
          Message("save the file as text in UTF-8", zh: "请把文件存为 UTF-8 文本")
        )
      case .bareCarriageReturn:
        (
          Message("a carriage return stands without a line feed", zh: "回车符后面没有换行符"),
          Message("end lines with LF or with CRLF", zh: "每行请以 LF 或 CRLF 结束")
        )
      }
    log.add(source, scanner.cell(flaw.cell).place, field: field, what, remedy: remedy)
  }
}
