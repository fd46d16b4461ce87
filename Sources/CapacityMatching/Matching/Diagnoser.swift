internal import CapacityModel

/// Says why an order is left over and what the smallest change is that would let it in.
///
/// Everything is asked against one result as it stands: `placer` holds what it leaves free, and
/// `empty` the same machines with nothing on them.
struct Diagnoser {
  let market: Market
  /// The sizes that stages ask for, as the dataset gives them.
  let boxes: [Box]
  var placer: OrderPlacer
  var empty: OrderPlacer
  private var farView: OrderView

  /// Later than everything: a horizon, and the longest transit.
  static let farDeadline: Int64 = 1 << 40

  init(
    _ market: Market, _ candidates: Candidates, boxes: [Box], remaining: Timelines,
    empty: Timelines,
    width: SearchWidth
  ) {
    self.market = market
    self.boxes = boxes
    placer = OrderPlacer(
      market: market, candidates: candidates, timelines: remaining, width: width,
      wideSearches: 0)
    self.empty = OrderPlacer(
      market: market, candidates: candidates, timelines: empty, width: width,
      wideSearches: 0)
    farView = OrderView(market)
  }

  /// The reason and the fix of an order that is not served.
  mutating func diagnose(_ order: Int) -> UnmatchedOrder {
    let demand = market.orders[order]
    // An offer that takes the whole stage has passed every filter.
    for stage in demand.stages
    where !placer.candidates.list(stage).contains(where: \.takesWhole) {
      let filters = market.filters(ofStage: stage)
      guard let reason = filters.reason, let filter = filters.emptiedBy else { continue }
      var fix = filterFix(filter, stage: stage, order: order)
      if fix == nil, demand.isSimple, let time = lookAtOffers(of: order).freeTime,
        time > demand.deadline
      {
        // What no single factory can mend, waiting for a certificate that begins later may.
        fix = .deadline(addSeconds: time - demand.deadline)
      }
      return UnmatchedOrder(
        order: order, stage: stage - demand.stages.lowerBound + 1, reason: reason, fix: fix,
        evidence: .offersTaken(filters.taken[filter.rawValue]))
    }
    return demand.isSimple ? diagnoseSimple(order) : diagnoseChain(order)
  }

  // MARK: - One stage, one part

  /// What one pass over the offers of a simple order finds.
  private struct SimpleFindings {
    var servingOffers = 0
    /// On empty machines, whatever it costs.
    var earliestTime: Int64?
    /// Among offers that make the deadline on empty machines.
    var leastCostFen: Int64?
    /// In what is free, within the budget: when it could be done.
    var freeTime: Int64?
    /// In what is free, by the deadline: what it would cost.
    var freeCostFen: Int64?
  }

  private mutating func diagnoseSimple(_ order: Int) -> UnmatchedOrder {
    let demand = market.orders[order]
    let findings = lookAtOffers(of: order)
    var fix: Fix?
    if let time = findings.freeTime, time > demand.deadline {
      fix = .deadline(addSeconds: time - demand.deadline)
    } else if let cost = findings.freeCostFen, cost > demand.budgetFen,
      cost <= Limits.moneyFenMax
    {
      fix = .budget(addFen: cost - demand.budgetFen)
    }
    let reason: UnmatchedReason
    let evidence: UnmatchedOrder.Evidence
    if let least = findings.leastCostFen {
      reason = least > demand.budgetFen ? .overBudget : .noCapacity
      evidence =
        reason == .overBudget ? .leastCostFen(least) : .servingOffers(findings.servingOffers)
    } else {
      reason = .tooLate
      evidence = .earliestTime(findings.earliestTime)
    }
    return UnmatchedOrder(
      order: order, stage: nil, reason: reason, fix: fix, evidence: evidence)
  }

  private mutating func lookAtOffers(of order: Int) -> SimpleFindings {
    let demand = market.orders[order]
    let stage = market.stages[demand.stages.lowerBound]
    var findings = SimpleFindings()
    // A later deadline also lets in factories whose certificates begin later.
    var patient = demand
    patient.deadline = Diagnoser.farDeadline
    placer.view.look(at: order, deadline: demand.deadline, in: market)
    farView.look(at: order, deadline: Diagnoser.farDeadline, in: market)
    for offer in market.offersOfProcess[stage.process]
    where market.firstFailure(of: offer, for: stage, in: patient) == .none {
      let machine = Int(market.conditions[offer].machine)
      let columns = market.machines[machine]
      let need = market.need(offer, stage, quantity: stage.quantity)
      let far = farView.window(machine: machine, delivers: stage.ships, in: market)
      let start = empty.earliestOnUnit(
        columns.firstUnit, calendar: columns.calendar, process: stage.process, need: need,
        from: far.from, limit: far.limit)
      if start < 0 { continue }
      let transit =
        stage.ships
        ? market.freight.lane(from: columns.cluster, to: demand.cluster).transitSeconds : 0
      let time = market.openTime.wallEnd(columns.calendar, of: start + need) + transit
      findings.earliestTime = min(findings.earliestTime ?? .max, time)
      var costFen = market.charge(offer, stage, quantity: stage.quantity, need: need)
      if stage.ships { costFen += placer.view.deliveryFen(from: columns.cluster, in: market) }
      let makesDeadline = time <= demand.deadline
      if makesDeadline { findings.leastCostFen = min(findings.leastCostFen ?? .max, costFen) }
      if costFen <= demand.budgetFen {
        if makesDeadline { findings.servingOffers += 1 }
        if time < findings.freeTime ?? .max,
          let place = placer.earliest(
            offer, stage, need: need, from: far.from, limit: far.limit)
        {
          let end = market.openTime.wallEnd(columns.calendar, of: place.workStart + need)
          findings.freeTime = min(findings.freeTime ?? .max, end + transit)
        }
      } else if makesDeadline, costFen < findings.freeCostFen ?? .max {
        let window = placer.view.window(machine: machine, delivers: stage.ships, in: market)
        if placer.earliest(
          offer, stage, need: need, from: window.from, limit: window.limit) != nil
        {
          findings.freeCostFen = costFen
        }
      }
    }
    return findings
  }

