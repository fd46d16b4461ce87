internal import CapacityModel

/// Prices a second on a grid, with running sums: what any interval of a machine's working time costs.
struct PriceTable: Sendable {
  /// Where a cell begins.
  struct Knot: Sendable {
    /// In working time.
    var begin: Int64
    /// What all earlier time of the machine costs, in micro-yuan.
    var sum: Int64
    /// What a second of the cell costs, in micro-yuan.
    var price: Int64
  }

  let grid: PriceGrid
  private(set) var knots: [Knot]
  /// The lowest price of each machine at any time.
  private(set) var lowest: [Int64]

  /// The most that all time of a machine may cost; larger prices are cut off.
  private static let machineSumMax: Int64 = 1 << 57

  /// Takes `prices`, by cell, rounded to whole micro-yuan; time without any free second costs so much that
  /// no order uses it.
  init(_ grid: PriceGrid, _ prices: [Double]) {
    self.grid = grid
    knots = grid.begins.map { Knot(begin: Int64($0), sum: 0, price: 0) }
    lowest = [Int64](repeating: 0, count: grid.firstCell.count - 1)
    setPrices { prices[$0] }
  }

  /// Takes other prices, each asked for once, cell by cell.
  @inline(__always)
  mutating func setPrices(_ price: (_ cell: Int) -> Double) {
    for machine in lowest.indices {
      let cells = grid.cells(of: machine)
      let end = knots[cells.upperBound].begin
      let most = PriceTable.machineSumMax / max(1, end)
      var sum: Int64 = 0
      var lowestHere = cells.isEmpty ? 0 : Int64.max
      for cell in cells {
        let asked = price(cell)
        // Half up, as no price is below 0.
        let own =
          grid.freeSeconds[cell] == 0 ? most : Int64(min(Double(most), max(0, asked) + 0.5))
        knots[cell].sum = sum
        knots[cell].price = own
        lowestHere = min(lowestHere, own)
        sum += own * (knots[cell + 1].begin - knots[cell].begin)
      }
      knots[cells.upperBound].sum = sum
      lowest[machine] = lowestHere
    }
  }

  /// What all free time costs, in micro-yuan.
  func worthOfFreeTime() -> Int128 {
    var worth: Int128 = 0
    for cell in knots.indices where knots[cell].price > 0 {
      worth += Int128(knots[cell].price) * Int128(grid.freeSeconds[cell])
    }
    return worth
  }
}

/// A start with what the seconds from it on cost.
struct PricedStart: Sendable {
  var cost: Int64
  /// In working time of the machine.
  var start: Int64
}

extension PriceTable {
  /// What all seconds from one to another of a machine cost, in micro-yuan; the cells hold `start` and the second
  /// before `end`.
  @inline(__always)
  func cost(from start: Int64, in head: Int, to end: Int64, in tail: Int) -> Int64 {
    // Nothing here overflows: what all time of a machine costs is limited.
    knots[tail].sum &+ (end &- knots[tail].begin) &* knots[tail].price
      &- knots[head].sum &- (start &- knots[head].begin) &* knots[head].price
  }

  /// The cell, from `head` on, in which starts first leave seconds behind that cost more than `excess`, or that `stop` lies
  /// before: of a booking that costs too much by `excess` at `start` none pays that begins earlier.
  ///
  /// - Precondition: `stop` lies before the end of the machine's time.
  @inline(__always)
  func cellAfter(leaving excess: Int64, from start: Int64, in head: Int, until stop: Int64) -> Int {
    let left = knots[head].sum &+ (start &- knots[head].begin) &* knots[head].price &+ excess
    var cell = head
    while knots[cell &+ 1].sum <= left {
      cell &+= 1
      if knots[cell].begin >= stop { break }
    }
    return cell
  }

