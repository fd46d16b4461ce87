/// All different columns that were found on a grid, order by order, and the share of each order that goes by each.
///
/// Orders stand by process: those that want the same machines are near each other, and so are the prices that they ask for.
struct ColumnPool: Sendable {
  /// Where each order's columns begin, by its place, and the count of all at the end.
  private(set) var firstColumn: [Int32]
  /// As in ``FoundColumns``, as are keys and entries.
  private(set) var values: [Double] = []
  private var keys: [UInt64] = []
  private(set) var firstEntry: [Int32] = [0]
  private(set) var entries: [ColumnEntry] = []
  /// By column, 0 to 1; those of an order are at most 1 together.
  var shares: [Double] = []

  init(orderCount: Int) { firstColumn = [Int32](repeating: 0, count: orderCount + 1) }

  var count: Int { values.count }
  var orderCount: Int { firstColumn.count - 1 }

  /// The columns of the order at a place.
  @inline(__always)
  func columns(of place: Int) -> Range<Int> {
    Int(firstColumn[place])..<Int(firstColumn[place + 1])
  }

  @inline(__always)
  func entries(of column: Int) -> Range<Int> {
    Int(firstEntry[column])..<Int(firstEntry[column + 1])
  }

  /// Adds columns that are not there yet; the first one of an order takes all of it.
  ///
  /// No order is in two of the parts.
  ///
  /// - Complexity: O(entries of all columns).
  mutating func add(_ found: [FoundColumns]) {
    var sources = [(part: Int32, column: Int32)](repeating: (-1, 0), count: orderCount)
    for (part, columns) in found.enumerated() {
      for (column, place) in columns.places.enumerated() {
        sources[Int(place)] = (Int32(part), Int32(column))
      }
    }
    var grown = ColumnPool(orderCount: orderCount)
    grown.reserve(
      columns: found.reduce(count) { $0 + $1.places.count },
      entries: found.reduce(entries.count) { $0 + $1.entries.count })
    for (place, source) in sources.enumerated() {
      let own = columns(of: place)
      for column in own {
        grown.append(
          values[column], keys[column], entries[entries(of: column)], share: shares[column])
      }
      if source.part >= 0 {
        let (columns, column) = (found[Int(source.part)], Int(source.column))
        if !keys[own].contains(columns.keys[column]) {
          let range = Int(columns.firstEntry[column])..<Int(columns.firstEntry[column + 1])
          grown.append(
            columns.values[column], columns.keys[column], columns.entries[range],
            share: own.isEmpty ? 1 : 0)
        }
      }
      grown.firstColumn[place + 1] = Int32(grown.count)
    }
    self = grown
  }

  private mutating func reserve(columns: Int, entries count: Int) {
    values.reserveCapacity(columns)
    keys.reserveCapacity(columns)
    shares.reserveCapacity(columns)
    firstEntry.reserveCapacity(columns + 1)
    entries.reserveCapacity(count)
  }

  private mutating func append(
    _ value: Double, _ key: UInt64, _ own: ArraySlice<ColumnEntry>, share: Double
  ) {
    values.append(value)
    keys.append(key)
    shares.append(share)
    entries.append(contentsOf: own)
    firstEntry.append(Int32(entries.count))
  }
}
