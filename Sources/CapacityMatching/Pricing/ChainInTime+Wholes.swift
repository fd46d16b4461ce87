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
    _ number: Int, _ store: TermStore, _ table: PriceTable, _ market: Market,
    after before: Int64
  ) {
    let slot = store.slots[number]
    for index in slot.first..<slot.first + slot.count {
      let term = store.windows[index]
      let machine = market.machine(of: term)
      let lowest = lowest.cost(of: index - slot.first, in: number)
      if before + lowest >= most { continue }
      guard
        let starts = starts(
          of: Int64(term.need), on: machine, from: term.from, limit: term.limit, market),
        before + lowest < starts.dearest
      else { continue }
      let walk = Walk(
        term: index, slot: number, cost: term.cost, lowest: lowest, track: starts.track)
      forEachStretch(starts, isUnbroken: slot.isUnbroken, table, market) { chain, from, last in
        chain.follow(walk, from: from, last: last, table)
      }
    }
  }

  /// Looks at the starts up to `last` at which the seconds may cost least by the end of a piece: where a start or an end comes
  /// to a border of prices, a start to the next of ``arrivals``, or an end is about to leave its piece.
  private mutating func follow(
    _ walk: Walk, from begin: Position, last: Int64, _ table: PriceTable
  ) {
    let track = walk.track
    var at = begin
    defer { finish(at) }
    while true {
      let before = arrivals[at.arrival].cost
      let limit = min(most, min(block[at.endPiece].cost, at.best.cost))
      let nextArrival = nextArrival(at, track)
      // Nothing pays after what is done before if its end at the earliest, the dearest, is too cheap already.
      if before >= limit - walk.lowest {
        if nextArrival > last { return }
        move(&at, to: nextArrival, track, table)
        continue
      }
      let cost = table.cost(of: at.span)
      let excess = before + walk.cost + cost - limit
      if excess < 0 { take(walk.cost + cost, walk.term, of: walk.slot, at.span.start, at: &at) }
      if at.span.start >= last { return }
      if excess >= 0,
        let next = table.start(after: at.span, leaving: excess, until: min(nextArrival, last))
      {
        move(&at, to: next, track, table)
        continue
      }
      let ahead = table.straight(&at.span)
      let toArrival = nextArrival == .max ? .max : nextArrival - at.span.start
      let nextEnd = nextEnd(at, track)
      let toEnd = nextEnd == .max ? .max : nextEnd - at.span.end
      let stride = min(min(ahead.starts, last - at.span.start), min(toArrival, toEnd))
      if stride > 1, toEnd == stride {
        take(
          walk.cost + cost + ahead.slope * (stride - 1), walk.term, of: walk.slot,
          at.span.start + stride - 1, at: &at)
      }
      move(&at, to: at.span.start + stride, track, table)
    }
  }
}
