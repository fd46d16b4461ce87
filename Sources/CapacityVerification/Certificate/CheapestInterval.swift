/// What running costs at the least once the set-up is over: a cost for a number of seconds.
struct RunningPrice {
  /// In micro-yuan, at least 0.
  var cost: Int128
  /// The seconds without the set-up, above 0.
  var seconds: Int64

  static func < (left: RunningPrice, right: RunningPrice) -> Bool {
    left.cost * Int128(right.seconds) < right.cost * Int128(left.seconds)
  }
}

/// The cheapest interval of `Docs/certificate.md`.
extension PricedTime {
  /// The least of `cost / (length - setup)` over all intervals of open seconds in one of some rooms.
  ///
  /// While neither end comes to a border the cost is linear in both, so the ratio is least where
  /// both ends are on borders or the length is the shortest or the longest one. There are too many
  /// pairs of borders to try each; Dinkelbach's method sweeps over them with the best ratio so far
  /// as a price of running, and takes the pair that gains most, until none gains.
  ///
  /// - Parameters:
  ///   - rooms: The ranges that the interval may lie in, which may overlap.
  ///   - lengths: How long it may be, from more than `setup` on; a room that is shorter than the longest
  ///     has intervals up to all of it.
  ///   - setup: Seconds of it that are no running.
  /// - Returns: The ratio, of whichever interval of those that have it; `nil` where no room has time for
  ///   the shortest length.
  /// - Complexity: O(*n*) a sweep for *n* steps in the rooms, and the sweeps close in quickly.
  func leastRunningPrice(
    inOneOf rooms: [Range<Int64>], lengths: ClosedRange<Int64>, setup: Int64
  ) -> RunningPrice? {
    guard let cost = leastCost(of: lengths.lowerBound, inOneOf: rooms) else { return nil }
    var best = RunningPrice(cost: cost, seconds: lengths.lowerBound - setup)
    for room in rooms {
      let longest = min(lengths.upperBound, room.upperBound - room.lowerBound)
      // Nothing is cheaper than free, and a single length has no other intervals.
      guard best.cost > 0, longest > lengths.lowerBound else { continue }
      if let cost = leastCost(of: longest, inOneOf: [room]) {
        let found = RunningPrice(cost: cost, seconds: longest - setup)
        if found < best { best = found }
      }
      let borders = borders(in: room)
      while best.cost > 0,
        let better = Self.pairGainingMost(
          among: borders, lengths: lengths.lowerBound...longest, setup: setup, against: best)
      {
        best = better
      }
    }
    return best
  }

  /// The least that open seconds one after another cost in one of some rooms, closed time between them
  /// or not; `nil` where none has time for as many.
  func leastCost(of length: Int64, inOneOf rooms: [Range<Int64>]) -> Int128? {
    let starts = rooms.filter { $0.upperBound - $0.lowerBound >= length }
      .map { $0.lowerBound...($0.upperBound - length) }
    return leastCost(of: length, starts: starts)
  }

  /// The interval between two borders that is cheaper by most than at a price; `nil` if none is.
  private static func pairGainingMost(
    among borders: [Border], lengths: ClosedRange<Int64>, setup: Int64, against price: RunningPrice
  ) -> RunningPrice? {
    // How much more the seconds before each border cost than at the price, times its seconds.
    let surcharges = borders.map {
      Int128(price.seconds) * $0.costBefore - price.cost * Int128($0.second)
    }
    // The beginnings that an end may have are a range that moves on with it. Of those only they are
    // kept that have a larger surcharge than all later ones; the first has the largest.
    var beginnings: [Int] = []
    beginnings.reserveCapacity(borders.count)
    var head = 0
    var next = 0
    // An interval gains what its surcharge is below this, for its set-up is not running.
    var least = -price.cost * Int128(setup)
    var found: RunningPrice?
    for end in borders.indices {
      let second = borders[end].second
      while second - borders[next].second >= lengths.lowerBound {
        while beginnings.count > head, let last = beginnings.last,
          surcharges[last] <= surcharges[next]
        {
          beginnings.removeLast()
        }
        beginnings.append(next)
        next += 1
      }
      while head < beginnings.count,
        second - borders[beginnings[head]].second > lengths.upperBound
      {
        head += 1
      }
      guard head < beginnings.count else { continue }
      let begin = beginnings[head]
      let surcharge = surcharges[end] - surcharges[begin]
      if surcharge < least {
        least = surcharge
        found = RunningPrice(
          cost: borders[end].costBefore - borders[begin].costBefore,
          seconds: second - borders[begin].second - setup)
      }
    }
    return found
  }
}
