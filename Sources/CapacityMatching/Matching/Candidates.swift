internal import CapacityModel

/// The cheapest offers of every stage, found once and tried first by every pass over the orders.
///
/// Idea: all passes ask the same question of the same read-only market, "who serves this stage most
/// cheaply?". Only what is still free differs. So each stage keeps its few cheapest offers, sorted;
/// a pass tries them in turn and looks at all offers again only when those are taken.
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
    /// Indices into ``candidates``, cheapest first.
    var candidates: Range<Int>
    /// Whether those are all offers that could serve the stage.
    var isComplete: Bool
    /// No whole stage, and no even part of one, takes less working time than this on any offer.
    var needMin: Int64
    /// The working time of the whole stage on the cheapest offer; 0 if none takes it whole.
    var needAtCheapest: Int64
  }

  /// As many as are kept for a stage.
  static let keptCount = 16

  private(set) var candidates: [Candidate] = []
  private(set) var stages: [StageFacts] = []

  func list(_ stage: Int) -> ArraySlice<Candidate> { candidates[stages[stage].candidates] }

  /// Scans the offers of every stage, in parallel; the result does not depend on `threads`.
  static func find(in market: Market, threads: Int) async -> Candidates {
    let blocks = await inParallel(over: market.orders.count, threads: threads) { range in
      var finder = CandidateFinder(market)
      return finder.find(range)
    }
    return Candidates(joining: blocks, stageCount: market.stages.count)
  }

  /// Scans the offers of one order's stages; the lists of all others stay empty.
  static func find(in market: Market, order: Int) -> Candidates {
    var finder = CandidateFinder(market)
    return Candidates(
      joining: [finder.find(order..<(order + 1))], stageCount: market.stages.count)
  }

  private init(joining blocks: [CandidateFinder.Block], stageCount: Int) {
    candidates.reserveCapacity(blocks.reduce(0) { $0 + $1.candidates.count })
    stages = Array(
      repeating: StageFacts(candidates: 0..<0, isComplete: true, needMin: 0, needAtCheapest: 0),
      count: stageCount)
    for block in blocks {
      let shift = candidates.count
      candidates.append(contentsOf: block.candidates)
      for (stage, facts) in block.stages {
        stages[stage] = facts
        stages[stage].candidates =
          (facts.candidates.lowerBound + shift)..<(facts.candidates.upperBound + shift)
      }
    }
  }
}

/// Finds the candidates of a range of orders.
struct CandidateFinder {
  /// What one range of orders found.
  struct Block: Sendable {
    var candidates: [Candidates.Candidate] = []
    var stages: [(stage: Int, facts: Candidates.StageFacts)] = []
  }

  let market: Market
  private var view: OrderView

  init(_ market: Market) {
    self.market = market
    view = OrderView(market)
  }

  mutating func find(_ orders: Range<Int>) -> Block {
    var block = Block()
    for order in orders where !market.isPromised[order] {
      let demand = market.orders[order]
      view.look(at: order, deadline: demand.deadline, in: market)
      for stage in demand.stages {
        let first = block.candidates.count
        var facts = scan(stage, keeping: Candidates.keptCount, into: &block.candidates)
        facts.candidates = first..<block.candidates.count
        block.stages.append((stage, facts))
      }
    }
    return block
  }

  /// All offers that could serve `stage` by `deadline`, cheapest first.
  mutating func all(_ stage: Int, deadline: Int64) -> ArraySlice<Candidates.Candidate> {
    view.look(at: market.stages[stage].order, deadline: deadline, in: market)
    var found: [Candidates.Candidate] = []
    _ = scan(stage, keeping: .max, into: &found)
    return found[...]
  }

