internal import CapacityModel

// Orders of several stages: a slot for each stage and cluster, in windows by the shortest chain.

extension TermBuilder {
  /// A slot for each stage and cluster; `false` if there is no way to serve the order.
  mutating func appendChain(_ demand: OrderDemand, to store: inout TermStore) -> Bool {
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
    return least != .max
      && least - market.roundings(demand, weight: 1) <= demand.budgetFen * ObjectiveScale.micro
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
    let parts = demand.partsMax > 1
    if parts { findFits(number, stage, demand) }
    var isServed = false
    forEachCluster(number, stage) { builder, offers, cluster in
      var slot = TermStore.Slot(
        first: parts ? store.rates.count : store.windows.count, count: 0, isRate: parts,
        isUnbroken: !builder.market.isResumable[stage.process], stage: Int32(number),
        cluster: Int32(cluster), quantity: stage.quantity)
      var least = Int64.max
      for place in offers {
        let offer = Int(builder.eligible[place])
        least = min(
          least,
          parts
            ? builder.appendParts(
              offer, number, stage, demand, fit: builder.fits[place], to: &store)
            : builder.appendWhole(offer, number, stage, demand, to: &store))
      }
      slot.count = (parts ? store.rates.count : store.windows.count) - slot.first
      if slot.count == 0 { return }
      builder.sortByCost(slot, &store)
      store.slots.append(slot)
      builder.leastOfSlot.append(least)
      isServed = true
    }
    return isServed
  }

  /// Slots of offers that take a whole stage.
  mutating func appendWholeStage(
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
  mutating func forEachCluster(
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

  func cluster(_ offer: Int32) -> Int { market.cluster(ofOffer: offer) }

  /// Works out the largest part that each offer of a stage has room for, and what parts are at the least.
  private mutating func findFits(_ number: Int, _ stage: StageDemand, _ demand: OrderDemand) {
    fits.removeAll(keepingCapacity: true)
    fits.append(contentsOf: repeatElement(0, count: eligible.count))
    fitOfMachine.removeAll(keepingCapacity: true)
    for place in lists[number] {
      let offer = Int(eligible[place])
      let window = chainWindows.window(offer, demand, number, in: market)
      let fit = fittingMost(offer, stage, sizes: market.partSizes(offer, stage), window)
      fits[place] = fit
      let machine = market.conditions[offer].machine
      fitOfMachine[machine] = max(fitOfMachine[machine] ?? 0, fit)
    }
    leastParts = LeastParts(
      of: stage.quantity, partsMax: demand.partsMax,
      fits: fitOfMachine.map { ($0.value, market.machines[Int($0.key)].unitCount) })
  }

  /// Appends an offer for parts of a stage up to `fit`; what the whole stage costs so unpriced, in micro-yuan,
  /// `.max` if it has no room for as much as a part makes at the least.
  private mutating func appendParts(
    _ offer: Int, _ number: Int, _ stage: StageDemand, _ demand: OrderDemand, fit: Int64,
    to store: inout TermStore
  ) -> Int64 {
    let fitOfAll = fitOfMachine[market.conditions[offer].machine] ?? 0
    let least = max(
      market.partSizes(offer, stage).least, leastParts?.onMachine(fitting: fitOfAll) ?? 1)
    if least > fit { return .max }
    let window = chainWindows.window(offer, demand, number, in: market)
    return appendRate(
      offer, demand, stage, sizes: (least, fit), way: 0, window: window, to: &store)
  }

  /// Appends an offer for a whole stage; what it costs unpriced, in micro-yuan, `.max` if there is no room.
  mutating func appendWhole(
    _ offer: Int, _ number: Int, _ stage: StageDemand, _ demand: OrderDemand,
    to store: inout TermStore
  ) -> Int64 {
    let window = chainWindows.window(offer, demand, number, in: market)
    let machine = Int(market.conditions[offer].machine)
    let need = market.need(offer, stage, quantity: stage.quantity)
    if !hasStart(machine, need: need, window, isUnbroken: !market.isResumable[stage.process]) {
      return .max
    }
    let base =
      market.charge(offer, stage, quantity: stage.quantity, need: need) * ObjectiveScale.micro
    store.windows.append(
      windowTerm(offer, need, window, weighted(base, by: scale.weight(demand))))
    return base
  }
}

extension Market {
  fileprivate func cluster(ofOffer offer: Int32) -> Int {
    machines[Int(conditions[Int(offer)].machine)].cluster
  }
}
