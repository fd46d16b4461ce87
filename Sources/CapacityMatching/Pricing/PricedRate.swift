internal import CapacityModel

/// An interval of a machine's time in which parts cost least for what they make.
struct PricedRate: Sendable {
  /// What the interval's seconds cost, in micro-yuan.
  var priced: Int64
  /// The seconds of it that make something; at least 1 unless there is no cycle.
  var running: Int64
  /// In working time.
  var from: Int64
  var to: Int64

  static let none = PricedRate(priced: 0, running: 1, from: 0, to: 0)

  /// What the seconds of `quantity` cost in proportion, rounded down, in micro-yuan.
  ///
  /// A unit takes `cycle` milliseconds; without a cycle the interval makes as many as `most`.
  @inline(__always)
  func cost(of quantity: Int64, cycle: Int64, most: Int64) -> Int64 {
    if priced == 0 { return 0 }
    let (numerator, denominator) =
      cycle == 0
      ? (Int128(priced) * Int128(quantity), Int128(most))
      : (Int128(priced) * Int128(quantity * cycle), Int128(running * 1_000))
    return Int64(min(numerator / denominator, Int128(TermStore.costMax)))
  }

  /// The share of `seconds` inside the interval that `quantity` use.
  @inline(__always)
  func use(_ seconds: Int64, quantity: Int64, cycle: Int64, most: Int64) -> Int64 {
    let share =
      cycle == 0
      ? Double(quantity) / Double(most)
      : Double(quantity) * Double(cycle) / (Double(running) * 1_000)
    return Int64(Double(seconds) * share)
  }

  /// Whether it costs less than another for what it makes.
  @inline(__always)
  func isCheaper(than other: PricedRate) -> Bool {
    Int128(priced) * Int128(other.running) < Int128(other.priced) * Int128(running)
  }
}

extension PriceTable {
  /// The interval in an offer's window in which parts cost least for each second that makes something.
  ///
  /// The cost of an interval is linear between borders of cells, so that the best has both ends on
  /// borders (or ends of the window), or is as short or as long as parts may be. The least ratio is
  /// found by taking the best known one as a price for time until nothing is cheaper (Dinkelbach,
  /// Management Science 13, 1967, doi:10.1287/mnsc.13.7.492).
  ///
  /// - Complexity: O(cells of the window) a round, of which there are few.
  func cheapestRate(_ term: TermStore.RateTerm, _ starts: inout WindowMaximum) -> PricedRate {
    let machine = Int(term.machine)
    let (from, limit) = (Int64(term.from), Int64(term.limit))
    let (needMin, needMax) = (Int64(term.needMin), Int64(term.needMax))
    let setup = Int64(term.setup)
    var best = PricedRate.none
    guard let shortest = cheapestStart(machine, need: needMin, from: from, limit: limit) else {
      return best
    }
    best = PricedRate(
      priced: shortest.cost, running: max(1, needMin - setup), from: shortest.start,
      to: shortest.start + needMin)
    // Nothing is made but by setting up, or nothing costs less.
    if term.cycle == 0 || best.priced == 0 || needMax == needMin { return best }
    if let longest = cheapestStart(machine, need: needMax, from: from, limit: limit) {
      let rate = PricedRate(
        priced: longest.cost, running: needMax - setup, from: longest.start,
        to: longest.start + needMax)
      if rate.isCheaper(than: best) { best = rate }
    }
    if best.priced == 0 { return best }
    let head = grid.cell(machine, at: from)
    while let better = cheaper(than: best, term, firstCell: head, &starts) { best = better }
    return best
  }

  /// The interval between borders that would gain most if its running seconds were paid at the rate of
  /// `best`; `nil` if none gains.
  private func cheaper(
    than best: PricedRate, _ term: TermStore.RateTerm, firstCell: Int,
    _ starts: inout WindowMaximum
  ) -> PricedRate? {
    let (from, limit) = (Int64(term.from), Int64(term.limit))
    let (needMin, needMax) = (Int64(term.needMin), Int64(term.needMax))
    // An interval gains paid(start) - paid(end), with paid(t) = cost before t - rate x t, and what its
    // set-up would be paid less.
    let rate = Double(best.priced) / Double(best.running)
    let margin = rate * Double(term.setup)
    starts.removeAll()
    var found: PricedRate?
    var least = -1e-3
    var endCell = firstCell
    var startCell = firstCell
    while true {
      let border = knots[endCell + 1].begin
      let end = min(border, limit)
      let endSum = knots[endCell].sum + (end - knots[endCell].begin) * knots[endCell].price
      // Starts that are early enough for this end join the queue, those too early leave it.
      while startCell <= endCell {
        let start = max(from, knots[startCell].begin)
        if end - start < needMin { break }
        let sum = knots[startCell].sum + (start - knots[startCell].begin) * knots[startCell].price
        starts.append(
          WindowMaximum.Entry(time: start, sum: sum, value: Double(sum) - rate * Double(start)))
        startCell += 1
      }
      starts.dropBefore(end - needMax)
      if let start = starts.largest {
        let gain = Double(endSum) - rate * Double(end) - start.value + margin
        if gain < least {
          least = gain
          found = PricedRate(
            priced: endSum - start.sum, running: max(1, end - start.time - Int64(term.setup)),
            from: start.time, to: end)
        }
      }
      if border >= limit { break }
      endCell += 1
    }
    guard let found, found.isCheaper(than: best) else { return nil }
    return found
  }

  /// The lowest price of any second in `[from, limit)`.
  func lowestPrice(_ machine: Int, from: Int64, limit: Int64) -> Int64 {
    var cell = grid.cell(machine, at: from)
    var lowest = knots[cell].price
    while knots[cell + 1].begin < limit {
      cell += 1
      lowest = min(lowest, knots[cell].price)
    }
    return lowest
  }
}

/// The largest value of a window that moves over entries ascending in time: a queue of those that no
/// later entry exceeds.
struct WindowMaximum {
  struct Entry {
    var time: Int64
    var sum: Int64
    var value: Double
  }

  private var entries: [Entry] = []
  private var first = 0

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    first = 0
  }

  mutating func append(_ entry: Entry) {
    while entries.count > first, entries[entries.count - 1].value <= entry.value {
      entries.removeLast()
    }
    entries.append(entry)
  }

  mutating func dropBefore(_ time: Int64) {
    while first < entries.count, entries[first].time < time { first += 1 }
  }

  var largest: Entry? { first < entries.count ? entries[first] : nil }
}
