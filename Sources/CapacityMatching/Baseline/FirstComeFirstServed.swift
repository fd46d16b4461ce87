internal import CapacityModel

// What happens without a platform: whoever asks first takes the cheapest way that is still free, and
// nobody is put off for an order that is worth more. What a match is worth is told beside it.

extension GreedyPass {
  /// Serves the orders one by one as they were released, each by its cheapest way in what the earlier
  /// ones left.
  ///
  /// The same search as in every other pass, but none of what a match does across orders: no other
  /// queue is tried, and orders left over get no second round.
  ///
  /// - Complexity: One pass: O(orders x offers tried x gaps).
  static func firstComeFirstServed(
    _ setting: PassSetting, opening: FreeCapacity, threads: Int
  ) async -> GreedyPass {
    let queue = OrderQueue(byRelease: setting.market, setting.candidates)
    return await GreedyPass(setting, opening: opening, queue: queue.orders, threads: threads)
  }
}

extension OrderQueue {
  /// Ranks all orders that are still to be served and have an offer for every stage by their release,
  /// those of one second by id.
  ///
  /// - Complexity: O(orders), and a sort of those of one release.
  init(byRelease market: Market, _ candidates: Candidates) {
    var ranked: [RadixEntry] = []
    ranked.reserveCapacity(market.orders.count)
    for order in market.orders.indices where !market.isPromised[order] {
      let demand = market.orders[order]
      guard demand.stages.allSatisfy({ candidates.stages[$0].isServable }) else { continue }
      // Releases may lie before the horizon: the sign bit turned, they ascend without a sign.
      let key = UInt64(bitPattern: demand.release) ^ (1 << 63)
      ranked.append(RadixEntry(key: key, index: Int32(order)))
    }
    self.init(ascending: ranked, market)
  }
}
