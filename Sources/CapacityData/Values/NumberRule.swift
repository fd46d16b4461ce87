import CapacityModel

/// What a number must be: its unit in words, its places, its range.
struct NumberRule: Sendable {
  /// What it counts, as in "is not an amount in yuan".
  let noun: StaticString
  /// A good value.
  let example: StaticString
  /// How many places after the point are allowed.
  let places: Int
  /// The least value, in units of 10^-`places`.
  let minimum: Int64
  /// The largest value, in units of 10^-`places`.
  let maximum: Int64

  /// Money with two places.
  static func money(max: Int64 = Limits.moneyFenMax) -> NumberRule {
    NumberRule(
      noun: "an amount in yuan", example: "1234.50", places: 2, minimum: 0, maximum: max)
  }

  /// A number without a point.
  static func whole(
    _ noun: StaticString = "a whole number", example: StaticString, from minimum: Int64,
    to maximum: Int64
  ) -> NumberRule {
    NumberRule(noun: noun, example: example, places: 0, minimum: minimum, maximum: maximum)
  }

  static let budget = money()
  static let hourlyRate = money(max: Limits.hourlyRateFenMax)
  static let piecePrice = money(max: Limits.piecePriceFenMax)
  static let cycleTime = NumberRule(
    noun: "a number of seconds", example: "12.5", places: 3, minimum: 0,
    maximum: Limits.cycleMillisecondsMax)
  static let setupTime = whole(
    "a whole number of seconds", example: "600", from: 0, to: Limits.setupSecondsMax)
  static let billingIncrement = whole(
    "a whole number of minutes", example: "15", from: 1, to: Limits.billingMinutesMax)
  static let valueShare = NumberRule(
    noun: "a share in percent", example: "7.5", places: 2, minimum: 1, maximum: 10_000)
  static let offerQuantityMin = NumberRule(
    noun: "a quantity", example: "10", places: 2, minimum: 0,
    maximum: Limits.quantityMax * 100)
  static let offerQuantityMax = NumberRule(
    noun: "a quantity", example: "10", places: 2, minimum: 1,
    maximum: Limits.quantityMax * 100)
  static let pieces = whole(
    "a whole number of pieces", example: "100", from: 1, to: Limits.quantityMax)
  static let hours = NumberRule(
    noun: "a number of hours", example: "2.5", places: 2, minimum: 1, maximum: Limits.quantityMax)
  static let priority = whole(example: "1", from: 1, to: 1_000)
  static let parts = whole(example: "1", from: 1, to: Limits.partsMax)
  static let units = whole(example: "1", from: 1, to: Limits.unitsMax)
  static let weight = NumberRule(
    noun: "a weight in kg", example: "12.5", places: 3, minimum: 0, maximum: Limits.weightGramsMax)
  static let side = NumberRule(
    noun: "a length in mm", example: "600", places: 3, minimum: 0,
    maximum: Limits.sideMicrometresMax)
  static let tolerance = whole("a tolerance grade", example: "7", from: 0, to: 18)
  static let freightPerKg = NumberRule(
    noun: "a rate in yuan", example: "0.35", places: 6, minimum: 0,
    maximum: Limits.freightMicroYuanMax)
  static let transit = NumberRule(
    noun: "a number of hours", example: "2.5", places: 6, minimum: 0,
    maximum: Limits.transitMicroHoursMax)
  static let latitude = NumberRule(
    noun: "a latitude in degrees", example: "30.6571", places: 6, minimum: -90_000_000,
    maximum: 90_000_000)
  static let longitude = NumberRule(
    noun: "a longitude in degrees", example: "104.0658", places: 6, minimum: -180_000_000,
    maximum: 180_000_000)
  static let stage = whole("the number of a stage", example: "1", from: 1, to: .max)

  /// Reads `text`, or says what is wrong with it and what to write.
  ///
  /// - Parameters:
  ///   - text: What the cell or key holds.
  ///   - rounds: Whether further places are rounded away instead of refused.
  /// - Returns: The value in units of 10^-`places`.
  func value(
    _ text: some ByteString, rounds: Bool = false
  ) -> Result<Int64, Complaint> {
    if let value = accepted(text, rounds: rounds) { return .success(value) }
    return .failure(complaint(text, rounds: rounds))
  }

  /// Reads `text`; `nil` if anything is wrong with it, which ``complaint(_:rounds:)`` then tells.
  func accepted(_ text: some ByteString, rounds: Bool = false) -> Int64? {
    guard case .success(let value) = scanned(text, rounds: rounds), value >= minimum,
      value <= maximum
    else { return nil }
    return value
  }

  private func scanned(_ text: some ByteString, rounds: Bool) -> Result<Int64, NumberFlaw> {
    rounds ? scanRoundedDecimal(text, places: places) : scanDecimal(text, places: places)
  }

  /// What is wrong with a text that is not accepted, and what to write.
  func complaint(_ text: some ByteString, rounds: Bool = false) -> Complaint {
    switch scanned(text, rounds: rounds) {
    case .success(let value):
      return outOfRange(isAbove: value > maximum, text)
    case .failure(.notANumber):
      return Complaint(
        "\(quoted(text)) is not \(noun)", remedy: "write \(suggestion(for: text))")
    case .failure(.tooManyPlaces) where places == 0:
      return Complaint(
        "\(quoted(text)) is not \(noun)", remedy: "write it without a decimal point")
    case .failure(.tooManyPlaces):
      return Complaint(
        "\(quoted(text)) has more than \(places) decimal places",
        remedy: "round it to \(places) or fewer")
    case .failure(.tooLarge):
      return outOfRange(isAbove: text.first != UInt8(ascii: "-"), text)
    }
  }

  private func outOfRange(isAbove: Bool, _ text: some ByteString) -> Complaint {
    if isAbove {
      return Complaint(
        "\(quoted(text)) is above the largest allowed, \(Format.decimal(maximum, places: places))",
        remedy: "write a smaller number")
    }
    if minimum < 0 {
      return Complaint(
        "\(quoted(text)) is below the least allowed, \(Format.decimal(minimum, places: places))",
        remedy: "write a larger number")
    }
    if text.first == UInt8(ascii: "-") {
      return Complaint(
        "\(quoted(text)) is negative",
        remedy: "write \(minimum == 0 ? "0 or more" : "\(noun) above 0")")
    }
    return Complaint("\(quoted(text)) is not above 0", remedy: "write \(noun) such as \(example)")
  }

  /// What was probably meant, if it can be told; else an example.
  private func suggestion(for text: some ByteString) -> String {
    let comma = UInt8(ascii: ",")
    let point = UInt8(ascii: ".")
    let commas = text.filter { $0 == comma }.count
    var candidates: [[UInt8]] = []
    if commas == 1, !text.contains(point), let last = text.lastIndex(of: comma),
      text.endIndex - last != 4
    {
      // A decimal comma; with three digits behind it, it separates thousands.
      candidates.append(text.map { $0 == comma ? point : $0 })
    }
    let noise: [UInt8] = [comma, UInt8(ascii: " "), UInt8(ascii: "+"), UInt8(ascii: "%")]
    candidates.append(text.filter { !noise.contains($0) })
    for candidate in candidates {
      if case .success(let value) = scanDecimal(candidate[...], places: places),
        value >= minimum, value <= maximum
      {
        return String(decoding: candidate, as: UTF8.self)
      }
    }
    return "it like \(example)"
  }
}

/// What is wrong with a value, before its place is known.
struct Complaint: Error {
  let what: String
  let remedy: String

  init(_ what: String, remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}
