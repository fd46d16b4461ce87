import CapacityModel

/// Checks why an order is said to be left over (section 5, `unmatched.csv`).
struct Reasons {
  let lookup: DatasetIndex
  let filters: Filters
  let ways: SimpleWays
  let plans: Plans
  private var dataset: Dataset { lookup.dataset }

  init(lookup: DatasetIndex) {
    self.lookup = lookup
    filters = Filters(lookup: lookup)
    let placements = Placements(lookup: lookup, filters: filters)
    ways = SimpleWays(lookup: lookup, placements: placements)
    plans = Plans(lookup: lookup, placements: placements)
  }

  /// Checks the stage, the reason and that there are words for it.
  ///
  /// Says whether the reason may be true, so that its fix can be looked at.
  func check(_ record: UnmatchedRecord, order: Int, into findings: inout FindingList) -> Bool {
    let place = Place.unmatched(line: record.line)
    if record.detail.isEmpty {
      findings.add(.detail, order: order, at: place, "the reason has no words")
    }
    if let message = objection(to: record, order: order) {
      findings.add(.reason, order: order, at: place, message)
      return false
    }
    return true
  }

  /// What speaks against a reason; `nil` where nothing does.
  private func objection(to record: UnmatchedRecord, order: Int) -> String? {
    let terms = Terms(order: order, lookup: lookup)
    let claim = record.reason.rawValue + (record.stage.map { " at stage \($0)" } ?? "")
    var offersByStage: [[Int]] = []
    for (index, stage) in terms.stages.enumerated() {
      switch filters.outcome(of: stage, terms: terms) {
      case .offers(let offers): offersByStage.append(offers)
      case .none(let reason):
        if record.reason == reason && record.stage == Int64(index + 1) { return nil }
        return "\(claim), and the filters leave stage \(index + 1) without offers:"
          + " \(reason.rawValue)"
      }
    }
    guard [.tooLate, .overBudget, .noCapacity].contains(record.reason) else {
      return "\(claim), and offers for every stage pass all filters"
    }
    if let stage = record.stage {
      return "stage: \(stage), and \(record.reason.rawValue) is the whole order's"
    }
    return terms.isSimple
      ? exactObjection(to: record.reason, terms: terms, offers: offersByStage[0])
      : refutation(of: record.reason, terms: terms, offersByStage: offersByStage)
  }

  /// For one stage in one part the reason is what it is.
  private func exactObjection(
    to claim: UnmatchedReason, terms: Terms, offers: [Int]
  ) -> String? {
    var cheapest: Int128?
    for index in offers {
      let offer = dataset.offers[index]
      guard let cost = ways.cost(of: terms, on: offer), cost.fen < cheapest ?? .max else {
        continue
      }
      let arrival = ways.earliestArrival(
        of: terms, on: offer, transitSeconds: cost.transitSeconds, latest: terms.order.deadline)
      if arrival != nil { cheapest = cost.fen }
      if claim == .noCapacity && cost.fen <= Int128(terms.order.budgetFen) && arrival != nil {
        return nil
      }
    }
    let budget = Int128(terms.order.budgetFen)
    let deadline = lookup.wording.time(terms.order.deadline)
    let truth: UnmatchedReason
    let why: String
    if let cheapest {
      truth = cheapest > budget ? .overBudget : .noCapacity
      why =
        "the cheapest way that makes the deadline \(deadline) on empty machines costs"
        + " \(yuanText(cheapest)) of a budget of \(yuanText(budget))"
    } else {
      truth = .tooLate
      why = "no way makes the deadline \(deadline) on empty machines"
    }
    return truth == claim ? nil : "\(claim.rawValue), and \(why): \(truth.rawValue)"
  }

  /// For other orders a plan on empty machines refutes that there is none.
  private func refutation(
    of claim: UnmatchedReason, terms: Terms, offersByStage: [[Int]]
  ) -> String? {
    guard claim != .noCapacity else { return nil }
    let answer = plans.search(terms: terms, offersByStage: offersByStage)
    let deadline = lookup.wording.time(terms.order.deadline)
    if claim == .tooLate && answer.makesDeadline {
      return "too_late, and a plan on empty machines makes the deadline \(deadline)"
    }
    if claim == .overBudget && answer.isAffordable {
      return "over_budget, and a plan on empty machines makes the deadline \(deadline) within"
        + " \(yuanText(Int128(terms.order.budgetFen)))"
    }
    return nil
  }
}
