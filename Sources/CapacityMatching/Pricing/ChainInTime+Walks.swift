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

  /// Where a walk stands.
  struct Position {
    /// In working time.
    var start: Int64
    /// The cells of the first and the last second.
    var head = 0
    var tail = 0
    /// The pieces in which what starts here begins and ends.
    var startPiece = 0
    var endPiece = 0

    /// Before a walk.
    static let none = Position(start: .max)
  }

  /// Moves to a start, which may be an earlier one.
  @inline(__always)
  func begin(_ at: inout Position, at start: Int64, _ track: Track, _ table: PriceTable) {
    if start < at.start {
      let head = table.grid.cell(track.machine, at: start)
      at = Position(start: start, head: head, tail: head)
    }
    move(&at, to: start, track, table)
  }

  /// Moves on to a start that is not earlier.
  @inline(__always)
  func move(_ at: inout Position, to start: Int64, _ track: Track, _ table: PriceTable) {
    let final = ChainInTime.pieceCount - 1
    let end = start + track.need
    at.start = start
    while table.knots[at.head + 1].begin <= start { at.head += 1 }
    while table.knots[at.tail + 1].begin < end { at.tail += 1 }
    while at.startPiece < final, borders.start(after: at.startPiece, track.border) <= start {
      at.startPiece += 1
    }
    while at.endPiece < final, borders.end(after: at.endPiece, track.border) <= end {
      at.endPiece += 1
    }
  }
}
