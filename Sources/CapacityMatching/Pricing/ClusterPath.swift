internal import CapacityModel

extension Market {
  /// The cheapest choice of a cluster for each stage of an order, goods brought from one to the next and
  /// to the customer.
  ///
  /// - Parameters:
  ///   - order: The order.
  ///   - slots: The order's, ascending in stage; every stage has one.
  ///   - costs: What each slot costs, in micro-yuan; `.max` where it cannot be chosen.
  ///   - weight: What a fen of freight weighs.
  /// - Returns: The total, not above ``TermStore/costMax`` unless there is no way; and the slot chosen
  ///   for each stage, from 0.
  /// - Complexity: O(stages x clusters squared).
  func cheapestPath(
    _ order: OrderDemand, slots: ArraySlice<TermStore.Slot>, costs: [Int64], weight: Int64
  ) -> (cost: Int64, chosen: [Int]) {
    let first = slots.startIndex
    // For each slot the least total up to it and the slot before on that way.
    var totals = [Int64](repeating: .max, count: slots.count)
    var before = [Int](repeating: -1, count: slots.count)
    // What stages that do not ship cost, and what they chose.
    var fixed: Int64 = 0
    var chosen = [Int](repeating: -1, count: order.stages.count)
    var goods: Range<Int> = 0..<0
    var place = 0
    while place < slots.count {
      let stage = slots[first + place].stage
      var end = place
      while end < slots.count, slots[first + end].stage == stage { end += 1 }
      if slots[first + place].cluster < 0 {
        if costs[place] == .max { return (.max, []) }
        fixed = min(TermStore.costMax, fixed + costs[place])
        chosen[Int(stage)] = place
      } else {
        for slot in place..<end where costs[slot] != .max {
          if goods.isEmpty {
            totals[slot] = costs[slot]
            continue
          }
          for other in goods where totals[other] != .max {
            let way = wayCost(
              order, from: slots[first + other].cluster, to: Int(slots[first + slot].cluster),
              weight: weight)
            let total = min(TermStore.costMax, totals[other] + way + costs[slot])
            if total < totals[slot] {
              totals[slot] = total
              before[slot] = other
            }
          }
        }
        goods = place..<end
      }
      place = end
    }
    if goods.isEmpty { return (fixed, chosen) }
    var best = Int64.max
    var last = -1
    for slot in goods where totals[slot] != .max {
      let way = wayCost(
        order, from: slots[first + slot].cluster, to: order.cluster, weight: weight)
      let total = min(TermStore.costMax, totals[slot] + way)
      if total < best {
        best = total
        last = slot
      }
    }
    if last < 0 { return (.max, []) }
    while last >= 0 {
      chosen[Int(slots[first + last].stage)] = last
      last = before[last]
    }
    return (min(TermStore.costMax, best + fixed), chosen)
  }

  /// What bringing the whole order from one cluster to another costs at the least, in micro-yuan.
  func wayCost(
    _ order: OrderDemand, from: Int32, to: Int, weight: Int64
  ) -> Int64 {
    if Int(from) == to { return 0 }
    let lane = freight.lane(from: Int(from), to: to)
    var fen = freight.cost(lane, ofAll: order)
    if order.partsMax > 1 { fen = max(0, fen - Int64(order.partsMax)) }
    return weighted(min(fen, Market.unaffordableFen) * ObjectiveScale.micro, by: weight)
  }
}
