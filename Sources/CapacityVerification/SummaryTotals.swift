import CapacityModel

/// What `summary.json` must say, recomputed from the rows of the result.
struct SummaryTotals {
  /// What is expected at a key.
  enum Expectation {
    /// A number, in hundredths; it may be too large for any file to hold.
    case hundredths(Int128)
    /// This text.
    case text(String)
    /// Any text but none.
    case anyText
    /// Any number; a seed may be too large for one and stand as text.
    case anyNumberOrText
    /// One of the objectives.
    case objectiveKind
    /// The bound that the prices prove, in fen; any number where they could not be judged.
    case upperBound(fen: Int128?)
    /// A number, or none where nothing was proven; which one cannot be said.
    case anyNumberOrNull
    /// Nothing proven.
    case null
    /// A number of at least 0, or nothing.
    case amountOrNull
    /// Nothing, for a reason.
    case nullBecause(Message)
  }

  let lookup: DatasetIndex
  let records: ResultRecords
  /// By order; promised orders have none that count.
  let rowsByOrder: [[ResolvedRow]]
  /// What `shadow_prices.csv` proves, in fen; `nil` where it says nothing or cannot be judged.
  let provenBoundFen: Int128?
  private var dataset: Dataset { lookup.dataset }

  /// Adds a finding for each key that is missing, too many or wrong.
  func check(into findings: inout FindingList) {
    let summary = records.summary
    let expected = expectations()
    for key in Set(summary.keys).union(expected.keys).sorted() {
      let place = Place.summary(key: key)
      guard let expectation = expected[key] else {
        // Options of later versions and of other programs are theirs to name.
        if !key.hasPrefix("options.") {
          findings.add(.summary, order: nil, at: place, Message("no such key", zh: "没有这个键"))
        }
        continue
      }
      guard let value = summary[key] else {
        findings.add(.summary, order: nil, at: place, Message("missing", zh: "缺失"))
        continue
      }
      if !expectation.allows(value) {
        findings.add(.summary, order: nil, at: place, expectation.complaint(about: value))
      }
    }
    checkAgree("objective_kind", with: "options.objective", into: &findings)
    checkAgree("seed", with: "options.seed", into: &findings)
  }

  private func checkAgree(
    _ key: String, with option: String, into findings: inout FindingList
  ) {
    guard let value = records.summary[key], let asked = records.summary[option] else { return }
    if value != asked {
      findings.add(
        .summary, order: nil, at: .summary(key: key),
        Message(
          "\(value.words), and \(option) is \(asked.words)",
          zh: "\(value.words)，而 \(option) 是 \(asked.words)"))
    }
  }

  private func expectations() -> [String: Expectation] {
    let matched = dataset.orders.indices.filter {
      !rowsByOrder[$0].isEmpty && !lookup.isPromised[$0]
    }
    var expected: [String: Expectation] = [
      "schema_version": .hundredths(100),
      "engine_version": .anyText,
      "dataset": .text(dataset.name),
      "options.objective": .objectiveKind,
      "options.effort": .anyNumberOrText,
      "options.seed": .anyNumberOrText,
      "seed": .anyNumberOrText,
      "objective_kind": .objectiveKind,
      "bookings": .count(records.bookings.count),
    ]
    addCertificate(to: &expected)
    addFirstCome(to: &expected)
    addCounts(matchedCount: matched.count, to: &expected)
    addMoney(matched: matched, to: &expected)
    addUtilisation(to: &expected)
    addLocalSupportingRates(to: &expected)
    return expected
  }

  /// The certificate of section 6.
  ///
  /// The gap is held against the bound and the objective that stand beside it: each of them is
  /// judged by itself, and one wrong number is one finding.
  private func addCertificate(to expected: inout [String: Expectation]) {
    switch records.summary["upper_bound"] {
    case .null:
      expected["upper_bound"] = .null
      expected["gap_percent"] = .null
    case .hundredths(let bound):
      expected["upper_bound"] = .upperBound(fen: provenBoundFen)
      expected["gap_percent"] = gap(to: Int128(bound))
    default:
      expected["upper_bound"] = .anyNumberOrNull
      expected["gap_percent"] = .anyNumberOrNull
    }
  }

