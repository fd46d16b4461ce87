import CapacityModel

/// Where promised bookings leave a unit free for long enough to be worth a look.
///
/// A room is a range of open seconds, numbered as in ``OpenTime``, that one unit has free: closed time
/// does not end it, nor does what is promised in closed time alone.
struct Rooms: Sendable {
  private let lookup: DatasetIndex
  /// By machine, without those that lie within another one: both ends ascend.
  private let byMachine: [[Range<Int64>]]

  /// Finds the rooms of all machines.
  init(lookup: DatasetIndex) {
    self.lookup = lookup
    let promised = TakenTime(rows: [], lookup: lookup)
    byMachine = lookup.dataset.machines.indices.map { machine in
      Self.widest(promised.freeRanges(ofMachine: machine).flatMap { $0 })
    }
  }

  /// Sets the rooms of all offers, whose windows are set, and what fits into them.
  ///
  /// An order of one stage in one part looks at prices alone: its room is the window.
  func set(in supplies: inout [StageSupply], terms: Terms) {
    let isSplit = terms.order.partsMax > 1
    let isAlone = supplies.count == 1 && !isSplit
    for stage in supplies.indices {
      let unit = supplies[stage].stage.unit
      for index in supplies[stage].offers.indices {
        let eligible = supplies[stage].offers[index]
        let rooms =
          isAlone
          ? [eligible.window] : rooms(ofMachine: eligible.offer.machine, in: eligible.window)
        supplies[stage].offers[index].rooms = rooms
        if isSplit { supplies[stage].offers[index].fit = fit(eligible, unit: unit, in: rooms) }
      }
    }
  }

  /// The rooms of a machine, cut to a window; both ends ascend.
  func rooms(ofMachine machine: Int, in window: Range<Int64>) -> [Range<Int64>] {
    let rooms = byMachine[machine]
    var low = 0
    var high = rooms.count
    while low < high {
      let middle = (low + high) / 2
      if rooms[middle].upperBound <= window.lowerBound { low = middle + 1 } else { high = middle }
    }
    let touching = rooms[low...].prefix { $0.lowerBound < window.upperBound }
    return Self.widest(touching.map { $0.clamped(to: window) }.filter { !$0.isEmpty })
  }

  /// Those that do not lie within another one, ascending.
  private static func widest(_ rooms: [Range<Int64>]) -> [Range<Int64>] {
    guard rooms.count > 1 else { return rooms }
    // Of those that begin together the longest comes first.
    let sorted = rooms.sorted {
      ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound)
    }
    var found: [Range<Int64>] = []
    for room in sorted where found.last.map({ $0.upperBound < room.upperBound }) ?? true {
      found.append(room)
    }
    return found
  }

  /// `fit`: the largest part that takes no more seconds than the longest room.
  ///
  /// - Returns: `nil` if not even the least part has room.
  private func fit(
    _ eligible: EligibleOffer, unit: QuantityUnit, in rooms: [Range<Int64>]
  ) -> Int64? {
    let longest = rooms.map { $0.upperBound - $0.lowerBound }.max() ?? 0
    guard eligible.shortestNeed > 0, eligible.shortestNeed <= longest else { return nil }
    let cycle = lookup.charges.cycleMilliseconds(of: unit, on: eligible.offer)
    // Set-ups alone are as long for parts of any size.
    guard cycle > 0 else { return eligible.parts.upperBound }
    let running = 1_000 * Int128(longest - eligible.offer.setupSeconds)
    return Int64(min(Int128(eligible.parts.upperBound), running / Int128(cycle)))
  }
}
