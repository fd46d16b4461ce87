import CapacityModel

/// The open seconds of all units of a machine that promised bookings leave.
struct UnpromisedTime {
  private let open: OpenTime
  private let units: Int
  /// First and last ends of what is promised, as numbers of open seconds, each by itself ascending,
  /// and how much the numbers before each of them add up to.
  private let starts: [Int64]
  private let ends: [Int64]
  private let startSums: [Int128]
  private let endSums: [Int128]

  /// Counts the time of a machine; `promised` are its own bookings.
  init(machine: Int, promised: [PromisedBooking], lookup: DatasetIndex) {
    let open = lookup.openTime(ofMachine: machine)
    self.open = open
    units = lookup.dataset.machines[machine].units
    var starts: [Int64] = []
    var ends: [Int64] = []
    var unit = 0
    var reached: Int64 = 0
    // Bookings of one unit that overlap count once.
    for booking in promised.sorted(by: { ($0.unit, $0.span.start) < ($1.unit, $1.span.start) })
    where booking.span.start < booking.span.end {
      if booking.unit != unit {
        unit = booking.unit
        reached = 0
      }
      let start = max(reached, open.openSeconds(before: booking.span.start))
      let end = open.openSeconds(before: booking.span.end)
      guard start < end else { continue }
      starts.append(start)
      ends.append(end)
      reached = end
    }
    self.starts = starts.sorted()
    self.ends = ends.sorted()
    startSums = Self.sums(self.starts)
    endSums = Self.sums(self.ends)
  }

  /// How many open seconds of all units in a span are not promised.
  func seconds(in span: TimeSpan) -> Int128 {
    guard span.start < span.end else { return 0 }
    let first = open.openSeconds(before: span.start)
    let limit = open.openSeconds(before: span.end)
    let promised = promised(before: limit) - promised(before: first)
    return Int128(limit - first) * Int128(units) - promised
  }

  /// What is promised before an open second: what has begun by then, less what has ended.
  private func promised(before second: Int64) -> Int128 {
    Self.sum(of: starts, startSums, below: second) - Self.sum(of: ends, endSums, below: second)
  }

  /// The sum of `second - number` over the numbers below `second`.
  private static func sum(of numbers: [Int64], _ sums: [Int128], below second: Int64) -> Int128 {
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < second { low = middle + 1 } else { high = middle }
    }
    return Int128(second) * Int128(low) - sums[low]
  }

  private static func sums(_ numbers: [Int64]) -> [Int128] {
    var sums: [Int128] = [0]
    var sum: Int128 = 0
    for number in numbers {
      sum += Int128(number)
      sums.append(sum)
    }
    return sums
  }
}
