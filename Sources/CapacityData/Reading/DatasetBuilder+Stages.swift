import CapacityModel

/// The columns of a stage, in `orders.csv` or `stages.csv`.
struct StageColumns {
  let process: Column
  let quantity: Column
  let unit: Column
  let material: Column
  let tolerance: Column
  let sides: [Column]
  /// All of them, as the file's description lists them.
  let all: [Column]

  init(_ table: Table) {
    process = table.column("process")
    quantity = table.column("quantity")
    unit = table.column("unit")
    material = table.column("material")
    tolerance = table.column("tolerance_it")
    sides = ["length_mm", "width_mm", "height_mm"].map(table.column)
    all = [process, quantity, unit, material, tolerance] + sides
  }

  /// The first column that is not empty in the row at hand.
  func firstFilled(_ table: Table) -> Column? {
    // Mostly the first, which is asked without a walk.
    if !table.text(process).isEmpty { return process }
    return all.first { !table.text($0).isEmpty }
  }
}

/// The rows of `stages.csv`, read before the orders so that each order knows whether it has some.
struct StageRows {
  /// One row.
  struct Row {
    /// The number of its order's id in `orderIDs`.
    var order: Int32
    /// The stage's number as written; `nil` if that was none.
    var number: Int64?
    /// The stage; `nil` if something is wrong with it.
    var stage: Stage?
    /// Where the row begins.
    var row: Int
  }

  /// The ids of the orders that have rows.
  var orderIDs = ByteTable()
  /// The rows, as they stand in the file.
  var rows: [Row] = []
  /// Whether every row could be read.
  var isComplete = true
  /// For each number in `orderIDs`, the index of the order; `nil` if `orders.csv` does not have it.
  var orders: [Int?] = []
}

/// `stages.csv`.
extension DatasetBuilder {
  /// Reads the stages of orders that have several; `nil` if there is no such file.
  mutating func readStageRows() throws(DataError) -> Table? {
    let problemCount = log.count
    guard var table = try open(Schema.stages) else {
      stageRows.isComplete = log.count == problemCount
      return nil
    }
    let order = table.column("order_id")
    let number = table.column("stage")
    let columns = StageColumns(table)
    while table.next(log: &log) {
      let isNamed = table.isIdentifier(order, log: &log)
      let stageNumber = table.number(number, .stage, log: &log)
      let stage = stage(table, columns)
      guard isNamed else {
        stageRows.isComplete = false
        continue
      }
      let orderNumber = stageRows.orderIDs.insert(table.text(order)).number
      stageRows.rows.append(
        StageRows.Row(
          order: Int32(orderNumber), number: stageNumber, stage: stage, row: table.row))
    }
    if !table.isComplete { stageRows.isComplete = false }
    stageRows.orders = Array(repeating: nil, count: stageRows.orderIDs.count)
    return table
  }

  /// Reads the columns of a stage in the row at hand.
  mutating func stage(_ table: Table, _ columns: StageColumns) -> Stage? {
    let process = processIDs.reference(table, columns.process, log: &log)
    let unit = table.word(columns.unit, QuantityUnit.self, default: .piece, log: &log)
    let quantity = unit.flatMap { unit in
      table.number(columns.quantity, unit == .hour ? .hours : .pieces, log: &log)
    }
    let material = material(table, columns.material)
    let grade = table.number(columns.tolerance, .tolerance, default: 18, log: &log)
    let box = table.box(columns.sides, default: 0, log: &log)
    guard let process, let unit, let quantity, let grade else { return nil }
    return Stage(
      process: process, quantity: quantity, unit: unit, material: material,
      toleranceIT: Int(grade), box: box)
  }

