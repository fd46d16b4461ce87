internal import CapacityModel

/// The ways of an order through the clusters, stage by stage: what is ahead of it in each of them.
struct ClusterPaths: Sendable {
  /// A stage done with the goods in one place.
  struct State: Sendable {
    /// Where the goods are then: a cluster, -1 before any stage that ships.
    var cluster: Int32
    /// By which the stage may be done there.
    var slots: Range<Int>
    /// What it costs at the least, in micro-yuan; `.max` where it cannot be done.
    var cost: Int64
    /// What all stages after it and the ways of the goods cost at the least, up to the customer; `.max` if there is no way.
    var ahead: Int64 = .max
  }

  /// The states of a stage.
  struct Layer: Sendable {
    /// By cluster; a stage that does not ship has one for each of the stage before, where the goods stay.
    var states: Range<Int>
    var ships: Bool
  }

  private(set) var layers: [Layer] = []
  private(set) var states: [State] = []

  /// Finds the least total over all choices of a cluster for each stage, goods brought from one to the next and to the
  /// customer.
  ///
  /// - Parameters:
  ///   - order: The order.
  ///   - slots: The order's, ascending in stage; every stage has one.
  ///   - allSlots: Those that hold them.
  ///   - costs: What each of the order's slots costs, in micro-yuan; `.max` where it cannot be chosen.
  ///   - weight: What a fen of freight weighs.
  ///   - market: Where the ways are.
  /// - Returns: The total, not above ``TermStore/costMax`` unless there is no way: `.max` then.
  /// - Complexity: O(stages x clusters squared).
  mutating func find(
    _ order: OrderDemand, slots: Range<Int>, of allSlots: [TermStore.Slot], costs: [Int64],
    weight: Int64, _ market: Market
  ) -> Int64 {
    layOut(slots, of: allSlots, costs)
    guard let first = layers.first, let last = layers.last else { return 0 }
    for state in last.states {
      states[state].ahead = market.wayCost(
        order, from: states[state].cluster, to: order.cluster, weight: weight)
    }
    for (layer, next) in zip(layers, layers.dropFirst()).reversed() {
      for (number, state) in layer.states.enumerated() {
        states[state].ahead =
          next.ships
          ? least(of: next, from: states[state].cluster, order, weight: weight, market)
          : total(of: states[next.states.lowerBound + number])
      }
    }
    return first.states.map { total(of: states[$0]) }.min() ?? .max
  }

  /// The states of each stage.
  private mutating func layOut(
    _ slots: Range<Int>, of allSlots: [TermStore.Slot], _ costs: [Int64]
  ) {
    layers.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    var slot = slots.lowerBound
    while slot < slots.upperBound {
      let (stage, ships) = (allSlots[slot].stage, allSlots[slot].cluster >= 0)
      let firstState = states.count
      while slot < slots.upperBound, allSlots[slot].stage == stage {
        let (firstSlot, cluster) = (slot, allSlots[slot].cluster)
        var cost = Int64.max
        while slot < slots.upperBound, allSlots[slot].stage == stage,
          allSlots[slot].cluster == cluster
        {
          cost = min(cost, costs[slot - slots.lowerBound])
          slot += 1
        }
        states.append(State(cluster: cluster, slots: firstSlot..<slot, cost: cost))
      }
      if !ships, let before = layers.last {
        // One state for each place where the goods may be already.
        let own = states.removeLast()
        for state in before.states {
          states.append(State(cluster: states[state].cluster, slots: own.slots, cost: own.cost))
        }
      }
      layers.append(Layer(states: firstState..<states.count, ships: ships))
    }
  }

  /// What a stage done with the goods in one place costs at the least, with all that is ahead then.
  private func total(of state: State) -> Int64 {
    state.cost == .max || state.ahead == .max
      ? .max : min(TermStore.costMax, state.cost + state.ahead)
  }

  /// The least total of a stage that ships, with the way of the goods there.
  private func least(
    of layer: Layer, from cluster: Int32, _ order: OrderDemand, weight: Int64, _ market: Market
  ) -> Int64 {
    var least = Int64.max
    for state in states[layer.states] {
      let total = total(of: state)
      if total >= least { continue }
      let way = market.wayCost(order, from: cluster, to: Int(state.cluster), weight: weight)
      least = min(least, min(TermStore.costMax, total + way))
    }
    return least
  }
}

extension Market {
  /// What bringing the whole order from one cluster to another costs at the least, in micro-yuan; goods that are
  /// nowhere yet cost nothing to bring.
  func wayCost(
    _ order: OrderDemand, from: Int32, to: Int, weight: Int64
  ) -> Int64 {
    if from < 0 || Int(from) == to { return 0 }
    let lane = freight.lane(from: Int(from), to: to)
    let fen = freight.cost(lane, ofAll: order)
    return weighted(min(fen, Market.unaffordableFen) * ObjectiveScale.micro, by: weight)
  }

  /// What an order of several stages may save as each part's charge and each shipment is rounded, in micro-yuan.
  func roundings(_ order: OrderDemand, weight: Int64) -> Int64 {
    if order.partsMax == 1 { return 0 }
    let ways = order.stages.count { stages[$0].ships }
    return weighted(
      ObjectiveScale.micro * Int64(order.partsMax * (order.stages.count + ways)), by: weight)
  }
}
