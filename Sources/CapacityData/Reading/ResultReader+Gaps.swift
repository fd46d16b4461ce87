public import CapacityModel

extension ResultReader {
  /// Reads `capacity_gaps.csv`, which only a report needs, of a result that was read before.
  ///
  /// - Throws: As ``read()``.
  public func readGaps(of records: ResultRecords) throws(DataError) -> [GapRecord] {
    try requireFolder(files.folder, what: Message("a result", zh: "匹配结果"))
    var log = ProblemLog(fileNames: [Schema.capacityGaps.name])
    var gaps: [GapRecord] = []
    if var table = try encoded(as: records.summary).open(Schema.capacityGaps, &log) {
      let ids = ["process", "cluster_id"].map(table.column)
      let orders = table.column("unmatched_orders")
      let amounts = ["unmatched_hours", "unmatched_budget"].map(table.column)
      let price = table.column("shadow_price_yuan_per_h")
      var lines = LineCounter(table.source)
      while table.next(log: &log) {
        var areIdentifiers = true
        for column in ids where !table.isIdentifier(column, log: &log) { areIdentifiers = false }
        let count = table.number(orders, .resultInteger, log: &log)
        let hundredths = amounts.map { table.number($0, .resultMoney, log: &log) }
        let hasPrice = !table.text(price).isEmpty
        let fen = hasPrice ? table.number(price, .resultMoney, log: &log) : nil
        guard areIdentifiers, let count, let hours = hundredths[0], let budget = hundredths[1],
          !hasPrice || fen != nil
        else { continue }
        gaps.append(
          GapRecord(
            line: lines.line(of: table.row), process: Identifier(table.string(ids[0])),
            clusterID: Identifier(table.string(ids[1])), unmatchedOrders: count,
            unmatchedHoursHundredths: hours, unmatchedBudgetFen: budget,
            shadowPriceFenPerHour: fen))
      }
    }
    if let error = log.error() { throw error }
    return gaps
  }
}
