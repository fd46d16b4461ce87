import CapacityModel
import TestSupport
import Testing

@testable import CapacityVerification

/// The cheapest interval against all intervals.
@Suite struct CheapestIntervalTests {
  /// Prices by the second of a horizon, and the same as periods.
  private static func prices(
    seconds: Int64, _ random: inout TestRandom
  ) -> (bySecond: [Int64], periods: [PricePeriod]) {
    let priceMax = random.pick([Int64(2), 30, 40_000])
    let runMax = random.pick([Int64(1), 4, 15])
    var bySecond: [Int64] = []
    var periods: [PricePeriod] = []
    while bySecond.count < seconds {
      let start = Int64(bySecond.count)
      let end = min(seconds, start + random.int64(1...runMax))
      let price = random.chance(15) ? 0 : random.int64(0...priceMax)
      bySecond += Array(repeating: price, count: Int(end - start))
      // Time without a period has no price.
      if price > 0 || random.chance(50) {
        periods.append(
          PricePeriod(span: TimeSpan(start: start, end: end), microYuanPerSecond: price))
      }
    }
    return (bySecond, periods)
  }

  @Test func `for any seed, no interval of a tiny horizon has a lower ratio`() {
    var betweenCount = 0
    var laterCount = 0
    for seed in UInt64(1)...4_000 {
      var random = TestRandom(seed: seed)
      let horizon = random.int64(4...48)
      let calendar = WorkCalendar(
        id: Identifier("K"),
        closed: (0..<random.int(0...3)).map { _ in
          let start = random.int64(0...horizon)
          return TimeSpan(start: start, end: start + random.int64(1...8))
        })
      let open = OpenTime(
        calendar: calendar,
        horizon: Horizon(startEpochSeconds: 0, lengthSeconds: horizon, zoneOffsetSeconds: 0))
      guard open.total >= 2 else { continue }
      let (bySecond, periods) = Self.prices(seconds: horizon, &random)
      // By open second, and the cost of all before each.
      var before: [Int128] = [0]
      for number in 0..<open.total {
        before.append(
          before[Int(number)] + Int128(bySecond[Int(open.time(ofOpenSecond: number))]))
      }
      let rooms = (0..<random.int(1...3)).map { _ in
        let first = random.int64(0...(open.total * 2 / 3))
        return first..<random.int64((first + 1)...open.total)
      }
      // Not all rooms have time for all lengths.
      let widest = rooms.map(\.count).max() ?? 0
      let shortest = random.int64(1...Int64(widest))
      let lengths = shortest...random.int64(shortest...(open.total + 3))
      let setup = random.int64(0...(shortest - 1))

      var least: RunningPrice?
      var leastAtLimits: RunningPrice?
      var leastInFirst: RunningPrice?
      for (index, room) in rooms.enumerated() {
        for length in lengths where length <= room.count {
          for start in room.lowerBound...(room.upperBound - length) {
            let ratio = RunningPrice(
              cost: before[Int(start + length)] - before[Int(start)], seconds: length - setup)
            if least.map({ ratio < $0 }) ?? true { least = ratio }
            if length == lengths.lowerBound
              || length == min(lengths.upperBound, Int64(room.count)),
              leastAtLimits.map({ ratio < $0 }) ?? true
            {
              leastAtLimits = ratio
            }
          }
        }
        if index == 0 { leastInFirst = least }
      }
      let found = PricedTime(periods: periods, open: open)
        .leastRunningPrice(inOneOf: rooms, lengths: lengths, setup: setup)
      #expect(found != nil, "seed \(seed)")
      if let found, let least, let leastAtLimits {
        #expect(!(found < least) && !(least < found), "seed \(seed): \(found), not \(least)")
        if least < leastAtLimits { betweenCount += 1 }
        if leastInFirst.map({ least < $0 }) ?? true { laterCount += 1 }
      }
    }
    // The lot must have drawn intervals that are neither the shortest nor the longest, and rooms
    // that are cheaper than the first.
    #expect(betweenCount > 200, "\(betweenCount)")
    #expect(laterCount > 200, "\(laterCount)")
  }

  @Test func `rooms that are shorter than the shortest length have no interval`() {
    let open = OpenTime(
      calendar: nil,
      horizon: Horizon(startEpochSeconds: 0, lengthSeconds: 100, zoneOffsetSeconds: 0))
    let prices = PricedTime(
      periods: [PricePeriod(span: TimeSpan(start: 0, end: 50), microYuanPerSecond: 8)], open: open)
    func found(_ rooms: [Range<Int64>]) -> RunningPrice? {
      prices.leastRunningPrice(inOneOf: rooms, lengths: 10...20, setup: 9)
    }
    #expect(found([]) == nil)
    #expect(found([20..<29, 60..<69]) == nil)
    // Ten seconds at 8 run for one.
    #expect(found([20..<30])?.cost == 80)
    #expect(found([20..<30])?.seconds == 1)
    // So do all sixteen of the second room for seven, six of them free.
    #expect(found([20..<30, 40..<56])?.cost == 80)
    #expect(found([20..<30, 40..<56])?.seconds == 7)
  }

  @Test func `prices and lengths may be as large as they can be`() throws {
    let horizon = Limits.horizonSecondsMax
    let open = OpenTime(
      calendar: nil,
      horizon: Horizon(startEpochSeconds: 0, lengthSeconds: horizon, zoneOffsetSeconds: 0))
    let prices = PricedTime(
      periods: (0..<horizon / 1_000_000).map {
        PricePeriod(
          span: TimeSpan(start: $0 * 1_000_000, end: ($0 + 1) * 1_000_000),
          microYuanPerSecond: $0 == 7 ? .max - 1_000 : .max - $0 % 2)
      } + [
        PricePeriod(
          span: TimeSpan(start: horizon / 1_000_000 * 1_000_000, end: horizon),
          microYuanPerSecond: .max)
      ], open: open)
    let found = try #require(
      prices.leastRunningPrice(inOneOf: [0..<horizon], lengths: 10...(horizon - 10), setup: 9))
    // A set-up of nine seconds is shared by all but ten of them.
    #expect(found.seconds == horizon - 19)
    let alone = try #require(
      prices.leastRunningPrice(inOneOf: [0..<horizon], lengths: 10...(horizon - 10), setup: 0))
    #expect(alone.cost == Int128(alone.seconds) * Int128(Int64.max - 1_000))
  }
}
