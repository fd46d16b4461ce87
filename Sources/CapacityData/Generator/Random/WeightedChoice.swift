/// A choice among alternatives of given weights.
struct WeightedChoice: Sendable {
  /// The sum of the weights up to and including each alternative.
  private let cumulative: [Int]

  /// Creates a choice in proportion to `weights`.
  ///
  /// - Precondition: No weight is negative, and their sum is above 0.
  init(_ weights: some Sequence<Int>) {
    var sum = 0
    cumulative = weights.map { weight in
      precondition(weight >= 0, "a negative weight")
      sum += weight
      return sum
    }
    precondition(sum > 0, "nothing to choose from")
  }

  /// Returns a choice of 0 to `count - 1` in which the weight of n is 1/(n + 1)^exponent.
  ///
  /// - Parameters:
  ///   - count: The number of alternatives.
  ///   - thousandths: The exponent, in thousandths.
  /// - Returns: The choice; its alternative 0 is the likeliest.
  static func zipf(count: Int, thousandths: Int64) -> Self {
    Self((1...count).map { Self.rankWeight($0, thousandths: thousandths) })
  }

  /// The weight 1/rank^exponent as a whole number, in units of 2^-24.
  static func rankWeight(_ rank: Int, thousandths: Int64) -> Int {
    max(1, Int(FixedPoint.power(rank, thousandths: -thousandths) >> 8))
  }

  /// The sum of all weights.
  var total: Int { cumulative[cumulative.count - 1] }

  /// Returns the alternative at a position from 0 to `total - 1`.
  ///
  /// - Complexity: O(log *n*).
  func index(at position: Int) -> Int {
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > position { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
