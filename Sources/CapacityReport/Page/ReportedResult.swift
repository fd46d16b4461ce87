public import CapacityData
internal import CapacityMatching
public import CapacityModel

/// A result whose rows name things of the dataset, by index: what a report is made from.
public struct ReportedResult: Sendable {
  /// A row of `bookings.csv`.
  struct Booking {
    var order: Int
    var stage: Int64
    var part: Int64
    var machine: Int
    /// From 1.
    var unit: Int
    var process: Int
    var pricing: PricingMode
    var quantityHundredths: Int64
    var span: TimeSpan
    var workingSeconds: Int64
    var chargeFen: Int64
    var freightFen: Int64
  }

  /// A row of `unmatched.csv`.
  struct LeftOver {
    var order: Int
    var stage: Int64?
    var reason: UnmatchedReason
    var detail: String
    var fix: String
  }

  /// A row of `capacity_gaps.csv`.
  struct Gap {
    var process: Int
    var cluster: Int
    var orders: Int64
    var hoursHundredths: Int64
    var budgetFen: Int64
    var priceFenPerHour: Int64?
  }

  let dataset: Dataset
  /// `summary.json`, flattened.
  let summary: [String: SummaryValue]
  let bookings: [Booking]
  let leftOver: [LeftOver]
  let gaps: [Gap]
  /// The account of every factory, as `statement` tells it.
  let accounts: [FactoryStatement.MachineLine]

  /// Looks up what the rows of a result name.
  ///
  /// - Throws: ``DataError/problems(_:more:)`` for rows that no result of the dataset can have. Whether
  ///   the result keeps the rules is for `verify` to say.
  /// - Complexity: O(*n* log *n*) in rows and machines, O(*n*) in the rest of the dataset.
  public init(
    _ records: ResultRecords, gaps gapRecords: [GapRecord], of dataset: Dataset
  ) throws(DataError) {
    var names = NameCheck(dataset)
    var bookings: [Booking] = []
    bookings.reserveCapacity(records.bookings.count)
    for record in records.bookings {
      if let booking = names.booking(record) { bookings.append(booking) }
    }
    var leftOver: [LeftOver] = []
    leftOver.reserveCapacity(records.unmatched.count)
    for record in records.unmatched {
      guard
        let order = names.order(record.orderID, Schema.unmatched.name, record.line)
      else { continue }
      leftOver.append(
        LeftOver(
          order: order, stage: record.stage, reason: record.reason, detail: record.detail,
          fix: record.fix))
    }
    var gaps: [Gap] = []
    for record in gapRecords {
      if let gap = names.gap(record) { gaps.append(gap) }
    }
    try names.finish(summary: records.summary)
    self.dataset = dataset
    summary = records.summary
    self.bookings = bookings
    self.leftOver = leftOver
    self.gaps = gaps
    accounts = FactoryStatement.totals(
      in: dataset, bookings: records.bookings, certificate: try records.certificate(of: dataset))
  }
}

/// Looks up names and remembers what names nothing.
private struct NameCheck {
  private let dataset: Dataset
  private var orders: [Identifier: Int] = [:]
  private var machines: [Identifier: Int] = [:]
  private var processes: [Identifier: Int] = [:]
  private var clusters: [Identifier: Int] = [:]
  private var problems: [Problem] = []
  /// Charges and freight of all rows; where this fits, so does every sum of a part of them.
  private var chargesFen: Int64 = 0

  init(_ dataset: Dataset) {
    self.dataset = dataset
    orders.reserveCapacity(dataset.orders.count)
    for index in dataset.orders.indices { orders[dataset.orders[index].id] = index }
    for (index, machine) in dataset.machines.enumerated() { machines[machine.id] = index }
    for (index, process) in dataset.processes.enumerated() { processes[process.id] = index }
    for (index, cluster) in dataset.clusters.enumerated() { clusters[cluster.id] = index }
  }

  private mutating func add(_ file: String, _ line: Int, _ field: String, _ what: Message) {
    problems.append(
      Problem(
        file: file, line: line, column: 1, field: field, what: what,
        remedy: Message("match the dataset again", zh: "请重新匹配数据集")))
  }

