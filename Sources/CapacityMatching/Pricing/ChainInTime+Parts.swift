internal import CapacityModel

// Stages in several parts: the chain of one share of the order, each part known by a stretch of its seconds.

extension ChainInTime {
  /// Where a walk over the stretches of a term stands.
  private struct Position {
    /// In working time.
    var start: Int64
    /// The cells of the first and the last second.
    var head: Int
    var tail: Int
    /// The pieces in which the stretch begins and ends.
    var startPiece = 0
    var endPiece = 0
  }

  /// A term's stretches.
  private struct Walk {
    var cost: StretchCost
    /// The term's index among the store's rates, and its slot's.
    var term: Int
    var slot: Int
    var machine: Int
    /// Where the calendar's borders of pieces begin, and the layer of ``done``.
    var border: Int
    var first: Int
  }

  /// Appends a stage done by the terms of a slot of rates to the pieces from `first` on in ``done``; it may begin in
  /// the piece `earliest` at the earliest.
  mutating func addParts(
    _ index: Int, _ store: TermStore, _ table: PriceTable, _ market: Market, to first: Int,
    earliest: Int
  ) {
    let slot = store.slots[index]
    let least = ready[ChainInTime.pieceCount - 1].cost
    for place in slot.first..<slot.first + slot.count {
      let term = store.rates[place]
      let machine = Int(term.machine)
      let calendar = market.machines[machine].calendar
      let border = borders(of: calendar, market)
      let from = start(Int64(term.from), inPiece: earliest, border)
      let limit = Int64(term.limit)
      let need = Int64(term.needMin)
      if from + need > limit { continue }
      let dearest = min(most, done[first + endPiece(border, from + need)].cost)
      // Working out what its seconds cost takes much longer than this.
      if least + StretchCost.money(of: term, slot) >= dearest { continue }
      let cost = StretchCost(term, of: slot, at: table, &starts)
      if least + cost.least >= dearest { continue }
      let walk = Walk(
        cost: cost, term: place, slot: index, machine: machine, border: border, first: first)
      table.grid.rooms.forEach(of: machine, from: from, limit: limit, need: need) { from, limit in
        market.openTime.forEachStretch(
          calendar, need: need, from: from, limit: limit, isUnbroken: slot.isUnbroken
        ) { from, limit in
          follow(walk, from: from, last: limit - need, table)
        }
      }
    }
  }

  /// Looks at the stretches that begin in `[from, last]` whose cost may be least in a piece: where one of their ends
  /// comes to a border of prices or of pieces, or has passed it.
  private mutating func follow(_ walk: Walk, from: Int64, last: Int64, _ table: PriceTable) {
    let count = ChainInTime.pieceCount - 1
    let need = walk.cost.need
    let head = table.grid.cell(walk.machine, at: from)
    var at = Position(start: from, head: head, tail: head)
    move(&at, to: from, walk, table)
    while true {
      if !mayPay(at, walk) {
        // What begins in a later piece may.
        if at.startPiece == count { return }
        let next = borders[walk.border + at.startPiece]
        if next > last { return }
        move(&at, to: next, walk, table)
        continue
      }
      look(at, walk, table)
      if at.start == last { return }
      var next = min(
        table.knots[at.head + 1].begin, table.knots[at.tail + 1].begin - need + 1, last)
      if at.startPiece < count { next = min(next, borders[walk.border + at.startPiece]) }
      if at.endPiece < count {
        next = min(next, borders[walk.border + count + at.endPiece] - need)
      }
      if next - 1 > at.start {
        move(&at, to: next - 1, walk, table)
        look(at, walk, table)
      }
      move(&at, to: next, walk, table)
    }
  }

  /// Moves on to a later start.
  @inline(__always)
  private func move(
    _ at: inout Position, to start: Int64, _ walk: Walk, _ table: PriceTable
  ) {
    let count = ChainInTime.pieceCount - 1
    let end = start + walk.cost.need
    at.start = start
    while table.knots[at.head + 1].begin <= start { at.head += 1 }
    while table.knots[at.tail + 1].begin < end { at.tail += 1 }
    while at.startPiece < count, borders[walk.border + at.startPiece] <= start {
      at.startPiece += 1
    }
    while at.endPiece < count, borders[walk.border + count + at.endPiece] <= end {
      at.endPiece += 1
    }
  }

  @inline(__always)
  private func mayPay(_ at: Position, _ walk: Walk) -> Bool {
    ready[at.startPiece].cost
      < min(most, done[walk.first + at.endPiece].cost) - walk.cost.least
  }

  @inline(__always)
  private mutating func look(_ at: Position, _ walk: Walk, _ table: PriceTable) {
    if !mayPay(at, walk) { return }
    let stretch = table.stretch(
      from: at.start, in: at.head, need: walk.cost.need, to: at.tail)
    take(
      walk.cost.cost(around: stretch), walk.term, of: walk.slot, at.start, at.startPiece,
      at.endPiece, walk.first)
  }
}
