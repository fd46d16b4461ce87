import CapacityModel

/// A price from one time to another.
struct PricePeriod {
  var span: TimeSpan
  /// At least 0.
  var microYuanPerSecond: Int64
}

/// The prices of a machine as steps over its open seconds, which are numbered as in ``OpenTime``.
///
/// Closed time is left out, so what a booking pays depends on the range of open seconds that it
/// takes alone, and a period without open time is no step. Costs are in micro-yuan.
struct PricedTime {
  /// The first open second of each step, ascending from 0; a step ends where the next one begins.
  private let begins: [Int64]
  /// The price of each step, never that of the step before.
  private let prices: [Int64]
  /// What all open seconds before each step cost together.
  private let costBefore: [Int128]

  /// Lays periods, ascending and without overlaps, over open time; what they leave out costs nothing.
  init(periods: [PricePeriod], open: OpenTime) {
    var begins: [Int64] = []
    var prices: [Int64] = []
    func addStep(from begin: Int64, price: Int64) {
      if prices.last == price { return }
      begins.append(begin)
      prices.append(price)
    }
    var reached: Int64 = 0
    for period in periods {
      let first = open.openSeconds(before: period.span.start)
      let limit = open.openSeconds(before: period.span.end)
      guard first < limit else { continue }
      if first > reached { addStep(from: reached, price: 0) }
      addStep(from: first, price: period.microYuanPerSecond)
      reached = limit
    }
    if reached < open.total || begins.isEmpty { addStep(from: reached, price: 0) }
    var costBefore: [Int128] = [0]
    for step in begins.indices.dropLast() {
      let seconds = begins[step + 1] - begins[step]
      costBefore.append(costBefore[step] + Int128(seconds) * Int128(prices[step]))
    }
    self.begins = begins
    self.prices = prices
    self.costBefore = costBefore
  }

  /// The least that `need` seconds one after another cost, over all first seconds in `starts`.
  ///
  /// Within a range of starts the cost is linear while neither end of the work comes to another
  /// step, so it is enough to stop where one does, and at the ends of the range.
  ///
  /// - Precondition: `starts` ascend, and all work ends within open time.
  /// - Returns: `nil` when there is no start.
  /// - Complexity: O(*s* + *r* log *n*) for *r* ranges that touch *s* of *n* steps.
  func leastCost(of need: Int64, starts: [ClosedRange<Int64>]) -> Int128? {
    var least: Int128?
    for range in starts {
      let cost = leastCost(of: need, starts: range)
      least = min(least ?? cost, cost)
      if least == 0 { break }
    }
    return least
  }

  private func leastCost(of need: Int64, starts: ClosedRange<Int64>) -> Int128 {
    var start = starts.lowerBound
    var first = step(of: start)
    var last = step(of: start + need)
    var cost = self.cost(before: start + need, in: last) - self.cost(before: start, in: first)
    var least = cost
    while start < starts.upperBound && least > 0 {
      let untilFirst = end(ofStep: first) - start
      let untilLast = end(ofStep: last) - need - start
      let move = min(starts.upperBound - start, untilFirst, untilLast)
      start += move
      cost += Int128(move) * (Int128(prices[last]) - Int128(prices[first]))
      if move == untilFirst { first += 1 }
      if move == untilLast { last += 1 }
      least = min(least, cost)
    }
    return least
  }

  /// The lowest price of any of the open seconds, of which there is at least one.
  func lowestPrice(in seconds: Range<Int64>) -> Int64 {
    var step = step(of: seconds.lowerBound)
    var lowest = prices[step]
    step += 1
    while step < begins.count && begins[step] < seconds.upperBound {
      lowest = min(lowest, prices[step])
      step += 1
    }
    return lowest
  }

  /// A border that a range of open seconds may begin or end at.
  struct Border {
    /// The open second that comes after it.
    var second: Int64
    /// What all open seconds before it cost together.
    var costBefore: Int128
  }

  /// The ends of a window and the borders between prices inside it, ascending.
  func borders(in window: Range<Int64>) -> [Border] {
    var step = step(of: window.lowerBound)
    var found = [
      Border(second: window.lowerBound, costBefore: cost(before: window.lowerBound, in: step))
    ]
    while end(ofStep: step) < window.upperBound {
      step += 1
      found.append(Border(second: begins[step], costBefore: costBefore[step]))
    }
    found.append(
      Border(second: window.upperBound, costBefore: cost(before: window.upperBound, in: step)))
    return found
  }

  /// The last step that begins at an open second or before it.
  func step(of second: Int64) -> Int {
    var low = 0
    var high = begins.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if begins[middle] <= second { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The first open second after a step; the last one has no end.
  func end(ofStep step: Int) -> Int64 {
    step + 1 < begins.count ? begins[step + 1] : .max
  }

  func price(ofStep step: Int) -> Int64 { prices[step] }

  /// What all open seconds before one that lies in a step, or at its end, cost together.
  func cost(before second: Int64, in step: Int) -> Int128 {
    costBefore[step] + Int128(second - begins[step]) * Int128(prices[step])
  }
}
