internal import CapacityModel

// Stages in one part: bookings at the starts at which their seconds may cost least.

extension ChainInTime {
  /// A booking that is looked at.
  private struct Walk {
    /// The term's index among the store's windows, and its slot's.
    var term: Int
    var slot: Int
    /// What it costs beside its seconds, and with them at the least.
    var cost: Int64
    var lowest: Int64
    var track: Track
  }

  /// Takes in a stage done by one part each of the terms of a slot.
  mutating func addWholes(
    _ number: Int, _ store: TermStore, _ table: PriceTable, _ market: Market, to first: Int,
    earliest: Int
  ) {
    let slot = store.slots[number]
    let least = ready[ChainInTime.pieceCount - 1].cost
    for index in slot.first..<slot.first + slot.count {
      let term = store.windows[index]
      let machine = market.machine(of: term)
      let need = Int64(term.need)
      guard
        let starts = starts(
          of: need, on: machine, from: term.from, limit: term.limit, earliest: earliest, to: first,
          market)
      else { continue }
      if least + term.cost + table.lowest[machine] * need >= starts.dearest { continue }
      // Looking at the prices of a window costs much less than walking through it.
      let price = table.lowestPrice(machine, from: starts.from, limit: starts.limit)
      let lowest = term.cost + price * need
      if least + lowest >= starts.dearest { continue }
      let walk = Walk(
        term: index, slot: number, cost: term.cost, lowest: lowest, track: starts.track)
      forEachStretch(starts, isUnbroken: slot.isUnbroken, table, market) { chain, from, last in
        chain.follow(walk, from: from, last: last, table)
      }
    }
  }

  /// Looks at the starts up to `last` at which the seconds may cost least in a piece: where a start or an end comes to a
  /// border of prices or of pieces, or is about to pass one of pieces.
  private mutating func follow(
    _ walk: Walk, from begin: Position, last: Int64, _ table: PriceTable
  ) {
    let track = walk.track
    let final = ChainInTime.pieceCount - 1
    var at = begin
    while true {
      let before = ready[at.startPiece].cost
      let limit = min(most, done[track.first + at.endPiece].cost)
      let nextPiece =
        at.startPiece < final ? borders.start(after: at.startPiece, track.border) : .max
      // Nothing that begins in a piece pays if its end at the earliest, the dearest, is too cheap already.
      if before >= limit - walk.lowest {
        if nextPiece > last { return }
        move(&at, to: nextPiece, track, table)
        continue
      }
      let cost = table.cost(of: at.span)
      let excess = before + walk.cost + cost - limit
      if excess < 0 { take(walk, cost, at, startingAt: at.span.start) }
      if at.span.start >= last { return }
      if excess >= 0,
        let next = table.start(after: at.span, leaving: excess, until: min(nextPiece, last))
      {
        move(&at, to: next, track, table)
        continue
      }
      let ahead = table.straight(&at.span)
      let toStart = nextPiece == .max ? .max : nextPiece - at.span.start
      let toEnd =
        at.endPiece < final ? borders.end(after: at.endPiece, track.border) - at.span.end : .max
      let step = min(min(ahead.starts, last - at.span.start), min(toStart, toEnd))
      if step > 1, toStart == step || toEnd == step {
        take(walk, cost + ahead.slope * (step - 1), at, startingAt: at.span.start + step - 1)
      }
      move(&at, to: at.span.start + step, track, table)
    }
  }

  @inline(__always)
  private mutating func take(
    _ walk: Walk, _ priced: Int64, _ at: Position, startingAt start: Int64
  ) {
    take(
      walk.cost + priced, walk.term, of: walk.slot, start, at.startPiece, at.endPiece,
      walk.track.first)
  }
}
