import CapacityMatching
import CapacityModel
import TestSupport
import Testing

@testable import CapacityVerification

/// The bound against what can be tried out, and against what a matcher reaches.
@Suite struct UpperBoundPropertyTests {
  /// What an order earns for charges and freight, in micro-yuan, before the prices.
  private static func earnings(
    of order: Order, costFen: Int64, _ objective: ObjectiveKind
  ) -> Int128 {
    let priority = Int128(order.priority)
    return switch objective {
    case .surplus: priority * Int128(order.budgetFen - costFen) * 10_000
    case .value: priority * Int128(order.budgetFen) * 10_000
    case .fill: priority * 1_000_000
    }
  }

  @Test(arguments: ObjectiveKind.allCases)
  func `for any seed, the best of an order in one part is that of all starts tried`(
    objective: ObjectiveKind
  ) throws {
    try Self.expectBestOfAllStarts(objective, withPromised: false) { _ in }
  }

  @Test(arguments: ObjectiveKind.allCases)
  func `for any seed, a piece that may be split is held to starts that promised bookings leave`(
    objective: ObjectiveKind
  ) throws {
    try Self.expectBestOfAllStarts(objective, withPromised: true) { dataset in
      // As much work as of all pieces, in a single one.
      let quantity = dataset.stages[0].quantity
      dataset.stages[0].quantity = 1
      for index in dataset.offers.indices {
        dataset.offers[index].cycleMilliseconds = dataset.offers[index].cycleMilliseconds
          .map { quantity * $0 }
      }
      dataset.orders[0].partsMax = 3
    }
  }

  private static func expectBestOfAllStarts(
    _ objective: ObjectiveKind, withPromised: Bool, change: (inout Dataset) -> Void
  ) throws {
    var positiveCount = 0
    var pricedCount = 0
    for seed in UInt64(1)...300 {
      var lots = SmallMarket.Random(state: seed)
      var random = TestRandom(seed: seed)
      var dataset = SmallMarket.world(&lots).dataset
      change(&dataset)
      dataset.orders[0].priority = random.int64(1...3)
      dataset.orders[0].budgetFen = random.int64(1...600)
      let order = dataset.orders[0]
      var prices: [ShadowPrice] = []
      var bySecond = [[Int64]](
        repeating: Array(repeating: 0, count: Int(SmallMarket.length)), count: 3)
      for machine in dataset.machines.indices {
        prices += RandomPrices.draw(
          of: machine, horizon: SmallMarket.length, periodsMax: 12,
          priceMax: random.pick([50, 20_000, 200_000]), &random)
      }
      for price in prices {
        for second in price.period.start..<price.period.end {
          bySecond[price.machine][Int(second)] = price.microYuanPerSecond
        }
      }

      var best: Int128 = 0
      for way in SmallMarket.ways(dataset, withPromised: withPromised)
      where way.arrival <= order.deadline && way.costFen <= order.budgetFen {
        let machine = dataset.offers[way.offer].machine
        var earned = Self.earnings(of: order, costFen: way.costFen, objective)
        for second in way.start..<way.end
        where SmallMarket.isOpen(second, machine: dataset.machines[machine], in: dataset) {
          earned -= Int128(bySecond[machine][Int(second)])
        }
        if earned > best { best = earned }
      }
      var freeTime: Int128 = 0
      for (index, machine) in dataset.machines.enumerated() {
        for second in 0..<SmallMarket.length
        where SmallMarket.isOpen(second, machine: machine, in: dataset) {
          for unit in 1...machine.units
          where !dataset.promised.contains(where: {
            $0.machine == index && $0.unit == unit && $0.span.start <= second
              && second < $0.span.end
          }) {
            freeTime += Int128(bySecond[index][Int(second)])
          }
        }
      }

      let bound = try RandomPrices.upperBound(prices, objective, in: dataset)
      #expect(bound.best(order: 0) == best, "seed \(seed)")
      #expect(bound.fen(threads: 2) == (freeTime + best + 9_999) / 10_000, "seed \(seed)")
      positiveCount += best > 0 ? 1 : 0
      pricedCount += freeTime > 0 ? 1 : 0
    }
    // The lot must have drawn what matters.
    #expect(positiveCount > 60)
    #expect(pricedCount > 200)
  }

