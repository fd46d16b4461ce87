internal import CapacityModel

/// The cheapest offers of every stage on empty machines, found once before all passes.
///
/// Idea: all passes ask the same question of the same read-only market, "who serves this stage most
/// cheaply?". Only what is still free differs. So each stage of an order of several stages or parts
/// keeps its few cheapest offers, sorted, and a pass looks further only when those are taken. Of an
/// order of one stage and part only the facts about the cheapest are kept: a pass finds the cheapest
/// offer that has room by itself, in one search.
struct Candidates: Sendable {
  /// An offer with what a stage costs on it.
  struct Candidate: Sendable {
    /// The charge of the whole stage and, if it ships, of bringing all goods to the customer.
    ///
    /// For an offer that takes less than the whole, as much as its largest part costs in proportion.
    var costFen: Int64
    /// The charge alone, in proportion likewise.
    var chargeFen: Int64
    var offer: Int32
    /// Whether the offer takes the whole quantity.
    var takesWhole: Bool
  }

  /// What is known of one stage.
  struct StageFacts: Sendable {
    /// What the cheapest offer costs and charges, as ``Candidate`` has it; -1 if there is none.
    var leastCostFen: Int64 = -1
    var leastChargeFen: Int64 = -1
    /// The working time of the whole stage on the cheapest offer that takes it whole; 0 if none does.
    var needAtCheapest: Int64 = 0
    /// No whole stage, and no even part of one, takes less working time than this on any offer.
    var needMin: Int64 = 0
    /// The offer that costs least, the first of equals; -1 if there is none.
    var cheapest: Int32 = -1
    /// Where the kept offers stand.
    var first: Int32 = 0
    var count: Int16 = 0
    /// Whether those are surely all offers that could serve the stage.
    var isComplete = true
    /// Whether some kept offer takes the whole stage.
    var takesWhole = false

    /// Whether any offer could serve the stage.
    var isServable: Bool { leastCostFen >= 0 }
  }

  /// As many as are kept for a stage of an order of several stages or parts.
  static let keptCount = 16

  private(set) var offers: [Int32] = []
  private(set) var chargesFen: [Int64] = []
  private(set) var stages: [StageFacts]
  /// What finding them took.
  private(set) var counts = WorkCounts()

  /// Searches the offers of every stage, in parallel; the result does not depend on `threads`.
  static func find(in market: Market, method: OfferSearch, threads: Int) async -> Candidates {
    // By process, so that what a search reads is in the caches already.
    let orders = market.processGroups.ordersByProcess
    let blocks = await inParallel(over: orders.count, threads: threads) { range in
      var finder = CandidateFinder(market, method: method)
      return finder.find(orders[range])
    }
    return Candidates(joining: blocks, stageCount: market.stages.count)
  }

  /// Searches the offers of one order's stages; the lists of all others stay empty.
  static func find(in market: Market, order: Int) -> Candidates {
    var finder = CandidateFinder(market, method: .bestFirst(.all))
    return Candidates(
      joining: [finder.find([Int32(order)])], stageCount: market.stages.count)
  }

  /// Searches the offers of a few orders' stages, in parallel; the lists of all others stay empty.
  static func find(in market: Market, orders: [Int32], threads: Int) async -> Candidates {
    let blocks = await inParallel(over: orders.count, threads: threads) { range in
      var finder = CandidateFinder(market, method: .bestFirst(.all))
      return finder.find(orders[range])
    }
    return Candidates(joining: blocks, stageCount: market.stages.count)
  }

  private init(joining blocks: [CandidateFinder.Block], stageCount: Int) {
    offers.reserveCapacity(blocks.reduce(0) { $0 + $1.offers.count })
    chargesFen.reserveCapacity(blocks.reduce(0) { $0 + $1.offers.count })
    stages = Array(repeating: StageFacts(), count: stageCount)
    for block in blocks {
      let shift = Int32(offers.count)
      offers.append(contentsOf: block.offers)
      chargesFen.append(contentsOf: block.chargesFen)
      for (stage, facts) in block.stages {
        stages[stage] = facts
        stages[stage].first += shift
      }
      counts += block.counts
    }
  }
}

