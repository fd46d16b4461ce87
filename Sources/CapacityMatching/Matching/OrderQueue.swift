internal import CapacityModel

/// In what order the orders are served.
///
/// No key is best everywhere: by worth an hour serves loose loads, by absolute worth serves tight
/// ones. A match runs several and keeps the best answer.
enum QueueKey: Hashable, Sendable {
  /// What serving the order most cheaply is worth.
  case worth
  /// That for each hour of working time.
  case worthPerHour
  /// That for the square root of its hours: between the two.
  case worthPerRootHour
  /// Priority x budget.
  case budget
  /// ``worthPerRootHour`` times a random factor between 1/2 and 2, drawn for each order.
  case shuffled(seed: UInt64)

  var isShuffled: Bool {
    if case .shuffled = self { return true }
    return false
  }
}

/// The orders to serve, the most urgent first.
///
/// Keys do not change while a pass runs, so the queue is one array, sorted by radix: a heap would
/// move each order up and down for the same result (`Docs/algorithm.md` has the measurement). Equal
/// keys go by id.
struct OrderQueue: Sendable {
  /// Indices of orders.
  let orders: [Int32]

  /// Ranks all orders that are still to be served, have an offer for every stage and are `wanted`.
  ///
  /// - Precondition: `ranks` holds each order's rank by id if the key is shuffled.
  /// - Complexity: O(orders), and a sort of those with equal keys.
  init(
    _ market: Market, _ candidates: Candidates, key: QueueKey, objective: ObjectiveKind,
    ranks: [Int] = [], wanted: (Int) -> Bool = { _ in true }
  ) {
    var ranked: [RadixEntry] = []
    ranked.reserveCapacity(market.orders.count)
    for order in market.orders.indices where !market.isPromised[order] && wanted(order) {
      let demand = market.orders[order]
      var costFen: Int64 = 0
      var seconds: Int64 = 0
      var isServable = true
      for stage in demand.stages {
        let facts = candidates.stages[stage]
        if !facts.isServable {
          isServable = false
          break
        }
        let isLast = stage - demand.stages.lowerBound == demand.lastShippingStage
        costFen += isLast ? facts.leastCostFen : facts.leastChargeFen
        seconds += max(facts.needAtCheapest, facts.needMin)
      }
      if !isServable { continue }
      let worth = demand.worth(objective, costFen: min(costFen, demand.budgetFen))
      let value: Int64
      switch key {
      case .worth: value = worth
      case .worthPerHour: value = scaled(worth, over: seconds)
      case .worthPerRootHour: value = scaled(worth, over: squareRoot(seconds))
      case .budget: value = demand.priority * demand.budgetFen
      case .shuffled(let seed):
        let base = scaled(worth, over: squareRoot(seconds))
        value = base.shuffled(by: SplitMix64.hash(seed, UInt64(ranks[order])))
      }
      // Worth is never negative, so that the complement descends.
      ranked.append(RadixEntry(key: ~UInt64(value), index: Int32(order)))
    }
    self.init(ascending: ranked, market)
  }

  /// Ranks orders by ascending key, equal keys by id.
  ///
  /// - Complexity: O(orders), and a sort of those with equal keys.
  init(ascending ranked: consuming [RadixEntry], _ market: Market) {
    sortByRadix(&ranked)
    var orders = ranked.map(\.index)
    // Radix sorting is stable: equal keys stand by order; ids decide.
    var start = 0
    while start < ranked.count {
      var end = start + 1
      while end < ranked.count, ranked[end].key == ranked[start].key { end += 1 }
      if end - start > 1 { orders[start..<end].sort { market.isFirst(Int($0), Int($1)) } }
      start = end
    }
    self.orders = orders
  }
}

/// `value` x 3600 / `divisor`, cut off at the largest number.
private func scaled(_ value: Int64, over divisor: Int64) -> Int64 {
  Int64(clamping: Int128(value) * 3_600 / Int128(max(1, divisor)))
}

/// The largest whole number whose square is at most `value`.
private func squareRoot(_ value: Int64) -> Int64 {
  if value < 2 { return value }
  var root = value
  var next = (root + 1) / 2
  while next < root {
    root = next
    next = (root + value / root) / 2
  }
  return root
}

extension Int64 {
  /// This number times a factor between 1/2 and 2 that 16 bits of `hash` choose.
  fileprivate func shuffled(by hash: UInt64) -> Int64 {
    let factor = Int128(hash & 0xFFFF) * 3 + 0x1_0000
    return Int64(clamping: Int128(self) * factor / 0x2_0000)
  }
}

/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014, doi:10.1145/2660193.2660195) as a hash.
enum SplitMix64 {
  /// A well mixed number for a seed and an index.
  static func hash(_ seed: UInt64, _ index: UInt64) -> UInt64 {
    var mixed = seed &+ (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
