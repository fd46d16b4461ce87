internal import CapacityModel

/// Works out the terms of orders: what prices do not change (`Docs/certificate.md`).
struct TermBuilder {
  let market: Market
  let scale: ObjectiveScale
  private var view: OrderView
  private var chainWindows = ChainWindows()
  private var eligible: [Int32] = []
  private var lists: [Range<Int>] = []
  private var leastOfSlot: [Int64] = []

  /// Whether terms are put in the order in which they are looked at.
  private let sorts: Bool

  init(_ market: Market, objective: ObjectiveKind, sorts: Bool = true) {
    self.market = market
    self.sorts = sorts
    scale = ObjectiveScale(kind: objective)
    view = OrderView(market)
  }

  /// More terms than this are not kept.
  private static let keptTermsMax = 40_000_000

  /// Whether the terms of all orders together are few enough to be kept.
  static func fits(_ market: Market) -> Bool {
    var terms = 0
    for stage in market.stages {
      let slots = market.orders[stage.order].partsMax > 1 ? Int(2 * sizeSteps + 1) : 1
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
    var wholes: Range<Int>?
    if demand.stages.count > 1 {
      if !appendChain(demand, to: &store) {
        store.slots.removeLast(store.slots.count - firstSlot)
        return
      }
      shape = .chain
      if demand.partsMax > 1 {
        let first = store.slots.count
        for number in lists.indices { appendWholeStage(number, demand, to: &store) }
        wholes = first..<store.slots.count
      }
    } else {
      view.look(at: order, deadline: demand.deadline, in: market)
      appendWhole(demand, to: &store)
      switch demand.partsMax {
      case 1: shape = .simple
      case 2: shape = .pair
      default: shape = .split
      }
      if shape != .simple { appendSplits(demand, to: &store) }
      if store.slots.count == firstSlot + 1, store.slots[firstSlot].count == 0 {
        store.slots.removeLast()
        return
      }
    }
    store.programs.append(
      TermStore.Program(
        order: Int32(order), shape: shape, value: value,
        slots: firstSlot..<(wholes?.lowerBound ?? store.slots.count),
        wholes: wholes ?? firstSlot..<store.slots.count))
  }

  // MARK: - One stage

  /// A slot of the offers that take the only stage whole, within the budget.
  private mutating func appendWhole(_ demand: OrderDemand, to store: inout TermStore) {
    let stage = market.stages[demand.stages.lowerBound]
    let weight = scale.weight(demand)
    var slot = TermStore.Slot(
      first: store.windows.count, count: 0, isUnbroken: !market.isResumable[stage.process])
    for offer in market.offersOfProcess[stage.process]
    where market.serves(offer, stage, in: demand)
      && stage.hundredths(stage.quantity) <= market.conditions[offer].quantityMaxHundredths
    {
      let machine = Int(market.conditions[offer].machine)
      let need = market.need(offer, stage, quantity: stage.quantity)
      let window = view.window(machine: machine, delivers: stage.ships, in: market)
      if window.from + need > window.limit { continue }
      var fen = market.charge(offer, stage, quantity: stage.quantity, need: need)
      if stage.ships {
        fen += view.deliveryFen(from: market.machines[machine].cluster, in: market)
      }
      if fen > demand.budgetFen { continue }
      store.windows.append(
        windowTerm(offer, machine, need, window, weighted(fen * ObjectiveScale.micro, by: weight)))
    }
    slot.count = store.windows.count - slot.first
    sortByCost(slot, &store)
    store.slots.append(slot)
  }

  /// Puts the terms of a slot in the order in which they are looked at: prices only add to costs.
  private func sortByCost(_ slot: TermStore.Slot, _ store: inout TermStore) {
    if slot.isRate || !sorts { return }
    store.windows[slot.first..<slot.first + slot.count].sort {
      ($0.cost, $0.offer) < ($1.cost, $1.offer)
    }
  }

  /// Ranges of sizes of the largest part that are told apart.
  private static let sizeSteps: Int64 = 8

  /// For each range of sizes of the largest part a slot for it; beside it one for the other of two parts, or
  /// one in the end for all others.
  private mutating func appendSplits(_ demand: OrderDemand, to store: inout TermStore) {
    let stage = market.stages[demand.stages.lowerBound]
    if stage.quantity < 2 { return }
    let parts = Int64(demand.partsMax)
    let steps = TermBuilder.sizeSteps
    func size(_ step: Int64) -> Int64 {
      divideUp(stage.quantity * (steps + (parts - 1) * step), by: steps * parts)
    }
    eligible.removeAll(keepingCapacity: true)
    for offer in market.offersOfProcess[stage.process]
    where market.serves(offer, stage, in: demand) {
      let sizes = market.partSizes(offer, stage)
      if sizes.least <= sizes.most { eligible.append(Int32(offer)) }
    }
    let budget = demand.budgetFen * ObjectiveScale.micro
    if parts == 2 {
      for step in 0..<steps {
        let slotCount = store.slots.count
        let rest = max(1, stage.quantity - size(step + 1))
        if let larger = appendPart(demand, stage, atLeast: size(step), to: &store),
          let smaller = appendPart(demand, stage, atLeast: rest, to: &store),
          larger + smaller <= budget
        {
          continue
        }
        remove(slotsFrom: slotCount, &store)
      }
      return
    }
    let slotCount = store.slots.count
    let rates = TermStore.Slot(
      first: store.rates.count, count: 0, isRate: true, quantity: stage.quantity,
      slack: roundingSlack(demand))
    guard let unit = appendRest(demand, stage, to: &store) else { return }
    for step in 0..<steps {
      let slotCount = store.slots.count
      let rest = max(1, stage.quantity - size(step + 1))
      let restCost = max(
        0,
        scaledDown(unit, share: rest, of: stage.quantity) - ObjectiveScale.micro * parts)
      if let larger = appendPart(demand, stage, atLeast: size(step), to: &store),
        larger + restCost <= budget
      {
        store.slots[slotCount].rest = rest
        store.slots[slotCount].largest = size(step + 1)
      } else {
        remove(slotsFrom: slotCount, &store)
      }
    }
    if store.slots.count == slotCount {
      store.rates.removeLast(store.rates.count - rates.first)
      return
    }
    store.slots.append(rates)
    store.slots[store.slots.count - 1].count = store.rates.count - rates.first
  }

  private func remove(slotsFrom count: Int, _ store: inout TermStore) {
    guard count < store.slots.count else { return }
    store.windows.removeLast(store.windows.count - store.slots[count].first)
    store.slots.removeLast(store.slots.count - count)
  }

  /// Appends a slot of where a part of at least `smallest` may be made; the least that costs unpriced, in
  /// micro-yuan, `nil` if nowhere.
  private mutating func appendPart(
    _ demand: OrderDemand, _ stage: StageDemand, atLeast smallest: Int64,
    to store: inout TermStore
  ) -> Int64? {
    var least: Int64?
    let weight = scale.weight(demand)
    let value = scale.value(demand) ?? .max
    var slot = TermStore.Slot(
      first: store.windows.count, count: 0, isUnbroken: !market.isResumable[stage.process])
    for offer in eligible.lazy.map(Int.init) {
      let sizes = market.partSizes(offer, stage)
      if sizes.most < smallest { continue }
      let quantity = max(smallest, sizes.least)
      let machine = Int(market.conditions[offer].machine)
      let need = market.need(offer, stage, quantity: quantity)
      let window = view.window(machine: machine, delivers: stage.ships, in: market)
      if window.from + need > window.limit { continue }
      var fen = market.leastCharge(offer, stage, from: quantity, to: sizes.most)
      if stage.ships {
        let lane = market.freight.lane(
          from: market.machines[machine].cluster, to: demand.cluster)
        fen += market.freight.cost(
          lane, grams: demand.weightGrams, numerator: quantity, denominator: stage.quantity)
      }
      let base = min(fen, Market.unaffordableFen) * ObjectiveScale.micro
      // Without closed time inside there may be no start at all; the bound without prices knows.
      if market.isResumable[stage.process]
        || market.openTime.earliestUnbrokenStart(
          market.machines[machine].calendar, need: need, from: window.from, limit: window.limit)
          >= 0
      {
        least = min(least ?? .max, base)
        let cost = weighted(base, by: weight)
        // What costs more than the order counts, its seconds free, serves nothing.
        if cost < value { store.windows.append(windowTerm(offer, machine, need, window, cost)) }
      }
    }
    slot.count = store.windows.count - slot.first
    sortByCost(slot, &store)
    store.slots.append(slot)
    return least
  }

  /// Appends where the parts beside the largest may be made, none above half of the stage; the least that
  /// the whole stage would cost so, unpriced, in micro-yuan, `nil` if nowhere.
  private mutating func appendRest(
    _ demand: OrderDemand, _ stage: StageDemand, to store: inout TermStore
  ) -> Int64? {
    var least: Int64?
    for offer in eligible.lazy.map(Int.init) {
      let sizes = market.partSizes(offer, stage)
      let most = min(sizes.most, stage.quantity / 2)
      if most < sizes.least { continue }
      let machine = Int(market.conditions[offer].machine)
      let window = view.window(machine: machine, delivers: stage.ships, in: market)
      var way: Int64 = 0
      if stage.ships {
        let lane = market.freight.lane(
          from: market.machines[machine].cluster, to: demand.cluster)
        way = market.leastWay(lane, grams: demand.weightGrams, share: most, of: stage.quantity)
      }
      if let base = appendRate(
        offer, demand, stage, sizes: (sizes.least, most), way: way, window: window, to: &store)
      {
        least = min(least ?? .max, base)
      }
    }
    return least
  }

  /// What the roundings of parts may have saved.
  private func roundingSlack(_ demand: OrderDemand) -> Int64 {
    weighted(ObjectiveScale.micro * Int64(demand.partsMax), by: scale.weight(demand))
  }

  /// Appends an offer at its unit cost for parts of some sizes; what the whole stage costs so unpriced, in
  /// micro-yuan, `nil` if not even the smallest part fits the window.
  private mutating func appendRate(
    _ offer: Int, _ demand: OrderDemand, _ stage: StageDemand, sizes: (least: Int64, most: Int64),
    way: Int64, window: OrderView.Window, to store: inout TermStore
  ) -> Int64? {
    let needMin = market.need(offer, stage, quantity: sizes.least)
    let open = window.limit - window.from
    if open < needMin { return nil }
    let terms = market.terms[offer]
    let needMax = min(open, market.need(offer, stage, quantity: sizes.most))
    let base = min(
      TermStore.costMax, market.leastUnitCost(offer, stage, most: sizes.most) + way)
    store.rates.append(
      TermStore.RateTerm(
        machine: market.conditions[offer].machine, needMin: Int32(needMin),
        needMax: Int32(needMax), setup: Int32(terms.setupSeconds), from: Int32(window.from),
        limit: Int32(window.limit), cost: weighted(base, by: scale.weight(demand)),
        most: sizes.most, cycle: stage.isHours ? 36_000 : terms.cycleMilliseconds))
    return scaledDown(base, share: stage.quantity, of: sizes.most)
  }

  private func windowTerm(
    _ offer: Int, _ machine: Int, _ need: Int64, _ window: OrderView.Window, _ cost: Int64
  ) -> TermStore.WindowTerm {
    TermStore.WindowTerm(
      offer: Int32(offer), machine: Int32(machine), need: Int32(need),
      from: Int32(window.from), limit: Int32(window.limit), cost: cost)
  }

  // MARK: - Several stages

  /// A slot for each stage and cluster; `false` if there is no way to serve the order.
  private mutating func appendChain(_ demand: OrderDemand, to store: inout TermStore) -> Bool {
    eligible.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    for index in demand.stages {
      let first = eligible.count
      let stage = market.stages[index]
      for offer in market.offersOfProcess[stage.process]
      where market.serves(offer, stage, in: demand) {
        let sizes = market.partSizes(offer, stage)
        if sizes.least <= sizes.most { eligible.append(Int32(offer)) }
      }
      lists.append(first..<eligible.count)
    }
    if !chainWindows.find(demand, eligible: eligible, lists: lists, in: market) { return false }
    leastOfSlot.removeAll(keepingCapacity: true)
    let firstSlot = store.slots.count
    for number in lists.indices where !appendStage(number, demand, to: &store) {
      return false
    }
    let least = market.cheapestPath(
      demand, slots: store.slots[firstSlot...], costs: leastOfSlot, weight: 1)
    return least.cost <= demand.budgetFen * ObjectiveScale.micro
  }

  private mutating func appendStage(
    _ number: Int, _ demand: OrderDemand, to store: inout TermStore
  ) -> Bool {
    let stage = market.stages[demand.stages.lowerBound + number]
    // Of a stage that does not ship it does not matter where it is made.
    if stage.ships {
      let market = market
      eligible[lists[number]].sort {
        let (left, right) = (market.cluster(ofOffer: $0), market.cluster(ofOffer: $1))
        return left != right ? left < right : $0 < $1
      }
    }
    var isServed = false
    forEachCluster(number, stage) { builder, offers, cluster in
      let parts = demand.partsMax > 1
      var slot = TermStore.Slot(
        first: parts ? store.rates.count : store.windows.count, count: 0, isRate: parts,
        isUnbroken: !builder.market.isResumable[stage.process], stage: Int32(number),
        cluster: Int32(cluster), quantity: stage.quantity,
        slack: parts ? builder.roundingSlack(demand) : 0)
      var least = Int64.max
      for offer in builder.eligible[offers] {
        least = min(
          least,
          parts
            ? builder.appendParts(Int(offer), number, stage, demand, to: &store)
            : builder.appendWhole(Int(offer), number, stage, demand, to: &store))
      }
      slot.count = (parts ? store.rates.count : store.windows.count) - slot.first
      if slot.count == 0 { return }
      builder.sortByCost(slot, &store)
      store.slots.append(slot)
      builder.leastOfSlot.append(
        parts ? max(0, least - ObjectiveScale.micro * Int64(demand.partsMax)) : least)
      isServed = true
    }
    return isServed
  }

  /// Slots of offers that take a whole stage.
  private mutating func appendWholeStage(
    _ number: Int, _ demand: OrderDemand, to store: inout TermStore
  ) {
    let stage = market.stages[demand.stages.lowerBound + number]
    forEachCluster(number, stage) { builder, offers, cluster in
      var slot = TermStore.Slot(
        first: store.windows.count, count: 0,
        isUnbroken: !builder.market.isResumable[stage.process], stage: Int32(number),
        cluster: Int32(cluster))
      for offer in builder.eligible[offers]
      where builder.market.partSizes(Int(offer), stage).most == stage.quantity {
        _ = builder.appendWhole(Int(offer), number, stage, demand, to: &store)
      }
      slot.count = store.windows.count - slot.first
      if slot.count == 0 { return }
      builder.sortByCost(slot, &store)
      store.slots.append(slot)
    }
  }

  /// Calls `body` with the eligible offers of a stage in each cluster; all at once, with -1, where it does
  /// not matter where the stage is made.
  private mutating func forEachCluster(
    _ number: Int, _ stage: StageDemand, _ body: (inout TermBuilder, Range<Int>, Int) -> Void
  ) {
    let list = lists[number]
    if !stage.ships {
      if !list.isEmpty { body(&self, list, -1) }
      return
    }
    var place = list.lowerBound
    while place < list.upperBound {
      let own = cluster(eligible[place])
      let first = place
      while place < list.upperBound, cluster(eligible[place]) == own { place += 1 }
      body(&self, first..<place, own)
    }
  }

  private func cluster(_ offer: Int32) -> Int { market.cluster(ofOffer: offer) }

  /// Appends an offer for parts of a stage; what the whole stage costs so unpriced, in micro-yuan, `.max` if
  /// there is no room.
  private mutating func appendParts(
    _ offer: Int, _ number: Int, _ stage: StageDemand, _ demand: OrderDemand,
    to store: inout TermStore
  ) -> Int64 {
    appendRate(
      offer, demand, stage, sizes: market.partSizes(offer, stage), way: 0,
      window: chainWindows.window(offer, demand, number, in: market), to: &store) ?? .max
  }

  /// Appends an offer for a whole stage; what it costs unpriced, in micro-yuan, `.max` if there is no room.
  private mutating func appendWhole(
    _ offer: Int, _ number: Int, _ stage: StageDemand, _ demand: OrderDemand,
    to store: inout TermStore
  ) -> Int64 {
    let window = chainWindows.window(offer, demand, number, in: market)
    let machine = Int(market.conditions[offer].machine)
    let need = market.need(offer, stage, quantity: stage.quantity)
    if window.from + need > window.limit { return .max }
    if !market.isResumable[stage.process],
      market.openTime.earliestUnbrokenStart(
        market.machines[machine].calendar, need: need, from: window.from, limit: window.limit) < 0
    {
      return .max
    }
    let base =
      market.charge(offer, stage, quantity: stage.quantity, need: need) * ObjectiveScale.micro
    store.windows.append(
      windowTerm(offer, machine, need, window, weighted(base, by: scale.weight(demand))))
    return base
  }
}

extension Market {
  fileprivate func cluster(ofOffer offer: Int32) -> Int {
    machines[Int(conditions[Int(offer)].machine)].cluster
  }
}
