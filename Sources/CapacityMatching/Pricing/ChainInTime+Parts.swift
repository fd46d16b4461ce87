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

  /// Takes in a stage done by the terms of a slot of rates; all before it costs `before` at the least.
  mutating func addParts(
    _ number: Int, _ store: TermStore, _ table: PriceTable, _ market: Market,
    after before: Int64
  ) {
    let slot = store.slots[number]
    for place in slot.first..<slot.first + slot.count {
      let term = store.rates[place]
      let least = before + lowest.cost(of: place - slot.first, in: number)
      if least >= most { continue }
      guard
        let starts = starts(
          of: Int64(term.needMin), on: Int(term.machine), from: term.from, limit: term.limit,
          market),
        least < starts.dearest
      else { continue }
      // Working this out takes much longer than what it costs at the least.
      let cost = lowest.stretch(of: place - slot.first, in: number, store, table)
      if before + cost.least >= starts.dearest { continue }
      let walk = Walk(cost: cost, term: place, slot: number, track: starts.track)
      forEachStretch(starts, isUnbroken: slot.isUnbroken, table, market) { chain, from, last in
        chain.follow(walk, from: from, last: last, table)
      }
    }
  }

  /// Looks at the stretches that begin by `last` whose cost may be least by the end of a piece: where one of their ends
  /// comes to a border of prices, to the next of ``arrivals`` or to the end of a piece, and a second before.
  private mutating func follow(
    _ walk: Walk, from begin: Position, last: Int64, _ table: PriceTable
  ) {
    let track = walk.track
    var at = begin
    defer { finish(at) }
    while true {
      let nextArrival = nextArrival(at, track)
      if !mayPay(at, walk) {
        // What begins after something cheaper may.
        if nextArrival > last { return }
        move(&at, to: nextArrival, track, table)
        continue
      }
      look(&at, walk, table)
      if at.span.start == last { return }
      var next = min(
        table.knots[at.span.head + 1].begin, table.knots[at.span.tail + 1].begin - track.need + 1,
        min(nextArrival, last))
      let nextEnd = nextEnd(at, track)
      if nextEnd < .max { next = min(next, nextEnd - track.need) }
      if next - 1 > at.span.start {
        move(&at, to: next - 1, track, table)
        look(&at, walk, table)
      }
      move(&at, to: next, track, table)
    }
  }

  @inline(__always)
  private func mayPay(_ at: Position, _ walk: Walk) -> Bool {
    arrivals[at.arrival].cost
      < min(most, min(block[at.endPiece].cost, at.best.cost)) - walk.cost.least
  }

  @inline(__always)
  private func look(_ at: inout Position, _ walk: Walk, _ table: PriceTable) {
    if !mayPay(at, walk) { return }
    let stretch = table.stretch(
      from: at.span.start, in: at.span.head, need: walk.track.need, to: at.span.tail)
    take(
      walk.cost.cost(around: stretch), walk.term, of: walk.slot, at.span.start, at: &at)
  }
}
