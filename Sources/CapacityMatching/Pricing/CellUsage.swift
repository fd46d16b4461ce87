/// Seconds that orders use, by cell of a price grid.
///
/// A few orders use few of many cells: those are listed, so that nobody has to look for them.
struct CellUsage: Sendable {
  /// By cell.
  private(set) var seconds: [Int64]
  /// The cells with seconds, in the order in which they were first used.
  private(set) var cells: [Int32] = []

  /// Nothing is used yet.
  init(cellCount: Int) { seconds = [Int64](repeating: 0, count: cellCount) }

  @inline(__always)
  mutating func add(_ more: Int64, at cell: Int) {
    if more == 0 { return }
    if seconds[cell] == 0 { cells.append(Int32(cell)) }
    seconds[cell] += more
  }

  mutating func removeAll() {
    for cell in cells { seconds[Int(cell)] = 0 }
    cells.removeAll(keepingCapacity: true)
  }
}
