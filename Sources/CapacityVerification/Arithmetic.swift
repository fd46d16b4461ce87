/// The quotient rounded towards negative infinity; `divisor` is above 0.
func floorDivided(_ value: Int128, by divisor: Int128) -> Int128 {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}

/// The quotient rounded up; `divisor` is above 0.
func ceilDivided(_ value: Int128, by divisor: Int128) -> Int128 {
  -floorDivided(-value, by: divisor)
}

/// The quotient rounded half up; `divisor` is above 0, and twice `value` fits.
///
/// Values here are products of two 64-bit numbers at most, times 10,000: far below 2^126.
func halfUpDivided(_ value: Int128, by divisor: Int128) -> Int128 {
  floorDivided(2 * value + divisor, by: 2 * divisor)
}

/// `left x right / divisor` rounded half up, exact however large the product grows.
///
/// - Precondition: `divisor` is above 0 and the quotient fits.
func halfUpProduct(_ left: UInt128, _ right: UInt128, dividedBy divisor: UInt128) -> UInt128 {
  let product = left.multipliedFullWidth(by: right)
  let (quotient, remainder) = divisor.dividingFullWidth(product)
  return remainder >= divisor - remainder ? quotient + 1 : quotient
}

/// The sum, or the nearest number that fits.
func clampedSum(_ left: Int64, _ right: Int64) -> Int64 {
  Int64(clamping: Int128(left) + Int128(right))
}
