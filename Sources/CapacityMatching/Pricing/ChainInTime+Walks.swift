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
    /// The layer of ``done`` that it leads to.
    var first: Int
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

  /// The starts of a machine in a window, from the piece `earliest` on; `nil` if there are none.
  mutating func starts(
    of need: Int64, on machine: Int, from: Int32, limit: Int32, earliest: Int, to first: Int,
    _ market: Market
  ) -> Starts? {
    let border = borders.place(of: market.machines[machine].calendar, market.openTime)
    let from = borders.start(Int64(from), inPiece: earliest, border)
    let limit = Int64(limit)
    if from + need > limit { return nil }
    return Starts(
      track: Track(machine: machine, need: need, border: border, first: first), from: from,
      limit: limit, dearest: min(most, done[first + borders.endPiece(border, from + need)].cost))
  }

  /// Gives the first and the last start of each stretch of a machine's rooms in which what is looked at may begin anywhere.
  @inline(__always)
  mutating func forEachStretch(
    _ starts: Starts, isUnbroken: Bool, _ table: PriceTable, _ market: Market,
    _ body: (inout ChainInTime, _ from: Position, _ last: Int64) -> Void
  ) {
    let (track, need) = (starts.track, starts.track.need)
    let calendar = market.machines[track.machine].calendar
    var at = Position(span: CellSpan(start: .max, need: need))
    table.grid.rooms.forEach(
      of: track.machine, from: starts.from, limit: starts.limit, need: need
    ) { from, limit in
      market.openTime.forEachStretch(
        calendar, need: need, from: from, limit: limit, isUnbroken: isUnbroken
      ) { from, limit in
        // On from the stretch before, but for a room that begins before it.
        if from < at.span.start {
          at = Position(span: table.span(of: need, from: from, on: track.machine))
        }
        move(&at, to: from, track, table)
        body(&self, at, limit - need)
      }
    }
  }

  /// Where a walk stands.
  struct Position {
    var span: CellSpan
    /// The pieces in which what starts here begins and ends.
    var startPiece = 0
    var endPiece = 0
  }

  /// Moves on to a start that is not earlier.
  @inline(__always)
  func move(_ at: inout Position, to start: Int64, _ track: Track, _ table: PriceTable) {
    let final = ChainInTime.pieceCount - 1
    table.move(&at.span, to: start)
    while at.startPiece < final, borders.start(after: at.startPiece, track.border) <= start {
      at.startPiece += 1
    }
    while at.endPiece < final, borders.end(after: at.endPiece, track.border) <= at.span.end {
      at.endPiece += 1
    }
  }
}
