internal import CapacityModel

/// Prices for the time of machines, and what they prove.
struct ProvenPrices: Sendable {
  let grid: PriceGrid
  /// By cell, in micro-yuan a second.
  let prices: [Double]
  /// No answer earns more, in micro-yuan.
  let bound: Int128

  /// The bound, rounded up to the fen.
  var upperBoundFen: Int64 {
    Int64(clamping: (bound + Int128(ObjectiveScale.micro) - 1) / Int128(ObjectiveScale.micro))
  }
}

extension TermStore {
  /// One store after another.
  init(joining parts: [TermStore], _ objective: ObjectiveKind) {
    self.init(objective)
    windows.reserveCapacity(parts.reduce(0) { $0 + $1.windows.count })
    rates.reserveCapacity(parts.reduce(0) { $0 + $1.rates.count })
    slots.reserveCapacity(parts.reduce(0) { $0 + $1.slots.count })
    for part in parts { append(part) }
  }

  private mutating func append(_ other: TermStore) {
    let (windowCount, rateCount, slotCount) = (windows.count, rates.count, slots.count)
    windows += other.windows
    rates += other.rates
    slots += other.slots.map {
      var slot = $0
      slot.first += slot.isRate ? rateCount : windowCount
      return slot
    }
    programs += other.programs.map {
      var program = $0
      program.slots = program.slots.lowerBound + slotCount..<program.slots.upperBound + slotCount
      return program
    }
    isInRange = isInRange && other.isInRange
  }
}

extension ProvenPrices {
  /// The certificate that the prices make.
  func certificate(_ market: Market) -> Certificate {
    let table = PriceTable(grid, prices)
    var rows: [ShadowPrice] = []
    for machine in market.machines.indices {
      let calendar = market.machines[machine].calendar
      let cells = grid.cells(of: machine)
      var cell = cells.lowerBound
      while cell < cells.upperBound {
        let price = table.knots[cell].price
        let first = cell
        var free: Int64 = 0
        while cell < cells.upperBound, table.knots[cell].price == price {
          free += grid.freeSeconds[cell]
          cell += 1
        }
        if price == 0 { continue }
        let from = Int64(grid.begins[first])
        let to = Int64(grid.begins[cell])
        rows.append(
          ShadowPrice(
            machine: machine,
            period: TimeSpan(
              start: market.openTime.wallStart(calendar, of: from),
              end: market.openTime.wallEnd(calendar, of: to)),
            openSeconds: free, microYuanPerSecond: price))
      }
    }
    return Certificate(upperBoundFen: upperBoundFen, prices: rows)
  }
}
