internal import CapacityModel

/// How much of a cell a column uses.
struct ColumnEntry: Sendable {
  var cell: Int32
  /// Seconds for each second of the cell's length.
  var weight: Float
}

/// Columns of the linear program whose dual the prices are: what some orders do at some prices, one for each that
/// earns anything.
struct FoundColumns: Sendable {
  /// The orders' places in a pool, by column.
  private(set) var places: [Int32] = []
  /// What the order counts, less all costs but those of its seconds, in micro-yuan, by column.
  private(set) var values: [Double] = []
  /// Tells apart what columns use, by column.
  private(set) var keys: [UInt64] = []
  /// Where each column's entries begin, and the count of all at the end.
  private(set) var firstEntry: [Int32] = [0]
  var entries: [ColumnEntry] = []
  /// What all orders that were asked earn at the prices, in micro-yuan.
  private(set) var earned: Int128 = 0

  /// Adds what the order at `place` earns at most at the prices of `table`, by using `usage`.
  mutating func append(
    place: Int32, earned own: Int64, usage: CellUsage, at table: PriceTable
  ) {
    earned += Int128(own)
    if own <= 0 { return }
    var value = Double(own)
    for cell in usage.cells {
      let seconds = usage.seconds[Int(cell)]
      let knot = table.knots[Int(cell)]
      value += Double(knot.price) * Double(seconds)
      let length = table.knots[Int(cell) + 1].begin - knot.begin
      entries.append(ColumnEntry(cell: cell, weight: Float(Double(seconds) / Double(length))))
    }
    endColumn(place: place, value: value)
  }

  /// Ends a column, whose entries are those behind the one before.
  mutating func endColumn(place: Int32, value: Double) {
    var key: UInt64 = 0
    for entry in entries[Int(firstEntry[places.count])...] {
      // A sum, as cells come in any order.
      key &+= SplitMix64.hash(UInt64(entry.cell), UInt64(entry.weight.bitPattern))
    }
    places.append(place)
    values.append(value)
    keys.append(key)
    firstEntry.append(Int32(entries.count))
  }
}
