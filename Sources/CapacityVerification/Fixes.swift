import CapacityModel

extension Message {
  /// A fix between quotes, and what is wrong with it.
  fileprivate static func quoted(_ fix: String, _ message: Message) -> Message {
    Message("'\(fix)' ", zh: "“\(fix)”") + message
  }
}

/// Checks the one change that is said to let an order in beside the result as it stands.
struct Fixes: Sendable {
  let lookup: DatasetIndex
  let filters: Filters
  let ways: SimpleWays
  /// For each machine the free open seconds of each unit that differs (see
  /// ``TakenTime/freeRanges(ofMachine:)``).
  private let freeUnits: [[[Range<Int64>]]]
  private var dataset: Dataset { lookup.dataset }

  init(reasons: Reasons, taken: TakenTime) {
    lookup = reasons.lookup
    filters = reasons.filters
    ways = reasons.ways
    freeUnits = taken.byMachine.indices.map(taken.freeRanges)
  }

  /// Checks the fix of an order whose reason was not refuted.
  func check(_ record: UnmatchedRecord, order: Int, into findings: inout FindingList) {
    let place = Place.unmatched(line: record.line)
    func add(_ message: Message) { findings.add(.fix, order: order, at: place, message) }
    var fix: Fix?
    if !record.fix.isEmpty {
      do { fix = try FixText(lookup: lookup).parse(record.fix) } catch {
        return add(.quoted(record.fix, error.message))
      }
    }
    let terms = Terms(order: order, lookup: lookup)
    if terms.isSimple && record.stage == nil {
      let smallest = smallestFix(for: terms)
      if fix != smallest {
        add(words(record.fix) + Message(" should be ", zh: "应为") + words(smallest.map(text) ?? ""))
      }
      return
    }
    guard let fix else { return }
    let stage = terms.stages[Int(clamping: (record.stage ?? 1) - 1)]
    if record.stage == nil {
      switch fix {
      case .deadline, .budget: break
      default:
        return add(
          .quoted(
            record.fix,
            Message(
              "is for a filter, and \(record.reason.rawValue) is none",
              zh: "针对某项筛选，而 \(record.reason.rawValue) 不是")))
      }
    }
    let granted = terms.granting(fix, process: stage.process)
    if let message = terms.isSimple ? objection(toSimple: granted) : objection(to: granted) {
      add(Message("after '\(record.fix)' ", zh: "采用“\(record.fix)”之后，") + message)
    }
  }

  /// Checks that a fix can be read, for an order whose reason is wrong.
  func checkGrammar(_ record: UnmatchedRecord, order: Int, into findings: inout FindingList) {
    guard !record.fix.isEmpty else { return }
    do { _ = try FixText(lookup: lookup).parse(record.fix) } catch {
      findings.add(
        .fix, order: order, at: .unmatched(line: record.line),
        .quoted(record.fix, error.message))
    }
  }

  private func words(_ fix: String) -> Message {
    fix.isEmpty ? Message("no fix", zh: "没有建议") : Message("'\(fix)'", zh: "“\(fix)”")
  }

  private func text(_ fix: Fix) -> String {
    switch fix {
    case .deadline(let seconds): "deadline +" + durationText(seconds)
    case .budget(let fen): "budget +" + hundredthsText(Int128(fen))
    default: "\(fix)"
    }
  }

  /// The smallest extension of the deadline that lets an order of one stage in one part in beside
  /// the result, else the smallest addition to its budget, else nothing.
  ///
  /// Nothing too where the order could be added as it is, for then no change is needed.
  private func smallestFix(for terms: Terms) -> Fix? {
    // A later deadline also lets in factories whose certificates begin later.
    var patient = terms
    patient.order.deadline = .max
    guard case .offers(let offers) = filters.outcome(of: terms.stages[0], terms: patient) else {
      return nil
    }
    let budget = Int128(terms.order.budgetFen)
    let deadline = terms.order.deadline
    var earliest: Int64?
    var cheapest: Int128?
    for index in offers {
      let offer = dataset.offers[index]
      guard let cost = ways.cost(of: terms, on: offer) else { continue }
      let isAffordable = cost.fen <= budget
      if !isAffordable && (cost.fen >= cheapest ?? .max || earliest != nil) { continue }
      let arrival = ways.earliestArrival(
        of: terms, on: offer, transitSeconds: cost.transitSeconds,
        latest: isAffordable ? earliest ?? .max : deadline,
        units: freeUnits[offer.machine])
      guard let arrival else { continue }
      if isAffordable {
        if arrival <= deadline { return nil }
        earliest = min(earliest ?? .max, arrival)
      } else {
        cheapest = cost.fen
      }
    }
    if let earliest {
      return .deadline(addSeconds: Int64(clamping: Int128(earliest) - Int128(deadline)))
    }
    return cheapest.map { .budget(addFen: Int64(clamping: $0 - budget)) }
  }

