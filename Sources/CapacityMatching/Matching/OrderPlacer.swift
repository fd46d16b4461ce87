internal import CapacityModel

/// How an order was placed.
struct Placement: Sendable {
  /// By stage, then part; ``PlacedPart/offset`` 0 begins a stage.
  var parts: [PlacedPart] = []
  /// The count of parts of each stage.
  var partCounts: [Int] = []
  /// What all shipments cost, in fen.
  var freightFen: Int64 = 0
  /// Charges and freight, in fen.
  var costFen: Int64 = 0
  /// When everything is made and delivered, in wall time.
  var time: Int64 = 0
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

/// What is free, with the index that says where there may be room.
struct FreeCapacity: Sendable {
  var timelines: Timelines
  var index: FreeTimeIndex

  /// Indexes what `timelines` leave free.
  init(_ market: Market, _ timelines: Timelines) {
    self.init(timelines: timelines, index: FreeTimeIndex(market, timelines))
  }

  /// On no machine.
  static let none = FreeCapacity(timelines: Timelines(), index: FreeTimeIndex())

  /// Joins timelines and an index that fits them.
  init(timelines: Timelines, index: FreeTimeIndex) {
    self.timelines = timelines
    self.index = index
  }

  /// Makes what `other` leaves free on the machines of some groups of processes what is free.
  ///
  /// - Precondition: Both began with the same free time.
  /// - Complexity: O(machines), and the gaps of those of the groups.
  mutating func takeOver(_ groups: [Int32], from other: FreeCapacity, _ market: Market) {
    var isTaken = [Bool](repeating: false, count: market.processGroups.groupCount)
    for group in groups { isTaken[Int(group)] = true }
    for machine in market.machines.indices {
      let group = market.processGroups.groupOfMachine[machine]
      if group >= 0, isTaken[Int(group)] { timelines.takeOver(machine, from: other.timelines) }
    }
    for process in market.offersOfProcess.indices
    where isTaken[Int(market.processGroups.groupOfProcess[process])] {
      index.takeOver(market.offerIndex.groupRange(process: process), from: other.index, market)
    }
  }
}

/// Finds places for one order at a time on timelines of its own.
///
/// Searches leave what they find in ``found``. All scratch is kept from order to order, so that
/// nothing is allocated for each.
struct OrderPlacer: OfferSearchHost {
  let market: Market
  let candidates: Candidates
  var timelines: Timelines
  private(set) var freeTime: FreeTimeIndex
  var view: OrderView
  var searcher: OfferSearcher
  var finder: CandidateFinder
  var trail = Trail()
  var chain = ChainScratch()
  var split = SplitScratch()
  /// The way that the last search found, if it found one.
  var found = Placement()
  /// Searches of the wide kind that may still be made: a limit on work that no clock decides.
  var wideSearchesLeft: Int
  /// How far the first search for an order looks.
  let width: SearchWidth
  /// A change that is supposed for the search at hand.
  var exemption: Fix?
  /// A stage that the search at hand makes whole, on the offers listed for it and no others; -1 for
  /// none.
  var pinnedStage = -1

  init(
    market: Market, candidates: Candidates, free: FreeCapacity, method: OfferSearch,
    width: SearchWidth, wideSearches: Int
  ) {
    self.market = market
    self.candidates = candidates
    timelines = free.timelines
    freeTime = free.index
    view = OrderView(market)
    searcher = OfferSearcher(market, method: method)
    finder = CandidateFinder(market, method: method)
    wideSearchesLeft = wideSearches
    self.width = width
  }

  /// What the searches so far took.
  var counts: WorkCounts {
    var counts = searcher.counts
    counts += finder.searcher.counts
    return counts
  }

  /// What is free now.
  var free: FreeCapacity {
    get { FreeCapacity(timelines: timelines, index: freeTime) }
    set { (timelines, freeTime) = (newValue.timelines, newValue.index) }
  }

  /// Searches for the cheapest way to serve `order` in what is free, without taking it.
  mutating func find(_ order: Int) -> Bool {
    let demand = market.orders[order]
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    if demand.isSimple { return findSimple(order) }
    view.look(at: order, deadline: goal.deadline, in: market)
    listKept(demand)
    return findChain(order, goal, width: width) || findWidely(order)
  }

  /// Searches more widely for the cheapest way, while such searches are left.
  mutating func findWidely(_ order: Int) -> Bool {
    if wideSearchesLeft == 0 { return false }
    wideSearchesLeft -= 1
    let demand = market.orders[order]
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    listAll(demand, deadline: goal.deadline)
    return findChain(order, goal, width: .wide)
  }

