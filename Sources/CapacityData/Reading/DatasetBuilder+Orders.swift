import CapacityModel

/// A row of `orders.csv`, with what becomes of it only when all rows are read.
struct OrderRow {
  /// The order, without its certificates and stages.
  var order: Order
  /// The stage in its own row, if it has one.
  var stage: Stage?
  /// The number of its list of certificates.
  var certifications: Int32
  /// The number of its id in ``StageRows``, if it has rows there.
  var stagesNumber: Int?
}

/// Names of customers: many orders, few customers, so that their names are held once.
struct CustomerNames: Sendable {
  private var table = ByteTable()
  private var names: [String] = []

  /// A name as text.
  mutating func name(_ text: ByteText) -> String {
    let (number, isNew) = table.insert(text)
    if isNew { names.append(table.text(number)) }
    return names[number]
  }
}

/// `orders.csv`.
extension DatasetBuilder {
  /// The columns that an order has beside those of a stage.
  struct OrderColumns {
    let id: Column
    let customer: Column
    let cluster: Column
    let release: Column
    let deadline: Column
    let budget: Column
    let declaredValue: Column
    let priority: Column
    let modes: Column
    let parts: Column
    let certifications: Column
    let weight: Column
    let stage: StageColumns

    init(_ table: Table) {
      id = table.column("order_id")
      customer = table.column("customer")
      cluster = table.column("cluster_id")
      release = table.column("release")
      deadline = table.column("deadline")
      budget = table.column("budget")
      declaredValue = table.column("declared_value")
      priority = table.column("priority")
      modes = table.column("pricing_modes")
      parts = table.column("max_parts")
      certifications = table.column("certifications")
      weight = table.column("weight_kg")
      stage = StageColumns(table)
    }
  }

  /// Reads what buyers want; returns the table for checks that come later.
  mutating func readOrders() throws(DataError) -> Table? {
    if let plan, let file = openChunks(Schema.orders, plan) { return readOrders(file) }
    guard var table = try open(Schema.orders) else { return nil }
    let columns = OrderColumns(table)
    orderIDs.isComplete = true
    while table.next(log: &log) {
      guard var row = orderRow(table, columns) else { continue }
      let first = stages.count
      if let stage = row.stage { stages.append(stage) }
      row.order.stages = first..<stages.count
      orders.append(row.order)
      orderCertificationLists.append(row.certifications)
    }
    if !table.isComplete { orderIDs.isComplete = false }
    return table
  }

  /// Reads the row at hand; `nil` if it has no id.
  @inline(__always)
  mutating func orderRow(_ table: Table, _ columns: OrderColumns) -> OrderRow? {
    let identifier = orderIDs.register(table, columns.id, log: &log)
    let cluster = clusterIDs.reference(table, columns.cluster, log: &log)
    let customer = customers.name(table.text(columns.customer))
    let (release, deadline) = times(table, columns)
    let budget = table.number(columns.budget, .budget, log: &log)
    let declared = table.number(columns.declaredValue, .budget, default: -1, log: &log)
    let priority = table.number(columns.priority, .priority, default: 1, log: &log)
    let modes = modes(table, columns.modes)
    let parts = table.number(columns.parts, .parts, default: 1, log: &log)
    let list = certifications.list(
      table, columns.certifications, log: &log, refusing: complaintOfDays)
    let weight = table.number(columns.weight, .weight, default: 0, log: &log)
    let own = ownStage(table, columns.id, columns.stage)
    if let budget, let priority { addToObjective(budget * priority, table, columns.budget) }
    guard let identifier else { return nil }
    let order = Order(
      id: identifier, customer: customer, cluster: cluster ?? 0,
      release: release ?? .min, deadline: deadline ?? .max, budgetFen: budget ?? 0,
      declaredValueFen: (declared ?? -1) < 0 ? nil : declared, priority: priority ?? 1,
      pricingModes: modes, partsMax: Int(parts ?? 1), weightGrams: weight ?? 0, stages: 0..<0)
    return OrderRow(
      order: order, stage: own.stage, certifications: Int32(list), stagesNumber: own.number)
  }

  /// The row's times, where they are given; checked against each other if both are.
  private mutating func times(
    _ table: Table, _ columns: OrderColumns
  ) -> (release: Int64?, deadline: Int64?) {
    let release = table.time(columns.release, zone: zone, log: &log)
    let deadline = table.time(columns.deadline, zone: zone, log: &log)
    noteTime(release)
    noteTime(deadline)
    if let release, let deadline, deadline < release {
      table.complain(
        columns.deadline,
        Message(
          "\(table.string(columns.deadline)) is before the release \(table.string(columns.release))",
          zh: "\(table.string(columns.deadline)) 早于最早开工 \(table.string(columns.release))"),
        remedy: Message("write a later deadline", zh: "请写更晚的截止时间"), log: &log)
    }
    return (release, deadline)
  }

  private mutating func noteTime(_ time: Int64?) {
    if let time {
      orderTimes = (min(orderTimes?.first ?? time, time), max(orderTimes?.last ?? time, time))
    } else {
      leavesTimesOut = true
    }
  }

