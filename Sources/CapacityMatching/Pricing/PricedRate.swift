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
    return cycle == 0
      ? scaledDown(priced, share: quantity, of: most)
      : scaledDown(priced, share: quantity * cycle, of: running * 1_000)
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
  /// The interval in one of an offer's rooms in which parts cost least for each second that makes something.
  ///
  /// The cost of an interval is linear between borders of cells, so that the best has both ends on
  /// borders (or ends of the room), or is as short or as long as parts may be. The least ratio is
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
    guard let shortest = cheapestRate(machine, need: needMin, setup: setup, from, limit) else {
      return best
    }
    best = shortest
    // Nothing is made but by setting up, or nothing costs less.
    if term.cycle == 0 || best.priced == 0 || needMax == needMin { return best }
    if let longest = cheapestRate(machine, need: needMax, setup: setup, from, limit),
      longest.isCheaper(than: best)
    {
      best = longest
    }
    if best.priced == 0 { return best }
    while let better = cheaper(than: best, term, &starts) { best = better }
    return best
  }

  /// The cheapest interval of `need` seconds in a room; `nil` if none has as many.
  private func cheapestRate(
    _ machine: Int, need: Int64, setup: Int64, _ from: Int64, _ limit: Int64
  ) -> PricedRate? {
    var best: PricedStart?
    grid.rooms.forEach(of: machine, from: from, limit: limit, need: need) { from, limit in
      let found = cheapestStart(
        machine, need: need, from: from, limit: limit, below: best?.cost ?? .max)
      if let found { best = found }
    }
    return best.map {
      PricedRate(
        priced: $0.cost, running: max(1, need - setup), from: $0.start, to: $0.start + need)
    }
  }

  /// The interval between borders that would gain most if its running seconds were paid at the rate of
  /// `best`; `nil` if none gains.
  private func cheaper(
    than best: PricedRate, _ term: TermStore.RateTerm, _ starts: inout WindowMaximum
  ) -> PricedRate? {
    var found: PricedRate?
    var least = -1e-3
    grid.rooms.forEach(
      of: Int(term.machine), from: Int64(term.from), limit: Int64(term.limit),
      need: Int64(term.needMin)
    ) { from, limit in
      look(from, limit, for: term, cheaperThan: best, &starts, &least, &found)
    }
    guard let found, found.isCheaper(than: best) else { return nil }
    return found
  }

  /// Looks at the intervals of a room for ``cheaper(than:_:_:)``; `least` is what `found` gains, below 0.
  private func look(
    _ from: Int64, _ limit: Int64, for term: TermStore.RateTerm, cheaperThan best: PricedRate,
    _ starts: inout WindowMaximum, _ least: inout Double, _ found: inout PricedRate?
  ) {
    let (needMin, needMax) = (Int64(term.needMin), Int64(term.needMax))
    // An interval gains paid(start) - paid(end), with paid(t) = cost before t - rate x t, and what its
    // set-up would be paid less.
    let rate = Double(best.priced) / Double(best.running)
    let margin = rate * Double(term.setup)
    starts.removeAll()
    var endCell = grid.cell(Int(term.machine), at: from)
    var startCell = endCell
    // Sums are taken from here: promised time elsewhere costs so much that a double would lose what time here costs.
    let firstCell = endCell
    while true {
      let border = knots[endCell + 1].begin
      let end = min(border, limit)
      let endSum = cost(from: from, in: firstCell, to: end, in: endCell)
      // Starts that are early enough for this end join the queue, those too early leave it.
      while startCell <= endCell {
        let start = max(from, knots[startCell].begin)
        if end - start < needMin { break }
        let sum = cost(from: from, in: firstCell, to: start, in: startCell)
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
