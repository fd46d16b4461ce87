import CapacityModel

/// Checks why an order is said to be left over (section 5, `unmatched.csv`).
struct Reasons: Sendable {
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
      findings.add(
        .detail, order: order, at: place, Message("the reason has no words", zh: "原因没有文字说明"))
    }
    if let message = objection(to: record, order: order) {
      findings.add(.reason, order: order, at: place, message)
      return false
    }
    return true
  }

  /// What speaks against a reason; `nil` where nothing does.
  private func objection(to record: UnmatchedRecord, order: Int) -> Message? {
    let terms = Terms(order: order, lookup: lookup)
    let claim =
      Message(verbatim: record.reason.rawValue)
      + (record.stage.map { Message(" at stage \($0)", zh: "（环节 \($0)）") }
        ?? Message(verbatim: ""))
    var offersByStage: [[Int]] = []
    for (index, stage) in terms.stages.enumerated() {
      switch filters.outcome(of: stage, terms: terms) {
      case .offers(let offers): offersByStage.append(offers)
      case .none(let reason):
        if record.reason == reason && record.stage == Int64(index + 1) { return nil }
        return claim
          + Message(
            ", and the filters leave stage \(index + 1) without offers: \(reason.rawValue)",
            zh: "，而筛选后环节 \(index + 1) 没有报价：\(reason.rawValue)")
      }
    }
    guard [.tooLate, .overBudget, .noCapacity].contains(record.reason) else {
      return claim
        + Message(", and offers for every stage pass all filters", zh: "，而每个环节都有报价通过全部筛选")
    }
    if let stage = record.stage {
      return Message(
        "stage: \(stage), and \(record.reason.rawValue) is the whole order's",
        zh: "stage：\(stage)，而 \(record.reason.rawValue) 针对整个订单")
    }
    return terms.isSimple
      ? exactObjection(to: record.reason, terms: terms, offers: offersByStage[0])
      : refutation(of: record.reason, terms: terms, offersByStage: offersByStage)
  }

  /// For one stage in one part the reason is what it is.
  private func exactObjection(
    to claim: UnmatchedReason, terms: Terms, offers: [Int]
  ) -> Message? {
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
    let why: Message
    if let cheapest {
      truth = cheapest > budget ? .overBudget : .noCapacity
      why = Message(
        "the cheapest way that makes the deadline \(deadline) on empty machines costs"
          + " \(yuanText(cheapest)) of a budget of \(yuanText(budget))",
        zh: "在空闲设备上赶得上截止时间 \(deadline) 的最便宜做法要 \(yuanTextZH(cheapest))，"
          + "预算为 \(yuanTextZH(budget))")
    } else {
      truth = .tooLate
      why = Message(
        "no way makes the deadline \(deadline) on empty machines",
        zh: "即使设备空闲也赶不上截止时间 \(deadline)")
    }
    if truth == claim { return nil }
    return Message("\(claim.rawValue), and ", zh: "\(claim.rawValue)，而") + why
      + Message(": \(truth.rawValue)", zh: "：\(truth.rawValue)")
  }

  /// For other orders a plan on empty machines refutes that there is none.
  private func refutation(
    of claim: UnmatchedReason, terms: Terms, offersByStage: [[Int]]
  ) -> Message? {
    guard claim != .noCapacity else { return nil }
    let answer = plans.search(terms: terms, offersByStage: offersByStage)
    let deadline = lookup.wording.time(terms.order.deadline)
    if claim == .tooLate && answer.makesDeadline {
      return Message(
        "too_late, and a plan on empty machines makes the deadline \(deadline)",
        zh: "too_late，而在空闲设备上有一个方案赶得上截止时间 \(deadline)")
    }
    if claim == .overBudget && answer.isAffordable {
      let budget = Int128(terms.order.budgetFen)
      return Message(
        "over_budget, and a plan on empty machines makes the deadline \(deadline) within"
          + " \(yuanText(budget))",
        zh: "over_budget，而在空闲设备上有一个方案赶得上截止时间 \(deadline)，"
          + "且不超过 \(yuanTextZH(budget))")
    }
    return nil
  }
}
