/// Powers and logarithms of two in integers.
///
/// Values are Q32: the integer 2^32 stands for 1. A draw made with these functions has the same bits
/// on every platform, which `exp` and `log` of a C library do not promise.
enum FixedPoint {
  /// The number 1.
  static let one: UInt64 = 1 << 32

  /// ln 2 in Q32.
  private static let naturalLogOfTwo: UInt64 = 2_977_044_472

  /// Returns 2 to the power `exponent`.
  ///
  /// The fraction goes through the Taylor series of `exp(x ln 2)`; after 14 terms the rest is below
  /// the last bit. The relative error stays under 2^-28 for exponents of 0 and more.
  ///
  /// - Parameter exponent: In Q32; clamped to -40...29.
  /// - Returns: The power in Q32.
  static func exp2(_ exponent: Int64) -> UInt64 {
    let clamped = min(max(exponent, -40 << 32), 29 << 32)
    let whole = clamped >> 32
    let fraction = UInt64(clamped & 0xFFFF_FFFF)
    let x = (fraction * naturalLogOfTwo) >> 32
    var term = one
    var sum = one
    for n in 1...14 as ClosedRange<UInt64> {
      // Both factors are at most 2^32, and x is below it, so the product fits.
      term = ((term * x) >> 32) / n
      sum += term
    }
    return whole >= 0 ? sum << UInt64(whole) : sum >> UInt64(-whole)
  }

  /// Returns the logarithm of a whole number to base 2, in Q32.
  ///
  /// Squaring a number in [1, 2) doubles its logarithm: whether the square reaches 2 is the next bit.
  ///
  /// - Precondition: `value > 0`.
  static func log2(_ value: Int64) -> Int64 {
    precondition(value > 0, "the logarithm of a number that is not positive")
    let whole = 63 - value.leadingZeroBitCount
    var mantissa = UInt64(value)
    mantissa = whole >= 31 ? mantissa >> UInt64(whole - 31) : mantissa << UInt64(31 - whole)
    var fraction: Int64 = 0
    for _ in 0..<32 {
      mantissa = (mantissa * mantissa) >> 31
      fraction <<= 1
      if mantissa >= 1 << 32 {
        fraction |= 1
        mantissa >>= 1
      }
    }
    return Int64(whole) << 32 | fraction
  }

  /// Returns `value` times a Q32 factor, rounded half up; at most `Int64.max / 2`.
  ///
  /// - Precondition: `value >= 0`.
  static func scaled(_ value: Int64, by factor: UInt64) -> Int64 {
    precondition(value >= 0, "only amounts are scaled")
    let product = UInt64(value).multipliedFullWidth(by: factor)
    let (low, carry) = product.low.addingReportingOverflow(1 << 31)
    let high = product.high + (carry ? 1 : 0)
    guard high < 1 << 30 else { return Int64.max / 2 }
    return Int64(high << 32 | low >> 32)
  }

  /// Returns `base` to the power `thousandths / 1000`, in Q32.
  static func power(_ base: Int, thousandths: Int64) -> UInt64 {
    exp2(log2(Int64(base)) / 1000 * thousandths)
  }

  /// Returns the largest whole number whose square is at most `value`.
  static func squareRoot(_ value: Int64) -> Int64 {
    guard value > 0 else { return 0 }
    // Newton's steps fall to the root from any start that is not below it.
    var root: Int64 = 1 << Int64((64 - value.leadingZeroBitCount) / 2 + 1)
    while true {
      let next = (root + value / root) / 2
      if next >= root { return root }
      root = next
    }
  }
}