  private mutating func index(
    _ id: Identifier, in indices: [Identifier: Int], _ field: String, _ noun: Message,
    _ file: String, _ line: Int
  ) -> Int? {
    if let index = indices[id] { return index }
    add(
      file, line, field,
      Message(
        "'\(id.text)' is no \(noun.english) of the dataset",
        zh: "'\(id.text)' 不是数据集里的\(noun.chinese)"))
    return nil
  }

  mutating func order(_ id: Identifier, _ file: String, _ line: Int) -> Int? {
    index(id, in: orders, "order_id", Message("order", zh: "订单"), file, line)
  }

  mutating func booking(_ record: BookingRecord) -> ReportedResult.Booking? {
    let file = Schema.bookings.name
    let line = record.line
    guard let order = order(record.orderID, file, line),
      let machine = index(
        record.machineID, in: machines, "machine_id", Message("machine", zh: "设备"), file, line),
      let process = index(
        record.process, in: processes, "process", Message("process", zh: "工艺"), file, line)
    else { return nil }
    guard (1...Int64(dataset.machines[machine].units)).contains(record.unit) else {
      add(
        file, line, "machine_unit",
        Message("the machine has no unit \(record.unit)", zh: "设备没有第 \(record.unit) 台"))
      return nil
    }
    guard record.start >= 0, record.start < record.end,
      record.end <= dataset.horizon.lengthSeconds
    else {
      add(
        file, line, "start",
        Message("the booking is empty or outside the horizon", zh: "预订为空或超出时间范围"))
      return nil
    }
    guard (1...Int64(Limits.partsMax)).contains(record.stage),
      (1...Int64(Limits.partsMax)).contains(record.part),
      (0...(record.end - record.start)).contains(record.workingSeconds),
      (0...Limits.moneyFenMax).contains(record.chargeFen),
      (0...Limits.moneyFenMax).contains(record.freightFen), record.quantityHundredths >= 0
    else {
      add(
        file, line, "charge",
        Message("a number of the row is out of all bounds", zh: "这一行有数值超出一切范围"))
      return nil
    }
    chargesFen = saturatingSum(chargesFen, record.chargeFen + record.freightFen)
    return ReportedResult.Booking(
      order: order, stage: record.stage, part: record.part, machine: machine,
      unit: Int(record.unit), process: process, pricing: record.pricing,
      quantityHundredths: record.quantityHundredths,
      span: TimeSpan(start: record.start, end: record.end),
      workingSeconds: record.workingSeconds, chargeFen: record.chargeFen,
      freightFen: record.freightFen)
  }

  mutating func gap(_ record: GapRecord) -> ReportedResult.Gap? {
    let file = Schema.capacityGaps.name
    guard
      let process = index(
        record.process, in: processes, "process", Message("process", zh: "工艺"), file, record.line),
      let cluster = index(
        record.clusterID, in: clusters, "cluster_id", Message("cluster", zh: "集群"), file,
        record.line)
    else { return nil }
    guard record.unmatchedOrders >= 0, record.unmatchedHoursHundredths >= 0,
      record.unmatchedBudgetFen >= 0, record.shadowPriceFenPerHour ?? 0 >= 0
    else {
      add(
        file, record.line, "unmatched_orders",
        Message("a number of the row is below 0", zh: "这一行有数值小于 0"))
      return nil
    }
    return ReportedResult.Gap(
      process: process, cluster: cluster, orders: record.unmatchedOrders,
      hoursHundredths: record.unmatchedHoursHundredths, budgetFen: record.unmatchedBudgetFen,
      priceFenPerHour: record.shadowPriceFenPerHour)
  }

  /// Throws what was found; a summary without the figures that every summary has counts as well.
  mutating func finish(summary: [String: SummaryValue]) throws(DataError) {
    for key in ["objective", "orders.matched", "orders.unmatched", "charges", "freight"] {
      if case .hundredths = summary[key] { continue }
      add("summary.json", 0, key, Message("is missing or no number", zh: "缺少，或不是数值"))
    }
    if chargesFen == .max {
      add(
        Schema.bookings.name, 0, "charge",
        Message("the charges together are out of all bounds", zh: "费用合计超出一切范围"))
    }
    if problems.isEmpty { return }
    let shown = problems.prefix(DataError.problemsShownMax)
    throw .problems(Array(shown), more: problems.count - shown.count)
  }
}
