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
    let least = paths.find(
      demand, slots: firstSlot..<store.slots.count, of: store.slots, costs: leastOfSlot, weight: 1,
      market)
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
    let mayDivide = demand.partsMax > 1
    if mayDivide { findDivision(number, stage, demand) }
    var isServed = false
    forEachCluster(number, stage) { builder, offers, cluster in
      let whole = builder.appendWholes(offers, number, cluster, demand, to: &store)
      let parts =
        mayDivide ? builder.appendParts(offers, number, cluster, demand, to: &store) : false
      isServed = isServed || whole || parts
    }
    return isServed
  }

  /// Appends a slot of offers that take a whole stage; `false` if there are none.
  private mutating func appendWholes(
    _ offers: Range<Int>, _ number: Int, _ cluster: Int, _ demand: OrderDemand,
    to store: inout TermStore
  ) -> Bool {
    let stage = market.stages[demand.stages.lowerBound + number]
    let slot = TermStore.Slot(
      first: store.windows.count, count: 0, isUnbroken: !market.isResumable[stage.process],
      stage: Int32(number), cluster: Int32(cluster))
    var least = Int64.max
    for offer in eligible[offers].lazy.map(Int.init)
    where market.partSizes(offer, stage).most == stage.quantity {
      least = min(least, appendWhole(offer, number, stage, demand, to: &store))
    }
    return append(slot, upTo: store.windows.count, costing: least, to: &store)
  }

  /// Appends a slot whose terms stand at the end of the store already; `false` if it has none.
  mutating func append(
    _ slot: TermStore.Slot, upTo end: Int, costing least: Int64, to store: inout TermStore
  ) -> Bool {
    if end == slot.first { return false }
    var slot = slot
    slot.count = end - slot.first
    sortByCost(slot, &store)
    store.slots.append(slot)
    leastOfSlot.append(least)
    return true
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