  /// Reads the one material that a stage may name.
  private mutating func material(_ table: Table, _ column: Column) -> Int? {
    let text = table.text(column)
    guard !text.isEmpty, table.isIdentifier(column, log: &log) else { return nil }
    if text.contains(UInt8(ascii: ";")) {
      // An offer's list is cut at semicolons, so that no offer could ever take this one.
      table.complain(
        column,
        Message(
          "\(quoted(text)) is a list, and a stage is made of one material",
          zh: "\(quoted(text)) 是列表，而一个环节只用一种材料"),
        remedy: Message(
          "write one material, or leave the cell empty for none", zh: "请写一种材料，留空表示没有"),
        log: &log)
    }
    return materials.number(of: text)
  }

  /// Checks that each order's stages are numbered from 1 on, and puts them in the order of `orders`.
  mutating func checkStageRows(_ table: Table) {
    let orderColumn = table.column("order_id")
    let numberColumn = table.column("stage")
    var counts = Array(repeating: Int64(0), count: stageRows.orderIDs.count)
    for row in stageRows.rows { counts[Int(row.order)] += 1 }
    for row in stageRows.rows where stageRows.orders[Int(row.order)] == nil {
      guard orderIDs.isComplete else { break }
      log.add(
        table.source, table.place(orderColumn, row: row.row), field: orderColumn.name,
        Message(
          "\(quoted(stageRows.orderIDs.bytes(Int(row.order)))) is not in orders.csv",
          zh: "orders.csv 里没有 \(quoted(stageRows.orderIDs.bytes(Int(row.order))))"),
        remedy: Message(
          "write an order_id that stands there, or add the row",
          zh: "请填写那里有的 order_id，或在那里加上这一行"))
    }
    for row in stageRows.rows {
      let count = counts[Int(row.order)]
      // A row that could not be read may be the one that is missing.
      guard table.isComplete, let number = row.number, number > count else { continue }
      log.add(
        table.source, table.place(numberColumn, row: row.row), field: numberColumn.name,
        Message(
          "stage \(number) of an order with \(count) \(count == 1 ? "stage" : "stages") leaves a hole",
          zh: "订单只有 \(count) 个环节，序号 \(number) 留下了空缺"),
        remedy: Message(
          "number the stages 1, 2, ... without a hole", zh: "环节请按 1、2、…… 连续编号"))
    }
    let sorted = stageRows.rows.indices.sorted { left, right in
      let (first, second) = (stageRows.rows[left], stageRows.rows[right])
      if first.order != second.order { return first.order < second.order }
      return (first.number ?? 0, left) < (second.number ?? 0, right)
    }
    for (previous, index) in zip(sorted, sorted.dropFirst()) {
      let (first, second) = (stageRows.rows[previous], stageRows.rows[index])
      guard first.order == second.order, let number = second.number, number == first.number
      else { continue }
      let order = quoted(stageRows.orderIDs.bytes(Int(second.order)))
      log.add(
        table.source, table.place(numberColumn, row: second.row), field: numberColumn.name,
        Message(
          "stage \(number) of \(order) stands there already", zh: "\(order) 的环节 \(number) 已经出现过"),
        earlier: table.place(numberColumn, row: first.row),
        remedy: Message("number the stages 1, 2, ... each once", zh: "环节请按 1、2、…… 编号，每个只用一次"))
    }
    if log.isEmpty, !sorted.isEmpty { mergeStages(sorted) }
  }

  /// Lays the stages of all orders one after another, those of one order by their numbers.
  private mutating func mergeStages(_ sorted: [Int]) {
    var rangeOfOrder: [Int: Range<Int>] = [:]
    var start = 0
    while start < sorted.count {
      let order = stageRows.rows[sorted[start]].order
      var end = start
      while end < sorted.count, stageRows.rows[sorted[end]].order == order { end += 1 }
      if let index = stageRows.orders[Int(order)] { rangeOfOrder[index] = start..<end }
      start = end
    }
    var merged: [Stage] = []
    merged.reserveCapacity(stages.count + sorted.count)
    for index in orders.indices {
      let first = merged.count
      if let range = rangeOfOrder[index] {
        merged += sorted[range].compactMap { stageRows.rows[$0].stage }
      } else {
        merged += stages[orders[index].stages]
      }
      orders[index].stages = first..<merged.count
    }
    stages = merged
  }
}
