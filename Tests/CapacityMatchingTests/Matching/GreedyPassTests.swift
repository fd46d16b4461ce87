import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// One pass over a queue.
@Suite struct GreedyPassTests {
  private func manyProcesses(seed: UInt64) -> Dataset {
    var shape = RandomDatasetShape()
    (shape.orders, shape.machines, shape.processes) = (160, 40, 24)
    (shape.offerPercent, shape.multiStagePercent) = (4, 4)
    return randomDataset(seed: seed, shape: shape)
  }

  private func pass(
    over market: Market, candidates: Candidates, threads: Int
  ) async -> GreedyPass {
    let setting = PassSetting(
      market: market, candidates: candidates, objective: .surplus, method: .bestFirst(.all),
      width: .narrow, wideSearches: 2)
    let queue = OrderQueue(market, candidates, key: .worthPerRootHour, objective: .surplus)
    let opening = FreeCapacity(market, market.openingTimelines())
    var pass = await GreedyPass(setting, opening: opening, queue: queue.orders, threads: threads)
    _ = await pass.serveLeftovers(setting, threads: threads)
    return pass
  }

  @Test(arguments: 1...20)
  func `groups of processes served apart leave what one thread leaves`(seed: UInt64) async {
    let market = Market(manyProcesses(seed: seed))
    let candidates = await Candidates.find(in: market, method: .bestFirst(.all), threads: 1)
    let one = await pass(over: market, candidates: candidates, threads: 1)
    for threads in [2, 3, 8] {
      let some = await pass(over: market, candidates: candidates, threads: threads)
      #expect(some.objectiveFen == one.objectiveFen, "seed \(seed), \(threads) threads")
      for order in market.orders.indices {
        #expect(some.placements.freightFen(of: order) == one.placements.freightFen(of: order))
        #expect(
          some.placements.parts(of: order).map(\.start)
            == one.placements.parts(of: order).map(\.start))
        #expect(
          some.placements.parts(of: order).map(\.unit)
            == one.placements.parts(of: order).map(\.unit))
      }
      for unit in 0..<market.unitCount {
        #expect(some.free.timelines.gapList(unit) == one.free.timelines.gapList(unit))
        #expect(some.free.timelines.longestGap(unit) == one.free.timelines.longestGap(unit))
      }
      for machine in market.machines.indices {
        #expect(
          some.free.timelines.longestGap(ofMachine: machine)
            == one.free.timelines.longestGap(ofMachine: machine))
      }
      let days = one.free.index.buckets(from: 0, to: market.horizon.lengthSeconds)
      for place in market.offerIndex.placeOfOffer {
        #expect(
          some.free.index.level(place: Int(place), days)
            == one.free.index.level(place: Int(place), days))
      }
    }
  }

  @Test func `the random datasets of these tests have several groups`() {
    let counts = (1...20).map { Market(manyProcesses(seed: $0)).processGroups.groupCount }
    #expect(counts.filter { $0 > 1 }.count >= 10, "groups of seeds 1 to 20: \(counts)")
  }

  @Test(arguments: [1, 2, 3, 5])
  func `lots hold every order once, a group's in turn`(count: Int) {
    let market = Market(manyProcesses(seed: 3))
    let groups = market.processGroups
    let queue = market.orders.indices.map(Int32.init).reversed()
    let lots = groups.lots(of: Array(queue)[...], count: count)
    #expect(lots.count <= count)
    #expect(lots.flatMap(\.orders).sorted() == market.orders.indices.map(Int32.init))
    for lot in lots {
      for group in lot.groups {
        let own = lot.orders.filter { groups.groupOfOrder[Int($0)] == group }
        #expect(own == queue.filter { groups.groupOfOrder[Int($0)] == group })
      }
    }
  }

  @Test func `effort 0 makes one pass, and more of it more`() {
    let market = Market(randomDataset(seed: 1))
    #expect(SearchPlan(market, options: MatchOptions(effort: 0)).passCount == 1)
    #expect(SearchPlan(market, options: MatchOptions(effort: 1)).passCount > 1)
  }
}
