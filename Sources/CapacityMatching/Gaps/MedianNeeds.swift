internal import CapacityModel

/// The median working time over the offers of one process that can state one.
///
/// A need in pieces is `ceil(k / 1000)` with `k = 1000 x setup + quantity x cycle` ms, which grows
/// with `k`, so that offers are ranked by `k`, a line over the quantity. The middle of lines that rise is
/// a curve that rises. So between two quantities whose middles are known, a line that is
/// below the first middle even at the second quantity is below throughout, and likewise above: the
/// quantities are halved again and again, and only the lines that may be in the middle are looked at in each
/// half. All quantities together take little more than a selection for each halving.
struct MedianNeeds {
  /// What an offer with a cycle time needs, in ms.
  private struct Line {
    var setup: Int64
    var cycle: Int64

    /// The need for a quantity, in ms: at most 9.0004 x 10^18 by `Limits`.
    @inline(__always)
    func milliseconds(_ quantity: Int64) -> Int64 { setup + quantity * cycle }
  }

  /// The two needs in the middle, in ms; one and the same of an odd number.
  private struct Middle {
    var low: Int64 = 0
    var high: Int64 = 0
  }

  /// All lines, and behind them those that each halving under way has kept.
  private var lines: [Line] = []
  private let lineCount: Int
  private var needs: [Int64] = []
  private var middles: [Middle] = []
  /// The median set-up of the offers that serve hours, in seconds; `nil` if there are none.
  private let hourSetup: Int64?

  /// Gathers the offers of a process.
  ///
  /// - Complexity: O(*n*).
  init(_ offers: ArraySlice<Int32>, of dataset: Dataset) {
    var setups: [Int64] = []
    for offer in offers {
      let setup = dataset.offers[Int(offer)].setupSeconds
      if let cycle = dataset.offers[Int(offer)].cycleMilliseconds {
        lines.append(Line(setup: setup * 1_000, cycle: cycle))
      }
      // Nobody charges hours by the piece.
      if dataset.offers[Int(offer)].pricing.mode != .piece { setups.append(setup) }
    }
    lineCount = lines.count
    // Hours take as long everywhere: the middle of the needs is that of the set-ups.
    if setups.isEmpty {
      hourSetup = nil
    } else {
      let (low, high) = selectTwo((setups.count - 1) / 2, setups.count / 2, in: &setups)
      hourSetup = mean(low, high)
    }
  }

  /// The median need of a stage in hours, in seconds; 0 if nobody serves hours.
  func seconds(hours hundredths: Int64) -> Int64 {
    hourSetup.map { $0 + hundredths * 36 } ?? 0
  }

  /// The median needs of stages in pieces, in seconds; 0 if no offer has a cycle time.
  ///
  /// - Precondition: `quantities` ascend, none stands twice.
  /// - Complexity: O((*n* + *q*) log *q*) in the offers and the quantities where needs are spread; O(*n* *q*)
  ///   where offers are so alike that all stay in the middle.
  mutating func seconds(pieces quantities: [Int64]) -> [Int64] {
    if lineCount == 0 || quantities.isEmpty { return quantities.map { _ in 0 } }
    middles = [Middle](repeating: Middle(), count: quantities.count)
    let last = quantities.count - 1
    let all = 0..<lineCount
    middles[0] = middle(quantities[0], among: all, below: 0)
    if last > 0 {
      middles[last] = middle(quantities[last], among: all, below: 0)
      fill(1..<last, quantities, among: all, below: 0)
    }
    return middles.map { mean(divideUp($0.low, by: 1_000), divideUp($0.high, by: 1_000)) }
  }

  /// Finds the middles of a range of quantities, those of its neighbours on either side being known.
  ///
  /// - Parameters:
  ///   - range: Indices into `quantities`.
  ///   - quantities: All quantities.
  ///   - kept: The lines that may be in the middle.
  ///   - below: How many other lines are below them.
  private mutating func fill(
    _ range: Range<Int>, _ quantities: [Int64], among kept: Range<Int>, below: Int
  ) {
    if range.isEmpty { return }
    let (before, after) = (range.lowerBound - 1, range.upperBound)
    let (least, most) = (middles[before].low, middles[after].high)
    let start = lines.count
    var below = below
    for index in kept {
      let line = lines[index]
      if line.milliseconds(quantities[after]) < least {
        below += 1
      } else if line.milliseconds(quantities[before]) <= most {
        lines.append(line)
      }
    }
    let inside = start..<lines.count
    let half = range.lowerBound + range.count / 2
    middles[half] = middle(quantities[half], among: inside, below: below)
    fill(range.lowerBound..<half, quantities, among: inside, below: below)
    fill((half + 1)..<range.upperBound, quantities, among: inside, below: below)
    lines.removeSubrange(inside)
  }

  private mutating func middle(
    _ quantity: Int64, among kept: Range<Int>, below: Int
  ) -> Middle {
    needs.removeAll(keepingCapacity: true)
    for index in kept { needs.append(lines[index].milliseconds(quantity)) }
    let (low, high) = selectTwo((lineCount - 1) / 2 - below, lineCount / 2 - below, in: &needs)
    return Middle(low: low, high: high)
  }
}

/// The mean of two numbers, the lower first, rounded half up.
private func mean(_ low: Int64, _ high: Int64) -> Int64 { low + (high - low + 1) / 2 }
