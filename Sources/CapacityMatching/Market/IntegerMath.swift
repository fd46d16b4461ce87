/// The quotient rounded towards minus infinity, for days before 1970.
@inline(__always)
func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

/// The remainder that goes with ``floorDivide(_:by:)``: 0 up to but not `divisor`.
@inline(__always)
func floorRemainder(_ value: Int64, by divisor: Int64) -> Int64 {
  let remainder = value % divisor
  return remainder < 0 ? remainder + divisor : remainder
}

/// The quotient of two numbers that are not negative, rounded half up.
@inline(__always)
func divideHalfUp<Value: FixedWidthInteger>(_ value: Value, by divisor: Value) -> Value {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder >= divisor - remainder ? quotient + 1 : quotient
}

/// The quotient of two numbers that are not negative, rounded up.
@inline(__always)
func divideUp(_ value: Int64, by divisor: Int64) -> Int64 {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder > 0 ? quotient + 1 : quotient
}
