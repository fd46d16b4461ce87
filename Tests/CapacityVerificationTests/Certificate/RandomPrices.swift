import CapacityModel
import TestSupport
import Testing

@testable import CapacityVerification

/// Prices drawn by lot, and the bound that they prove.
enum RandomPrices {
  /// Some periods with prices, none of which share time; `open_s` is left to the caller.
  static func draw(
    of machine: Int, horizon: Int64, periodsMax: Int, priceMax: Int64, _ random: inout TestRandom
  ) -> [ShadowPrice] {
    var borders: Set<Int64> = []
    for _ in 0..<random.int(0...periodsMax) { borders.insert(random.int64(0...horizon)) }
    let sorted = borders.sorted()
    return zip(sorted, sorted.dropFirst()).compactMap { start, end in
      // Some time between has no price.
      guard random.chance(75) else { return nil }
      return ShadowPrice(
        machine: machine, period: TimeSpan(start: start, end: end), openSeconds: 0,
        microYuanPerSecond: random.chance(15) ? 0 : random.int64(1...priceMax))
    }
  }

  private static func records(_ prices: [ShadowPrice], in dataset: Dataset) -> [ShadowPriceRecord] {
    let lookup = DatasetIndex(dataset: dataset)
    return prices.enumerated().map { index, price in
      let free = UnpromisedTime(
        machine: price.machine, promised: dataset.promised.filter { $0.machine == price.machine },
        lookup: lookup)
      return ShadowPriceRecord(
        line: index + 2, machineID: dataset.machines[price.machine].id, start: price.period.start,
        end: price.period.end, openSeconds: Int64(free.seconds(in: price.period)),
        microYuanPerSecond: price.microYuanPerSecond)
    }
  }

  static func upperBound(
    _ prices: [ShadowPrice], _ objective: ObjectiveKind, in dataset: Dataset
  ) throws -> UpperBound {
    let lookup = DatasetIndex(dataset: dataset)
    var findings = FindingList(dataset: dataset)
    let checked = PriceRules(lookup: lookup).check(
      records(prices, in: dataset), into: &findings)
    return UpperBound(lookup: lookup, prices: try #require(checked), objective: objective)
  }
}
