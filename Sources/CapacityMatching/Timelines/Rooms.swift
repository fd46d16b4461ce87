internal import CapacityModel

/// The *rooms* of each machine: stretches of working time, as long as can be, that promised bookings leave free on one of
/// its units (`Docs/certificate.md`, "Rooms").
///
/// Invariants: the rooms of a machine ascend in both ends, none lies in another.
struct Rooms: Sendable {
  private struct Room {
    var from: Int32
    var limit: Int32
  }

  private var rooms: [Room] = []
  /// `rooms[firstRoom[m]..<firstRoom[m + 1]]` are those of machine `m`.
  private var firstRoom: [Int32] = [0]

  /// Takes the gaps of timelines that hold promised bookings alone.
  init(_ market: Market, opening: Timelines) {
    for machine in market.machines.indices {
      let columns = market.machines[machine]
      let gaps = (columns.firstUnit..<columns.firstUnit + columns.unitCount)
        .flatMap { opening.gapList($0) }
        .sorted { ($0.from, -$0.to) < ($1.from, -$1.to) }
      var reached: Int32 = 0
      for gap in gaps where gap.to > reached {
        rooms.append(Room(from: gap.from, limit: gap.to))
        reached = gap.to
      }
      firstRoom.append(Int32(rooms.count))
    }
  }

  /// Calls `body` with what `[from, limit)` has of each room of a machine, if it holds `need`.
  ///
  /// - Complexity: O(rooms of the machine).
  @inline(__always)
  func forEach(
    of machine: Int, from: Int64, limit: Int64, need: Int64, _ body: (Int64, Int64) -> Void
  ) {
    for index in Int(firstRoom[machine])..<Int(firstRoom[machine + 1]) {
      let begin = max(from, Int64(rooms[index].from))
      if begin + need > limit { return }
      let end = min(limit, Int64(rooms[index].limit))
      if begin + need <= end { body(begin, end) }
    }
  }

  /// The seconds of the longest room of a machine in `[from, limit)`; 0 if there is none.
  func longest(of machine: Int, from: Int64, limit: Int64) -> Int64 {
    var longest: Int64 = 0
    forEach(of: machine, from: from, limit: limit, need: 1) { longest = max(longest, $1 - $0) }
    return longest
  }
}
