/// What a stream of draws is for.
enum StreamKind: UInt64 {
  case process = 1
  case calendar
  case factory
  case machine
  case ownerLoad
  case order
}

/// The random numbers of one entity: one factory, one machine, one order.
///
/// Every entity has a stream of its own, seeded by the dataset's seed, its kind and its number, so that
/// one draw more for one entity shifts nothing elsewhere. The generator is xoshiro256** by Blackman and
/// Vigna (https://doi.org/10.1145/3460772), filled by SplitMix64 as its authors advise. All
/// distributions are made of integers, so that no platform's `libm` has a say.
struct DrawStream {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Creates the stream of one entity.
  init(seed: UInt64, kind: StreamKind, number: Int) {
    var word = Self.mixed(seed &+ kind.rawValue &* 0x9E37_79B9_7F4A_7C15)
    word = Self.mixed(word ^ UInt64(number))
    func next() -> UInt64 {
      word &+= 0x9E37_79B9_7F4A_7C15
      return Self.mixed(word)
    }
    state = (next(), next(), next(), next())
  }

  /// The finaliser of SplitMix64.
  private static func mixed(_ word: UInt64) -> UInt64 {
    var mixed = word
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Returns 64 random bits.
  mutating func next() -> UInt64 {
    func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
      word << count | word >> (64 - count)
    }
    let result = rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return result
  }

  /// Returns a whole number from 0 to `bound - 1`, each equally likely.
  ///
  /// Lemire's multiplication with rejection (https://doi.org/10.1145/3230636).
  ///
  /// - Precondition: `bound > 0`.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "nothing to draw from")
    let width = UInt64(bound)
    let threshold = (0 &- width) % width
    while true {
      let product = next().multipliedFullWidth(by: width)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// Returns a whole number of `range`, each equally likely.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// Returns true in `percent` of 100 cases.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// Returns an index, each as likely as its weight says.
  mutating func pick(_ choice: WeightedChoice) -> Int { choice.index(at: below(choice.total)) }

  /// Returns a draw from the standard normal distribution, in Q16.
  ///
  /// The sum of twelve uniform numbers has variance 1 and is normal for all that a synthetic order
  /// could show: it ends at 6 standard deviations and its tails are a little light.
  mutating func standardNormal() -> Int64 {
    var sum: Int64 = 0
    for _ in 0..<3 {
      let word = next()
      sum += Int64(word & 0xFFFF) + Int64(word >> 16 & 0xFFFF)
      sum += Int64(word >> 32 & 0xFFFF) + Int64(word >> 48)
    }
    // The mean of twelve numbers from 0 to 65535.
    return sum - 6 * 65_535
  }

  /// Returns a draw from a lognormal distribution, rounded to a whole number.
  ///
  /// - Parameters:
  ///   - median: The median of the draws.
  ///   - sigma: The standard deviation of their natural logarithm, in thousandths.
  /// - Returns: A whole number of 0 or more.
  mutating func lognormal(median: Int64, sigma: Int64) -> Int64 {
    // log2(e) in Q16: with the Q16 of the normal draw the product is in Q32.
    let exponent = standardNormal() * sigma * 94_548 / 1000
    return FixedPoint.scaled(median, by: FixedPoint.exp2(exponent))
  }

  /// Returns a number from `low` to `high` whose logarithm is uniform.
  mutating func logUniform(_ low: Int64, _ high: Int64) -> Int64 {
    let span = FixedPoint.log2(max(high, low)) - FixedPoint.log2(low)
    let position = Int64(next() >> 48)
    let drawn = FixedPoint.scaled(low, by: FixedPoint.exp2(span / 65_536 * position))
    return min(max(drawn, low), max(low, high))
  }

  /// Returns a draw from a Pareto distribution, rounded to a whole number and cut at `high`.
  ///
  /// - Parameters:
  ///   - low: The smallest draw.
  ///   - high: The largest.
  ///   - alpha: The exponent of the tail, in tenths.
  /// - Returns: A whole number from `low` to `high`.
  mutating func pareto(from low: Int64, to high: Int64, alpha: Int64) -> Int64 {
    // low x u^(-1/alpha) for a uniform u in (0, 1].
    let uniform = Int64(next() >> 32) + 1
    let exponent = ((32 << 32) - FixedPoint.log2(uniform)) * 10 / alpha
    return min(FixedPoint.scaled(low, by: FixedPoint.exp2(exponent)), high)
  }

  /// Returns how often a chance of `percent` of 100 fails before it comes true, at most `limit`.
  mutating func failures(before percent: Int, limit: Int) -> Int {
    var count = 0
    while count < limit, !chance(percent) { count += 1 }
    return count
  }
}