  /// Few orders, so that most are served, and all kinds of stages and parts.
  private static func dataset(seed: UInt64) -> Dataset {
    var shape = RandomDatasetShape()
    shape.orders = 8
    shape.machines = 5
    shape.days = 5
    shape.multiStagePercent = 50
    shape.splitPercent = 60
    return randomDataset(seed: seed, shape: shape)
  }

  private static func costFen(of matched: MatchedOrder, in result: MatchResult) -> Int64 {
    result.bookings[matched.bookings].reduce(matched.freightFen) { $0 + $1.chargeFen }
  }

  /// What the prices ask of the bookings of an order, in micro-yuan.
  private static func pricedCost(
    of matched: MatchedOrder, in result: MatchResult, _ prices: [ShadowPrice],
    _ lookup: DatasetIndex
  ) -> Int128 {
    var sum: Int128 = 0
    for booking in result.bookings[matched.bookings] {
      let machine = lookup.dataset.offers[booking.offer].machine
      for price in prices where price.machine == machine {
        let shared = TimeSpan(
          start: max(price.period.start, booking.span.start),
          end: min(price.period.end, booking.span.end))
        let seconds = lookup.openTime(ofMachine: machine).openSeconds(in: shared)
        sum += Int128(seconds) * Int128(price.microYuanPerSecond)
      }
    }
    return sum
  }

  @Test(arguments: ObjectiveKind.allCases)
  func `for any seed and prices, neither an answer nor an order in it earns more than its bound`(
    objective: ObjectiveKind
  ) async throws {
    var kinds: [String: Int] = [:]
    for seed in UInt64(1)...200 {
      let dataset = Self.dataset(seed: seed)
      let lookup = DatasetIndex(dataset: dataset)
      let result = await Matcher(
        dataset, options: MatchOptions(objective: objective, effort: 0)
      ).match()
      var random = TestRandom(seed: seed)
      for priceMax in [Int64(1), 30_000, 300_000] {
        let prices = dataset.machines.indices.flatMap {
          RandomPrices.draw(
            of: $0, horizon: dataset.horizon.lengthSeconds, periodsMax: 30, priceMax: priceMax,
            &random)
        }
        let bound = try RandomPrices.upperBound(prices, objective, in: dataset)
        #expect(
          Int128(result.objectiveFen) <= bound.fen(threads: 1),
          "seed \(seed), prices to \(priceMax)")
        for matched in result.matched {
          let order = dataset.orders[matched.order]
          let earned =
            Self.earnings(
              of: order, costFen: Self.costFen(of: matched, in: result), objective)
            - Self.pricedCost(of: matched, in: result, prices, lookup)
          #expect(
            earned <= bound.best(order: matched.order), "seed \(seed), order \(order.id)")
          let isSplit = order.partsMax > 1
          kinds["\(order.stages.count > 1 ? "several" : "one") \(isSplit)", default: 0] += 1
        }
      }
    }
    #expect(kinds.values.allSatisfy { $0 > 300 } && kinds.count == 4, "\(kinds)")
  }

  /// The worst prices for a relaxation that is too dear: nothing is free of charge but the very
  /// seconds that an order has in an answer.
  @Test func `for any seed, an order whose own seconds alone have no price earns all of it`()
    async throws
  {
    for seed in UInt64(1)...250 {
      let dataset = Self.dataset(seed: seed)
      let result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
      for matched in result.matched {
        var prices: [ShadowPrice] = []
        for machine in dataset.machines.indices {
          var reached: Int64 = 0
          let taken = result.bookings[matched.bookings]
            .filter { dataset.offers[$0.offer].machine == machine }.map(\.span)
            .sorted { $0.start < $1.start }
          let end = TimeSpan(
            start: dataset.horizon.lengthSeconds, end: dataset.horizon.lengthSeconds)
          for span in taken + [end] {
            if span.start > reached {
              prices.append(
                ShadowPrice(
                  machine: machine, period: TimeSpan(start: reached, end: span.start),
                  openSeconds: 0, microYuanPerSecond: 100_000_000))
            }
            reached = max(reached, span.end)
          }
        }
        let order = dataset.orders[matched.order]
        let earned = Self.earnings(
          of: order, costFen: Self.costFen(of: matched, in: result), .surplus)
        let bound = try RandomPrices.upperBound(prices, .surplus, in: dataset)
        #expect(earned <= bound.best(order: matched.order), "seed \(seed), order \(order.id)")
      }
    }
  }
}
