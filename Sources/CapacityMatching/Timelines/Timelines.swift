internal import CapacityModel

/// The free time of every unit, in working time of its machine's calendar.
///
/// Each unit keeps its *gaps*: free intervals, ascending and apart. All gaps live in one array; a
/// unit that outgrows its place moves to the end with twice the room, so the array stays below
/// three times what is in use and nothing is allocated per booking.
///
/// Invariants: gaps of a unit are not empty, ascending, and do not touch; `largest` is the length
/// of the longest one (0 if none).
struct Timelines: Sendable {
  /// Free working time `[from, to)`.
  struct Gap: Equatable, Sendable {
    var from: Int32
    var to: Int32
  }

  private var gaps: [Gap] = []
  private var firstGap: [Int32] = []
  private var gapCount: [Int32] = []
  private var capacity: [Int32] = []
  private var largest: [Int32] = []
  private var machineOfUnit: [Int32] = []
  /// The longest gap of any unit of each machine.
  private var largestOfMachine: [Int32] = []
  private var firstUnit: [Int32] = []

  /// Of no machine.
  init() {}

  /// Empty timelines of the machines in `market`, promised bookings not yet taken.
  init(emptyMachinesOf market: Market) {
    let unitCount = market.unitCount
    gaps.reserveCapacity(unitCount * 4)
    for machine in market.machines.indices {
      let total = Int32(market.openTime.total(market.machines[machine].calendar))
      largestOfMachine.append(total)
      firstUnit.append(Int32(largest.count))
      for _ in 0..<market.machines[machine].unitCount {
        firstGap.append(Int32(gaps.count))
        machineOfUnit.append(Int32(machine))
        capacity.append(2)
        gapCount.append(total > 0 ? 1 : 0)
        largest.append(total)
        gaps.append(Gap(from: 0, to: total))
        gaps.append(Gap(from: 0, to: 0))
      }
    }
  }

  /// The longest gap of `unit`, in seconds of working time.
  func longestGap(_ unit: Int) -> Int64 { Int64(largest[unit]) }

  /// The longest gap of any unit of `machine`, in seconds of working time.
  @inline(__always)
  func longestGap(ofMachine machine: Int) -> Int64 { Int64(largestOfMachine[machine]) }

  /// The longest gap of `unit` that has free time in the working time `[start, end)`.
  func longestGap(_ unit: Int, touching start: Int32, _ end: Int32) -> Int32 {
    var place = firstGapEnding(unit, after: Int64(start))
    let last = Int(firstGap[unit] + gapCount[unit])
    var longest: Int32 = 0
    while place < last, gaps[place].from < end {
      longest = max(longest, gaps[place].to - gaps[place].from)
      place += 1
    }
    return longest
  }

  /// A copy of the unit's gaps, ascending, for tests.
  func gapList(_ unit: Int) -> [Gap] {
    Array(gaps[Int(firstGap[unit])..<Int(firstGap[unit] + gapCount[unit])])
  }

  /// The earliest start, not before `from`, of `need` seconds of working time that end by `limit`;
  /// -1 if there is none.
  ///
  /// Adds the gaps looked at to `steps`.
  ///
  /// - Complexity: O(log *g* + gaps passed over) in the unit's gaps.
  func earliestStart(
    _ unit: Int, need: Int64, from: Int64, limit: Int64, steps: inout Int
  ) -> Int64 {
    if Int64(largest[unit]) < need { return -1 }
    var index = firstGapEnding(unit, after: from)
    let end = Int(firstGap[unit] + gapCount[unit])
    while index < end {
      steps += 1
      let start = max(Int64(gaps[index].from), from)
      if start + need > limit { return -1 }
      if start + need <= Int64(gaps[index].to) { return start }
      index += 1
    }
    return -1
  }

  /// The earliest start, not before `from`, of `need` seconds that end by `limit` and have no closed
  /// time inside; -1 if there is none.
  ///
  /// - Complexity: O(log *g* + gaps and open spans passed over).
  func earliestUnbrokenStart(
    _ unit: Int, need: Int64, from: Int64, limit: Int64, calendar: Int, openTime: OpenTime,
    steps: inout Int
  ) -> Int64 {
    if min(Int64(largest[unit]), openTime.longestSpan(calendar)) < need { return -1 }
    var index = firstGapEnding(unit, after: from)
    let end = Int(firstGap[unit] + gapCount[unit])
    while index < end {
      steps += 1
      var start = max(Int64(gaps[index].from), from)
      let gapEnd = Int64(gaps[index].to)
      if start + need > limit { return -1 }
      if start + need <= gapEnd {
        var span = openTime.spanIndex(calendar, of: start)
        while start + need <= gapEnd {
          let spanEnd = openTime.workEnd(span, calendar)
          if start + need > limit { return -1 }
          if start + need <= spanEnd { return start }
          start = spanEnd
          span += 1
        }
      }
      index += 1
    }
    return -1
  }

