internal import CapacityModel

/// How an order was placed.
struct Placement: Sendable {
  /// By stage, then part; ``PlacedPart/offset`` 0 begins a stage.
  var parts: [PlacedPart]
  /// The count of parts of each stage.
  var partCounts: [Int]
  /// What all shipments cost, in fen.
  var freightFen: Int64
  /// Charges and freight, in fen.
  var costFen: Int64
  /// When everything is made and delivered, in wall time.
  var time: Int64
}

/// What a search for a way to serve one order aims at.
struct PlacementGoal: Sendable {
  /// Charges and freight may not be more, in fen.
  var budgetFen: Int64
  /// Everything is made and delivered by then, in wall time.
  var deadline: Int64
  /// Whether the earliest way is wanted; else the cheapest.
  var wantsEarliest = false
}

/// How far a search for an order of several stages or parts looks.
struct SearchWidth: Sendable {
  /// Ways kept after each stage.
  var ways: Int
  /// Offers tried for each way and stage.
  var offers: Int
  /// Feasible offers after which a way's stage is left.
  var feasibleOffers: Int
  /// A split is tried in up to this many equal parts.
  var evenParts: Int
  /// Whether a stage is split to use what is cheap, or only where no unit takes it whole.
  ///
  /// Splits for gain serve the order at hand and may cost later ones dearly: passes of both kinds are made.
  var splitsForGain = true

  /// For the passes over all orders of a large dataset.
  static let narrow = SearchWidth(
    ways: 3, offers: Candidates.keptCount, feasibleOffers: 4, evenParts: 2)
  /// For an order that the narrow search did not place.
  static let wide = SearchWidth(ways: 12, offers: 96, feasibleOffers: 24, evenParts: 5)
}

/// Finds places for one order at a time on timelines of its own.
struct OrderPlacer {
  let market: Market
  let candidates: Candidates
  var timelines: Timelines
  var view: OrderView
  var finder: CandidateFinder
  var trail = Trail()
  /// Searches of the wide kind that may still be made: a limit on work that no clock decides.
  var wideSearchesLeft: Int
  /// How far the first search for an order looks.
  let width: SearchWidth
  /// A change that is supposed for the search at hand.
  var exemption: Fix?

  init(
    market: Market, candidates: Candidates, timelines: Timelines, width: SearchWidth,
    wideSearches: Int
  ) {
    self.market = market
    self.candidates = candidates
    self.timelines = timelines
    view = OrderView(market)
    finder = CandidateFinder(market)
    wideSearchesLeft = wideSearches
    self.width = width
  }

  /// The cheapest way found to serve `order` in what is free, without taking it.
  mutating func find(_ order: Int) -> Placement? {
    let demand = market.orders[order]
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    if demand.isSimple { return findSimple(order, goal) }
    return findChain(order, goal, width: width, lists: keptLists(of: demand))
      ?? findWidely(order)
  }

  /// The cheapest way that a wider search finds, while such searches are left.
  mutating func findWidely(_ order: Int) -> Placement? {
    if wideSearchesLeft == 0 { return nil }
    wideSearchesLeft -= 1
    let demand = market.orders[order]
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    let lists = demand.stages.map { finder.all($0, deadline: goal.deadline) }
    return findChain(order, goal, width: .wide, lists: lists)
  }

  /// The earliest way found to serve `order` within its budget and deadline.
  ///
  /// Deadline fixes are found by the same search: an order that it can serve needs no fix.
  mutating func findEarliest(_ order: Int) -> Placement? {
    let demand = market.orders[order]
    let goal = PlacementGoal(
      budgetFen: demand.budgetFen, deadline: demand.deadline, wantsEarliest: true)
    return findChain(order, goal, width: width, lists: keptLists(of: demand))
  }

  /// Takes the time of a placement that ``find(_:)`` just found.
  mutating func take(_ placement: Placement) {
    for part in placement.parts {
      timelines.take(part.unit, from: part.workStart, to: part.workStart + part.need)
    }
  }

  /// The candidates that every pass tries first.
  func keptLists(of demand: OrderDemand) -> [ArraySlice<Candidates.Candidate>] {
    demand.stages.map { candidates.list($0) }
  }

  /// The cheapest place for an order of one stage and one part, among all its offers.
  ///
  /// - Complexity: O(offers x gaps) at worst; a few offers while machines are free.
  private mutating func findSimple(_ order: Int, _ goal: PlacementGoal) -> Placement? {
    let demand = market.orders[order]
    let stageIndex = demand.stages.lowerBound
    let stage = market.stages[stageIndex]
    view.look(at: order, deadline: goal.deadline, in: market)
    for candidate in candidates.list(stageIndex) {
      let offer = Int(candidate.offer)
      let need = market.need(offer, stage, quantity: stage.quantity)
      let window = view.window(
        machine: Int(market.conditions[offer].machine), delivers: stage.ships, in: market)
      if let place = earliest(offer, stage, need: need, from: window.from, limit: window.limit) {
        return simplePlacement(stage, offer: offer, place: place, need: need)
      }
    }
    if candidates.stages[stageIndex].isComplete { return nil }
    return findSimpleAmongAll(demand, stage, goal)
  }

