import CapacityMatching
import CapacityModel

/// A table of a result, written in parts by several threads.
///
/// In the order in which they are begun: the gaps come first, since they are one part and take longest.
enum ResultTable: CaseIterable, Sendable {
  case capacityGaps
  case bookings
  case unmatched
  case shadowPrices

  /// The table's name in the folder.
  var fileName: String {
    switch self {
    case .capacityGaps: "capacity_gaps.csv"
    case .bookings: "bookings.csv"
    case .unmatched: "unmatched.csv"
    case .shadowPrices: "shadow_prices.csv"
    }
  }

  /// The header row.
  var header: String {
    switch self {
    case .capacityGaps:
      "process,cluster_id,unmatched_orders,unmatched_hours,unmatched_budget,"
        + "shadow_price_yuan_per_h\n"
    case .bookings:
      "booking_id,order_id,stage,part,machine_id,machine_unit,factory_id,process,pricing,quantity,"
        + "start,end,working_time_s,charge,freight\n"
    case .unmatched: "order_id,stage,reason,detail,fix\n"
    case .shadowPrices: "machine_id,period_start,period_end,open_s,micro_yuan_per_s\n"
    }
  }

  /// How many items of a result are written, one or more rows each.
  ///
  /// Gaps are not counted: they are computed where they are written.
  func rowCount(of rows: ResultRows) -> Int {
    switch self {
    case .capacityGaps: 0
    case .bookings: rows.result.matched.count
    case .unmatched: rows.result.unmatched.count
    case .shadowPrices: rows.result.certificate?.prices.count ?? 0
    }
  }

  /// Writes the rows of some items.
  func write(
    _ range: Range<Int>, of rows: ResultRows, times: inout TimeWriter, to text: inout TextBuffer
  ) {
    switch self {
    case .capacityGaps:
      let gaps = rows.gaps ?? CapacityGaps(rows.result, of: rows.dataset)
      for gap in gaps.gaps { rows.write(gap, to: &text) }
    case .bookings: for index in range { rows.writeMatched(index, times: &times, to: &text) }
    case .unmatched: for index in range { rows.writeUnmatched(index, to: &text) }
    case .shadowPrices:
      guard let prices = rows.result.certificate?.prices else { return }
      for index in range { rows.write(prices[index], times: &times, to: &text) }
    }
  }
}

extension ResultRows {
  /// Writes a machine's price in a period.
  fileprivate func write(
    _ price: ShadowPrice, times: inout TimeWriter, to text: inout TextBuffer
  ) {
    cell(dataset.machines[price.machine].id.text, to: &text)
    let epoch = dataset.horizon.startEpochSeconds
    times.write(epochSeconds: epoch + price.period.start, to: &text)
    comma(&text)
    times.write(epochSeconds: epoch + price.period.end, to: &text)
    comma(&text)
    text.append(price.openSeconds)
    comma(&text)
    text.append(price.microYuanPerSecond)
    text.append(UInt8(ascii: "\n"))
  }

  /// Writes what is missing in a cluster at a process.
  fileprivate func write(_ gap: CapacityGap, to text: inout TextBuffer) {
    cell(dataset.processes[gap.process].id.text, to: &text)
    cell(dataset.clusters[gap.cluster].id.text, to: &text)
    text.append(Int64(gap.unmatchedOrders))
    comma(&text)
    // Hours of hostile data can exceed 64 bits.
    let (hours, hundredths) = gap.unmatchedHoursHundredths.quotientAndRemainder(dividingBy: 100)
    text.append(String(hours))
    text.append(UInt8(ascii: "."))
    text.append(Int64(hundredths), digits: 2)
    comma(&text)
    text.append(decimal: gap.unmatchedBudgetFen, places: 2)
    comma(&text)
    if let fen = gap.shadowPriceFenPerHour { text.append(decimal: fen, places: 2) }
    text.append(UInt8(ascii: "\n"))
  }
}
