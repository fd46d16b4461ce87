import CapacityModel

/// The time between an order's release and deadline, cut into 64 pieces of like length.
struct TimePieces {
  static let count = 64

  /// The pieces that work begins and ends in.
  struct Ends: Hashable {
    var begin: Int
    var end: Int
  }

  /// Starts of work that all begin and end in the same pieces.
  struct Starts {
    var pieces: Ends
    var range: ClosedRange<Int64>
  }

  /// The first second of the first piece.
  let start: Int64
  private let length: Int64

  init(of order: Order, horizon: Horizon) {
    start = max(0, order.release)
    length = max(1, min(order.deadline, horizon.lengthSeconds) - start)
  }

  /// The piece that a time lies in; the last one for all times after.
  func piece(of time: Int64) -> Int {
    let number = Int128(time - start) * Int128(TimePieces.count) / Int128(length)
    return Int(max(0, min(Int128(TimePieces.count - 1), number)))
  }

  /// The first second that is not before a piece.
  func first(of piece: Int) -> Int64 {
    start + Int64(ceilDivided(Int128(length) * Int128(piece), by: Int128(TimePieces.count)))
  }

  /// Cuts ranges of starts so that all of a part begin in one piece and end in one piece.
  ///
  /// - Parameters:
  ///   - allStarts: The numbers of the open seconds that work may begin at, ascending.
  ///   - need: How many of them it takes.
  ///   - open: The time that they are numbered in.
  /// - Returns: All of the starts, ascending.
  func cut(_ allStarts: [ClosedRange<Int64>], need: Int64, _ open: OpenTime) -> [Starts] {
    var found: [Starts] = []
    for starts in allStarts {
      var first = starts.lowerBound
      while first <= starts.upperBound {
        let pieces = Ends(
          begin: piece(of: open.time(ofOpenSecond: first)),
          end: piece(of: open.time(ofOpenSecond: first + need - 1) + 1))
        let next = min(
          firstStart(after: pieces.begin, open), firstStart(endingAfter: pieces.end, need, open))
        let last = min(next - 1, starts.upperBound)
        found.append(Starts(pieces: pieces, range: first...last))
        first = last + 1
      }
    }
    return found
  }

  /// The first start in a later piece.
  private func firstStart(after piece: Int, _ open: OpenTime) -> Int64 {
    piece + 1 < TimePieces.count ? open.openSeconds(before: first(of: piece + 1)) : .max
  }

  /// The first start of work that ends in a later piece.
  private func firstStart(endingAfter piece: Int, _ need: Int64, _ open: OpenTime) -> Int64 {
    guard piece + 1 < TimePieces.count else { return .max }
    // Work ends in a piece from the second on that ends at its first.
    return open.openSeconds(before: first(of: piece + 1) - 1) + 1 - need
  }
}
