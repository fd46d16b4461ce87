internal import CapacityModel

/// The horizon cut into periods for prices, machine by machine, in working time.
///
/// Working time is cut into *cells*, so that no price is spent on closed time. All units of a machine share
/// its cells. They are cut where promised bookings begin and end, and in between into about equal
/// lengths: time that is promised on every unit can then be priced out of reach at no cost to the bound.
struct PriceGrid: Sendable {
  /// Where each machine's cells begin among all cells, and the count of all at the end.
  ///
  /// Each machine has one cell more than it uses, without time: it ends its last one.
  let firstCell: [Int32]
  /// When each cell begins, in seconds of working time.
  let begins: [Int32]
  /// Free working time of all units in each cell, promised bookings taken out, in seconds.
  let freeSeconds: [Int64]
  /// Where orders of several stages or parts may be booked.
  let rooms: Rooms
  /// By machine.
  private let cellsPerSecond: [Double]

  /// Count of all cells.
  var cellCount: Int { freeSeconds.count }

  /// More periods than this the certificate does not allow a machine.
  private static let cellsOfMachineMax = 1_000

  /// Cuts the working time of each calendar so that a whole one has about `fineness` cells.
  init(_ market: Market, opening: Timelines, fineness: Int) {
    var firstCell: [Int32] = []
    var begins: [Int32] = []
    var freeSeconds: [Int64] = []
    for machine in market.machines.indices {
      firstCell.append(Int32(begins.count))
      PriceGrid.cut(machine, market, opening, fineness, &begins, &freeSeconds)
    }
    firstCell.append(Int32(begins.count))
    self.firstCell = firstCell
    self.begins = begins
    self.freeSeconds = freeSeconds
    rooms = Rooms(market, opening: opening)
    cellsPerSecond = market.machines.indices.map { machine in
      let end = Int(firstCell[machine + 1]) - 1
      return Double(end - Int(firstCell[machine])) / Double(max(1, begins[end]))
    }
  }

  private static func cut(
    _ machine: Int, _ market: Market, _ opening: Timelines, _ fineness: Int,
    _ begins: inout [Int32], _ freeSeconds: inout [Int64]
  ) {
    let columns = market.machines[machine]
    let total = market.openTime.total(columns.calendar)
    let first = begins.count
    let gaps = (columns.firstUnit..<columns.firstUnit + columns.unitCount)
      .flatMap { opening.gapList($0) }
    // Where the count of free units changes; too many such places are not told apart.
    var borders = Set(gaps.flatMap { [$0.from, $0.to] })
    borders.formUnion([0, Int32(total)])
    if borders.count > cellsOfMachineMax / 2 { borders = [0, Int32(total)] }
    let sorted = borders.sorted()
    // No more than there are seconds, so that every piece has one.
    let spare = max(1, min(Int64(fineness), Int64(cellsOfMachineMax - sorted.count), total))
    for (from, to) in zip(sorted, sorted.dropFirst()) {
      // Rounded down: all pieces together are at most `spare` more than the borders.
      let pieces = max(1, Int64(to - from) * spare / max(1, total))
      for piece in 0..<pieces {
        begins.append(from + Int32(Int64(to - from) * piece / pieces))
      }
    }
    begins.append(Int32(total))
    freeSeconds.append(contentsOf: repeatElement(0, count: begins.count - first))
    add(gaps, from: first, begins, to: &freeSeconds)
  }

  /// Adds free time to the cells of a machine, of which `first` is the first.
  private static func add(
    _ gaps: [Timelines.Gap], from first: Int, _ begins: [Int32], to seconds: inout [Int64]
  ) {
    for gap in gaps {
      var cell = first
      while begins[cell] < gap.to, cell + 1 < begins.count {
        let shared = min(gap.to, begins[cell + 1]) - max(gap.from, begins[cell])
        if shared > 0 { seconds[cell] += Int64(shared) }
        cell += 1
      }
    }
  }

  /// The seconds of each cell that are free at first and not in `timelines`.
  func takenSeconds(_ market: Market, in timelines: Timelines) -> [Int64] {
    var left = [Int64](repeating: 0, count: cellCount)
    for machine in market.machines.indices {
      let columns = market.machines[machine]
      let gaps = (columns.firstUnit..<columns.firstUnit + columns.unitCount)
        .flatMap { timelines.gapList($0) }
      let cells = cells(of: machine)
      // The machine's cells alone: working time of each begins at 0.
      let begins = Array(begins[cells.lowerBound...cells.upperBound])
      var own = [Int64](repeating: 0, count: begins.count)
      PriceGrid.add(gaps, from: 0, begins, to: &own)
      for cell in cells { left[cell] = own[cell - cells.lowerBound] }
    }
    return left.indices.map { freeSeconds[$0] - left[$0] }
  }

  /// The cells of a machine, without the one that ends them.
  func cells(of machine: Int) -> Range<Int> {
    Int(firstCell[machine])..<Int(firstCell[machine + 1]) - 1
  }

  /// The cell of a second of a machine's working time.
  ///
  /// - Complexity: O(1) where the machine's cells are of like length, else O(log cells).
  @inline(__always)
  func cell(_ machine: Int, at time: Int64) -> Int {
    var low = Int(firstCell[machine])
    var high = Int(firstCell[machine + 1]) - 1
    // From where it would be among cells of one length, in steps twice as long each.
    let guess = min(high - 1, low + Int(Double(time) * cellsPerSecond[machine]))
    var step = 1
    if Int64(begins[guess]) <= time {
      low = guess
      while low + step < high, Int64(begins[low + step]) <= time {
        low += step
        step *= 2
      }
      high = min(high, low + step)
    } else {
      high = guess
      while high - step > low, Int64(begins[high - step]) > time {
        high -= step
        step *= 2
      }
      low = max(low, high - step)
    }
    while high - low > 1 {
      let middle = (low + high) >> 1
      if Int64(begins[middle]) <= time { low = middle } else { high = middle }
    }
    return low
  }

  /// The prices of another grid laid on this one: each cell takes that of the other's at its middle.
  func adopted(_ prices: [Double], from other: PriceGrid) -> [Double] {
    var adopted = [Double](repeating: 0, count: cellCount)
    for machine in 0..<firstCell.count - 1 {
      for cell in cells(of: machine) {
        let middle = (Int64(begins[cell]) + Int64(begins[cell + 1])) / 2
        adopted[cell] = prices[other.cell(machine, at: middle)]
      }
    }
    return adopted
  }
}
