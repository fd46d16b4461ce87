internal import CapacityModel

// What is looked for when an order of one stage and part was refused: how many offers would have
// served it, and when the next one has room.

/// Counts the offers that would serve an order on empty machines, up to as many as are kept of orders of
/// several parts.
struct ServingOffers: OfferVisitor {
  let stage: StageDemand
  let demand: OrderDemand
  private(set) var count = 0

  init(stage: StageDemand, demand: OrderDemand) {
    self.stage = stage
    self.demand = demand
  }

  private var isEnough: Bool { count == Candidates.keptCount }
  var chargeMaxFen: Int64 { isEnough ? -1 : demand.budgetFen }
  var paidMaxFen: Int64 { chargeMaxFen }
  var days: FreeTimeIndex.Buckets? { nil }
  var wantsCheapestFirst: Bool { false }

  @inline(__always)
  mutating func visit(_ offer: Int, on machine: Int, host: inout OrderPlacer) -> VisitOutcome {
    let market = host.market
    guard !isEnough, market.serves(offer, stage, in: demand) else { return .settled }
    let need = market.need(offer, stage, quantity: stage.quantity)
    let window = host.view.window(machine: machine, delivers: stage.ships, in: market)
    if window.from + need > window.limit { return .settled }
    let cost = host.paidFen(offer, on: machine, stage, need: need)
    if cost > demand.budgetFen { return .settled }
    if market.isResumable[stage.process]
      || market.openTime.earliestUnbrokenStart(
        market.machines[machine].calendar, need: need, from: window.from, limit: window.limit) >= 0
    {
      count += 1
    }
    return .settled
  }
}

/// Finds when an order could be done at the earliest in what is free, whatever its deadline.
struct EarliestPlace: OfferVisitor {
  let stage: StageDemand
  /// The order with a deadline later than everything, which also lets in factories whose
  /// certificates begin later.
  private let patient: OrderDemand
  private let deadline: Int64
  /// No booking that ends too late for the deadline begins before.
  private let firstBucket: Int
  private(set) var days: FreeTimeIndex.Buckets?
  /// When everything is made and delivered; `.max` until there is a place.
  private(set) var time = Int64.max

  init(stage: StageDemand, demand: OrderDemand, placer: OrderPlacer) {
    self.stage = stage
    var patient = demand
    patient.deadline = Diagnoser.farDeadline
    self.patient = patient
    deadline = demand.deadline
    // Whatever ends too late touches some bucket from that of the latest end in time on.
    let longest = stage.ships ? placer.market.freight.longestTransitSeconds : 0
    let days = placer.buckets(
      from: max(demand.release, demand.deadline - longest - 1), to: .max)
    self.days = days
    firstBucket = days.first
  }

  var chargeMaxFen: Int64 { patient.budgetFen }
  var paidMaxFen: Int64 { patient.budgetFen }
  var wantsCheapestFirst: Bool { false }

  @inline(__always)
  mutating func visit(_ offer: Int, on machine: Int, host: inout OrderPlacer) -> VisitOutcome {
    let market = host.market
    guard market.serves(offer, stage, in: patient) else { return .settled }
    let need = market.need(offer, stage, quantity: stage.quantity)
    let columns = market.machines[machine]
    let transit =
      stage.ships
      ? market.freight.lane(from: columns.cluster, to: patient.cluster).transitSeconds : 0
    // No work ends sooner than its open seconds after the release.
    if max(0, patient.release) + need + transit >= time { return .settled }
    if host.lacksRoom(machine, need: need) { return .lackedRoom }
    let cost = host.paidFen(offer, on: machine, stage, need: need)
    if cost > patient.budgetFen { return .settled }
    var window = host.view.window(machine: machine, delivers: stage.ships, in: market)
    // By the deadline there is no place, so it ends after what is open until then.
    let before = market.openTime.work(columns.calendar, before: deadline - transit)
    window.from = max(window.from, before - need + 1)
    if time != .max {
      window.limit = min(
        window.limit, market.openTime.work(columns.calendar, before: time - 1 - transit))
    }
    guard
      let place = host.earliest(offer, stage, need: need, from: window.from, limit: window.limit)
    else { return .lackedRoom }
    let end = market.openTime.wallEnd(columns.calendar, of: place.workStart + need) + transit
    if end < time {
      time = end
      days = host.buckets(from: 0, to: end)
      days?.first = firstBucket
    }
    return .settled
  }
}

extension OrderPlacer {
  /// How many offers would serve an order of one stage and part on machines empty but for their
  /// calendars, as ``ServingOffers`` counts them.
  mutating func servingOffers(of order: Int) -> Int {
    let demand = market.orders[order]
    let index = demand.stages.lowerBound
    if !candidates.stages[index].isServable { return 0 }
    view.look(at: order, deadline: demand.deadline, in: market)
    var visitor = ServingOffers(stage: market.stages[index], demand: demand)
    searchOffers(SearchSubject(whole: index, in: market), &visitor)
    return visitor.count
  }

  /// When an order of one stage and part that nothing serves by its deadline could be done within a
  /// budget in what is free; `nil` if not within the horizon.
  mutating func earliestTime(ofRefused order: Int, budgetFen: Int64) -> Int64? {
    var demand = market.orders[order]
    demand.budgetFen = budgetFen
    let index = demand.stages.lowerBound
    view.look(at: order, deadline: Diagnoser.farDeadline, in: market)
    var visitor = EarliestPlace(stage: market.stages[index], demand: demand, placer: self)
    searchOffers(SearchSubject(whole: index, in: market), &visitor)
    return visitor.time == .max ? nil : visitor.time
  }
}