/// Finds the candidates of a range of orders.
struct CandidateFinder: OfferSearchHost {
  /// What one range of orders found.
  struct Block: Sendable {
    var offers: [Int32] = []
    var chargesFen: [Int64] = []
    var stages: [(stage: Int, facts: Candidates.StageFacts)] = []
    var counts = WorkCounts()
  }

  let market: Market
  var searcher: OfferSearcher
  fileprivate var view: OrderView
  private var list = CheapestOffers()

  init(_ market: Market, method: OfferSearch) {
    self.market = market
    searcher = OfferSearcher(market, method: method)
    view = OrderView(market)
  }

  var knowsFreeTime: Bool { false }
  func mayHaveRoom(group: Int, level: UInt8, _ days: FreeTimeIndex.Buckets) -> Bool { true }
  func mayHaveRoom(block: Int, levels: LevelWord, _ days: FreeTimeIndex.Buckets) -> UInt32 { .max }
  mutating func refresh(group: Int) {}

  mutating func find(_ orders: ArraySlice<Int32>) -> Block {
    var block = Block()
    block.stages.reserveCapacity(orders.count)
    for order in orders.lazy.map(Int.init) where !market.isPromised[order] {
      let demand = market.orders[order]
      view.look(at: order, deadline: demand.deadline, in: market)
      for stage in demand.stages {
        list.begin(
          stage, demand, keeping: demand.isSimple ? 1 : Candidates.keptCount, market)
        search()
        var facts = list.facts(market)
        if !demand.isSimple {
          facts.first = Int32(block.offers.count)
          facts.count = Int16(list.kept.count)
          for candidate in list.kept {
            block.offers.append(candidate.offer)
            block.chargesFen.append(candidate.chargeFen)
          }
        }
        block.stages.append((stage, facts))
      }
    }
    block.counts = searcher.counts
    return block
  }

  /// All offers that could serve `stage` by `deadline`, cheapest first.
  mutating func all(_ stage: Int, deadline: Int64) -> [Candidates.Candidate] {
    var demand = market.orders[market.stages[stage].order]
    // Another deadline than the order's own moves the days on which certificates must hold.
    demand.deadline = deadline
    view.look(at: market.stages[stage].order, deadline: deadline, in: market)
    var visitor = CheapestOffers()
    visitor.begin(stage, demand, keeping: .max, market)
    for offer in market.offersOfProcess[market.stages[stage].process] {
      searcher.counts.offersLookedAt += 1
      _ = visitor.visit(offer, on: Int(market.conditions[offer].machine), host: &self)
    }
    visitor.kept.sort { isCheaper($0, $1, market) }
    return visitor.kept
  }

  private mutating func search() {
    let subject = SearchSubject(
      stage: list.stageIndex, quantityMin: 0, takesParts: list.order.partsMax > 1)
    // The visitor is moved out, so that it can be given its host.
    var visitor = list
    list = CheapestOffers()
    searchOffers(subject, &visitor)
    list = visitor
  }
}

/// Keeps the cheapest offers that could serve a stage on empty machines.
struct CheapestOffers: OfferVisitor {
  /// Ascending in cost, equals by ``Market/tieRank``, unless all are kept.
  fileprivate(set) var kept: [Candidates.Candidate] = []
  fileprivate var stageIndex = 0
  fileprivate var stage = StageDemand.none
  fileprivate var order = OrderDemand.none
  private var keptMax = 0
  private var isWholeOrder = false
  private var smallestPart: Int64 = 0
  private var isComplete = true
  private var needMin: Int64 = 0

  fileprivate mutating func begin(
    _ stageIndex: Int, _ order: OrderDemand, keeping keptMax: Int, _ market: Market
  ) {
    kept.removeAll(keepingCapacity: true)
    self.stageIndex = stageIndex
    stage = market.stages[stageIndex]
    self.order = order
    self.keptMax = keptMax
    isWholeOrder = order.stages.count == 1
    smallestPart = divideUp(stage.quantity, by: Int64(order.partsMax))
    isComplete = true
    needMin = market.leastNeed(stage, quantity: smallestPart)
  }

