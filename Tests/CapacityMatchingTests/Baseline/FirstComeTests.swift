import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct FirstComeTests {
  /// Two orders that both fill the only machine's week; the second is worth more.
  private func rivals() -> Workshop {
    var shop = Workshop()
    shop.dataset.machines.removeLast()
    shop.dataset.offers.removeLast()
    shop.dataset.orders[0].deadline = 7 * 24 * shop.hour
    shop.dataset.orders[0].budgetFen = 1_200_000
    shop.dataset.stages[0].quantity = 7 * 24 * 60
    var other = shop.dataset.orders[0]
    other.id = Identifier("O1")
    other.budgetFen = 1_500_000
    other.stages = 1..<2
    shop.dataset.orders.append(other)
    shop.dataset.stages.append(shop.dataset.stages[0])
    return shop
  }

  private func match(
    _ dataset: Dataset, _ objective: ObjectiveKind = .surplus, effort: Int = 1, threads: Int = 1
  ) async -> MatchResult {
    let options = MatchOptions(objective: objective, effort: effort, threads: threads)
    return await Matcher(dataset, options: options).match()
  }

  @Test func `who comes first is served, though another is worth more`() async {
    var shop = rivals()
    // Before the horizon: the earlier the better, also there.
    shop.dataset.orders[0].release = -2
    shop.dataset.orders[1].release = -1
    let result = await match(shop.dataset)
    // A week of 168 hours at 60 yuan an hour costs 10,080 yuan.
    #expect(result.firstComeFen == 192_000)
    #expect(result.objectiveFen == 492_000)
  }

  @Test func `of one release the lower id comes first, wherever it stands`() async {
    var shop = rivals()
    #expect(await match(shop.dataset).firstComeFen == 192_000)
    shop.dataset.orders[0].id = Identifier("O2")
    #expect(await match(shop.dataset).firstComeFen == 492_000)
  }

  @Test func `effort 0 does not ask`() async {
    #expect(await match(rivals().dataset, effort: 0).firstComeFen == nil)
  }

  @Test func `it counts what the objective counts`() async {
    var shop = rivals()
    shop.dataset.orders[0].priority = 3
    #expect(await match(shop.dataset, .fill).firstComeFen == 300)
    #expect(await match(shop.dataset, .value).firstComeFen == 3_600_000)
  }

  @Test(arguments: UInt64(1)...40)
  func `for any seed, it is what orders earn that are matched alone in turn`(seed: UInt64) async {
    var shape = RandomDatasetShape()
    shape.orders = 40
    shape.multiStagePercent = 0
    shape.splitPercent = 0
    let dataset = randomDataset(seed: seed, shape: shape)
    var alone = dataset
    alone.orders = []
    var earnedFen: Int64 = 0
    let promised = Set(dataset.promised.compactMap(\.orderID))
    let queue = dataset.orders.filter { !promised.contains($0.id) }
      .sorted { ($0.release, $0.id) < ($1.release, $1.id) }
    for order in queue {
      alone.orders = [order]
      alone.stages = [dataset.stages[order.stages.lowerBound]]
      alone.orders[0].stages = 0..<1
      let result = await match(alone, effort: 0)
      earnedFen += result.objectiveFen
      for booking in result.bookings {
        alone.promised.append(
          PromisedBooking(
            id: Identifier("taken \(alone.promised.count)"),
            machine: dataset.offers[booking.offer].machine, unit: booking.unit, span: booking.span))
      }
    }
    let result = await match(dataset, threads: 2)
    #expect(result.firstComeFen == earnedFen)
  }

  @Test(
    arguments: [
      (nil, 5, nil), (0, 5, nil), (200, 300, 5_000), (300, 300, 0), (300, 200, -3_333),
      // 0.005 % either way is rounded up.
      (20_000, 20_001, 1), (20_000, 19_999, 0), (1, 4_000_000_000_000_000_000, .max),
    ] as [(Int64?, Int64, Int64?)])
  func `the benefit is rounded half up`(firstCome: Int64?, objective: Int64, benefit: Int64?) {
    let result = MatchResult(
      bookings: [], matched: [], unmatched: [], objectiveFen: objective, firstComeFen: firstCome)
    #expect(result.benefitOverFirstComeHundredths == benefit)
  }
}