  /// Searches for the earliest way to serve `order` within its budget and deadline.
  ///
  /// Deadline fixes are found by the same search: an order that it can serve needs no fix.
  mutating func findEarliest(_ order: Int) -> Bool {
    let demand = market.orders[order]
    let goal = PlacementGoal(
      budgetFen: demand.budgetFen, deadline: demand.deadline, wantsEarliest: true)
    view.look(at: order, deadline: goal.deadline, in: market)
    listKept(demand)
    return findChain(order, goal, width: width)
  }

  /// Takes the time of the placement that a search just found.
  mutating func takeFound() {
    for part in found.parts {
      let gap = timelines.take(
        part.unit, from: part.workStart, to: part.workStart + part.need)
      freeTime.noteTaken(
        machine: market.machineOfUnit[part.unit], gap: gap, market, timelines)
    }
  }

  // MARK: - Searches

  var knowsFreeTime: Bool { freeTime.isKnown }

  @inline(__always)
  func mayHaveRoom(group: Int, level: UInt8, _ days: FreeTimeIndex.Buckets) -> Bool {
    freeTime.mayHaveRoom(group: group, level: level, days)
  }

  @inline(__always)
  func mayHaveRoom(block: Int, levels: LevelWord, _ days: FreeTimeIndex.Buckets) -> UInt32 {
    freeTime.mayHaveRoom(block: block, levels: levels, days)
  }

  mutating func refresh(group: Int) { freeTime.refresh(group: group, market) }

  /// The parts of the horizon that bookings between two wall times lie in.
  func buckets(from: Int64, to: Int64) -> FreeTimeIndex.Buckets {
    freeTime.buckets(from: from, to: to)
  }

  /// Whether the offer's machine surely has no gap of `need` seconds in these days, as far as the
  /// search may know.
  @inline(__always)
  func lacksRoom(_ offer: Int, need: Int64, _ days: FreeTimeIndex.Buckets) -> Bool {
    guard let level = level(offer, days) else { return false }
    return level < TimeLevel.level(need)
  }

  /// The ``TimeLevel`` of the longest gap of the offer's machine in these days, as far as the search
  /// may know it.
  @inline(__always)
  func level(_ offer: Int, _ days: FreeTimeIndex.Buckets) -> UInt8? {
    guard case .bestFirst(let features) = searcher.method, features.contains(.freeTime),
      freeTime.isKnown
    else { return nil }
    return freeTime.level(place: Int(market.offerIndex.placeOfOffer[offer]), days)
  }

  /// Whether the machine surely has no gap of `need` seconds, as far as the search may know.
  @inline(__always)
  func lacksRoom(_ machine: Int, need: Int64) -> Bool {
    guard case .bestFirst(let features) = searcher.method, features.contains(.longestGaps)
    else { return false }
    return timelines.longestGap(ofMachine: machine) < need
  }

  /// Searches for the cheapest place for an order of one stage and one part, among all its offers.
  ///
  /// - Complexity: O(offers x gaps) at worst; a few offers while machines are free.
  private mutating func findSimple(_ order: Int) -> Bool {
    let demand = market.orders[order]
    let stageIndex = demand.stages.lowerBound
    // Without an offer on empty machines there is none on others.
    let facts = candidates.stages[stageIndex]
    if !facts.isServable { return false }
    guard
      let best = cheapestPlace(
        stageIndex, paidMaxFen: demand.budgetFen, tryingFirst: Int(facts.cheapest))
    else { return false }
    setFound(market.stages[stageIndex], offer: best.offer, place: best.place, need: best.need)
    return true
  }

  /// The cheapest place for the whole stage of an order of one stage and part by its deadline.
  ///
  /// `first`, if given, is what is cheapest on empty machines: it is so on others, if it has room.
  mutating func cheapestPlace(
    _ stageIndex: Int, paidMaxFen: Int64, tryingFirst first: Int? = nil
  ) -> CheapestPlace? {
    let stage = market.stages[stageIndex]
    let demand = market.orders[stage.order]
    view.look(at: stage.order, deadline: demand.deadline, in: market)
    var visitor = CheapestPlace(
      stage: stage, demand: demand, paidMaxFen: paidMaxFen,
      days: buckets(from: demand.release, to: demand.deadline))
    if let first, case .bestFirst = searcher.method {
      searcher.counts.offersLookedAt += 1
      _ = visitor.visit(first, on: Int(market.conditions[first].machine), host: &self)
      if visitor.offer >= 0 { return visitor }
    }
    searchOffers(SearchSubject(whole: stageIndex, in: market), &visitor)
    return visitor.offer < 0 ? nil : visitor
  }