  fileprivate func facts(_ market: Market) -> Candidates.StageFacts {
    var facts = Candidates.StageFacts()
    facts.needMin = needMin
    // Offers that the search passed over for their cost are not counted.
    facts.isComplete = isComplete && kept.count < keptMax
    if let cheapest = kept.first {
      facts.leastCostFen = cheapest.costFen
      facts.leastChargeFen = cheapest.chargeFen
      facts.cheapest = cheapest.offer
    }
    if let whole = kept.first(where: \.takesWhole) {
      facts.takesWhole = true
      facts.needAtCheapest = market.need(Int(whole.offer), stage, quantity: stage.quantity)
    }
    return facts
  }

  var days: FreeTimeIndex.Buckets? { nil }
  /// The worst that is kept; the budget binds what surely is paid for a stage taken whole.
  var chargeMaxFen: Int64 { order.partsMax == 1 ? min(worstFen, order.budgetFen) : worstFen }
  var paidMaxFen: Int64 { isWholeOrder ? chargeMaxFen : worstFen }
  private var worstFen: Int64 { kept.count == keptMax ? kept[keptMax - 1].costFen : .max }

  /// Adds an offer that passes the filters, if it has the time and is cheap enough to be kept.
  @inline(__always)
  mutating func visit(_ offer: Int, on machine: Int, host: inout CandidateFinder) -> VisitOutcome {
    let market = host.market
    guard market.serves(offer, stage, in: order) else { return .settled }
    let most = stage.quantity(within: market.conditions[offer].quantityMaxHundredths)
    let quantity = min(stage.quantity, most)
    if quantity == 0 { return .settled }
    let need = market.need(offer, stage, quantity: quantity)
    let charge = market.charge(offer, stage, quantity: quantity, need: need)
    let delivery =
      stage.ships ? host.view.deliveryFen(from: market.machines[machine].cluster, in: market) : 0
    let leastPaid = charge + (isWholeOrder ? delivery : 0)
    if order.partsMax == 1, leastPaid > order.budgetFen { return .settled }
    let takesWhole = quantity == stage.quantity
    let chargeOfWhole =
      takesWhole ? charge : scaled(charge, from: quantity, to: stage.quantity)
    let candidate = Candidates.Candidate(
      costFen: chargeOfWhole + delivery, chargeFen: chargeOfWhole, offer: Int32(offer),
      takesWhole: takesWhole)
    if kept.count == keptMax, !isCheaper(candidate, kept[keptMax - 1], market) {
      isComplete = false
      return .settled
    }
    let needOfPart =
      order.partsMax == 1
      ? need : market.need(offer, stage, quantity: min(quantity, smallestPart))
    let window = host.view.window(
      machine: machine, delivers: isWholeOrder && stage.ships, in: market)
    if window.from + needOfPart > window.limit { return .settled }
    insert(candidate, market)
    return .settled
  }

  @inline(__always)
  private mutating func insert(_ candidate: Candidates.Candidate, _ market: Market) {
    if keptMax == .max {
      kept.append(candidate)
      return
    }
    if kept.count == keptMax {
      isComplete = false
      kept.removeLast()
    }
    var position = kept.count
    kept.append(candidate)
    while position > 0, isCheaper(candidate, kept[position - 1], market) {
      kept[position] = kept[position - 1]
      position -= 1
    }
    kept[position] = candidate
  }

  private func scaled(_ charge: Int64, from quantity: Int64, to whole: Int64) -> Int64 {
    Int64(min(Int128(charge) * Int128(whole) / Int128(quantity), Int128(Market.unaffordableFen)))
  }
}

/// Whether `left` comes before `right`: it costs less, or wins the tie.
private func isCheaper(
  _ left: Candidates.Candidate, _ right: Candidates.Candidate, _ market: Market
) -> Bool {
  left.costFen != right.costFen
    ? left.costFen < right.costFen
    : market.tieRank[Int(left.offer)] < market.tieRank[Int(right.offer)]
}