  /// The longest stretch of free working time inside `[from, limit)`, unbroken if asked for.
  ///
  /// - Complexity: O(*g*), times the spans when `unbroken`.
  func longestStretch(
    _ unit: Int, from: Int64, limit: Int64, unbrokenOn calendar: Int?, openTime: OpenTime,
    steps: inout Int
  ) -> Int64 {
    var longest: Int64 = 0
    var index = firstGapEnding(unit, after: from)
    let end = Int(firstGap[unit] + gapCount[unit])
    while index < end, Int64(gaps[index].from) < limit {
      steps += 1
      var start = max(Int64(gaps[index].from), from)
      let stop = min(Int64(gaps[index].to), limit)
      if let calendar {
        while start < stop {
          let spanEnd = openTime.workEnd(openTime.spanIndex(calendar, of: start), calendar)
          longest = max(longest, min(spanEnd, stop) - start)
          start = spanEnd
        }
      } else {
        longest = max(longest, stop - start)
      }
      index += 1
    }
    return longest
  }

  /// Takes `[from, to)` out of the unit's free time.
  ///
  /// - Precondition: The interval lies inside one gap.
  /// - Returns: That gap as it was.
  @discardableResult
  mutating func take(_ unit: Int, from: Int64, to: Int64) -> Gap {
    let index = firstGapEnding(unit, after: from)
    precondition(index < Int(firstGap[unit] + gapCount[unit]), "taken time is not free")
    precondition(Int64(gaps[index].from) <= from, "taken time is not free")
    precondition(to <= Int64(gaps[index].to), "taken time is not free")
    let gap = gaps[index]
    cut(unit, at: index, from: Int32(from), to: Int32(to))
    return gap
  }

  /// Takes whatever is free inside `[from, to)`: promised time may cover closed or taken time.
  mutating func block(_ unit: Int, from: Int64, to: Int64) {
    // Promised time that is closed throughout takes nothing, and must not cut a gap in two.
    if from >= to { return }
    var index = firstGapEnding(unit, after: from)
    while index < Int(firstGap[unit] + gapCount[unit]), Int64(gaps[index].from) < to {
      let start = max(gaps[index].from, Int32(from))
      let stop = min(gaps[index].to, Int32(to))
      cut(unit, at: index, from: start, to: stop)
      // The unit may have moved and its gaps shifted: look again.
      index = firstGapEnding(unit, after: Int64(stop))
    }
  }

  /// Makes what `other` leaves free on the units of a machine free here, and nothing else on them.
  mutating func takeOver(_ machine: Int, from other: Timelines) {
    for unit in units(ofMachine: machine) {
      let count = Int(other.gapCount[unit])
      if count > Int(capacity[unit]) {
        firstGap[unit] = Int32(gaps.count)
        capacity[unit] = other.capacity[unit]
        for _ in 0..<capacity[unit] { gaps.append(Gap(from: 0, to: 0)) }
      }
      let (place, otherPlace) = (Int(firstGap[unit]), Int(other.firstGap[unit]))
      for offset in 0..<count { gaps[place + offset] = other.gaps[otherPlace + offset] }
      gapCount[unit] = Int32(count)
      largest[unit] = other.largest[unit]
    }
    largestOfMachine[machine] = other.largestOfMachine[machine]
  }

  private func units(ofMachine machine: Int) -> Range<Int> {
    let end = machine + 1 < firstUnit.count ? Int(firstUnit[machine + 1]) : largest.count
    return Int(firstUnit[machine])..<end
  }

  /// The first gap that ends after `time`.
  @inline(__always)
  private func firstGapEnding(_ unit: Int, after time: Int64) -> Int {
    var low = Int(firstGap[unit])
    var high = low + Int(gapCount[unit])
    while low < high {
      let middle = (low + high) >> 1
      if Int64(gaps[middle].to) > time { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Takes `[from, to)` out of the gap at `index`, which holds it.
  private mutating func cut(_ unit: Int, at index: Int, from: Int32, to: Int32) {
    let gap = gaps[index]
    if gap.from == from, gap.to == to {
      let last = Int(firstGap[unit] + gapCount[unit]) - 1
      for position in index..<last { gaps[position] = gaps[position + 1] }
      gapCount[unit] -= 1
    } else if gap.from == from {
      gaps[index].from = to
    } else if gap.to == to {
      gaps[index].to = from
    } else {
      let offset = index - Int(firstGap[unit])
      if gapCount[unit] == capacity[unit] { moveToEnd(unit) }
      let place = Int(firstGap[unit]) + offset
      var position = Int(firstGap[unit] + gapCount[unit])
      while position > place + 1 {
        gaps[position] = gaps[position - 1]
        position -= 1
      }
      gaps[place] = Gap(from: gap.from, to: from)
      gaps[place + 1] = Gap(from: to, to: gap.to)
      gapCount[unit] += 1
    }
    if gap.to - gap.from == largest[unit] { findLargest(unit) }
  }

  private mutating func findLargest(_ unit: Int) {
    var longest: Int32 = 0
    for index in Int(firstGap[unit])..<Int(firstGap[unit] + gapCount[unit]) {
      longest = max(longest, gaps[index].to - gaps[index].from)
    }
    let old = largest[unit]
    largest[unit] = longest
    let machine = Int(machineOfUnit[unit])
    guard old == largestOfMachine[machine] else { return }
    largestOfMachine[machine] = largest[units(ofMachine: machine)].max() ?? 0
  }

  private mutating func moveToEnd(_ unit: Int) {
    let old = Int(firstGap[unit])
    firstGap[unit] = Int32(gaps.count)
    for index in old..<(old + Int(gapCount[unit])) { gaps.append(gaps[index]) }
    capacity[unit] *= 2
    for _ in gapCount[unit]..<capacity[unit] { gaps.append(Gap(from: 0, to: 0)) }
  }
}
