import CapacityModel
import TestSupport
import Testing

@testable import CapacityVerification

/// The bound of split orders against all splits of a ``SmallMarket``.
@Suite struct SplitPropertyTests {
  /// A market whose order may be split, with all that makes charges uneven.
  static func dataset(seed: UInt64, _ random: inout TestRandom) -> Dataset {
    var lots = SmallMarket.Random(state: seed)
    var dataset = SmallMarket.world(&lots).dataset
    dataset.lanes[0].microYuanPerKg = random.int64(0...400_000)
    for index in dataset.offers.indices {
      dataset.offers[index].setupSeconds = random.int64(0...12)
      dataset.offers[index].setupFeeFen = random.chance(50) ? random.int64(0...40) : 0
      dataset.offers[index].minimumChargeFen = random.chance(40) ? random.int64(0...90) : 0
      if random.chance(10) {
        dataset.offers[index].cycleMilliseconds = 0
        dataset.offers[index].setupSeconds += 1
      }
      switch random.int(0...3) {
      case 0:
        dataset.offers[index].pricing = .piece(tiers: [
          PriceTier(fromQuantity: random.int64(1...4), priceFen: random.int64(4...12)),
          PriceTier(fromQuantity: 6, priceFen: random.int64(1...12)),
        ])
      case 1:
        dataset.offers[index].pricing = .value(shareBasisPoints: random.int64(1...900))
      default: break
      }
      if random.chance(30) {
        dataset.offers[index].quantityMinHundredths = 100 * random.int64(1...4)
      }
      if random.chance(60) {
        dataset.offers[index].quantityMaxHundredths = max(
          dataset.offers[index].quantityMinHundredths, 100 * random.int64(2...9))
      }
    }
    for index in dataset.machines.indices { dataset.machines[index].units = random.int(1...2) }
    for index in dataset.promised.indices {
      dataset.promised[index].unit = min(
        dataset.promised[index].unit, dataset.machines[dataset.promised[index].machine].units)
    }
    dataset.stages[0].quantity = random.int64(1...14)
    if random.chance(20) {
      // Hundredths of an hour take 36 s, and few fit.
      dataset.stages[0].unit = .hour
      dataset.stages[0].quantity = random.int64(2...6)
      for index in dataset.offers.indices {
        dataset.offers[index].quantityMinHundredths /= 100
        dataset.offers[index].quantityMaxHundredths = .max
      }
    }
    dataset.orders[0].partsMax = random.int(2...5)
    dataset.orders[0].priority = random.int64(1...3)
    dataset.orders[0].budgetFen = random.int64(50...3_000)
    dataset.orders[0].declaredValueFen = random.int64(0...5_000)
    dataset.orders[0].weightGrams = random.int64(0...9_000)
    return dataset
  }

  /// By machine, for each quantity the least that a part of it costs there, over all offers and
  /// starts beside the promised bookings of any unit; fen count `weight` times.
  private static func partCosts(
    _ dataset: Dataset, prices: [ShadowPrice], weight: Int128
  ) -> [[Int128?]] {
    let lookup = DatasetIndex(dataset: dataset)
    let order = dataset.orders[0]
    let stage = dataset.stages[0]
    // By machine, what all open seconds before each second cost.
    let costBefore = dataset.machines.indices.map { machine in
      var bySecond = [Int64](repeating: 0, count: Int(SmallMarket.length))
      for price in prices where price.machine == machine {
        for second in price.period.start..<price.period.end
        where SmallMarket.isOpen(second, machine: dataset.machines[machine], in: dataset) {
          bySecond[Int(second)] = price.microYuanPerSecond
        }
      }
      return bySecond.reduce(into: [Int128(0)]) { $0.append(($0.last ?? 0) + Int128($1)) }
    }
    let hundredths: Int64 = stage.unit == .piece ? 100 : 1
    // Where work fits depends on the need alone; it is tried out for offers by the hour.
    var timed = dataset
    for index in timed.offers.indices {
      timed.offers[index].pricing = .time(hourlyRateFen: 3_600)
      if stage.unit == .hour { timed.offers[index].cycleMilliseconds = 36_000 }
    }
    let none = [Int128?](repeating: nil, count: Int(stage.quantity) + 1)
    var costs = dataset.machines.map { _ in none }
    for quantity in 1...stage.quantity {
      timed.stages[0].quantity = quantity
      for way in SmallMarket.ways(timed, withPromised: true) where way.arrival <= order.deadline {
        let offer = dataset.offers[way.offer]
        guard
          (offer.quantityMinHundredths...offer.quantityMaxHundredths).contains(
            quantity * hundredths),
          let charge = lookup.charges.charge(of: quantity, order: order, stage: stage, on: offer)
        else { continue }
        // From the second factory goods travel.
        let freight =
          dataset.processes[0].ships && dataset.machines[offer.machine].factory == 1
          ? lookup.routes.route(from: 1, to: 0).cost(
            weightGrams: order.weightGrams, numerator: quantity, denominator: stage.quantity) : 0
        let before = costBefore[offer.machine]
        let cost =
          weight * 10_000 * (charge + freight) + before[Int(way.end)] - before[Int(way.start)]
        let least = costs[offer.machine][Int(quantity)]
        costs[offer.machine][Int(quantity)] = min(least ?? cost, cost)
      }
    }
    return costs
  }

