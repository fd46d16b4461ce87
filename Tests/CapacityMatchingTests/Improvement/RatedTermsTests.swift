import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `The terms of an order at prices` {
  @Test func `are those that may pay, by stage, the cheapest first`() async {
    var ratedCount = 0
    var leftOutCount = 0
    var stagesMost: Int32 = 0
    for seed in UInt64(1)...60 {
      var random = TestRandom(seed: seed)
      let drawn = RandomGrid(randomDataset(seed: seed), &random)
      let (market, table) = (drawn.market, drawn.table)
      let store =
        await AllTerms.build(
          market, in: Rooms(market, opening: market.openingTimelines()), objective: .surplus,
          threads: 1
        ).joined ?? TermStore(.surplus)
      let rated = await RatedTerms(market, store, at: table, threads: 2)
      for (number, program) in store.programs.enumerated() {
        let note: Comment = "seed \(seed), order \(program.order)"
        let found = Array(rated.of(number))
        #expect(
          found.map { [Int64($0.stage), $0.ideal] }
            == found.map { [Int64($0.stage), $0.ideal] }.sorted { $0.lexicographicallyPrecedes($1) },
          note)
        let isChain = program.shape == .chain
        var wanted: Set<Int32> = []
        for slot in store.slots[isChain ? program.slots : program.slots.prefix(1)]
        where !slot.isRate {
          for term in slot.first..<slot.first + slot.count {
            let own = store.windows[term]
            guard
              let start = table.cheapestStart(of: own, isUnbroken: slot.isUnbroken, in: market)
            else { continue }
            let most = program.value - own.cost
            if !isChain, most - start.cost < -most / 2 {
              leftOutCount += 1
              continue
            }
            wanted.insert(Int32(term))
            let same = found.first { $0.term == Int32(term) }
            #expect(same?.ideal == own.cost + start.cost, note)
            #expect(same?.stage == slot.stage, note)
            #expect(same?.isUnbroken == slot.isUnbroken, note)
          }
        }
        #expect(Set(found.map(\.term)) == wanted, note)
        ratedCount += found.count
        stagesMost = max(stagesMost, found.map(\.stage).max() ?? 0)
      }
      #expect(rated.reduced.count == store.programs.count)
    }
    // The lot must have drawn what matters.
    #expect(ratedCount > 500)
    #expect(leftOutCount > 50)
    #expect(stagesMost >= 1)
  }
}
