internal import CapacityModel

extension Market {
  /// The least total over all choices of a cluster for each stage of an order, goods brought from one to the next
  /// and to the customer.
  ///
  /// - Parameters:
  ///   - order: The order.
  ///   - slots: The order's, ascending in stage; every stage has one.
  ///   - costs: What each slot costs, in micro-yuan; `.max` where it cannot be chosen.
  ///   - weight: What a fen of freight weighs.
  /// - Returns: The total, not above ``TermStore/costMax`` unless there is no way.
  /// - Complexity: O(stages x clusters squared).
  func cheapestPath(
    _ order: OrderDemand, slots: ArraySlice<TermStore.Slot>, costs: [Int64], weight: Int64
  ) -> Int64 {
    let first = slots.startIndex
    // For each slot the least total up to it.
    var totals = [Int64](repeating: .max, count: slots.count)
    // What stages that do not ship cost.
    var fixed: Int64 = 0
    var goods: Range<Int> = 0..<0
    var place = 0
    while place < slots.count {
      let stage = slots[first + place].stage
      var end = place
      while end < slots.count, slots[first + end].stage == stage { end += 1 }
      if slots[first + place].cluster < 0 {
        let least = costs[place..<end].min() ?? .max
        if least == .max { return .max }
        fixed = min(TermStore.costMax, fixed + least)
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
            totals[slot] = min(
              totals[slot], min(TermStore.costMax, totals[other] + way + costs[slot]))
          }
        }
        goods = place..<end
      }
      place = end
    }
    if goods.isEmpty { return fixed }
    var best = Int64.max
    for slot in goods where totals[slot] != .max {
      let way = wayCost(
        order, from: slots[first + slot].cluster, to: order.cluster, weight: weight)
      best = min(best, min(TermStore.costMax, totals[slot] + way))
    }
    return best == .max ? .max : min(TermStore.costMax, best + fixed)
  }

  /// What bringing the whole order from one cluster to another costs at the least, in micro-yuan.
  func wayCost(
    _ order: OrderDemand, from: Int32, to: Int, weight: Int64
  ) -> Int64 {
    if Int(from) == to { return 0 }
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
