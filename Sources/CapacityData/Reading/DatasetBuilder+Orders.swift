import CapacityModel

/// `orders.csv`.
extension DatasetBuilder {
  /// The columns that an order has beside those of a stage.
  private struct OrderColumns {
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
    }
  }

  /// Reads what buyers want; returns the table for checks that come later.
  mutating func readOrders(hasStagesFile: Bool) throws(DataError) -> Table? {
    guard var table = try open(Schema.orders) else { return nil }
    let columns = OrderColumns(table)
    let stageColumns = StageColumns(table)
    let rowCount = table.rowCountEstimate
    orders.reserveCapacity(rowCount)
    orderCertificationLists.reserveCapacity(rowCount)
    if !hasStagesFile { stages.reserveCapacity(rowCount) }
    orderIDs.isComplete = true
    var customers = ByteTable()
    var customerNames: [String] = []
    var objectiveFen: Int64 = 0
    while table.next(log: &log) {
      let identifier = orderIDs.register(table, columns.id, log: &log)
      let cluster = clusterIDs.reference(table, columns.cluster, log: &log)
      // Many orders, few customers: their names are held once.
      let (customer, isNew) = customers.insert(table.text(columns.customer))
      if isNew { customerNames.append(customers.text(customer)) }
      let (release, deadline) = times(table, columns)
      let budget = table.number(columns.budget, .budget, log: &log)
      let declared = table.number(columns.declaredValue, .budget, default: -1, log: &log)
      let priority = table.number(columns.priority, .priority, default: 1, log: &log)
      let modes = modes(table, columns.modes)
      let parts = table.number(columns.parts, .parts, default: 1, log: &log)
      let list = certifications.list(
        table, columns.certifications, log: &log, refusing: complaintOfDays)
      let weight = table.number(columns.weight, .weight, default: 0, log: &log)
      let ownStages = ownStages(table, columns.id, stageColumns)
      if let budget, let priority {
        addToObjective(budget * priority, &objectiveFen, table, columns.budget)
      }
      guard let identifier else { continue }
      orders.append(
        Order(
          id: identifier, customer: customerNames[customer], cluster: cluster ?? 0,
          release: release ?? .min, deadline: deadline ?? .max, budgetFen: budget ?? 0,
          declaredValueFen: (declared ?? -1) < 0 ? nil : declared, priority: priority ?? 1,
          pricingModes: modes, partsMax: Int(parts ?? 1), weightGrams: weight ?? 0,
          stages: ownStages))
      orderCertificationLists.append(Int32(list))
    }
    if !table.isComplete { orderIDs.isComplete = false }
    return table
  }

  /// The row's times, where they are given; checked against each other if both are.
  private mutating func times(
    _ table: Table, _ columns: OrderColumns
  ) -> (release: Int64?, deadline: Int64?) {
    let release = table.time(columns.release, zone: zone, log: &log)
    let deadline = table.time(columns.deadline, zone: zone, log: &log)
    if let release, let deadline, deadline < release {
      table.complain(
        columns.deadline,
        "\(table.string(columns.deadline)) is before the release \(table.string(columns.release))",
        remedy: "write a later deadline", log: &log)
    }
    return (release, deadline)
  }

  private mutating func modes(_ table: Table, _ column: Column) -> PricingModes {
    let text = table.text(column)
    if text.isEmpty { return .any }
    var modes: PricingModes = []
    for item in listItems(text) {
      guard let mode = PricingMode.allCases.first(where: { item.elementsEqual($0.rawValue.utf8) })
      else {
        table.complain(
          column, "\(quoted(item)) is no pricing mode",
          remedy: "write some of time;piece;value, or leave the cell empty for any", log: &log)
        return .any
      }
      modes.insert(PricingModes(mode))
    }
    return modes
  }

  /// Reads the stage in the order's own row, unless `stages.csv` has its stages.
  ///
  /// - Returns: Its place in `stages`; an empty range without one.
  private mutating func ownStages(
    _ table: Table, _ id: Column, _ columns: StageColumns
  ) -> Range<Int> {
    let none = stages.count..<stages.count
    let filled = columns.all.first { !table.text($0).isEmpty }
    if let number = stageRows.orderIDs.find(table.text(id)) {
      stageRows.orders[number] = orderIDs.find(table.text(id))
      if let filled {
        table.complain(
          filled, "the order has rows in stages.csv as well",
          remedy: "leave the stage's columns empty here, or take the rows out there", log: &log)
      }
      return none
    }
    guard filled != nil else {
      if stageRows.isComplete {
        table.complain(
          columns.process.index == nil
            ? id : columns.process, "the order has no stage, neither here nor in stages.csv",
          remedy: "write process and quantity here, or add rows to stages.csv", log: &log)
      }
      return none
    }
    guard let stage = stage(table, columns) else { return none }
    stages.append(stage)
    return stages.count - 1..<stages.count
  }

  /// Keeps the sum of priority x budget within what the engine can add up.
  private mutating func addToObjective(
    _ fen: Int64, _ sum: inout Int64, _ table: Table, _ column: Column
  ) {
    // Both are below 1e16 and 4e18: the sum fits.
    let total = sum + fen
    guard total <= Limits.objectiveFenMax else {
      table.complain(
        column,
        "the sum of priority x budget up to this row is above "
          + "\(Format.money(Limits.objectiveFenMax)) yuan",
        remedy: "lower budgets or priorities, or split the dataset", log: &log)
      return
    }
    sum = total
  }

  /// Checks times that follow from the horizon, which is known only after all orders.
  mutating func checkOrderTimes(_ table: Table) {
    let deadlineColumn = table.column("deadline")
    let releaseColumn = table.column("release")
    for (index, order) in orders.enumerated() where order.release == .min || order.deadline == .max
    {
      let release = order.release == .min ? horizonStart ?? 0 : order.release
      let deadline = order.deadline == .max ? horizonEnd ?? 0 : order.deadline
      guard deadline < release else { continue }
      let row = orderIDs.rows[index]
      if order.deadline == .max {
        log.add(
          table.source, table.place(releaseColumn, row: row), field: releaseColumn.name,
          "\(String(decoding: table.text(releaseColumn, row: row), as: UTF8.self)) is after the "
            + "deadline, the horizon's end \(written(deadline))",
          remedy: "write an earlier release or a deadline")
      } else {
        log.add(
          table.source, table.place(deadlineColumn, row: row), field: deadlineColumn.name,
          "\(String(decoding: table.text(deadlineColumn, row: row), as: UTF8.self)) is before the "
            + "release, the horizon's start \(written(release))",
          remedy: "write a later deadline or a release")
      }
    }
  }
}

/// Refuses a certificate with days: an order asks by name alone.
private func complaintOfDays(_ item: ArraySlice<UInt8>) -> Complaint? {
  guard let mark = item.firstIndex(of: UInt8(ascii: "@")) else { return nil }
  return Complaint(
    "\(quoted(item)) names days, and an order asks by name alone",
    remedy: "write \(String(decoding: trimmed(item[..<mark]), as: UTF8.self))")
}
