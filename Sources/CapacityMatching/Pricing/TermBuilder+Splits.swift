internal import CapacityModel

// Orders of one stage and several parts: a slot for each range of sizes of the largest part, and what is
// made beside it.

extension TermBuilder {
  /// Ranges of sizes of the largest part that are told apart.
  ///
  /// In the bound all parts together make too little by one range. Each costs a slot or two of every order of several
  /// parts: of a million orders all looks would take too long.
  static func sizeSteps(_ market: Market) -> Int64 { market.orders.count > 100_000 ? 8 : 16 }

  /// For each range of sizes of the largest part a slot for it; beside it one for the other of two parts, or
  /// one in the end for all others.
  ///
  /// - Returns: How many parts there may be, on units of their own.
  mutating func appendSplits(_ demand: OrderDemand, to store: inout TermStore) -> Int {
    let stage = market.stages[demand.stages.lowerBound]
    findEligible(stage, demand)
    let partsMax = min(demand.partsMax, unitCountOfEligible())
    if stage.quantity < 2 || partsMax < 2 { return partsMax }
    let parts = Int64(partsMax)
    let steps = SizeSteps(
      quantity: stage.quantity, parts: parts, count: TermBuilder.sizeSteps(market))
    let budget = demand.budgetFen * ObjectiveScale.micro
    if parts == 2 {
      for step in 0..<steps.count {
        let slotCount = store.slots.count
        if let larger = appendPart(demand, stage, atLeast: steps.size(step), to: &store),
          let smaller = appendPart(demand, stage, atLeast: steps.rest(step), to: &store),
          larger + smaller <= budget
        {
          continue
        }
        remove(slotsFrom: slotCount, &store)
      }
      return partsMax
    }
    let slotCount = store.slots.count
    let rates = TermStore.Slot(
      first: store.rates.count, count: 0, isRate: true, quantity: stage.quantity,
      slack: roundingSlack(demand, parts: partsMax))
    guard let unit = appendRest(demand, stage, to: &store) else { return partsMax }
    for step in 0..<steps.count {
      let slotCount = store.slots.count
      let restCost = leastRest(step, of: steps, unit: unit)
      if let larger = appendPart(demand, stage, atLeast: steps.size(step), to: &store),
        larger + restCost <= budget
      {
        store.slots[slotCount].rest = steps.rest(step)
        store.slots[slotCount].largest = steps.size(step + 1)
      } else {
        remove(slotsFrom: slotCount, &store)
      }
    }
    if store.slots.count == slotCount {
      store.rates.removeLast(store.rates.count - rates.first)
      return partsMax
    }
    store.slots.append(rates)
    store.slots[store.slots.count - 1].count = store.rates.count - rates.first
    return partsMax
  }

  /// What is made beside a largest part in range `step` costs at the least, unpriced and unweighted, in micro-yuan, where the
  /// whole stage would cost `unit`.
  func leastRest(_ step: Int64, of steps: SizeSteps, unit: Int64) -> Int64 {
    max(
      0,
      scaledDown(unit, share: steps.rest(step), of: steps.quantity)
        - ObjectiveScale.micro * steps.parts)
  }

  /// Lists the offers that may make a part of a stage, and have a room for the smallest.
  private mutating func findEligible(_ stage: StageDemand, _ demand: OrderDemand) {
    eligible.removeAll(keepingCapacity: true)
    for offer in market.offersOfProcess[stage.process]
    where market.serves(offer, stage, in: demand) {
      let sizes = market.partSizes(offer, stage)
      if sizes.least > sizes.most { continue }
      let machine = Int(market.conditions[offer].machine)
      let window = view.window(machine: machine, delivers: stage.ships, in: market)
      let need = market.need(offer, stage, quantity: sizes.least)
      if longestRoom(machine, window) >= need { eligible.append(Int32(offer)) }
    }
  }

  /// The units of all machines with an eligible offer.
  private func unitCountOfEligible() -> Int {
    var units = 0
    var machines: Set<Int32> = []
    for offer in eligible where machines.insert(market.machineOfOffer[Int(offer)]).inserted {
      units += market.machines[Int(market.machineOfOffer[Int(offer)])].unitCount
    }
    return units
  }

  func remove(slotsFrom count: Int, _ store: inout TermStore) {
    guard count < store.slots.count else { return }
    store.windows.removeLast(store.windows.count - store.slots[count].first)
    store.slots.removeLast(store.slots.count - count)
  }

  /// Appends a slot of where a part of at least `smallest` may be made; the least that costs unpriced, in
  /// micro-yuan, `nil` if nowhere.
  mutating func appendPart(
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
      if !hasStart(machine, need: need, window, isUnbroken: slot.isUnbroken) { continue }
      let base = partCost(offer, stage, demand, sizes: (quantity, sizes.most))
      least = min(least ?? .max, base)
      let cost = weighted(base, by: weight)
      // What costs more than the order counts, its seconds free, serves nothing.
      if cost < value { store.windows.append(windowTerm(offer, need, window, cost)) }
    }
    slot.count = store.windows.count - slot.first
    sortByCost(slot, &store)
    store.slots.append(slot)
    return least
  }

  /// What a part of one of `sizes` costs at the least with its way to the customer, unpriced and unweighted, in micro-yuan.
  func partCost(
    _ offer: Int, _ stage: StageDemand, _ demand: OrderDemand, sizes: (least: Int64, most: Int64)
  ) -> Int64 {
    var fen = market.leastCharge(offer, stage, from: sizes.least, to: sizes.most)
    if stage.ships {
      let machine = Int(market.machineOfOffer[offer])
      let lane = market.freight.lane(from: market.machines[machine].cluster, to: demand.cluster)
      fen += market.freight.cost(
        lane, grams: demand.weightGrams, numerator: sizes.least, denominator: stage.quantity)
    }
    return min(fen, Market.unaffordableFen) * ObjectiveScale.micro
  }

  /// Appends where the parts beside the largest may be made, none above half of the stage; the least that
  /// the whole stage would cost so, unpriced, in micro-yuan, `nil` if nowhere.
  mutating func appendRest(
    _ demand: OrderDemand, _ stage: StageDemand, to store: inout TermStore
  ) -> Int64? {
    var least: Int64?
    for offer in eligible.lazy.map(Int.init) {
      let machine = Int(market.conditions[offer].machine)
      let window = view.window(machine: machine, delivers: stage.ships, in: market)
      let sizes = market.partSizes(offer, stage)
      let most = min(
        fittingMost(offer, stage, sizes: sizes, window), stage.quantity / 2)
      if most < sizes.least { continue }
      var way: Int64 = 0
      if stage.ships {
        let lane = market.freight.lane(
          from: market.machines[machine].cluster, to: demand.cluster)
        way = market.leastWay(lane, grams: demand.weightGrams, share: most, of: stage.quantity)
      }
      let cost = min(TermStore.costMax, market.leastUnitCost(offer, stage, most: most) + way)
      let base = appendRate(
        offer, demand, stage, sizes: (sizes.least, most), cost: cost, window: window, to: &store)
      least = min(least ?? .max, base)
    }
    return least
  }
}
