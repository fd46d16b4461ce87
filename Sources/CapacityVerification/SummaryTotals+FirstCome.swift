import CapacityModel

extension SummaryTotals {
  /// Expects an amount, or none, for what the orders earn as they come, and the benefit over it.
  ///
  /// The amount is the outcome of a search of its own, which nobody can recompute from the result; the
  /// percentage follows from it and the objective.
  func addFirstCome(to expected: inout [String: Expectation]) {
    expected["first_come_objective"] = .amountOrNull
    expected["benefit_over_first_come_percent"] = benefit
  }

  private var benefit: Expectation {
    guard case .hundredths(let firstCome) = records.summary["first_come_objective"] else {
      return .nullBecause(
        Message("first come is not known", zh: "先到先得的结果未知"))
    }
    guard firstCome > 0 else {
      return
        .nullBecause(Message("first come earned nothing", zh: "先到先得没有收益"))
    }
    guard case .hundredths(let objective) = records.summary["objective"] else {
      return .anyNumberOrText
    }
    let gained = Int128(objective) - Int128(firstCome)
    let percent = halfUpDivided(gained * 10_000, by: Int128(firstCome))
    // What a file can hold at the most.
    return .hundredths(min(percent, Int128(Int64.max)))
  }
}