  /// As ``findSimple(_:_:)``, among all offers: the cheapest that has a place; the first of equals.
  private mutating func findSimpleAmongAll(
    _ demand: OrderDemand, _ stage: StageDemand, _ goal: PlacementGoal
  ) -> Placement? {
    var best: (cost: Int64, offer: Int, place: Place, need: Int64)?
    let needMin = market.leastNeed(stage, quantity: stage.quantity)
    for group in market.groupsOfProcess[stage.process] where stage.modes.contains(group.modes) {
      let scale = market.scale(of: stage, in: group)
      for offer in group.offers {
        let most = min(goal.budgetFen, best?.cost ?? .max)
        if market.charges(offer, scale, above: most) { break }
        let machine = Int(market.conditions[offer].machine)
        // Full machines first: that is one look, the filters are many.
        if timelines.longestGap(ofMachine: machine) < needMin { continue }
        guard market.firstFailure(of: offer, for: stage, in: demand) == .none else { continue }
        let need = market.need(offer, stage, quantity: stage.quantity)
        if timelines.longestGap(ofMachine: machine) < need { continue }
        var cost = market.charge(offer, stage, quantity: stage.quantity, need: need)
        if stage.ships {
          cost += view.deliveryFen(from: market.machines[machine].cluster, in: market)
        }
        if cost > goal.budgetFen || cost >= best?.cost ?? .max { continue }
        let window = view.window(machine: machine, delivers: stage.ships, in: market)
        if let place = earliest(
          offer, stage, need: need, from: window.from, limit: window.limit)
        {
          best = (cost, offer, place, need)
        }
      }
    }
    return best.map {
      simplePlacement(stage, offer: $0.offer, place: $0.place, need: $0.need)
    }
  }

  /// The placement of a whole order of one stage at one place.
  func simplePlacement(
    _ stage: StageDemand, offer: Int, place: Place, need: Int64
  ) -> Placement {
    let part = placedPart(
      stage, offer: offer, place: place, offset: 0, quantity: stage.quantity, need: need)
    var freightFen: Int64 = 0
    var time = part.end
    if stage.ships {
      let demand = market.orders[stage.order]
      let lane = market.freight.lane(from: part.cluster, to: demand.cluster)
      freightFen = market.freight.cost(
        lane, grams: demand.weightGrams, numerator: 1, denominator: 1)
      time += lane.transitSeconds
    }
    return Placement(
      parts: [part], partCounts: [1], freightFen: freightFen, costFen: part.chargeFen + freightFen,
      time: time)
  }
}

/// A free place on a unit, in working time.
struct Place: Sendable {
  /// Among all units of the market.
  var unit: Int
  var workStart: Int64
}

extension OrderPlacer {
  /// The earliest place of `need` seconds on any unit of the offer's machine that is not in
  /// `excluded`; the lowest unit of equals.
  @inline(__always)
  func earliest(
    _ offer: Int, _ stage: StageDemand, need: Int64, from: Int64, limit: Int64,
    excluding excluded: [PlacedPart] = []
  ) -> Place? {
    let columns = market.machines[Int(market.conditions[offer].machine)]
    var best: Place?
    var latest = limit
    for unit in columns.firstUnit..<(columns.firstUnit + columns.unitCount) {
      if !excluded.isEmpty, excluded.contains(where: { $0.unit == unit }) { continue }
      let start = earliestOnUnit(
        unit, calendar: columns.calendar, process: stage.process, need: need, from: from,
        limit: latest)
      if start < 0 { continue }
      best = Place(unit: unit, workStart: start)
      if start == from { break }
      latest = start + need - 1
    }
    return best
  }

  /// The earliest start on one unit, or -1.
  @inline(__always)
  func earliestOnUnit(
    _ unit: Int, calendar: Int, process: Int, need: Int64, from: Int64, limit: Int64
  ) -> Int64 {
    if market.isResumable[process] {
      return timelines.earliestStart(unit, need: need, from: from, limit: limit)
    }
    return timelines.earliestUnbrokenStart(
      unit, need: need, from: from, limit: limit, calendar: calendar, openTime: market.openTime)
  }

  /// A part at a place, with its wall times and its charge.
  func placedPart(
    _ stage: StageDemand, offer: Int, place: Place, offset: Int64, quantity: Int64, need: Int64
  ) -> PlacedPart {
    let columns = market.machines[market.machineOfUnit[place.unit]]
    return PlacedPart(
      offer: offer, unit: place.unit, cluster: columns.cluster, offset: offset,
      quantity: quantity, workStart: place.workStart, need: need,
      start: market.openTime.wallStart(columns.calendar, of: place.workStart),
      end: market.openTime.wallEnd(columns.calendar, of: place.workStart + need),
      chargeFen: market.charge(offer, stage, quantity: quantity, need: need))
  }
}
