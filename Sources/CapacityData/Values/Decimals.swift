/// Bytes that values are read from: a cell of a file, or an array of bytes.
protocol ByteString: BidirectionalCollection<UInt8>
where Index == Int, SubSequence: ByteString {}

extension ByteText: ByteString {}
extension ArraySlice<UInt8>: ByteString {}

/// Why a text is not the number that it should be.
enum NumberFlaw: Error {
  /// Not digits, a point and digits.
  case notANumber
  /// More digits after the point than allowed.
  case tooManyPlaces
  /// Beyond what can be held.
  case tooLarge
}

/// The integers 10^0 to 10^18.
private let powersOfTen: [Int64] = (0...18).map { exponent in
  (0..<exponent).reduce(Int64(1)) { power, _ in power * 10 }
}

/// Reads `[-]digits[.digits]` exactly, in units of 10^-`places`.
///
/// No sign but `-`, no thousands separators, no exponent: what a file says is what it means.
func scanDecimal(_ text: some ByteString, places: Int) -> Result<Int64, NumberFlaw> {
  var index = text.startIndex
  let end = text.endIndex
  let isNegative = index < end && text[index] == UInt8(ascii: "-")
  if isNegative { index += 1 }
  var value: Int64 = 0
  var digitCount = 0
  var placesSeen = 0
  var sawPoint = false
  var overflowed = false
  while index < end {
    let byte = text[index]
    index += 1
    if byte == UInt8(ascii: "."), !sawPoint, digitCount > 0, index < end {
      sawPoint = true
      continue
    }
    let digit = byte &- UInt8(ascii: "0")
    guard digit < 10 else { return .failure(.notANumber) }
    digitCount += 1
    if sawPoint { placesSeen += 1 }
    if digitCount <= 18 {
      // At most 18 digits: no overflow.
      value = value &* 10 &+ Int64(digit)
      continue
    }
    let (product, overflowA) = value.multipliedReportingOverflow(by: 10)
    let (sum, overflowB) = product.addingReportingOverflow(Int64(digit))
    if overflowA || overflowB { overflowed = true } else { value = sum }
  }
  guard digitCount > 0 else { return .failure(.notANumber) }
  if placesSeen == places, !overflowed { return .success(isNegative ? -value : value) }
  guard placesSeen <= places else { return .failure(.tooManyPlaces) }
  let (scaled, overflow) = value.multipliedReportingOverflow(by: powersOfTen[places - placesSeen])
  if overflowed || overflow { return .failure(.tooLarge) }
  return .success(isNegative ? -scaled : scaled)
}

/// Reads a decimal with any number of places, rounded half away from zero to 10^-`places`.
func scanRoundedDecimal<Text: ByteString>(
  _ text: Text, places: Int
) -> Result<Int64, NumberFlaw> {
  guard let point = text.firstIndex(of: UInt8(ascii: ".")),
    text.endIndex - point - 1 > places
  else { return scanDecimal(text, places: places) }
  let cut = point + 1 + places
  guard text[cut...].allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
    return .failure(.notANumber)
  }
  return scanDecimal(text[..<cut], places: places).flatMap { value in
    guard text[cut] >= UInt8(ascii: "5") else { return .success(value) }
    let away: Int64 = text.first == UInt8(ascii: "-") ? -1 : 1
    let (rounded, overflow) = value.addingReportingOverflow(away)
    return overflow ? .failure(.tooLarge) : .success(rounded)
  }
}
