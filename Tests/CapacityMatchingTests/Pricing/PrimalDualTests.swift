import Testing

@testable import CapacityMatching

@Suite struct `Columns and their prices` {
  @Test func `finds shares and prices of a small linear program whose solution is known`() async {
    // Two orders want the same cell, which is free once; the second may go to another one for 2 less, the third wants that
    // one as well.
    var pool = ColumnPool(orderCount: 3)
    pool.add([found([(0, 10, [0]), (1, 8, [0]), (2, 5, [1])])])
    pool.add([found([(1, 6, [1])])])
    for threads in [1, 2] {
      var steps = PrimalDual(
        pool, free: [1, 1, 1], worths: [5, 5, 5], from: [0, 0, 9], threads: threads)
      await steps.run(200)
      await steps.run(2_000)
      // The first order takes the first cell, the second one the other; the third goes without.
      #expect(
        zip(steps.shares, [1, 0, 1, 0]).allSatisfy { abs($0 - $1) < 0.01 }, "\(steps.shares)")
      // Prices that leave nothing to those that go without prove 16, which is what is earned.
      let (first, second) = (steps.prices[0], steps.prices[1])
      let bound =
        first + second + max(0, 10 - first) + max(0, 8 - first, 6 - second) + max(0, 5 - second)
      #expect(abs(bound - 16) < 0.05, "\(steps.prices)")
      #expect(steps.prices[2] < 0.1, "nobody uses the last cell")
    }
  }

  @Test func `keeps a column once and those of an order together`() {
    var pool = ColumnPool(orderCount: 4)
    pool.add([found([(2, 5, [1])]), found([(0, 7, [0, 1])])])
    pool.add([found([(0, 7, [1, 0]), (2, 4, [3])])])
    #expect((0..<4).map { pool.columns(of: $0).count } == [1, 0, 2, 0])
    #expect(pool.values == [7, 5, 4])
    #expect(pool.shares == [1, 1, 0], "the first column of an order takes all of it")
    #expect(pool.entries[pool.entries(of: 2)].map(\.cell) == [3])
  }

  /// Columns of orders at places, each worth something and using all of some cells.
  private func found(_ columns: [(place: Int32, value: Double, cells: [Int32])]) -> FoundColumns {
    var found = FoundColumns()
    for column in columns {
      found.entries += column.cells.map { ColumnEntry(cell: $0, weight: 1) }
      found.endColumn(place: column.place, value: column.value)
    }
    return found
  }
}
