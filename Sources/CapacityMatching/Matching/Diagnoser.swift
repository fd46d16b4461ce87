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
    where !placer.candidates.stages[stage].takesWhole && !market.passesFilters(stage) {
      let filters = market.filters(ofStage: stage)
      guard let reason = filters.reason, let filter = filters.emptiedBy else { continue }
      var fix = filterFix(filter, stage: stage, order: order)
      if fix == nil, demand.isSimple,
        let time = placer.earliestTime(ofRefused: order, budgetFen: demand.budgetFen)
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

  private mutating func diagnoseSimple(_ order: Int) -> UnmatchedOrder {
    let index = market.orders[order].stages.lowerBound
    let reason: UnmatchedReason
    let evidence: UnmatchedOrder.Evidence
    let count = placer.servingOffers(of: order)
    if count > 0 {
      reason = .noCapacity
      evidence = .servingOffers(count)
    } else if let cheapest = empty.cheapestPlace(index, paidMaxFen: .max) {
      reason = .overBudget
      evidence = .leastCostFen(cheapest.paidMaxFen)
    } else {
      reason = .tooLate
      evidence = .earliestTime(empty.earliestTime(ofRefused: order, budgetFen: .max))
    }
    return UnmatchedOrder(
      order: order, stage: nil, reason: reason, fix: simpleFix(order), evidence: evidence)
  }

  /// The smallest extension of the deadline that would let an order in, else the smallest addition to its
  /// budget; `nil` if neither would, or if it has a place as it is.
  private mutating func simpleFix(_ order: Int) -> Fix? {
    let demand = market.orders[order]
    let index = demand.stages.lowerBound
    // Nothing is freed while orders are placed: what it was refused is not free now either.
    if !wereRefused, placer.cheapestPlace(index, paidMaxFen: demand.budgetFen) != nil {
      return nil
    }
    if let time = placer.earliestTime(ofRefused: order, budgetFen: demand.budgetFen) {
      return .deadline(addSeconds: time - demand.deadline)
    }
    return placer.cheapestPlace(index, paidMaxFen: Limits.moneyFenMax).map {
      .budget(addFen: $0.paidMaxFen - demand.budgetFen)
    }
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
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    for other in demand.stages where other != index && !placer.candidates.stages[other].isServable {
      return nil
    }
    var best: (costFen: Int64, fix: Fix)?
    var searches = demand.stages.count == 1 ? Int.max : Diagnoser.filterFixSearchesMax
    // The cheapest first: what they cost rules the others out.
    for miss in nearMisses(filter, stage: index, in: demand) {
      if miss.leastFen >= best?.costFen ?? .max || searches == 0 { break }
      placer.listKept(demand, but: index, on: miss.offer, chargeFen: miss.chargeFen)
      searches -= 1
      placer.exemption = miss.fix
      if placer.findChain(order, goal, width: placer.width),
        placer.found.costFen < best?.costFen ?? .max
      {
        best = (placer.found.costFen, miss.fix)
      }
      placer.exemption = nil
    }
    return best?.fix
  }

  /// An offer that would serve a stage after one change.
  private struct NearOffer {
    var offer: Int
    var fix: Fix
    var chargeFen: Int64
    /// The charge, and the way to the customer where the stage is the last that ships.
    var leastFen: Int64
  }

  /// The offers that one change of a filter would let in and that may have room, the cheapest first, equals by
  /// ``Market/tieRank``.
  private mutating func nearMisses(
    _ filter: OfferFilter, stage index: Int, in demand: OrderDemand
  ) -> [NearOffer] {
    let stage = market.stages[index]
    let isDelivered = index - demand.stages.lowerBound == demand.lastShippingStage
    placer.view.look(at: stage.order, deadline: demand.deadline, in: market)
    let days = placer.buckets(from: demand.release, to: demand.deadline)
    var misses: [NearOffer] = []
    for offer in market.offersOfProcess[stage.process] {
      guard
        let fix = market.fix(filter, for: offer, stage: stage, stageBox: boxes(index), in: demand)
      else { continue }
      let machine = Int(market.conditions[offer].machine)
      let need = market.need(offer, stage, quantity: stage.quantity)
      // Several units may make in parts what none has room for.
      let isWhole = demand.partsMax == 1 || market.machines[machine].unitCount == 1
      if isWhole, placer.lacksRoom(offer, need: need, days) { continue }
      let charge = market.charge(offer, stage, quantity: stage.quantity, need: need)
      let cluster = market.machines[machine].cluster
      let deliveryFen = isDelivered ? placer.view.deliveryFen(from: cluster, in: market) : 0
      if charge + deliveryFen > demand.budgetFen { continue }
      misses.append(
        NearOffer(offer: offer, fix: fix, chargeFen: charge, leastFen: charge + deliveryFen))
    }
    misses.sort {
      $0.leastFen != $1.leastFen
        ? $0.leastFen < $1.leastFen
        : market.tieRank[$0.offer] < market.tieRank[$1.offer]
    }
    return misses
  }

  /// Near misses tried for an order of several stages.
  private static let filterFixSearchesMax = 16
}
