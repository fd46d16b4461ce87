import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Prices on their way through a sweep` {
  @Test func `rise by what is used, fall by what is free, and are kept as a table`() {
    for seed in UInt64(1)...200 {
      var random = TestRandom(seed: seed)
      let grid = RandomGrid(tinyDataset(seed: seed), &random).table.grid
      let cells = 0..<grid.cellCount
      let first = cells.map { _ in Double(random.int(0...3_000)) }
      let steps = cells.map { _ in Double(random.int(0...900)) }
      let batches = random.int(1...5)
      var moving = SweepPrices(
        grid, from: first, steps: steps, peaks: cells.map { _ in 0 }, batches: batches)
      // The same, a cell at a time.
      var prices = first
      var sums = cells.map { _ in 0.0 }
      var peaks = cells.map { Double(grid.freeSeconds[$0]) }
      for _ in 0..<batches {
        // Two threads' shares of what is used.
        var found = [CellUsage](repeating: CellUsage(cellCount: cells.count), count: 2)
        var used = cells.map { _ in 0.0 }
        for _ in 0..<random.int(0...8) where !cells.isEmpty {
          let (cell, seconds) = (random.int(0...(cells.count - 1)), random.int(0...200_000))
          found[random.int(0...1)].add(Int64(seconds), at: cell)
          used[cell] += Double(seconds)
        }
        moving.move(by: found)
        for cell in cells where grid.freeSeconds[cell] > 0 {
          let free = Double(grid.freeSeconds[cell])
          peaks[cell] = max(peaks[cell], used[cell])
          let excess = used[cell] - free / Double(batches)
          prices[cell] = max(0, prices[cell] + steps[cell] / peaks[cell] * excess)
          sums[cell] += prices[cell]
        }
      }
      let plain = PriceTable(grid, prices)
      let average = moving.average
      for cell in cells where grid.freeSeconds[cell] > 0 {
        #expect(abs(moving.table.knots[cell].price - plain.knots[cell].price) <= 1, "seed \(seed)")
        #expect(abs(average[cell] - sums[cell] / Double(batches)) < 1e-6, "seed \(seed)")
        #expect(moving.peaks[cell] == peaks[cell], "seed \(seed)")
      }
    }
  }

  @Test func `a usage lists each cell once and forgets all of them`() {
    var usage = CellUsage(cellCount: 5)
    for (cell, seconds) in [(3, 10), (1, 5), (3, 7), (2, 0)] {
      usage.add(Int64(seconds), at: cell)
    }
    #expect(usage.cells == [3, 1])
    #expect(usage.seconds == [0, 5, 0, 17, 0])
    usage.removeAll()
    #expect(usage.cells.isEmpty)
    #expect(usage.seconds == [0, 0, 0, 0, 0])
  }
}
