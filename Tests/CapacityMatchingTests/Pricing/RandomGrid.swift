import CapacityModel
import TestSupport

@testable import CapacityMatching

/// A market with prices drawn by lot, cut as finely as the lot says.
struct RandomGrid {
  let market: Market
  let opening: Timelines
  let grid: PriceGrid
  let table: PriceTable

  /// Prices go from nothing at all to more than anybody pays.
  init(_ dataset: Dataset, _ random: inout TestRandom) {
    market = Market(dataset)
    opening = market.openingTimelines()
    grid = PriceGrid(market, opening: opening, fineness: random.int(1...30))
    let most: Int64 = random.pick([0, 3, 1_000, 300_000, 50_000_000, 1_000_000_000_000, .max / 2])
    table = PriceTable(
      grid,
      (0..<grid.cellCount).map { _ in
        random.chance(30) ? 0 : Double(random.int64(0...most))
      })
  }

  /// The price of each second of a machine's working time.
  func secondPrices(_ machine: Int) -> [Int64] {
    var prices: [Int64] = []
    for cell in grid.cells(of: machine) {
      let length = Int(table.knots[cell + 1].begin - table.knots[cell].begin)
      prices += [Int64](repeating: table.knots[cell].price, count: length)
    }
    return prices
  }
}
