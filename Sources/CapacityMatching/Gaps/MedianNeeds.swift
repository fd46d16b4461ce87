internal import CapacityModel

/// The median working time over the offers of one process that can state one.
///
/// A need in pieces is `ceil(k / 1000)` with `k = 1000 x setup + quantity x cycle` ms, which grows
/// with `k`, so that offers are ranked by `k`, a line over the quantity, and only the ones in the
/// middle are divided. Between quantities that are asked for one after another in ascending order few
/// lines cross: they are kept sorted by insertion, a step or two for each offer, where a
/// selection anew would take several times that. Where many lines cross at once they are sorted.
struct MedianNeeds {
  /// What an offer with a cycle time needs for a quantity.
  private struct Line {
    var setupMilliseconds: Int64
    var cycleMilliseconds: Int64
    /// The need at the quantity that was asked for last, in ms: at most 9 x 10^18 by `Limits`.
    var milliseconds: Int64
  }

  private var lines: [Line] = []
  private var lastQuantity: Int64 = 0
  private var lastMedian: Int64 = 0
  /// The median set-up of the offers that serve hours; 0 if there are none.
  private let hourSetupSeconds: Int64
  private let servesHours: Bool
  /// Moves for each line after which sorting them all is cheaper.
  private static let movesMax = 16

  /// Gathers the offers of a process.
  ///
  /// - Complexity: O(*n* log *n*).
  init(_ offers: ArraySlice<Int32>, of dataset: Dataset) {
    var setups: [Int64] = []
    for offer in offers {
      let setup = dataset.offers[Int(offer)].setupSeconds
      if let cycle = dataset.offers[Int(offer)].cycleMilliseconds {
        lines.append(
          Line(setupMilliseconds: setup * 1_000, cycleMilliseconds: cycle, milliseconds: 0))
      }
      // Nobody charges hours by the piece.
      if dataset.offers[Int(offer)].pricing.mode != .piece { setups.append(setup) }
    }
    setups.sort()
    servesHours = !setups.isEmpty
    // Hours take as long everywhere: the middle of the needs is that of the set-ups.
    hourSetupSeconds =
      setups.isEmpty ? 0 : middle(setups[(setups.count - 1) / 2], setups[setups.count / 2])
  }

  /// The median need of a stage in hours, in seconds; 0 if nobody serves hours.
  func seconds(hours hundredths: Int64) -> Int64 {
    servesHours ? hourSetupSeconds + hundredths * 36 : 0
  }

  /// The median need of a stage in pieces, in seconds; 0 if no offer has a cycle time.
  ///
  /// - Complexity: O(*n*) amortised in the offers where quantities come in ascending order, O(*n* log *n*)
  ///   in any; O(1) for the quantity that was asked for last.
  mutating func seconds(pieces quantity: Int64) -> Int64 {
    if lines.isEmpty || quantity == lastQuantity { return lastMedian }
    lastQuantity = quantity
    sortLines(at: quantity)
    lastMedian = middle(
      divideUp(lines[(lines.count - 1) / 2].milliseconds, by: 1_000),
      divideUp(lines[lines.count / 2].milliseconds, by: 1_000))
    return lastMedian
  }

  private mutating func sortLines(at quantity: Int64) {
    var moves = 0
    for index in lines.indices {
      var line = lines[index]
      line.milliseconds = line.setupMilliseconds + quantity * line.cycleMilliseconds
      var place = index
      // Once there are too many the rest is only brought up to date.
      if moves <= Self.movesMax * lines.count {
        while place > 0, lines[place - 1].milliseconds > line.milliseconds {
          lines[place] = lines[place - 1]
          place -= 1
        }
        moves += index - place
      }
      lines[place] = line
    }
    if moves > Self.movesMax * lines.count {
      lines.sort { $0.milliseconds < $1.milliseconds }
    }
  }
}

/// The middle of two numbers, rounded half up.
private func middle(_ low: Int64, _ high: Int64) -> Int64 { low + (high - low + 1) / 2 }
