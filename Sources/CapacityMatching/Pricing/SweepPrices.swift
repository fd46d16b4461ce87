/// Prices on their way through a sweep: those of what a batch of orders uses rise, all others fall a little.
///
/// A batch costs a pass over all cells, on one thread, so that prices, their sum and what intervals cost at
/// them are kept up to date in one go.
struct SweepPrices: Sendable {
  /// The prices by cell, in micro-yuan a second.
  private struct Levels {
    var prices: [Double]
    /// Of the prices after each batch.
    var sum: [Double]
    /// How far a price falls in a batch that leaves its cell alone.
    var falls: [Double]

    /// The next price of a cell.
    @inline(__always)
    mutating func fall(_ cell: Int) -> Double {
      let price = max(0, prices[cell] - falls[cell])
      prices[cell] = price
      sum[cell] += price
      return price
    }
  }

  /// How far a price moves when once what is free is used, by cell.
  private let steps: [Double]
  /// Each may use this part of what is free.
  private let batchCount: Int
  private var levels: Levels
  /// What intervals cost at the prices.
  private(set) var table: PriceTable
  /// The most seconds of each cell that a batch has used so far, no fewer than are free.
  private(set) var peaks: [Double]
  private var used: CellUsage

  init(
    _ grid: PriceGrid, from prices: [Double], steps: [Double], peaks: [Double], batches count: Int
  ) {
    self.steps = steps
    self.peaks = peaks
    batchCount = count
    table = PriceTable(grid, prices)
    levels = Levels(
      prices: prices, sum: [Double](repeating: 0, count: prices.count),
      falls: [Double](repeating: 0, count: prices.count))
    used = CellUsage(cellCount: prices.count)
    for cell in prices.indices where grid.freeSeconds[cell] > 0 {
      self.peaks[cell] = max(peaks[cell], Double(grid.freeSeconds[cell]))
      levels.falls[cell] = fall(of: cell)
    }
  }

  private func fall(of cell: Int) -> Double {
    let share = 1 / Double(batchCount)
    return steps[cell] / peaks[cell] * Double(table.grid.freeSeconds[cell]) * share
  }

  /// Moves the prices by what a batch uses; which thread found what makes no difference.
  mutating func move(by found: [CellUsage]) {
    used.removeAll()
    for part in found {
      for cell in part.cells { used.add(part.seconds[Int(cell)], at: Int(cell)) }
    }
    for cell in used.cells.lazy.map(Int.init) where table.grid.freeSeconds[cell] > 0 {
      let seconds = Double(used.seconds[cell])
      // Parts at their unit cost may use a short cell many times over.
      if seconds > peaks[cell] {
        peaks[cell] = seconds
        levels.falls[cell] = fall(of: cell)
      }
      levels.prices[cell] += steps[cell] / peaks[cell] * seconds
    }
    SweepPrices.fall(&levels, &table)
  }

  private static func fall(_ levels: inout Levels, _ table: inout PriceTable) {
    table.setPrices { levels.fall($0) }
  }

  /// The prices after the last batch.
  var last: [Double] { levels.prices }

  /// The average of the prices after each batch, once all have moved them.
  var average: [Double] { levels.sum.map { $0 / Double(batchCount) } }
}
