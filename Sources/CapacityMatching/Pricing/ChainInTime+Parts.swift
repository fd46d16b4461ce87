internal import CapacityModel

// Stages in several parts: the chain of one share of the order, each part known by a stretch of its seconds.

extension ChainInTime {
  /// A term's stretches.
  private struct Walk {
    var cost: StretchCost
    /// The term's index among the store's rates, and its slot's.
    var term: Int
    var slot: Int
    var track: Track
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
      guard
        let starts = starts(
          of: Int64(term.needMin), on: machine, from: term.from, limit: term.limit,
          earliest: earliest, to: first, market)
      else { continue }
      // Working out what its seconds cost takes much longer than this.
      let money = StretchCost.money(of: term, slot)
      if least + money >= starts.dearest { continue }
      let hours = StretchCost.hours(
        of: term, quantity: slot.quantity,
        at: table.lowestPrice(machine, from: starts.from, limit: starts.limit))
      if least + money + hours >= starts.dearest { continue }
      let cost = StretchCost(term, of: slot, at: table, &intervals)
      if least + cost.least >= starts.dearest { continue }
      let walk = Walk(cost: cost, term: place, slot: index, track: starts.track)
      forEachStretch(starts, isUnbroken: slot.isUnbroken, table, market) { chain, from, last in
        chain.follow(walk, from: from, last: last, table)
      }
    }
  }

  /// Looks at the stretches that begin by `last` whose cost may be least in a piece: where one of their ends
  /// comes to a border of prices or of pieces, or has passed it.
  private mutating func follow(
    _ walk: Walk, from begin: Position, last: Int64, _ table: PriceTable
  ) {
    let track = walk.track
    let (need, border) = (track.need, track.border)
    let final = ChainInTime.pieceCount - 1
    var at = begin
    while true {
      if !mayPay(at, walk) {
        // What begins in a later piece may.
        if at.startPiece == final { return }
        let next = borders.start(after: at.startPiece, border)
        if next > last { return }
        move(&at, to: next, track, table)
        continue
      }
      look(at, walk, table)
      if at.span.start == last { return }
      var next = min(
        table.knots[at.span.head + 1].begin, table.knots[at.span.tail + 1].begin - need + 1, last)
      if at.startPiece < final { next = min(next, borders.start(after: at.startPiece, border)) }
      if at.endPiece < final { next = min(next, borders.end(after: at.endPiece, border) - need) }
      if next - 1 > at.span.start {
        move(&at, to: next - 1, track, table)
        look(at, walk, table)
      }
      move(&at, to: next, track, table)
    }
  }

  @inline(__always)
  private func mayPay(_ at: Position, _ walk: Walk) -> Bool {
    ready[at.startPiece].cost
      < min(most, done[walk.track.first + at.endPiece].cost) - walk.cost.least
  }

  @inline(__always)
  private mutating func look(_ at: Position, _ walk: Walk, _ table: PriceTable) {
    if !mayPay(at, walk) { return }
    let stretch = table.stretch(
      from: at.span.start, in: at.span.head, need: walk.track.need, to: at.span.tail)
    take(
      walk.cost.cost(around: stretch), walk.term, of: walk.slot, at.span.start, at.startPiece,
      at.endPiece, walk.track.first)
  }
}
