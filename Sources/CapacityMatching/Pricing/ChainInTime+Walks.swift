internal import CapacityModel

// How a walk goes through the starts of a machine, booking by booking or stretch by stretch.

extension ChainInTime {
  /// Where a walk goes.
  struct Track {
    var machine: Int
    /// The seconds from a start to its end.
    var need: Int64
    /// The calendar's.
    var border: PieceBorders.Place
  }

  /// The starts of a term that may be walked through.
  struct Starts {
    var track: Track
    /// The window that a booking, or stretch, lies in, from the earliest piece on; in working time.
    var from: Int64
    var limit: Int64
    /// What costs as much, with all stages before it, is of no interest.
    var dearest: Int64
  }

  /// The starts of a machine in a window at which something before is done; `nil` if there are none.
  mutating func starts(
    of need: Int64, on machine: Int, from: Int32, limit: Int32, _ market: Market
  ) -> Starts? {
    let border = borders.place(of: market.machines[machine].calendar, market.openTime)
    let from = borders.start(Int64(from), inPiece: arrivals[0].piece, border)
    let limit = Int64(limit)
    if from + need > limit { return nil }
    let endPiece = isLast ? ChainInTime.pieceCount - 1 : borders.endPiece(border, from + need)
    return Starts(
      track: Track(machine: machine, need: need, border: border), from: from, limit: limit,
      dearest: min(most, block[endPiece].cost))
  }

  /// Gives the first and the last start of each stretch of a machine's rooms in which what is looked at may begin anywhere.
  @inline(__always)
  mutating func forEachStretch(
    _ starts: Starts, isUnbroken: Bool, _ table: PriceTable, _ market: Market,
    _ body: (inout ChainInTime, _ from: Position, _ last: Int64) -> Void
  ) {
    let (track, need) = (starts.track, starts.track.need)
    let calendar = market.machines[track.machine].calendar
    let firstEnd = isLast ? ChainInTime.pieceCount - 1 : 0
    var at = Position(span: CellSpan(start: .max, need: need), endPiece: firstEnd)
    table.grid.rooms.forEach(
      of: track.machine, from: starts.from, limit: starts.limit, need: need
    ) { from, limit in
      market.openTime.forEachStretch(
        calendar, need: need, from: from, limit: limit, isUnbroken: isUnbroken
      ) { from, limit in
        // On from the stretch before, but for a room that begins before it.
        if from < at.span.start {
          at = Position(
            span: table.span(of: need, from: from, on: track.machine), endPiece: firstEnd)
        }
        move(&at, to: from, track, table)
        body(&self, at, limit - need)
      }
    }
  }

  /// Where a walk stands.
  struct Position {
    var span: CellSpan
    /// What is done before, among ``arrivals``.
    var arrival = 0
    /// The piece in which what starts here ends.
    var endPiece: Int
    /// The cheapest that was found on the way; ``block`` has it in the pieces that were left.
    var best = Done()
  }

  /// Moves on to a start that is not earlier.
  @inline(__always)
  mutating func move(_ at: inout Position, to start: Int64, _ track: Track, _ table: PriceTable) {
    table.move(&at.span, to: start)
    while nextArrival(at, track) <= start { at.arrival += 1 }
    while nextEnd(at, track) <= at.span.end { leavePiece(&at) }
  }

  /// The start from which on something cheaper is done before; `.max` if there is nothing cheaper.
  @inline(__always)
  func nextArrival(_ at: Position, _ track: Track) -> Int64 {
    at.arrival + 1 < arrivals.count
      ? borders.start(after: arrivals[at.arrival + 1].piece - 1, track.border) : .max
  }

  /// The end from which on a piece later is reached; `.max` in the last one.
  @inline(__always)
  func nextEnd(_ at: Position, _ track: Track) -> Int64 {
    at.endPiece < ChainInTime.pieceCount - 1 ? borders.end(after: at.endPiece, track.border) : .max
  }
}
