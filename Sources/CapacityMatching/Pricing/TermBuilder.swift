internal import CapacityModel

/// Works out the terms of orders: what prices do not change (`Docs/certificate.md`).
struct TermBuilder {
  let market: Market
  let rooms: Rooms
  let scale: ObjectiveScale
  var view: OrderView
  var chainWindows = ChainWindows()
  var eligible: [Int32] = []
  var lists: [Range<Int>] = []
  var leastOfSlot: [Int64] = []
  var paths = ClusterPaths()
  /// For each of ``eligible`` the largest part that it has room for, where those of the stage at hand stand.
  var fits: [Int64] = []
  var fitOfMachine: [Int32: Int64] = [:]
  /// The stage at hand, divided.
  var division: StageDivision?

  /// Whether terms are put in the order in which they are looked at.
  private let sorts: Bool

  init(_ market: Market, in rooms: Rooms, objective: ObjectiveKind, sorts: Bool = true) {
    self.market = market
    self.rooms = rooms
    self.sorts = sorts
    scale = ObjectiveScale(kind: objective)
    view = OrderView(market)
  }

  /// More terms than this are not kept: 3 GB if all offers are eligible, half of that as a rule.
  static let keptTermsMax = 128_000_000

  /// Whether the terms of all orders together are few enough to be kept.
  static func fits(_ market: Market) -> Bool {
    var terms = 0
    let slotsOfSplit = Int(2 * sizeSteps(market) + 1)
    for stage in market.stages {
      let slots = market.orders[stage.order].partsMax > 1 ? slotsOfSplit : 1
      terms += slots * market.offersOfProcess[stage.process].count
    }
    return terms <= keptTermsMax
  }

  /// Appends the terms of an order, unless it surely earns nothing.
  mutating func append(_ order: Int, to store: inout TermStore) {
    if market.isPromised[order] { return }
    let demand = market.orders[order]
    guard let value = scale.value(demand) else {
      store.isInRange = false
      return
    }
    let firstSlot = store.slots.count
    let shape: TermStore.Shape
    if demand.stages.count > 1 {
      if !appendChain(demand, to: &store) {
        store.slots.removeLast(store.slots.count - firstSlot)
        return
      }
      shape = .chain
    } else {
      view.look(at: order, deadline: demand.deadline, in: market)
      appendWhole(demand, to: &store)
      if demand.partsMax == 1 {
        shape = .simple
      } else {
        shape = appendSplits(demand, to: &store) > 2 ? .split : .pair
      }
      if store.slots.count == firstSlot + 1, store.slots[firstSlot].count == 0 {
        store.slots.removeLast()
        return
      }
    }
    store.programs.append(
      TermStore.Program(
        order: Int32(order), shape: shape, value: value, slots: firstSlot..<store.slots.count))
  }

  // MARK: - One stage

  /// A slot of the offers that take the only stage whole, within the budget.
  mutating func appendWhole(_ demand: OrderDemand, to store: inout TermStore) {
    let stage = market.stages[demand.stages.lowerBound]
    var slot = TermStore.Slot(
      first: store.windows.count, count: 0, isUnbroken: !market.isResumable[stage.process])
    for offer in market.offersOfProcess[stage.process]
    where market.serves(offer, stage, in: demand)
      && stage.hundredths(stage.quantity) <= market.conditions[offer].quantityMaxHundredths
    {
      let machine = Int(market.conditions[offer].machine)
      let window = view.window(machine: machine, delivers: stage.ships, in: market)
      guard let term = wholeTerm(offer, stage, demand, window) else { continue }
      if demand.partsMax > 1, longestRoom(machine, window) < Int64(term.need) { continue }
      store.windows.append(term)
    }
    slot.count = store.windows.count - slot.first
    sortByCost(slot, &store)
    store.slots.append(slot)
  }

