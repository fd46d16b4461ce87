import CapacityModel

/// The ids of one file, and the rows that they name.
///
/// Rows are numbered as they come until ``sortByID()``; from then on by the order of their ids.
struct IdentifierRegister {
  /// The file that the ids stand in.
  let fileName: String
  /// The column that they stand in.
  let columnName: String
  private var ids = ByteTable()
  /// Where each id's row begins.
  private var rows: [Int] = []
  private var rankOfNumber: [Int]?
  /// Whether every id of the file is known; if not, nobody may say that one is missing.
  var isComplete = false
  /// Whether ids are looked at one by one and not kept: they are compared with each other elsewhere,
  /// when all threads are done.
  var isChecking = false

  init(_ description: FileDescription, _ columnName: String) {
    fileName = description.name
    self.columnName = columnName
  }

  /// Where the row of an index begins; of no use where ids are not kept.
  func row(_ index: Int) -> Int { isChecking ? 0 : rows[index] }

  /// Takes the id of the row at hand; logs it and returns `nil` if it is none or there already.
  mutating func register(
    _ table: Table, _ column: Column, lengthMax: Int = identifierLengthMax, log: inout ProblemLog
  ) -> Identifier? {
    guard table.isIdentifier(column, lengthMax: lengthMax, log: &log) else {
      isComplete = false
      return nil
    }
    let text = table.text(column)
    if isChecking { return Identifier(text.string) }
    let (number, isNew) = ids.insert(text)
    guard isNew else {
      // Its author meant another id, which somebody may refer to.
      isComplete = false
      table.complain(
        column, Message("\(quoted(text)) stands there already", zh: "\(quoted(text)) 已经出现过"),
        earlier: table.place(column, row: rows[number]),
        remedy: Message("give each row an id of its own", zh: "请给每一行一个不同的编号"), log: &log)
      return nil
    }
    rows.append(table.row)
    return Identifier(text.string)
  }

  /// The index of the row that has this id.
  func find(_ id: ByteText) -> Int? {
    guard let number = ids.find(id) else { return nil }
    guard let rankOfNumber else { return number }
    return rankOfNumber[number]
  }

  /// Numbers the rows by their ids from now on; returns the old numbers in the new order.
  mutating func sortByID() -> [Int] {
    let order = ids.sorted()
    rankOfNumber = ranks(ofSorted: order)
    rows = order.map { rows[$0] }
    return order
  }

  /// The index of the row that a cell names; logs an id that no row has.
  func reference(_ table: Table, _ column: Column, log: inout ProblemLog) -> Int? {
    let text = table.text(column)
    if let index = find(text) { return index }
    if text.isEmpty {
      table.complain(
        column, .emptyCell,
        remedy: Message(
          "write a \(columnName) of \(fileName)", zh: "请填写 \(fileName) 里的一个 \(columnName)"),
        log: &log)
    } else if isComplete {
      table.complain(
        column,
        Message("\(quoted(text)) is not in \(fileName)", zh: "\(fileName) 里没有 \(quoted(text))"),
        remedy: Message(
          "write a \(columnName) that stands there, or add the row",
          zh: "请填写那里有的 \(columnName)，或在那里加上这一行"), log: &log)
    }
    return nil
  }
}

extension Complaint {
  /// A list with nothing between two semicolons.
  static func emptyItem(of list: ByteText) -> Complaint {
    Complaint(
      Message("\(quoted(list)) has an empty item", zh: "\(quoted(list)) 里有空的一项"),
      remedy: Message("take out the semicolon that is too much", zh: "请去掉多余的分号"))
  }
}

/// Names that need no row of their own: certificates and materials.
struct NameRegister {
  private var names = ByteTable()
  /// Cells read before, with the names that they list; `nil` for one with a problem.
  private var cells = ByteTable()
  private var lists: [[Int]?] = []

  /// The number of a name, by first appearance until the names are sorted.
  mutating func number(of name: ByteText) -> Int { names.insert(name).number }

  /// The names in the order of their bytes, and for each number its place there.
  func sorted() -> (names: [String], ranks: [Int]) {
    let order = names.sorted()
    return (order.map { names.text($0) }, CapacityData.ranks(ofSorted: order))
  }

  /// The number of the list in a cell, to be looked up in ``sortedLists(ranks:)`` later.
  ///
  /// Equal cells are read once and share one list: a million orders name few different ones.
  mutating func list(
    _ table: Table, _ column: Column, log: inout ProblemLog,
    refusing isRefused: (ByteText) -> Complaint? = { _ in nil }
  ) -> Int {
    let text = table.text(column)
    let (cell, isNew) = cells.insert(text)
    if !isNew, lists[cell] != nil { return cell }
    if isNew { lists.append(nil) }
    var numbers: [Int] = []
    var isGood = true
    for item in listItems(text) {
      if let complaint = identifierComplaint(item) ?? isRefused(item) {
        let told = item.isEmpty ? .emptyItem(of: text) : complaint
        table.complain(column, told.what, remedy: told.remedy, log: &log)
        isGood = false
      } else {
        numbers.append(number(of: item))
      }
    }
    if isGood { lists[cell] = numbers }
    return cell
  }

  /// Takes over the names and lists of a register that began as a copy of this one.
  ///
  /// - Returns: The numbers here of the names and of the lists there.
  mutating func absorb(_ other: NameRegister) -> (names: [Int], lists: [Int32]) {
    let numbers = (0..<other.names.count).map { names.insert(other.names, $0).number }
    let places = (0..<other.cells.count).map { cell -> Int32 in
      let (place, isNew) = cells.insert(other.cells, cell)
      let list = other.lists[cell]?.map { numbers[$0] }
      if isNew { lists.append(list) } else if lists[place] == nil { lists[place] = list }
      return Int32(place)
    }
    return (numbers, places)
  }

  /// All lists, with the places of sorted names for numbers, ascending, each once.
  func sortedLists(ranks: [Int]) -> [[Int]] {
    lists.map { list in Set((list ?? []).map { ranks[$0] }).sorted() }
  }
}

/// The items of a cell between semicolons, without the blanks around them; none for an empty cell.
func listItems(_ text: ByteText) -> ListItems { ListItems(rest: text.isEmpty ? nil : text) }

/// The items of a cell, one after another.
struct ListItems: Sequence, IteratorProtocol {
  fileprivate var rest: ByteText?

  mutating func next() -> ByteText? {
    guard let text = rest else { return nil }
    guard let end = text.firstIndex(of: UInt8(ascii: ";")) else {
      rest = nil
      return trimmed(text)
    }
    rest = text[end + 1..<text.endIndex]
    return trimmed(text[text.startIndex..<end])
  }
}

/// A text without the spaces and tabs around it.
func trimmed(_ text: ByteText) -> ByteText {
  func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  var first = text.startIndex
  var last = text.endIndex
  while first < last, isBlank(text[first]) { first += 1 }
  while first < last, isBlank(text[last - 1]) { last -= 1 }
  return text[first..<last]
}