  /// Appends the `kept` cheapest offers that could serve the stage on an empty machine.
  private mutating func scan(
    _ stageIndex: Int, keeping kept: Int, into list: inout [Candidates.Candidate]
  ) -> Candidates.StageFacts {
    let stage = market.stages[stageIndex]
    var order = market.orders[stage.order]
    // Another deadline than the order's own moves the days on which certificates must hold.
    order.deadline = view.deadline
    let first = list.count
    let smallestPart = divideUp(stage.quantity, by: Int64(order.partsMax))
    var facts = Candidates.StageFacts(
      candidates: 0..<0, isComplete: true,
      needMin: market.leastNeed(stage, quantity: smallestPart), needAtCheapest: 0)
    for group in market.groupsOfProcess[stage.process] where stage.modes.contains(group.modes) {
      let scale = market.scale(of: stage, in: group)
      for offer in group.offers {
        // Slopes ascend: no later offer of the group is cheaper than the worst that is kept.
        if list.count - first == kept,
          market.charges(offer, scale, above: list[list.count - 1].costFen)
        {
          facts.isComplete = false
          break
        }
        guard market.firstFailure(of: offer, for: stage, in: order) == .none else { continue }
        consider(
          offer, stage, order, smallestPart: smallestPart, into: &list, first: first,
          keeping: kept, facts: &facts)
      }
    }
    if kept == .max {
      list[first...].sort { ($0.costFen, $0.offer) < ($1.costFen, $1.offer) }
    }
    if let cheapest = list[first...].first(where: { $0.takesWhole }) {
      facts.needAtCheapest = market.need(Int(cheapest.offer), stage, quantity: stage.quantity)
    }
    return facts
  }

  /// Adds an offer that passed the filters, if it has the time and is cheap enough to be kept.
  @inline(__always)
  private mutating func consider(
    _ offer: Int, _ stage: StageDemand, _ order: OrderDemand, smallestPart: Int64,
    into list: inout [Candidates.Candidate], first: Int, keeping kept: Int,
    facts: inout Candidates.StageFacts
  ) {
    let isWholeOrder = order.stages.count == 1
    let machine = Int(market.conditions[offer].machine)
    let most = stage.quantity(within: market.conditions[offer].quantityMaxHundredths)
    let quantity = min(stage.quantity, most)
    if quantity == 0 { return }
    let need = market.need(offer, stage, quantity: quantity)
    let charge = market.charge(offer, stage, quantity: quantity, need: need)
    let delivery =
      stage.ships ? view.deliveryFen(from: market.machines[machine].cluster, in: market) : 0
    let leastPaid = charge + (isWholeOrder ? delivery : 0)
    if order.partsMax == 1, leastPaid > order.budgetFen { return }
    let takesWhole = quantity == stage.quantity
    let chargeOfWhole =
      takesWhole ? charge : scaled(charge, from: quantity, to: stage.quantity)
    if list.count - first == kept, chargeOfWhole + delivery >= list[list.count - 1].costFen {
      facts.isComplete = false
      return
    }
    let needOfPart =
      order.partsMax == 1
      ? need : market.need(offer, stage, quantity: min(quantity, smallestPart))
    let window = view.window(
      machine: machine, delivers: isWholeOrder && stage.ships, in: market)
    if window.from + needOfPart > window.limit { return }
    let candidate = Candidates.Candidate(
      costFen: chargeOfWhole + delivery, chargeFen: chargeOfWhole, offer: Int32(offer),
      takesWhole: takesWhole)
    if kept == .max {
      list.append(candidate)
    } else {
      insert(candidate, into: &list, first: first, keeping: kept, facts: &facts)
    }
  }

  /// Keeps the list sorted by cost, then offer, and short.
  ///
  /// Offers come in ascending order, so an equal cost goes behind.
  @inline(__always)
  private func insert(
    _ candidate: Candidates.Candidate, into list: inout [Candidates.Candidate], first: Int,
    keeping kept: Int, facts: inout Candidates.StageFacts
  ) {
    if list.count - first == kept {
      facts.isComplete = false
      if candidate.costFen >= list[list.count - 1].costFen { return }
      list.removeLast()
    }
    var position = list.count
    list.append(candidate)
    while position > first, list[position - 1].costFen > candidate.costFen {
      list[position] = list[position - 1]
      position -= 1
    }
    list[position] = candidate
  }

  private func scaled(_ charge: Int64, from quantity: Int64, to whole: Int64) -> Int64 {
    Int64(min(Int128(charge) * Int128(whole) / Int128(quantity), Int128(Market.unaffordableFen)))
  }
}