  /// An offer that takes the only stage whole; `nil` if it has not the time, or costs more than the budget.
  ///
  /// - Precondition: ``view`` looks at the order.
  mutating func wholeTerm(
    _ offer: Int, _ stage: StageDemand, _ demand: OrderDemand, _ window: OrderView.Window
  ) -> TermStore.WindowTerm? {
    let need = market.need(offer, stage, quantity: stage.quantity)
    if window.from + need > window.limit { return nil }
    var fen = market.charge(offer, stage, quantity: stage.quantity, need: need)
    if stage.ships {
      let machine = Int(market.machineOfOffer[offer])
      fen += view.deliveryFen(from: market.machines[machine].cluster, in: market)
    }
    if fen > demand.budgetFen { return nil }
    return windowTerm(
      offer, need, window, weighted(fen * ObjectiveScale.micro, by: scale.weight(demand)))
  }

  /// Puts the terms of a slot in the order in which they are looked at: prices only add to costs.
  func sortByCost(_ slot: TermStore.Slot, _ store: inout TermStore) {
    if slot.isRate || !sorts { return }
    store.windows[slot.first..<slot.first + slot.count].sort {
      ($0.cost, $0.offer) < ($1.cost, $1.offer)
    }
  }

  /// What the roundings of that many parts may have saved.
  func roundingSlack(_ demand: OrderDemand, parts: Int) -> Int64 {
    weighted(ObjectiveScale.micro * Int64(parts), by: scale.weight(demand))
  }

  func longestRoom(_ machine: Int, _ window: OrderView.Window) -> Int64 {
    rooms.longest(of: machine, from: window.from, limit: window.limit)
  }

  /// The largest part, of those of `sizes`, that one of an offer's rooms holds; 0 if none does.
  func fittingMost(
    _ offer: Int, _ stage: StageDemand, sizes: (least: Int64, most: Int64),
    _ window: OrderView.Window
  ) -> Int64 {
    let longest = longestRoom(Int(market.conditions[offer].machine), window)
    if market.need(offer, stage, quantity: sizes.most) <= longest { return sizes.most }
    let most = min(sizes.most, market.quantity(offer, stage, within: longest))
    return most < sizes.least ? 0 : most
  }

  /// Whether `need` seconds have a start in one of a machine's rooms.
  func hasStart(
    _ machine: Int, need: Int64, _ window: OrderView.Window, isUnbroken: Bool
  ) -> Bool {
    var found = false
    rooms.forEach(of: machine, from: window.from, limit: window.limit, need: need) { from, limit in
      found =
        found || !isUnbroken
        || market.openTime.earliestUnbrokenStart(
          market.machines[machine].calendar, need: need, from: from, limit: limit) >= 0
    }
    return found
  }

  /// Appends an offer for parts of some sizes, the largest of which costs `cost` micro-yuan, all others in proportion; what
  /// the whole stage costs so unpriced; `sizes` fit one of the offer's rooms.
  mutating func appendRate(
    _ offer: Int, _ demand: OrderDemand, _ stage: StageDemand, sizes: (least: Int64, most: Int64),
    cost: Int64, window: OrderView.Window, to store: inout TermStore
  ) -> Int64 {
    let needMin = market.need(offer, stage, quantity: sizes.least)
    let terms = market.terms[offer]
    let needMax = market.need(offer, stage, quantity: sizes.most)
    store.rates.append(
      TermStore.RateTerm(
        machine: market.conditions[offer].machine, needMin: Int32(needMin),
        needMax: Int32(needMax), setup: Int32(terms.setupSeconds), from: Int32(window.from),
        limit: Int32(window.limit), cost: weighted(cost, by: scale.weight(demand)),
        most: sizes.most, cycle: stage.isHours ? 36_000 : terms.cycleMilliseconds))
    return scaledDown(cost, share: stage.quantity, of: sizes.most)
  }

  func windowTerm(
    _ offer: Int, _ need: Int64, _ window: OrderView.Window, _ cost: Int64
  ) -> TermStore.WindowTerm {
    TermStore.WindowTerm(
      offer: Int32(offer), need: Int32(need), from: Int32(window.from),
      limit: Int32(window.limit), cost: cost)
  }
}
