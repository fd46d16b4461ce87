import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct MedianNeedsTests {
  private func offer(
    _ setup: Int64, _ cycle: Int64?, _ pricing: Pricing = .time(hourlyRateFen: 6_000)
  ) -> Offer {
    Offer(
      machine: 0, process: 0, pricing: pricing, cycleMilliseconds: cycle, setupSeconds: setup)
  }

  private func medians(_ offers: [Offer]) -> MedianNeeds {
    var dataset = Workshop().dataset
    dataset.offers = offers
    return MedianNeeds(ArraySlice(offers.indices.map(Int32.init)), of: dataset)
  }

  @Test func `an even number of offers gives the mean of the middle two, rounded half up`() {
    var medians = medians([offer(0, 60_000), offer(100, 1_000), offer(5, 5_000), offer(6, 1)])
    // 60, 101, 10 and 7 seconds (6.001 rounded up); then 600, 110, 55 and 7.
    #expect(medians.seconds(pieces: 1) == 35)
    #expect(medians.seconds(pieces: 10) == 83)
    // Back again: asking in ascending order is only faster.
    #expect(medians.seconds(pieces: 1) == 35)
    // 5 and 6 seconds of set-up, between 0 and 100.
    #expect(medians.seconds(hours: 250) == 9_006)
  }

  @Test func `only offers that can state a need count`() {
    let piece = Pricing.piece(tiers: [PriceTier(fromQuantity: 1, priceFen: 5)])
    var few = medians([offer(7, nil), offer(9, 1_000, piece)])
    #expect(few.seconds(hours: 100) == 3_607)
    #expect(few.seconds(pieces: 1) == 10)
    var hoursOnly = medians([offer(0, nil)])
    #expect(hoursOnly.seconds(hours: 100) == 3_600)
    #expect(hoursOnly.seconds(pieces: 1) == 0)
    var none = medians([])
    #expect(none.seconds(hours: 100) == 0)
    #expect(none.seconds(pieces: 1) == 0)
    #expect(medians([offer(9, 1_000, piece)]).seconds(hours: 100) == 0)
  }

  @Test func `the largest magnitudes fit`() {
    let largest = offer(Limits.setupSecondsMax, Limits.cycleMillisecondsMax)
    var medians = medians([largest, largest])
    #expect(
      medians.seconds(pieces: Limits.quantityMax)
        == Limits.setupSecondsMax + Limits.quantityMax * Limits.cycleMillisecondsMax / 1_000)
  }

  @Test(arguments: UInt64(1)...60)
  func `for any seed, it is the middle of all needs sorted`(seed: UInt64) {
    var random = TestRandom(seed: seed)
    // From offers that hardly cross to offers that all cross at once, and up to few equal ones.
    let setupMax = random.pick([0, 10, 10_000, 300_000] as [Int64])
    let cycleMax = random.pick([3, 5_000, 2_000_000] as [Int64])
    let offers = (0..<random.int(1...120)).map { _ in
      offer(random.int64(0...setupMax), random.int64(1...cycleMax))
    }
    var quantities = (0..<60).map { _ in random.int64(1...random.pick([5, 300, 100_000])) }
    if random.chance(80) { quantities.sort() }
    var medians = medians(offers)
    for quantity in quantities {
      let needs = offers.map {
        $0.setupSeconds + (quantity * ($0.cycleMilliseconds ?? 0) + 999) / 1_000
      }.sorted()
      let (low, high) = (needs[(needs.count - 1) / 2], needs[needs.count / 2])
      #expect(medians.seconds(pieces: quantity) == (low + high + 1) / 2, "seed \(seed)")
    }
  }
}