  /// Makes one place for a whole order of one stage what was found.
  private mutating func setFound(
    _ stage: StageDemand, offer: Int, place: Place, need: Int64
  ) {
    let part = placedPart(
      stage, offer: offer, place: place, offset: 0, quantity: stage.quantity, need: need)
    found.parts.removeAll(keepingCapacity: true)
    found.partCounts.removeAll(keepingCapacity: true)
    found.parts.append(part)
    found.partCounts.append(1)
    found.freightFen = 0
    found.time = part.end
    if stage.ships {
      let demand = market.orders[stage.order]
      let lane = market.freight.lane(from: part.cluster, to: demand.cluster)
      found.freightFen = market.freight.cost(lane, ofAll: demand)
      found.time += lane.transitSeconds
    }
    found.costFen = part.chargeFen + found.freightFen
  }
}

/// Finds the cheapest offer that has a place for a whole order; the first of equals.
struct CheapestPlace: OfferVisitor {
  let stage: StageDemand
  let demand: OrderDemand
  /// The budget, or the best cost so far.
  private(set) var paidMaxFen: Int64
  let days: FreeTimeIndex.Buckets?
  /// -1 until there is one.
  private(set) var offer = -1
  private(set) var place = Place(unit: 0, workStart: 0)
  private(set) var need: Int64 = 0

  init(
    stage: StageDemand, demand: OrderDemand, paidMaxFen: Int64, days: FreeTimeIndex.Buckets
  ) {
    self.days = days
    self.stage = stage
    self.demand = demand
    self.paidMaxFen = paidMaxFen
  }

  var chargeMaxFen: Int64 { paidMaxFen }

  @inline(__always)
  mutating func visit(_ offer: Int, on machine: Int, host: inout OrderPlacer) -> VisitOutcome {
    let market = host.market
    guard market.serves(offer, stage, in: demand) else { return .settled }
    let need = market.need(offer, stage, quantity: stage.quantity)
    let cost = host.paidFen(offer, on: machine, stage, need: need)
    if cost > paidMaxFen { return .settled }
    if cost == paidMaxFen, self.offer >= 0, market.tieRank[offer] > market.tieRank[self.offer] {
      return .settled
    }
    if host.lacksRoom(machine, need: need) { return .lackedRoom }
    let window = host.view.window(machine: machine, delivers: stage.ships, in: market)
    guard
      let place = host.earliest(offer, stage, need: need, from: window.from, limit: window.limit)
    else { return .lackedRoom }
    paidMaxFen = cost
    self.offer = offer
    self.place = place
    self.need = need
    return .settled
  }
}

/// A free place on a unit, in working time.
struct Place: Sendable {
  /// Among all units of the market.
  var unit: Int
  var workStart: Int64
}

extension OrderPlacer {
  /// The earliest place of `need` seconds on any unit of the offer's machine; the lowest unit of
  /// equals.
  @inline(__always)
  mutating func earliest(
    _ offer: Int, _ stage: StageDemand, need: Int64, from: Int64, limit: Int64
  ) -> Place? {
    let columns = market.machines[Int(market.conditions[offer].machine)]
    var best: Place?
    var latest = limit
    for unit in columns.firstUnit..<(columns.firstUnit + columns.unitCount) {
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
  mutating func earliestOnUnit(
    _ unit: Int, calendar: Int, process: Int, need: Int64, from: Int64, limit: Int64
  ) -> Int64 {
    searcher.counts.placesSought += 1
    if market.isResumable[process] {
      return timelines.earliestStart(
        unit, need: need, from: from, limit: limit, steps: &searcher.counts.timelineSteps)
    }
    return timelines.earliestUnbrokenStart(
      unit, need: need, from: from, limit: limit, calendar: calendar, openTime: market.openTime,
      steps: &searcher.counts.timelineSteps)
  }

  /// What the only stage of an order pays on an offer that takes it whole: the charge, and the way to
  /// the customer if it ships; in fen.
  ///
  /// - Precondition: ``view`` looks at the order.
  @inline(__always)
  mutating func paidFen(
    _ offer: Int, on machine: Int, _ stage: StageDemand, need: Int64
  ) -> Int64 {
    let charge = market.charge(offer, stage, quantity: stage.quantity, need: need)
    if !stage.ships { return charge }
    return charge + view.deliveryFen(from: market.machines[machine].cluster, in: market)
  }

  /// A part at a place, with its wall times and its charge.
  func placedPart(
    _ stage: StageDemand, offer: Int, place: Place, offset: Int64, quantity: Int64, need: Int64
  ) -> PlacedPart {
    market.placedPart(
      stage, offer: offer, unit: place.unit, workStart: place.workStart, offset: offset,
      quantity: quantity, need: need)
  }
}
