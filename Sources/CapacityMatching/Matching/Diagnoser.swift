internal import CapacityModel

/// Says why an order is left over and what the smallest change is that would let it in.
///
/// Everything is asked against one result as it stands: `placer` holds what it leaves free, and
/// `empty` the same machines with nothing on them.
struct Diagnoser {
  let market: Market
  /// The size that a stage asks for, as the dataset gives it.
  let boxes: @Sendable (Int) -> Box
  var placer: OrderPlacer
  var empty: OrderPlacer
  private var farView: OrderView
  /// Whether every order looked at was refused in what is free by now or in more.
  var wereRefused = false

  /// Later than everything: a horizon, and the longest transit.
  static let farDeadline: Int64 = 1 << 40

  init(
    _ setting: PassSetting, boxes: @escaping @Sendable (Int) -> Box, remaining: FreeCapacity,
    empty: FreeCapacity
  ) {
    market = setting.market
    self.boxes = boxes
    var setting = setting
    setting.wideSearches = 0
    placer = setting.placer(on: remaining)
    self.empty = setting.placer(on: empty)
    farView = OrderView(market)
  }

  /// What it took so far.
  var counts: WorkCounts {
    var counts = placer.counts
    counts += empty.counts
    return counts
  }

  /// The reason and the fix of an order that is not served.
  mutating func diagnose(_ order: Int) -> UnmatchedOrder {
    let demand = market.orders[order]
    // An offer that takes the whole stage has passed every filter.
    for stage in demand.stages
    where !placer.candidates.stages[stage].takesWhole {
      let filters = market.filters(ofStage: stage)
      guard let reason = filters.reason, let filter = filters.emptiedBy else { continue }
      var fix = filterFix(filter, stage: stage, order: order)
      if fix == nil, demand.isSimple, let time = earliestTime(ofRefused: order) {
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
    if wereRefused, let found = diagnoseRefused(order) { return found }
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

  /// As ``diagnoseSimple(_:)``, by searches, for an order that was refused though some offer would
  /// serve it; `nil` if none does.
  ///
  /// Nothing is freed while orders are placed: what it was refused is not free now either.
  private mutating func diagnoseRefused(_ order: Int) -> UnmatchedOrder? {
    let demand = market.orders[order]
    let index = demand.stages.lowerBound
    placer.view.look(at: order, deadline: demand.deadline, in: market)
    var serving = ServingOffers(stage: market.stages[index], demand: demand)
    placer.searchOffers(
      SearchSubject(
        stage: index, quantityMin: market.stages[index].quantity, takesParts: false), &serving)
    if serving.count == 0 { return nil }
    var fix: Fix?
    if let time = earliestTime(ofRefused: order) {
      fix = .deadline(addSeconds: time - demand.deadline)
    } else {
      placer.view.look(at: order, deadline: demand.deadline, in: market)
      if let place = placer.cheapestPlace(index, paidMaxFen: Limits.moneyFenMax) {
        fix = .budget(addFen: place.paidMaxFen - demand.budgetFen)
      }
    }
    return UnmatchedOrder(
      order: order, stage: nil, reason: .noCapacity, fix: fix,
      evidence: .servingOffers(serving.count))
  }

  /// When an order of one stage and part that nothing serves by its deadline could be done within its
  /// budget in what is free.
  private mutating func earliestTime(ofRefused order: Int) -> Int64? {
    let demand = market.orders[order]
    let index = demand.stages.lowerBound
    placer.view.look(at: order, deadline: Diagnoser.farDeadline, in: market)
    var visitor = EarliestPlace(
      stage: market.stages[index], demand: demand, placer: placer)
    placer.searchOffers(
      SearchSubject(
        stage: index, quantityMin: market.stages[index].quantity, takesParts: false), &visitor)
    return visitor.time == .max ? nil : visitor.time
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
    let fix = chainFix(demand, order: order)
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    var servingOffers = Int.max
    for stage in demand.stages {
      servingOffers = min(servingOffers, Int(placer.candidates.stages[stage].count))
    }
    var reason = UnmatchedReason.noCapacity
    var evidence = UnmatchedOrder.Evidence.servingOffers(servingOffers)
    empty.view.look(at: order, deadline: demand.deadline, in: market)
    empty.listKept(demand)
    if !empty.findChain(order, goal, width: empty.width) {
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

  private mutating func chainFix(_ demand: OrderDemand, order: Int) -> Fix? {
    let late = PlacementGoal(
      budgetFen: demand.budgetFen, deadline: Diagnoser.farDeadline, wantsEarliest: true)
    placer.view.look(at: order, deadline: demand.deadline, in: market)
    placer.listKept(demand)
    let isListed = demand.stages.allSatisfy { placer.candidates.stages[$0].count > 0 }
    // Candidates were kept for the deadline as it is; a later one lets more offers in.
    if !isListed { placer.listAll(demand, deadline: Diagnoser.farDeadline) }
    if placer.findChain(order, late, width: placer.width), placer.found.time > demand.deadline {
      return .deadline(addSeconds: placer.found.time - demand.deadline)
    }
    let dear = PlacementGoal(budgetFen: Limits.moneyFenMax, deadline: demand.deadline)
    placer.view.look(at: order, deadline: demand.deadline, in: market)
    placer.listKept(demand)
    if placer.findChain(order, dear, width: placer.width), placer.found.costFen > demand.budgetFen {
      return .budget(addFen: placer.found.costFen - demand.budgetFen)
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
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    for other in demand.stages where other != index && !placer.candidates.stages[other].isServable {
      return nil
    }
    var best: (costFen: Int64, fix: Fix)?
    var searches = demand.isSimple ? Int.max : Diagnoser.filterFixSearchesMax
    for place in market.offersOfProcess[stage.process] where searches > 0 {
      let offer = Int(market.offersByRank[place])
      guard
        let fix = market.fix(filter, for: offer, stage: stage, stageBox: boxes(index), in: demand)
      else { continue }
      let need = market.need(offer, stage, quantity: stage.quantity)
      let charge = market.charge(offer, stage, quantity: stage.quantity, need: need)
      if charge >= best?.costFen ?? .max || charge > demand.budgetFen { continue }
      placer.view.look(at: order, deadline: demand.deadline, in: market)
      placer.listKept(demand, but: index, on: offer, chargeFen: charge)
      searches -= 1
      placer.exemption = fix
      if placer.findChain(order, goal, width: placer.width),
        placer.found.costFen < best?.costFen ?? .max
      {
        best = (placer.found.costFen, fix)
      }
      placer.exemption = nil
    }
    return best?.fix
  }

  /// Near misses tried for an order of several stages or parts.
  private static let filterFixSearchesMax = 16
}