  // MARK: - Several stages or parts

  /// `too_late` and `over_budget` are said only where a bound shows them; a way found on empty
  /// machines rules both out without looking at bounds.
  private mutating func diagnoseChain(_ order: Int) -> UnmatchedOrder {
    let demand = market.orders[order]
    let lists = placer.keptLists(of: demand)
    let fix = chainFix(demand, order: order, lists: lists)
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    var servingOffers = Int.max
    for list in lists { servingOffers = min(servingOffers, list.count) }
    var reason = UnmatchedReason.noCapacity
    var evidence = UnmatchedOrder.Evidence.servingOffers(servingOffers)
    if empty.findChain(order, goal, width: placer.width, lists: lists) == nil {
      let bounds = market.emptyMachineBounds(of: order)
      if let time = bounds.earliestTime, time <= demand.deadline {
        if let least = bounds.leastCostFen, least > demand.budgetFen {
          reason = .overBudget
          evidence = .leastCostFen(least)
        }
      } else {
        reason = .tooLate
        evidence = .earliestTime(bounds.earliestTime)
      }
    }
    return UnmatchedOrder(
      order: order, stage: nil, reason: reason, fix: fix, evidence: evidence)
  }

  private mutating func chainFix(
    _ demand: OrderDemand, order: Int, lists: [ArraySlice<Candidates.Candidate>]
  ) -> Fix? {
    let late = PlacementGoal(
      budgetFen: demand.budgetFen, deadline: Diagnoser.farDeadline, wantsEarliest: true)
    // Candidates were kept for the deadline as it is; a later one lets more offers in.
    let lateLists =
      lists.contains(where: \.isEmpty)
      ? demand.stages.map { placer.finder.all($0, deadline: Diagnoser.farDeadline) } : lists
    if let placement = placer.findChain(order, late, width: placer.width, lists: lateLists),
      placement.time > demand.deadline
    {
      return .deadline(addSeconds: placement.time - demand.deadline)
    }
    let dear = PlacementGoal(budgetFen: Limits.moneyFenMax, deadline: demand.deadline)
    if let placement = placer.findChain(order, dear, width: placer.width, lists: lists),
      placement.costFen > demand.budgetFen
    {
      return .budget(addFen: placement.costFen - demand.budgetFen)
    }
    return nil
  }

  // MARK: - Filters

  /// What one factory, machine or the buyer would have to change so that the order alone could be
  /// added: of all near misses the one that then serves it most cheaply, the first of equals.
  private mutating func filterFix(_ filter: OfferFilter, stage index: Int, order: Int) -> Fix? {
    if filter == .process { return nil }
    let demand = market.orders[order]
    let stage = market.stages[index]
    let number = index - demand.stages.lowerBound
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    var lists = placer.keptLists(of: demand)
    lists[number] = []
    if lists.indices.contains(where: { $0 != number && lists[$0].isEmpty }) { return nil }
    var best: (costFen: Int64, fix: Fix)?
    var searches = demand.isSimple ? Int.max : Diagnoser.filterFixSearchesMax
    for offer in market.offersOfProcess[stage.process] where searches > 0 {
      guard
        let fix = market.fix(filter, for: offer, stage: stage, stageBox: boxes[index], in: demand)
      else { continue }
      let need = market.need(offer, stage, quantity: stage.quantity)
      let charge = market.charge(offer, stage, quantity: stage.quantity, need: need)
      if charge >= best?.costFen ?? .max || charge > demand.budgetFen { continue }
      lists[number] = [
        Candidates.Candidate(
          costFen: charge, chargeFen: charge, offer: Int32(offer), takesWhole: true)
      ]
      searches -= 1
      placer.exemption = fix
      if let placement = placer.findChain(order, goal, width: placer.width, lists: lists),
        placement.costFen < best?.costFen ?? .max
      {
        best = (placement.costFen, fix)
      }
      placer.exemption = nil
    }
    return best?.fix
  }

  /// Near misses tried for an order of several stages or parts.
  private static let filterFixSearchesMax = 16
}