  /// The cheapest start of `need` seconds of working time in `[from, limit)`, if one costs less than
  /// `below`; the earliest of equals that are looked at.
  ///
  /// Between two starts at which neither the start nor the end is on a cell's border the cost is
  /// linear: only borders and the ends of the window are looked at, and of these only such as may cost less than
  /// what is known.
  ///
  /// - Complexity: O(log cells + cells of the window).
  @inline(__always)
  func cheapestStart(
    _ machine: Int, need: Int64, from: Int64, limit: Int64, below: Int64 = .max
  ) -> PricedStart? {
    let last = limit - need
    if last < from { return nil }
    var head = grid.cell(machine, at: from)
    var tail = head
    var start = from
    while knots[tail &+ 1].begin < from &+ need { tail &+= 1 }
    var cost = cost(from: from, in: head, to: from &+ need, in: tail)
    var best = PricedStart(cost: cost, start: start)
    while start < last {
      let excess = cost &- min(best.cost, below)
      if excess >= 0 {
        // Nothing costs less before as much is left behind: what comes on top is never below 0.
        let passed = cellAfter(leaving: excess, from: start, in: head, until: last)
        if passed > head {
          head = passed
          if knots[head].begin >= last { return best.cost < below ? best : nil }
          start = knots[head].begin
          while knots[tail &+ 1].begin < start &+ need { tail &+= 1 }
          cost = self.cost(from: start, in: head, to: start &+ need, in: tail)
          continue
        }
      }
      let toHead = knots[head &+ 1].begin &- start
      let toTail = knots[tail &+ 1].begin &- start &- need
      let step = min(toHead, toTail, last &- start)
      cost &+= (knots[tail].price &- knots[head].price) &* step
      start &+= step
      if cost < best.cost { best = PricedStart(cost: cost, start: start) }
      if toHead == step { head &+= 1 }
      if toTail == step { tail &+= 1 }
    }
    return best.cost < below ? best : nil
  }

  /// As ``cheapestStart(_:need:from:limit:below:)``, with no closed time inside.
  ///
  /// - Complexity: O(cells and open spans of the window).
  func cheapestUnbrokenStart(
    _ machine: Int, need: Int64, from: Int64, limit: Int64, calendar: Int, openTime: OpenTime,
    below: Int64 = .max
  ) -> PricedStart? {
    var best: PricedStart?
    openTime.forEachStretch(calendar, need: need, from: from, limit: limit, isUnbroken: true) {
      let found = cheapestStart(
        machine, need: need, from: $0, limit: $1, below: best?.cost ?? below)
      if let found { best = found }
    }
    return best
  }

  /// The cell with the lowest price that `[from, limit)` touches, the first of equals.
  ///
  /// - Precondition: `from < limit`.
  func cheapestCell(_ machine: Int, from: Int64, limit: Int64) -> Int {
    var cell = grid.cell(machine, at: from)
    var best = cell
    while knots[cell + 1].begin < limit {
      cell += 1
      if knots[cell].price < knots[best].price { best = cell }
    }
    return best
  }
}

extension PriceTable {
  /// The cheapest start of a term in its window, if one costs less than `below`.
  @inline(__always)
  func cheapestStart(
    of term: TermStore.WindowTerm, isUnbroken: Bool, below: Int64 = .max, in market: Market
  ) -> PricedStart? {
    let machine = market.machine(of: term)
    if lowest[machine] * Int64(term.need) >= below { return nil }
    return cheapestStart(
      of: term, on: machine, from: Int64(term.from), limit: Int64(term.limit),
      isUnbroken: isUnbroken, below: below, in: market)
  }

  /// The cheapest start of a term in one of its machine's rooms, if one costs less than `below`.
  func cheapestStartInRooms(
    of term: TermStore.WindowTerm, isUnbroken: Bool, below: Int64, in market: Market
  ) -> PricedStart? {
    let machine = market.machine(of: term)
    let need = Int64(term.need)
    if lowest[machine] * need >= below { return nil }
    var best: PricedStart?
    grid.rooms.forEach(
      of: machine, from: Int64(term.from), limit: Int64(term.limit), need: need
    ) { from, limit in
      let found = cheapestStart(
        of: term, on: machine, from: from, limit: limit, isUnbroken: isUnbroken,
        below: best?.cost ?? below, in: market)
      if let found { best = found }
    }
    return best
  }

  @inline(__always)
  private func cheapestStart(
    of term: TermStore.WindowTerm, on machine: Int, from: Int64, limit: Int64, isUnbroken: Bool,
    below: Int64, in market: Market
  ) -> PricedStart? {
    isUnbroken
      ? cheapestUnbrokenStart(
        machine, need: Int64(term.need), from: from, limit: limit,
        calendar: market.machines[machine].calendar, openTime: market.openTime, below: below)
      : cheapestStart(
        machine, need: Int64(term.need), from: from, limit: limit, below: below)
  }
}
