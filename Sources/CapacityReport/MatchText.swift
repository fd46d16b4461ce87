internal import CapacityData
public import CapacityMatching
public import CapacityModel

/// What `match` prints when it is done.
public enum MatchText {
  /// A table that fits a terminal.
  ///
  /// - Parameters:
  ///   - result: The result.
  ///   - dataset: What the result's indices refer to.
  ///   - objective: What was maximised.
  ///   - totals: The result's sums, for whoever has them already.
  /// - Returns: The table's lines.
  public static func summary(
    _ result: MatchResult, of dataset: Dataset, objective: ObjectiveKind, totals: Totals? = nil
  ) -> String {
    let totals = totals ?? Totals(result, of: dataset)
    let matched = Int64(result.matched.count)
    let asked = matched + Int64(result.unmatched.count)
    var rows: [(String, String, String)] = [
      (
        "orders served", Format.grouped(matched),
        "of \(Format.grouped(asked)) (\(Format.percent(matched, of: asked)) %)"
      ),
      ("bookings", Format.grouped(Int64(result.bookings.count)), ""),
      (
        objective == .fill ? "points" : objective.rawValue,
        Format.groupedMoney(result.objectiveFen),
        objective == .fill ? "priority of the orders served" : "yuan"
      ),
      ("charges", Format.groupedMoney(totals.revenueFen.reduce(0, +)), "yuan"),
      ("freight", Format.groupedMoney(totals.freightFen), "yuan"),
      (
        "utilisation",
        Format.percent(totals.bookedSeconds + totals.promisedSeconds, of: totals.openSeconds),
        "% of open time, promised bookings included"
      ),
    ]
    rows.insert(contentsOf: proof(result), at: 3)
    var counts: [UnmatchedReason: Int64] = [:]
    for unmatched in result.unmatched { counts[unmatched.reason, default: 0] += 1 }
    if !result.unmatched.isEmpty {
      rows.append(("left over", Format.grouped(Int64(result.unmatched.count)), ""))
    }
    for reason in UnmatchedReason.allCases {
      guard let count = counts[reason] else { continue }
      rows.append(("  " + reason.rawValue, Format.grouped(count), words(reason)))
    }
    let figureWidth = rows.map(\.1.count).max() ?? 0
    return rows.map { row in
      let name = row.0 + String(repeating: " ", count: max(0, 20 - row.0.count))
      let figure = String(repeating: " ", count: figureWidth - row.1.count) + row.1
      return row.2.isEmpty ? name + figure : name + figure + "  " + row.2
    }.joined(separator: "\n")
  }

  /// How good the answer is: against the bound, and against what happens without a platform.
  private static func proof(_ result: MatchResult) -> [(String, String, String)] {
    var rows: [(String, String, String)] = []
    if let certificate = result.certificate {
      let gap = certificate.gapHundredthsOfPercent(objectiveFen: result.objectiveFen)
      rows.append(
        (
          "  at most", Format.groupedMoney(certificate.upperBoundFen),
          "proven: the answer is within \(Format.decimal(gap, places: 2)) % of the best"
        ))
    }
    if let firstCome = result.firstComeFen {
      var note = "without a platform: first come, first served"
      if let benefit = result.benefitOverFirstComeHundredths {
        note += " (\(benefit < 0 ? "" : "+")\(Format.decimal(benefit, places: 2)) %)"
      }
      rows.append(("  first come", Format.groupedMoney(firstCome), note))
    }
    return rows
  }

  /// What a reason means, in a few words.
  static func words(_ reason: UnmatchedReason) -> String {
    switch reason {
    case .noProcess: "no machine offers the process"
    case .noPricingMode: "no offer in a pricing mode that serves"
    case .noCertification: "no factory holds the certificates"
    case .noTolerance: "no machine is precise enough"
    case .noMaterial: "no offer takes the material"
    case .noSize: "no machine is large enough"
    case .noQuantity: "no offer allows the quantity"
    case .tooLate: "not even empty machines make the deadline"
    case .overBudget: "every way in time costs more than the budget"
    case .noCapacity: "taken, or worth more elsewhere"
    }
  }
}
