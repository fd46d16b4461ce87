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
    func complain(_ rule: Rule, _ record: ShadowPriceRecord, _ message: String) {
      isRight = false
      findings.add(rule, order: nil, at: .shadowPrice(line: record.line), message)
    }
    var rowsByMachine = [[ShadowPriceRecord]](repeating: [], count: dataset.machines.count)
    for record in records {
      guard let machine = lookup.machines[record.machineID] else {
        complain(.ids, record, "machine_id: '\(record.machineID)' is not in machines.csv")
        continue
      }
      rowsByMachine[machine].append(record)
      if record.microYuanPerSecond < 0 {
        complain(
          .price, record,
          "micro_yuan_per_s: \(record.microYuanPerSecond), and no price is below 0")
      }
      let start = lookup.wording.time(record.start)
      let end = lookup.wording.time(record.end)
      if record.start >= record.end {
        complain(.price, record, "the period from \(start) to \(end) holds no time")
      } else if record.start < 0 || record.end > dataset.horizon.lengthSeconds {
        complain(.price, record, "the period from \(start) to \(end) is not within the horizon")
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
          "'\(dataset.machines[machine].id)' has \(rows.count) periods,"
            + " and at most \(Self.periodCountMax) are allowed")
      }
      let free = UnpromisedTime(
        machine: machine, promised: promisedByMachine[machine], lookup: lookup)
      var last: ShadowPriceRecord?
      for row in rows.sorted(by: { ($0.start, $0.line) < ($1.start, $1.line) })
      where row.start < row.end {
        if let last, last.end > row.start {
          complain(
            .price, row,
            "the period shares time with that of \(Place.shadowPrice(line: last.line).text)")
        }
        if last.map({ $0.end < row.end }) ?? true { last = row }
        let span = TimeSpan(start: row.start, end: row.end)
        let seconds = free.seconds(in: span)
        if seconds != Int128(row.openSeconds) {
          complain(
            .price, row,
            "open_s: \(row.openSeconds), and \(seconds) open seconds of the period are not promised"
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
