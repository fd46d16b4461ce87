import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// What slots of a chain cost at the least, against what each of their terms costs.
@Suite struct `The least that stages cost` {
  @Test func `is no more than any of their terms costs, and as much as the cheapest`() async {
    var (wholeCount, partCount) = (0, 0)
    var shape = RandomDatasetShape()
    (shape.days, shape.orders, shape.machines) = (7, 15, 6)
    for seed in UInt64(1)...80 {
      var random = TestRandom(seed: seed)
      let drawn = RandomGrid(randomDataset(seed: seed, shape: shape), &random)
      let (market, table) = (drawn.market, drawn.table)
      let store =
        await AllTerms.build(
          market, in: drawn.grid.rooms, objective: .surplus, threads: 1
        ).joined ?? TermStore(.surplus)
      var lowest = LowestCosts()
      var intervals = WindowMaximum()
      for program in store.programs where program.shape == .chain {
        lowest.find(program.slots, in: store, table, market)
        for (number, slot) in program.slots.enumerated() {
          let note: Comment = "seed \(seed), order \(program.order), slot \(number)"
          let own = store.slots[slot]
          let costs = (0..<own.count).map { place in
            own.isRate
              ? StretchCost(store.rates[own.first + place], of: own, at: table, &intervals).least
              : bookingCost(store.windows[own.first + place], own, table, market)
          }
          #expect(lowest.ofSlots[number] == costs.min(), note)
          for (place, cost) in costs.enumerated() {
            #expect(lowest.cost(of: place, in: slot) <= cost, note)
          }
          if own.isRate { partCount += 1 } else { wholeCount += 1 }
        }
      }
    }
    #expect(wholeCount > 300)
    #expect(partCount > 100)
  }

  private func bookingCost(
    _ term: TermStore.WindowTerm, _ slot: TermStore.Slot, _ table: PriceTable, _ market: Market
  ) -> Int64 {
    let found = table.cheapestStartInRooms(
      of: term, isUnbroken: slot.isUnbroken, below: .max, in: market)
    return found.map { term.cost + $0.cost } ?? .max
  }
}
