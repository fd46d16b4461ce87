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
    #expect(medians.seconds(pieces: [1, 10]) == [35, 83])
    #expect(medians.seconds(pieces: [10]) == [83])
    // 5 and 6 seconds of set-up, between 0 and 100.
    #expect(medians.seconds(hours: 250) == 9_006)
  }

  @Test func `only offers that can state a need count`() {
    let piece = Pricing.piece(tiers: [PriceTier(fromQuantity: 1, priceFen: 5)])
    var few = medians([offer(7, nil), offer(9, 1_000, piece)])
    #expect(few.seconds(hours: 100) == 3_607)
    #expect(few.seconds(pieces: [1]) == [10])
    var hoursOnly = medians([offer(0, nil)])
    #expect(hoursOnly.seconds(hours: 100) == 3_600)
    #expect(hoursOnly.seconds(pieces: [1]) == [0])
    var none = medians([])
    #expect(none.seconds(hours: 100) == 0)
    #expect(none.seconds(pieces: [1]) == [0])
    #expect(medians([offer(9, 1_000, piece)]).seconds(hours: 100) == 0)
  }

  @Test func `the largest magnitudes fit`() {
    let largest = offer(Limits.setupSecondsMax, Limits.cycleMillisecondsMax)
    var medians = medians([largest, largest])
    let most = Limits.setupSecondsMax + Limits.quantityMax * Limits.cycleMillisecondsMax / 1_000
    #expect(medians.seconds(pieces: [Limits.quantityMax]) == [most])
  }

  @Test(arguments: UInt64(1)...100)
  func `for any seed, it is the middle of all needs sorted`(seed: UInt64) {
    var random = TestRandom(seed: seed)
    // From offers that hardly cross to offers that all cross at once, and to many equal ones.
    let setupMax = random.pick([0, 10, 10_000, 300_000] as [Int64])
    let cycleMax = random.pick([3, 5_000, 2_000_000] as [Int64])
    let offers = (0..<random.int(1...120)).map { _ in
      offer(random.int64(0...setupMax), random.int64(1...cycleMax))
    }
    let quantityMax = random.pick([5, 300, 100_000] as [Int64])
    let drawn = (0..<random.int(0...80)).map { _ in random.int64(1...quantityMax) }
    let quantities = Set(drawn).sorted()
    var medians = medians(offers)
    let expected = quantities.map { quantity in
      let needs = offers.map {
        $0.setupSeconds + (quantity * ($0.cycleMilliseconds ?? 0) + 999) / 1_000
      }.sorted()
      return (needs[(needs.count - 1) / 2] + needs[needs.count / 2] + 1) / 2
    }
    #expect(medians.seconds(pieces: quantities) == expected, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...100)
  func `for any seed, selecting is sorting`(seed: UInt64) {
    var random = TestRandom(seed: seed)
    let most = random.pick([0, 3, 1_000_000] as [Int64])
    var numbers = (0..<random.int(1...200)).map { _ in random.int64(0...most) }
    if random.chance(30) { numbers.sort() }
    let sorted = numbers.sorted()
    for low in numbers.indices {
      for high in low...min(low + 1, numbers.count - 1) {
        let (first, second) = selectTwo(low, high, in: &numbers)
        #expect([first, second] == [sorted[low], sorted[high]], "seed \(seed)")
      }
    }
  }

  @Test func `numbers that no pivot halves are selected all the same`() {
    // Organ pipes, the largest in the middle, put a bad pivot first again and again.
    var numbers = (Int64(0)..<5_000).map { min($0, 4_999 - $0) }
    let (low, high) = selectTwo(2_499, 2_500, in: &numbers)
    #expect([low, high] == [1_249, 1_250])
  }
}
