import CapacityModel

/// `clusters.csv`, `factories.csv` and `freight.csv`.
extension DatasetBuilder {
  /// Reads where factories stand and buyers sit.
  mutating func readClusters() throws(DataError) {
    guard var table = try open(Schema.clusters) else { return }
    let id = table.column("cluster_id")
    let name = table.column("name")
    let latitude = table.column("latitude")
    let longitude = table.column("longitude")
    let region = table.column("region_code")
    clusterIDs.isComplete = true
    while table.next(log: &log) {
      let identifier = clusterIDs.register(table, id, log: &log)
      let north = table.number(latitude, .latitude, rounds: true, log: &log)
      let east = table.number(longitude, .longitude, rounds: true, log: &log)
      let code = table.text(region)
      if !code.isEmpty,
        !(2...12).contains(code.count) || !code.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 })
      {
        table.complain(
          region,
          Message("\(quoted(code)) is not a region code", zh: "\(quoted(code)) 不是行政区划代码"),
          remedy: Message(
            "write 2 to 12 digits of GB/T 2260, such as 510112",
            zh: "请写 GB/T 2260 的 2 到 12 位数字，例如 510112"), log: &log)
      }
      guard let identifier else { continue }
      clusters.append(
        Cluster(
          id: identifier, name: named(table, name, identifier), latitudeMicrodegrees: north ?? 0,
          longitudeMicrodegrees: east ?? 0, regionCode: code.string))
    }
    if !table.isComplete { clusterIDs.isComplete = false }
    clusters = clusterIDs.sortByID().map { clusters[$0] }
  }

  /// What people call a thing: its name, or else its id.
  func named(_ table: Table, _ column: Column, _ id: Identifier) -> String {
    table.text(column).isEmpty ? id.text : table.string(column)
  }

  /// Reads who shares machines.
  mutating func readFactories() throws(DataError) {
    guard var table = try open(Schema.factories) else { return }
    let id = table.column("factory_id")
    let name = table.column("name")
    let cluster = table.column("cluster_id")
    let certifications = table.column("certifications")
    let industry = table.column("industry_code")
    factoryIDs.isComplete = true
    while table.next(log: &log) {
      let identifier = factoryIDs.register(table, id, log: &log)
      let place = clusterIDs.reference(table, cluster, log: &log)
      let held = heldCertifications(table, certifications)
      guard let identifier else { continue }
      factories.append(
        Factory(
          id: identifier, name: named(table, name, identifier), cluster: place ?? 0,
          certifications: held, industryCode: table.string(industry)))
    }
    if !table.isComplete { factoryIDs.isComplete = false }
    factories = factoryIDs.sortByID().map { factories[$0] }
  }

  /// Reads `ISO9001;IATF16949@2025-07-01/2026-06-30;CNAS@/2026-03-31`.
  private mutating func heldCertifications(
    _ table: Table, _ column: Column
  ) -> [HeldCertification] {
    var held: [HeldCertification] = []
    var seen: Set<Int> = []
    for item in listItems(table.text(column)) {
      let mark = item.firstIndex(of: UInt8(ascii: "@"))
      let name = trimmed(item[item.startIndex..<(mark ?? item.endIndex)])
      if let complaint = identifierComplaint(name) {
        let told = item.isEmpty ? .emptyItem(of: table.text(column)) : complaint
        table.complain(column, told.what, remedy: told.remedy, log: &log)
        continue
      }
      var days: (first: Int64?, last: Int64?) = (nil, nil)
      if let mark {
        switch validity(item[mark + 1..<item.endIndex]) {
        case .success(let span): days = span
        case .failure(let complaint):
          table.complain(column, complaint.what, remedy: complaint.remedy, log: &log)
          continue
        }
      }
      let number = certifications.number(of: name)
      guard seen.insert(number).inserted else {
        table.complain(
          column, Message("\(quoted(name)) stands twice", zh: "\(quoted(name)) 出现了两次"),
          remedy: Message("name each certificate once", zh: "每项认证请只写一次"), log: &log)
        continue
      }
      held.append(
        HeldCertification(certification: number, firstDay: days.first, lastDay: days.last))
    }
    return held
  }

  /// Reads `2025-07-01/2026-06-30`, either day left out or not.
  private func validity(
    _ text: ByteText
  ) -> Result<(first: Int64?, last: Int64?), Complaint> {
    let parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      return .failure(
        Complaint(
          Message(
            "\(quoted(text)) is not two days with a slash between them",
            zh: "\(quoted(text)) 不是用斜杠隔开的两个日期"),
          remedy: Message(
            "write it like 2025-07-01/2026-06-30, either may be left out",
            zh: "请写成 2025-07-01/2026-06-30 这样，两边都可以省略")))
    }
    var days: [Int64?] = []
    for part in parts.map(trimmed) {
      guard part.isEmpty || scanDay(part) != nil else {
        return .failure(
          Complaint(
            Message("\(quoted(part)) is not a day", zh: "\(quoted(part)) 不是日期"),
            remedy: Message("write it like 2026-06-30", zh: "请写成 2026-06-30 这样")))
      }
      days.append(scanDay(part))
    }
    if let first = days[0], let last = days[1], last < first {
      return .failure(
        Complaint(
          Message("\(quoted(text)) ends before it begins", zh: "\(quoted(text)) 结束早于开始"),
          remedy: Message("write the first day before the last", zh: "请把较早的日期写在前面")))
    }
    return .success((days[0], days[1]))
  }

  /// Reads agreed freight between clusters.
  mutating func readFreight() throws(DataError) {
    guard var table = try open(Schema.freight) else { return }
    let from = table.column("from_cluster")
    let to = table.column("to_cluster")
    let shipment = table.column("cost_per_shipment")
    let perKg = table.column("cost_per_kg")
    let transit = table.column("transit_hours")
    var rowOfPair: [Int64: Int] = [:]
    while table.next(log: &log) {
      let source = clusterIDs.reference(table, from, log: &log)
      let target = clusterIDs.reference(table, to, log: &log)
      let fen = table.number(shipment, .budget, default: 0, log: &log)
      let micro = table.number(perKg, .freightPerKg, default: 0, log: &log)
      let hours = table.number(transit, .transit, default: 0, log: &log)
      guard let source, let target else { continue }
      if source == target {
        table.complain(
          to,
          Message(
            "\(quoted(table.text(to))) is where the row starts as well",
            zh: "\(quoted(table.text(to))) 也是这一行的起运集群"),
          remedy: Message(
            "write another cluster; freight within one is 0", zh: "请写另一个集群；集群内部运费为 0"),
          log: &log)
        continue
      }
      if let row = rowOfPair.updateValue(
        table.row, forKey: Int64(source) << 32 | Int64(target))
      {
        table.complain(
          from,
          Message(
            "from \(quoted(table.text(from))) to \(quoted(table.text(to))) stands there already",
            zh: "从 \(quoted(table.text(from))) 到 \(quoted(table.text(to))) 已经出现过"),
          earlier: table.place(from, row: row),
          remedy: Message("keep one row for each direction", zh: "每个方向请只留一行"), log: &log)
        continue
      }
      lanes.append(
        FreightLane(
          fromCluster: source, toCluster: target, shipmentFen: fen ?? 0,
          microYuanPerKg: micro ?? 0, transitMicroHours: hours ?? 0))
    }
    lanes.sort { ($0.fromCluster, $0.toCluster) < ($1.fromCluster, $1.toCluster) }
  }
}
