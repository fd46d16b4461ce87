import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `The grid of prices` {
  /// Free seconds of all units for each second of a machine's working time.
  private func freeUnits(_ machine: Int, _ market: Market, _ opening: Timelines) -> [Int64] {
    let columns = market.machines[machine]
    var free = [Int64](repeating: 0, count: Int(market.openTime.total(columns.calendar)))
    for unit in columns.firstUnit..<columns.firstUnit + columns.unitCount {
      for gap in opening.gapList(unit) {
        for second in gap.from..<gap.to { free[Int(second)] += 1 }
      }
    }
    return free
  }

  private func expectGrid(_ market: Market, fineness: Int, _ note: Comment) {
    let opening = market.openingTimelines()
    let grid = PriceGrid(market, opening: opening, fineness: fineness)
    for machine in market.machines.indices {
      let free = freeUnits(machine, market, opening)
      let cells = grid.cells(of: machine)
      #expect(cells.count <= 1_000, note)
      #expect(free.isEmpty == cells.isEmpty, note)
      var reached: Int32 = 0
      for cell in cells {
        #expect(grid.begins[cell] == reached, note)
        let end = grid.begins[cell + 1]
        #expect(end > reached, note)
        #expect(grid.freeSeconds[cell] == free[Int(reached)..<Int(end)].reduce(0, +), note)
        for second in [reached, end - 1] {
          #expect(grid.cell(machine, at: Int64(second)) == cell, note)
        }
        reached = end
      }
      #expect(Int(reached) == free.count, note)
    }
  }

  @Test func `has cells that follow each other and hold all time that is not promised`() {
    for seed in UInt64(1)...600 {
      var random = TestRandom(seed: seed)
      expectGrid(
        Market(tinyDataset(seed: seed)), fineness: random.pick([1, 2, 7, 40, 900]), "seed \(seed)")
    }
  }

  @Test(arguments: [0, 100, 240, 260, 600], [1, 28, 448, 896, 5_000])
  func `has at most 1,000 cells a machine, however many bookings are promised`(
    promised: Int, fineness: Int
  ) {
    var dataset = Workshop().dataset
    dataset.machines[0].units = 2
    for number in 0..<promised {
      let start = Int64(number) * 900 + Int64(number % 7)
      dataset.promised.append(
        PromisedBooking(
          id: Identifier("B\(number)"), machine: 0, unit: number % 2 + 1,
          span: TimeSpan(start: start, end: start + 400 + Int64(number % 700))))
    }
    expectGrid(
      Market(dataset), fineness: fineness, "\(promised) promised, fineness \(fineness)")
  }

  @Test func `keeps its prices when it is cut more finely at the same borders`() {
    for seed in UInt64(1)...200 {
      var random = TestRandom(seed: seed)
      let market = Market(tinyDataset(seed: seed))
      let opening = market.openingTimelines()
      let coarse = PriceGrid(market, opening: opening, fineness: 1)
      let prices = (0..<coarse.cellCount).map { _ in Double(random.int(0...100)) }
      let fine = PriceGrid(market, opening: opening, fineness: random.int(1...60))
      let adopted = fine.adopted(prices, from: coarse)
      for machine in market.machines.indices {
        for cell in fine.cells(of: machine) {
          let other = coarse.cell(machine, at: Int64(fine.begins[cell]))
          #expect(adopted[cell] == prices[other], "seed \(seed)")
        }
      }
    }
  }
}