  /// Hundredths of a percent of the bound that the objective misses, rounded up; 0 of a bound of 0.
  private func gap(to bound: Int128) -> Expectation {
    if bound == 0 { return .hundredths(0) }
    guard bound > 0, case .hundredths(let objective) = records.summary["objective"] else {
      return .anyNumberOrNull
    }
    return .hundredths(ceilDivided((bound - Int128(objective)) * 10_000, by: bound))
  }

  private func addCounts(matchedCount: Int, to expected: inout [String: Expectation]) {
    let unmatchedCount = records.unmatched.count
    expected["orders.total"] = .count(dataset.orders.count)
    expected["orders.promised"] = .count(lookup.isPromised.count { $0 })
    expected["orders.matched"] = .count(matchedCount)
    expected["orders.unmatched"] = .count(unmatchedCount)
    expected["fill_rate_percent"] = .percent(
      of: Int128(matchedCount), in: Int128(matchedCount + unmatchedCount))
    for reason in UnmatchedReason.allCases {
      expected["unmatched_by_reason.\(reason.rawValue)"] = .count(
        records.unmatched.count { $0.reason == reason })
    }
  }

  private func addMoney(matched: [Int], to expected: inout [String: Expectation]) {
    var budgets: Int128 = 0
    var charges: Int128 = 0
    var freight: Int128 = 0
    var revenue: [PricingMode: Int128] = [:]
    var surplus: Int128 = 0
    var points: Int128 = 0
    var value: Int128 = 0
    for index in matched {
      let order = dataset.orders[index]
      let orderCharges = rowsByOrder[index].reduce(Int128(0)) { $0 + Int128($1.record.chargeFen) }
      let orderFreight = rowsByOrder[index].reduce(Int128(0)) { $0 + Int128($1.record.freightFen) }
      for row in rowsByOrder[index] {
        revenue[row.record.pricing, default: 0] += Int128(row.record.chargeFen)
      }
      budgets += Int128(order.budgetFen)
      charges += orderCharges
      freight += orderFreight
      surplus += Int128(order.priority) * (Int128(order.budgetFen) - orderCharges - orderFreight)
      // One point counts as one yuan.
      points += Int128(order.priority) * 100
      value += Int128(order.priority) * Int128(order.budgetFen)
    }
    expected["budget_matched"] = .hundredths(budgets)
    expected["charges"] = .hundredths(charges)
    expected["freight"] = .hundredths(freight)
    for mode in PricingMode.allCases {
      expected["revenue.\(mode.rawValue)"] = .hundredths(revenue[mode] ?? 0)
    }
    if case .text(let kind) = records.summary["objective_kind"] {
      switch ObjectiveKind(rawValue: kind) {
      case .surplus: expected["objective"] = .hundredths(surplus)
      case .fill: expected["objective"] = .hundredths(points)
      case .value: expected["objective"] = .hundredths(value)
      case nil: expected["objective"] = .anyNumberOrText
      }
    } else {
      expected["objective"] = .anyNumberOrText
    }
  }

  private func addUtilisation(to expected: inout [String: Expectation]) {
    var booked: Int128 = 0
    for record in records.bookings { booked += Int128(record.workingSeconds) }
    var promised: Int128 = 0
    for booking in dataset.promised {
      promised += Int128(lookup.openTime(ofMachine: booking.machine).openSeconds(in: booking.span))
    }
    var open: Int128 = 0
    for (index, machine) in dataset.machines.enumerated() {
      open += Int128(machine.units) * Int128(lookup.openTime(ofMachine: index).total)
    }
    expected["utilisation.booked_s"] = .hundredths(booked * 100)
    expected["utilisation.promised_s"] = .hundredths(promised * 100)
    expected["utilisation.open_s"] = .hundredths(open * 100)
    expected["utilisation.percent"] = .percent(of: booked + promised, in: open)
  }
}

extension SummaryTotals {
  /// The levels of the local supporting rate, with the digits of `region_code` that they look at.
  private static let levels: [(name: String, digitCount: Int?)] = [
    ("cluster", nil), ("county", 6), ("city", 4), ("province", 2),
  ]

