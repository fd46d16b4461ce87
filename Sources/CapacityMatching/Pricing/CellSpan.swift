/// Seconds of a machine, one after the other, as a walk moves them from start to start over the cells of a
/// ``PriceTable``.
struct CellSpan: Sendable {
  /// In working time.
  var start: Int64
  var need: Int64
  /// The cells of the first and the last second; the later one may be that which begins at the end as well.
  var head = 0
  var tail = 0

  var end: Int64 { start + need }
}

extension PriceTable {
  /// The seconds from a start on.
  @inline(__always)
  func span(of need: Int64, from start: Int64, on machine: Int) -> CellSpan {
    let cell = grid.cell(machine, at: start)
    var span = CellSpan(start: start, need: need, head: cell, tail: cell)
    move(&span, to: start)
    return span
  }

  /// Moves on to a start that is not earlier.
  @inline(__always)
  func move(_ span: inout CellSpan, to start: Int64) {
    span.start = start
    while knots[span.head + 1].begin <= start { span.head += 1 }
    while knots[span.tail + 1].begin < span.end { span.tail += 1 }
  }

  /// What the seconds cost, in micro-yuan.
  @inline(__always)
  func cost(of span: CellSpan) -> Int64 {
    cost(from: span.start, in: span.head, to: span.end, in: span.tail)
  }

  /// A later start, no later than `stop`, before which none costs less by more than `excess`; `nil` if none is known in
  /// a later cell.
  ///
  /// To cost less by `excess` a start must leave as much behind: what comes on top is never below 0.
  @inline(__always)
  func start(after span: CellSpan, leaving excess: Int64, until stop: Int64) -> Int64? {
    let cell = cellAfter(leaving: excess, from: span.start, in: span.head, until: stop)
    return cell > span.head ? min(knots[cell].begin, stop) : nil
  }

  /// For how many later starts the cost changes by the same with each, and by how much.
  ///
  /// - Precondition: The machine has time after the end.
  @inline(__always)
  func straight(_ span: inout CellSpan) -> (starts: Int64, slope: Int64) {
    // What comes on top next is of the cell that begins at the end.
    if knots[span.tail + 1].begin == span.end { span.tail += 1 }
    return (
      min(knots[span.head + 1].begin - span.start, knots[span.tail + 1].begin - span.end),
      knots[span.tail].price - knots[span.head].price
    )
  }
}