  private mutating func modes(_ table: Table, _ column: Column) -> PricingModes {
    let text = table.text(column)
    if text.isEmpty { return .any }
    var modes: PricingModes = []
    for item in listItems(text) {
      guard let mode = PricingMode.allCases.first(where: { item.isEqual(to: $0.rawValue) })
      else {
        table.complain(
          column, Message("\(quoted(item)) is no pricing mode", zh: "\(quoted(item)) 不是计价方式"),
          remedy: Message(
            "write some of time;piece;value, or leave the cell empty for any",
            zh: "请写 time;piece;value 中的几种，留空表示不限"), log: &log)
        return .any
      }
      modes.insert(PricingModes(mode))
    }
    return modes
  }

  /// Reads the stage in the order's own row, unless `stages.csv` has its stages.
  ///
  /// - Returns: The stage, or the number that the order's id has among those of `stages.csv`.
  private mutating func ownStage(
    _ table: Table, _ id: Column, _ columns: StageColumns
  ) -> (stage: Stage?, number: Int?) {
    if let number = stageRows.orderIDs.find(table.text(id)) {
      if !orderIDs.isChecking { stageRows.orders[number] = orderIDs.find(table.text(id)) }
      if let filled = columns.firstFilled(table) {
        table.complain(
          filled,
          Message(
            "the order has rows in stages.csv as well", zh: "这个订单在 stages.csv 里也有行"),
          remedy: Message(
            "leave the stage's columns empty here, or take the rows out there",
            zh: "请把这里的环节各列留空，或去掉那里的行"), log: &log)
      }
      return (nil, number)
    }
    guard columns.firstFilled(table) != nil else {
      if stageRows.isComplete {
        table.complain(
          columns.process.index == nil
            ? id : columns.process,
          Message(
            "the order has no stage, neither here nor in stages.csv",
            zh: "这个订单没有环节，这里没有，stages.csv 里也没有"),
          remedy: Message(
            "write process and quantity here, or add rows to stages.csv",
            zh: "请在这里写 process 和 quantity，或在 stages.csv 里加上行"), log: &log)
      }
      return (nil, nil)
    }
    return (stage(table, columns), nil)
  }

  /// Keeps the sum of priority x budget within what the engine can add up.
  private mutating func addToObjective(
    _ fen: Int64, _ table: Table, _ column: Column
  ) {
    // Both are below 1e16 and 4e18: the sum fits.
    let total = objectiveFen + fen
    guard total <= Limits.objectiveFenMax else {
      table.complain(
        column,
        Message(
          "the sum of priority x budget up to this row is above "
            + "\(Format.money(Limits.objectiveFenMax)) yuan",
          zh: "到这一行为止，优先级 x 预算的总和超过 \(Format.money(Limits.objectiveFenMax)) 元"),
        remedy: Message(
          "lower budgets or priorities, or split the dataset", zh: "请降低预算或优先级，或拆分数据集"),
        log: &log)
      return
    }
    objectiveFen = total
  }

  /// Checks times that follow from the horizon, which is known only after all orders.
  mutating func checkOrderTimes(_ table: Table) {
    guard leavesTimesOut else { return }
    let deadlineColumn = table.column("deadline")
    let releaseColumn = table.column("release")
    for (index, order) in orders.enumerated() where order.release == .min || order.deadline == .max
    {
      let release = order.release == .min ? horizonStart ?? 0 : order.release
      let deadline = order.deadline == .max ? horizonEnd ?? 0 : order.deadline
      guard deadline < release else { continue }
      let row = orderIDs.row(index)
      if order.deadline == .max {
        log.add(
          table.source, table.place(releaseColumn, row: row), field: releaseColumn.name,
          Message(
            "\(table.string(releaseColumn, row: row)) is after the "
              + "deadline, the horizon's end \(written(deadline))",
            zh: "\(table.string(releaseColumn, row: row)) 晚于截止时间，即计划期的结束 "
              + written(deadline)),
          remedy: Message(
            "write an earlier release or a deadline", zh: "请写更早的最早开工，或写上截止时间"))
      } else {
        log.add(
          table.source, table.place(deadlineColumn, row: row), field: deadlineColumn.name,
          Message(
            "\(table.string(deadlineColumn, row: row)) is before the "
              + "release, the horizon's start \(written(release))",
            zh: "\(table.string(deadlineColumn, row: row)) 早于最早开工，即计划期的开始 "
              + written(release)),
          remedy: Message(
            "write a later deadline or a release", zh: "请写更晚的截止时间，或写上最早开工"))
      }
    }
  }
}

/// Refuses a certificate with days: an order asks by name alone.
private func complaintOfDays(_ item: ByteText) -> Complaint? {
  guard let mark = item.firstIndex(of: UInt8(ascii: "@")) else { return nil }
  let name = trimmed(item[item.startIndex..<mark]).string
  return Complaint(
    Message(
      "\(quoted(item)) names days, and an order asks by name alone",
      zh: "\(quoted(item)) 写了日期，而订单只写认证的名称"),
    remedy: Message("write \(name)", zh: "请写 \(name)"))
}
