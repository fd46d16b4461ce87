internal import CapacityData
public import CapacityModel

/// The reason of an unmatched order in words: the column `detail` of `unmatched.csv`.
public enum UnmatchedWords {
  /// One sentence, without the fix.
  public static func detail(_ unmatched: UnmatchedOrder, in dataset: Dataset) -> String {
    if let number = unmatched.stage {
      let order = dataset.orders[unmatched.order]
      let stage = dataset.stages[order.stages.lowerBound + number - 1]
      return filterDetail(unmatched, stage: stage, order: order, in: dataset)
    }
    // Only what is needed of the order: a copy would count references to its lists, for which threads
    // wait.
    let deadlineSeconds = dataset.orders[unmatched.order].deadline
    func deadline() -> String { Format.time(deadlineSeconds, horizon: dataset.horizon) }
    switch unmatched.evidence {
    case .earliestTime(let time?):
      return
        "done at the earliest at \(Format.time(time, horizon: dataset.horizon)) on empty machines, "
        + "\(Format.duration(time - deadlineSeconds)) after the deadline \(deadline())"
    case .earliestTime(nil):
      return
        "cannot be done within the horizon, even on empty machines; the deadline is \(deadline())"
    case .leastCostFen(let least):
      return "costs at least \(Format.money(least)) by any way that makes the deadline; "
        + "the budget is \(Format.money(dataset.orders[unmatched.order].budgetFen))"
    case .servingOffers(let count):
      let offers =
        count == 1
        ? "the one offer that would serve it has"
        : "the \(count) cheapest offers that would serve it have"
      return "\(offers) no room left before the deadline within its budget"
    case .offersTaken:
      return unmatched.reason.rawValue
    }
  }

  private static func filterDetail(
    _ unmatched: UnmatchedOrder, stage: Stage, order: Order, in dataset: Dataset
  ) -> String {
    let process = dataset.processes[stage.process].id.text
    var count = 0
    if case .offersTaken(let taken) = unmatched.evidence { count = taken }
    let offers = count == 1 ? "the last offer" : "the last \(count) offers"
    switch unmatched.reason {
    case .noProcess:
      return "no machine offers \(process)"
    case .noPricingMode:
      return "\(offers) for \(process): pricing modes that the order does not take or that cannot "
        + "price its \(stage.unit == .hour ? "hours" : "pieces")"
    case .noCertification:
      let names = order.certifications.map { dataset.certificationNames[$0] }
      return "\(offers) for \(process): factories without \(names.joined(separator: " and ")) "
        + "between release and deadline"
    case .noTolerance:
      return "\(offers) for \(process): machines coarser than IT\(stage.toleranceIT)"
    case .noMaterial:
      let material = stage.material.map { dataset.materialNames[$0] } ?? ""
      return "\(offers) for \(process): \(material) is not taken"
    case .noSize:
      return "\(offers) for \(process): machines too small for \(Format.box(stage.box)) mm"
    case .noQuantity:
      return "\(offers) for \(process): \(Format.quantity(stage.quantity, unit: stage.unit)) "
        + "\(stage.unit == .hour ? "hours" : "pieces") in at most "
        + "\(order.partsMax == 1 ? "1 part" : "\(order.partsMax) parts") are not allowed"
    case .tooLate, .overBudget, .noCapacity:
      return unmatched.reason.rawValue
    }
  }
}
