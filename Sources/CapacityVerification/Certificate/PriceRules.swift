import CapacityModel

/// The checks of `shadow_prices.csv`, row by row.
struct PriceRules {
  /// What stands in a file that breaks no rule.
  struct Prices {
    /// By machine, each ascending and without overlaps.
    var periods: [[PricePeriod]]
    /// What all free open seconds cost together, in micro-yuan.
    var freeTimeCost: Int128
  }

  /// A machine has at most this many periods.
  private static let periodCountMax = 1_000

  let lookup: DatasetIndex
  private var dataset: Dataset { lookup.dataset }

  /// Finds what is wrong with the rows; `nil` if anything is, for then they prove nothing.
  func check(
    _ records: [ShadowPriceRecord], into findings: inout FindingList
  ) -> Prices? {
    var isRight = true
    func complain(_ rule: Rule, _ record: ShadowPriceRecord, _ message: Message) {
      isRight = false
      findings.add(rule, order: nil, at: .shadowPrice(line: record.line), message)
    }
    var rowsByMachine = [[ShadowPriceRecord]](repeating: [], count: dataset.machines.count)
    for record in records {
      guard let machine = lookup.machines[record.machineID] else {
        complain(.ids, record, .unknownMachine(record.machineID))
        continue
      }
      rowsByMachine[machine].append(record)
      if record.microYuanPerSecond < 0 {
        complain(
          .price, record,
          Message(
            "micro_yuan_per_s: \(record.microYuanPerSecond), and no price is below 0",
            zh: "micro_yuan_per_s：\(record.microYuanPerSecond)，而价格不能小于 0"))
      }
      let start = lookup.wording.time(record.start)
      let end = lookup.wording.time(record.end)
      if record.start >= record.end {
        complain(
          .price, record,
          Message(
            "the period from \(start) to \(end) holds no time", zh: "时段 \(start) 至 \(end) 没有时间"))
      } else if record.start < 0 || record.end > dataset.horizon.lengthSeconds {
        complain(
          .price, record,
          Message(
            "the period from \(start) to \(end) is not within the horizon",
            zh: "时段 \(start) 至 \(end) 不在计划期内"))
      }
    }
    var promisedByMachine = [[PromisedBooking]](repeating: [], count: dataset.machines.count)
    for booking in dataset.promised { promisedByMachine[booking.machine].append(booking) }
    var prices = Prices(
      periods: Array(repeating: [], count: dataset.machines.count), freeTimeCost: 0)
    for (machine, rows) in rowsByMachine.enumerated() where !rows.isEmpty {
      if rows.count > Self.periodCountMax {
        complain(
          .price, rows[Self.periodCountMax],
          Message(
            "'\(dataset.machines[machine].id)' has \(rows.count) periods,"
              + " and at most \(Self.periodCountMax) are allowed",
            zh: "“\(dataset.machines[machine].id)”有 \(rows.count) 个时段，"
              + "最多允许 \(Self.periodCountMax) 个"))
      }
      let free = UnpromisedTime(
        machine: machine, promised: promisedByMachine[machine], lookup: lookup)
      var last: ShadowPriceRecord?
      for row in rows.sorted(by: { ($0.start, $0.line) < ($1.start, $1.line) })
      where row.start < row.end {
        if let last, last.end > row.start {
          complain(
            .price, row,
            Message(
              "the period shares time with that of \(Place.shadowPrice(line: last.line).text)",
              zh: "时段与 \(Place.shadowPrice(line: last.line).text) 的时段重叠"))
        }
        if last.map({ $0.end < row.end }) ?? true { last = row }
        let span = TimeSpan(start: row.start, end: row.end)
        let seconds = free.seconds(in: span)
        if seconds != Int128(row.openSeconds) {
          complain(
            .price, row,
            Message(
              "open_s: \(row.openSeconds), and \(seconds) open seconds of the period are not promised",
              zh: "open_s：\(row.openSeconds)，而时段里未承诺的可用时间是 \(seconds) 秒")
          )
        }
        prices.periods[machine].append(
          PricePeriod(span: span, microYuanPerSecond: row.microYuanPerSecond))
        prices.freeTimeCost += seconds * Int128(row.microYuanPerSecond)
      }
    }
    return isRight ? prices : nil
  }
}
