public import CapacityModel

/// The independent judge of a match result.
///
/// It reads the dataset and the result's own words, and shares neither a rule nor a price nor a
/// helper with the matcher: every check of section 4 and section 5 is written here a second time,
/// for plainness rather than speed. What the records hold may be absurd; it is judged, not trusted.
public struct Verifier: Sendable {
  private let dataset: Dataset

  /// Creates a judge of results for one dataset, whose own values are taken to be right.
  public init(dataset: Dataset) {
    self.dataset = dataset
  }

  /// Finds every broken rule, by file and row, then order, then rule; nothing for a right result.
  ///
  /// - Parameters:
  ///   - records: The result.
  ///   - threads: How many threads may work on it; they change nothing of what is found.
  /// - Returns: What is broken.
  /// - Complexity: Near linear in the rows, and for each unmatched order in the offers for its
  ///   processes. The bound adds what ``UpperBound/fen(threads:)`` says.
  public func verify(_ records: ResultRecords, threads: Int = 1) -> [Finding] {
    let lookup = DatasetIndex(dataset: dataset)
    var findings = FindingList(dataset: dataset)
    let rows = records.bookings.enumerated().map {
      ResolvedRow(index: $0.offset, record: $0.element, in: lookup)
    }
    var rowsByOrder = [[ResolvedRow]](repeating: [], count: dataset.orders.count)
    for row in rows {
      if let order = row.order { rowsByOrder[order].append(row) }
    }

    let bookingRules = BookingRules(lookup: lookup)
    for row in rows { bookingRules.check(row, into: &findings) }
    let orderRules = OrderRules(lookup: lookup)
    for order in rowsByOrder.indices where !rowsByOrder[order].isEmpty {
      orderRules.check(order: order, rows: rowsByOrder[order], into: &findings)
    }
    let taken = TakenTime(rows: rows, lookup: lookup)
    taken.checkDoubleBookings(into: &findings)

    let fileRules = FileRules(lookup: lookup)
    fileRules.checkSort(ofBookings: rows, into: &findings)
    fileRules.checkSort(ofUnmatched: records.unmatched, into: &findings)
    fileRules.checkCoverage(
      rowsByOrder: rowsByOrder, unmatched: records.unmatched, into: &findings)

    checkUnmatched(
      records.unmatched, rowsByOrder: rowsByOrder, taken: taken, lookup: lookup, threads: threads,
      into: &findings)
    let provenFen = checkPrices(
      records, lookup: lookup, threads: threads, into: &findings)
    SummaryTotals(
      lookup: lookup, records: records, rowsByOrder: rowsByOrder, provenBoundFen: provenFen
    ).check(into: &findings)
    return findings.sorted()
  }

  /// Checks the rows of `shadow_prices.csv`.
  ///
  /// - Returns: The bound that they prove on the objective, in fen; `nil` where the summary states
  ///   none, or a broken row proves nothing.
  private func checkPrices(
    _ records: ResultRecords, lookup: DatasetIndex, threads: Int, into findings: inout FindingList
  ) -> Int128? {
    if case .null = records.summary["upper_bound"] {
      if let first = records.shadowPrices.first {
        findings.add(
          .price, order: nil, at: .shadowPrice(line: first.line),
          Message(
            "\(records.shadowPrices.count) prices stand here, and upper_bound is null",
            zh: "这里有 \(records.shadowPrices.count) 个价格，而 upper_bound 是 null"))
      }
      return nil
    }
    guard
      let prices = PriceRules(lookup: lookup).check(records.shadowPrices, into: &findings),
      case .hundredths = records.summary["upper_bound"],
      case .text(let kind) = records.summary["objective_kind"],
      let objective = ObjectiveKind(rawValue: kind)
    else { return nil }
    return UpperBound(lookup: lookup, prices: prices, objective: objective)
      .fen(threads: threads)
  }

  /// Checks the reason and the fix of each order that is left over.
  private func checkUnmatched(
    _ records: [UnmatchedRecord], rowsByOrder: [[ResolvedRow]], taken: TakenTime,
    lookup: DatasetIndex, threads: Int, into findings: inout FindingList
  ) {
    let reasons = Reasons(lookup: lookup)
    let fixes = Fixes(reasons: reasons, taken: taken)
    let found = inParallel(over: records.count, threads: threads) { range in
      var findings = FindingList(dataset: dataset)
      for record in records[range] {
        // An order that should not stand here has no reason to be judged.
        guard let order = lookup.orders[record.orderID], !lookup.isPromised[order],
          rowsByOrder[order].isEmpty
        else { continue }
        if reasons.check(record, order: order, into: &findings) {
          fixes.check(record, order: order, into: &findings)
        } else {
          fixes.checkGrammar(record, order: order, into: &findings)
        }
      }
      return findings
    }
    for part in found { findings.add(part) }
  }
}