  /// Why an order of one stage in one part cannot be added beside the result; `nil` if it can.
  private func objection(toSimple terms: Terms) -> Message? {
    switch filters.outcome(of: terms.stages[0], terms: terms) {
    case .none(let reason):
      return Message(
        "no offer is left still: \(reason.rawValue)", zh: "仍然没有报价：\(reason.rawValue)")
    case .offers(let offers):
      for index in offers {
        let offer = dataset.offers[index]
        guard let cost = ways.cost(of: terms, on: offer),
          cost.fen <= Int128(terms.order.budgetFen)
        else { continue }
        let arrival = ways.earliestArrival(
          of: terms, on: offer, transitSeconds: cost.transitSeconds,
          latest: terms.order.deadline, units: freeUnits[offer.machine])
        if arrival != nil { return nil }
      }
      return Message("the order cannot be added beside the result", zh: "订单仍不能加进这个结果")
    }
  }

  /// Why an order of several stages or parts can be in no result at all; `nil` if none is known.
  private func objection(to terms: Terms) -> Message? {
    var charges: Int128 = 0
    // A chain of parts, each fed by the one before, runs through the longest part of any stage;
    // of the other stages it surely takes their shortest possible parts.
    var shortest: Int128 = 0
    var longestExtra: Int128 = 0
    for (index, stage) in terms.stages.enumerated() {
      switch filters.outcome(of: stage, terms: terms) {
      case .none(let reason):
        return Message(
          "stage \(index + 1) has no offer still: \(reason.rawValue)",
          zh: "环节 \(index + 1) 仍然没有报价：\(reason.rawValue)")
      case .offers(let offers):
        charges +=
          offers.map { leastCharge(of: stage, terms: terms, on: dataset.offers[$0]) }
          .min() ?? 0
        let longPart = leastWork(of: stage, offers: offers) {
          ceilDivided(Int128($0), by: Int128(max(1, terms.order.partsMax)))
        }
        let shortPart = leastWork(of: stage, offers: offers) {
          terms.order.partsMax == 1 ? Int128($0) : 1
        }
        shortest += shortPart
        longestExtra = max(longestExtra, longPart - shortPart)
      }
    }
    if charges > Int128(terms.order.budgetFen) {
      let budget = Int128(terms.order.budgetFen)
      return Message(
        "the stages still cost \(yuanText(charges)) at least, and the budget is \(yuanText(budget))",
        zh: "各环节仍至少要 \(yuanTextZH(charges))，而预算为 \(yuanTextZH(budget))")
    }
    // Work is done after the release, inside the horizon, stage after stage.
    let work = shortest + longestExtra
    let end = Int128(max(0, terms.order.release)) + work
    if end > Int128(min(terms.order.deadline, dataset.horizon.lengthSeconds)) {
      return Message(
        "the stages still take \(work) seconds of work at least, and end too late",
        zh: "各环节仍至少需要 \(work) 秒加工，结束太晚")
    }
    return nil
  }

  /// A charge that no way to make the stage on offers like this one stays below.
  private func leastCharge(of stage: Stage, terms: Terms, on offer: Offer) -> Int128 {
    if terms.order.partsMax == 1 {
      return lookup.charges.charge(
        of: stage.quantity, order: terms.order, stage: stage, on: offer) ?? 0
    }
    // Of the parts only what grows with their quantity; each may be rounded down by a fen.
    let amount: Int128
    switch offer.pricing {
    case .time(let rate):
      let milliseconds =
        stage.unit == .hour
        ? Int128(stage.quantity) * 36_000
        : Int128(stage.quantity) * Int128(offer.cycleMilliseconds ?? 0)
      amount = floorDivided(milliseconds * Int128(rate), by: 3_600_000)
    case .piece(let tiers):
      amount = Int128(tiers.map(\.priceFen).min() ?? 0) * Int128(stage.quantity)
    case .value(let share):
      amount = floorDivided(
        Int128(share) * Int128(terms.order.declaredValueFen),
        by: 10_000 * Int128(max(1, terms.stages.count)))
    }
    return max(0, amount - Int128(terms.order.partsMax))
  }

  /// The shortest working time of a part of some size on any of the offers.
  private func leastWork(
    of stage: Stage, offers: [Int], size: (_ quantity: Int64) -> Int128
  ) -> Int128 {
    let quantity = Int64(clamping: size(stage.quantity))
    return offers.compactMap {
      lookup.charges.need(of: quantity, unit: stage.unit, on: dataset.offers[$0])
    }.min() ?? 0
  }
}
