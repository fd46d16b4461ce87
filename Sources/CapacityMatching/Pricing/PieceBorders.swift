internal import CapacityModel

/// The pieces of like length that an order's time is cut into, and when they begin in working time.
struct PieceBorders: Sendable {
  let pieceCount: Int
  /// When each piece begins, and the last one ends; wall time.
  private(set) var pieceStarts: [Int64] = []
  private var calendars: [Int] = []
  /// For each calendar from which working time on a start lies in a piece, all pieces but the first.
  private var starts: [Int32] = []
  /// For each calendar a bit for each of these, set where the second before the piece is open: ends lie in the piece from the same
  /// working time on then, else from one later.
  private var follows: [UInt64] = []

  init(pieceCount: Int) { self.pieceCount = pieceCount }

  /// The borders of one calendar.
  struct Place {
    fileprivate var number: Int
    fileprivate var first: Int
  }

  /// Whether no order's time has been cut yet.
  var isEmpty: Bool { pieceStarts.isEmpty }

  /// Cuts the time between an order's release and its deadline; forgets what it knew of another.
  mutating func cut(_ order: OrderDemand, horizonEnd: Int64) {
    let from = max(0, order.release)
    let length = max(0, min(order.deadline, horizonEnd) - from)
    let pieces = Int64(pieceCount)
    pieceStarts.removeAll(keepingCapacity: true)
    for piece in 0...pieces { pieceStarts.append(from + (length * piece + pieces - 1) / pieces) }
    calendars.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    follows.removeAll(keepingCapacity: true)
  }

  /// Where the borders of a calendar stand; works them out if they are not known yet.
  mutating func place(of calendar: Int, _ openTime: OpenTime) -> Place {
    let size = pieceCount - 1
    if let number = calendars.firstIndex(of: calendar) {
      return Place(number: number, first: number * size)
    }
    calendars.append(calendar)
    follows.append(
      openTime.append(bordersOf: calendar, at: pieceStarts[1..<pieceCount], to: &starts))
    return Place(number: calendars.count - 1, first: starts.count - size)
  }

  /// The working time from which on a start lies in the piece after `piece`.
  @inline(__always)
  func start(after piece: Int, _ place: Place) -> Int64 { Int64(starts[place.first + piece]) }

  /// The working time from which on an end lies in the piece after `piece`: a booking ends in the piece of the second
  /// after its last one.
  @inline(__always)
  func end(after piece: Int, _ place: Place) -> Int64 {
    start(after: piece, place) + 1 - Int64(follows[place.number] >> UInt64(piece) & 1)
  }

  /// The first start from `from` on that lies in a piece or a later one.
  @inline(__always)
  func start(_ from: Int64, inPiece piece: Int, _ place: Place) -> Int64 {
    piece == 0 ? from : max(from, start(after: piece - 1, place))
  }

  /// The piece in which a booking that ends before working time `end` ends.
  @inline(__always)
  func endPiece(_ place: Place, _ end: Int64) -> Int {
    var (low, high) = (0, pieceCount - 1)
    while low < high {
      let middle = (low + high) >> 1
      if self.end(after: middle, place) <= end { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