  /// The least cost of the whole in at most so many parts, each on a unit of its own.
  private static func leastCost(
    _ partCosts: [[Int128?]], of dataset: Dataset, partsMax: Int
  ) -> Int128? {
    let quantity = Int(dataset.stages[0].quantity)
    // By how many parts there are, and by how much they make.
    var least = [[Int128?]](
      repeating: Array(repeating: nil, count: quantity + 1), count: partsMax + 1)
    least[0][0] = 0
    for (machine, costs) in partCosts.enumerated() {
      for _ in 0..<dataset.machines[machine].units {
        var next = least
        for count in 0..<partsMax {
          for (reached, cost) in least[count].enumerated() {
            guard let cost else { continue }
            for part in 1..<max(1, quantity + 1 - reached) {
              guard let partCost = costs[part] else { continue }
              let before = next[count + 1][reached + part]
              next[count + 1][reached + part] = min(before ?? .max, cost + partCost)
            }
          }
        }
        least = next
      }
    }
    return least.compactMap { $0[quantity] }.min()
  }

  @Test(arguments: [ObjectiveKind.surplus, .value])
  func `for any seed and prices, no split earns more than the bound`(
    objective: ObjectiveKind
  ) throws {
    let seedCount: UInt64 = 2_000
    var splitCount = 0
    var manyCount = 0
    var tightCount = 0
    for seed in UInt64(1)...seedCount {
      var random = TestRandom(seed: seed)
      let dataset = Self.dataset(seed: seed, &random)
      let order = dataset.orders[0]
      let prices = dataset.machines.indices.flatMap {
        RandomPrices.draw(
          of: $0, horizon: SmallMarket.length, periodsMax: 20,
          priceMax: random.pick([50, 20_000, 200_000]), &random)
      }
      let weight: Int128 = objective == .surplus ? Int128(order.priority) : 0
      let money = Self.leastCost(
        Self.partCosts(dataset, prices: [], weight: 1), of: dataset, partsMax: order.partsMax)
      let costs = Self.partCosts(dataset, prices: prices, weight: weight)
      // The cheapest split with prices may be above the budget, so it is held against the bound of a
      // budget that never is short; that of the order itself is for time without prices.
      guard let money, money <= 10_000 * Int128(order.budgetFen),
        let cost = Self.leastCost(costs, of: dataset, partsMax: order.partsMax)
      else { continue }
      var unlimited = dataset
      unlimited.orders[0].budgetFen = 1_000_000
      let value = 10_000 * Int128(order.priority) * 1_000_000
      let bound = try RandomPrices.upperBound(prices, objective, in: unlimited).best(order: 0)
      #expect(value - cost <= bound, "seed \(seed)")
      let limited = try RandomPrices.upperBound([], objective, in: dataset).best(order: 0)
      let least = objective == .surplus ? money * Int128(order.priority) : 0
      #expect(
        10_000 * Int128(order.priority) * Int128(order.budgetFen) - least <= limited,
        "seed \(seed), without prices")
      if Self.leastCost(costs, of: dataset, partsMax: 1).map({ cost < $0 }) ?? true {
        splitCount += 1
      }
      if Self.leastCost(costs, of: dataset, partsMax: 2).map({ cost < $0 }) ?? true {
        manyCount += 1
      }
      if value - cost >= bound - max(value - bound, 0) / 10 { tightCount += 1 }
    }
    // The lot must have drawn orders that are better split, some into more than two parts, and bounds
    // that hold the cost to a tenth.
    #expect(splitCount > 200, "\(splitCount)")
    #expect(manyCount > 30, "\(manyCount)")
    #expect(tightCount > 400, "\(tightCount)")
  }
}