  private func addLocalSupportingRates(to expected: inout [String: Expectation]) {
    for (name, digitCount) in Self.levels {
      let regions = dataset.clusters.indices.map { region(of: $0, digitCount: digitCount) }
      let supplied = Set(dataset.factories.compactMap { regions[$0.cluster] })
      var numerator: Int128 = 0
      var denominator: Int128 = 0
      for (index, order) in dataset.orders.enumerated() where !lookup.isPromised[index] {
        guard let region = regions[order.cluster], supplied.contains(region) else { continue }
        denominator += Int128(order.budgetFen)
        let rows = rowsByOrder[index]
        let isLocal = rows.allSatisfy { row in
          row.machine.map { regions[lookup.cluster(ofMachine: $0)] == region } ?? false
        }
        if isLocal && !rows.isEmpty { numerator += Int128(order.budgetFen) }
      }
      let key = "local_supporting_rate.\(name)"
      expected["\(key).numerator"] = .hundredths(numerator)
      expected["\(key).denominator"] = .hundredths(denominator)
      expected["\(key).percent"] = .percent(of: numerator, in: denominator)
    }
  }

  /// A name of the region that a cluster lies in at a level; `nil` where its code does not say.
  private func region(of cluster: Int, digitCount: Int?) -> String? {
    guard let digitCount else { return "\(cluster)" }
    let code = dataset.clusters[cluster].regionCode
    return code.utf8.count >= digitCount ? String(code.prefix(digitCount)) : nil
  }
}

extension SummaryTotals.Expectation {
  static func count(_ count: Int) -> Self { .hundredths(Int128(count) * 100) }

  /// Percent with two places, rounded half up; 0 of nothing.
  static func percent(of part: Int128, in whole: Int128) -> Self {
    .hundredths(whole > 0 ? halfUpDivided(part * 10_000, by: whole) : 0)
  }

  func allows(_ value: SummaryValue) -> Bool {
    switch (self, value) {
    case (.hundredths(let expected), .hundredths(let found)): expected == Int128(found)
    case (.text(let expected), .text(let found)): expected == found
    case (.anyText, .text(let found)): !found.isEmpty
    case (.anyNumberOrText, .hundredths), (.anyNumberOrText, .text): true
    case (.objectiveKind, .text(let found)): ObjectiveKind(rawValue: found) != nil
    case (.null, .null), (.nullBecause, .null), (.amountOrNull, .null): true
    case (.amountOrNull, .hundredths(let found)): found >= 0
    case (.upperBound(let fen), .hundredths(let found)): fen ?? Int128(found) == Int128(found)
    case (.anyNumberOrNull, .hundredths), (.anyNumberOrNull, .null): true
    default: false
    }
  }

  /// What is wrong with a value that is not allowed.
  func complaint(about value: SummaryValue) -> Message {
    if case .upperBound(let fen?) = self, case .hundredths(let found) = value {
      return Int128(found) < fen
        ? Message(
          "\(value.words) is too low: these prices prove only \(hundredthsText(fen))",
          zh: "\(value.words) 太低：这些价格只能证明 \(hundredthsText(fen))")
        : Message(
          "\(value.words) is too high: these prices prove \(hundredthsText(fen))",
          zh: "\(value.words) 太高：这些价格能证明 \(hundredthsText(fen))")
    }
    return Message("\(value.words) should be ", zh: "\(value.words) 应为 ") + words
  }

  private var words: Message {
    switch self {
    case .hundredths(let number): Message(verbatim: hundredthsText(number))
    case .text(let text): Message("'\(text)'", zh: "“\(text)”")
    case .anyText: Message("a text", zh: "文字")
    case .anyNumberOrText, .upperBound: Message("a number", zh: "数字")
    case .objectiveKind:
      Message("one of ", zh: "其中之一：")
        + Message(verbatim: ObjectiveKind.allCases.map(\.rawValue).joined(separator: ", "))
    case .anyNumberOrNull:
      Message("a number, or null where nothing was proven", zh: "数字，没有证明时为 null")
    case .null: Message("null, for nothing was proven", zh: "null，因为没有证明什么")
    case .amountOrNull: Message("a number of at least 0, or null", zh: "不小于 0 的数，或 null")
    case .nullBecause(let reason): Message("null, for ", zh: "null，因为") + reason
    }
  }
}

extension SummaryValue {
  /// The value as a message shows it.
  fileprivate var words: String {
    switch self {
    case .hundredths(let number): hundredthsText(Int128(number))
    case .text(let text): "'\(text)'"
    case .flag(let flag): "\(flag)"
    case .null: "null"
    }
  }
}
