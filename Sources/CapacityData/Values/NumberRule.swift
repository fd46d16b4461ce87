import CapacityModel

/// What a number must be: its unit in words, its places, its range.
struct NumberRule: Sendable {
  /// What a number counts, as in "is not an amount in yuan".
  ///
  /// Static texts, since rules are passed for every cell of every file.
  struct Noun: Sendable {
    /// In English, with its article.
    let english: StaticString
    /// In Chinese.
    let chinese: StaticString

    init(_ english: StaticString, zh chinese: StaticString) {
      self.english = english
      self.chinese = chinese
    }
  }

  /// What it counts.
  let noun: Noun
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
      noun: Noun("an amount in yuan", zh: "金额（元）"), example: "1234.50", places: 2, minimum: 0,
      maximum: max)
  }

  /// A number without a point.
  static func whole(
    _ noun: Noun = Noun("a whole number", zh: "整数"), example: StaticString, from minimum: Int64,
    to maximum: Int64
  ) -> NumberRule {
    NumberRule(noun: noun, example: example, places: 0, minimum: minimum, maximum: maximum)
  }

  static let budget = money()
  static let hourlyRate = money(max: Limits.hourlyRateFenMax)
  static let piecePrice = money(max: Limits.piecePriceFenMax)
  static let cycleTime = NumberRule(
    noun: Noun("a number of seconds", zh: "秒数"), example: "12.5", places: 3, minimum: 0,
    maximum: Limits.cycleMillisecondsMax)
  static let setupTime = whole(
    Noun("a whole number of seconds", zh: "整数秒"), example: "600", from: 0,
    to: Limits.setupSecondsMax)
  static let billingIncrement = whole(
    Noun("a whole number of minutes", zh: "整数分钟"), example: "15", from: 1,
    to: Limits.billingMinutesMax)
  static let valueShare = NumberRule(
    noun: Noun("a share in percent", zh: "百分比"), example: "7.5", places: 2, minimum: 1,
    maximum: 10_000)
  static let offerQuantityMin = NumberRule(
    noun: Noun("a quantity", zh: "数量"), example: "10", places: 2, minimum: 0,
    maximum: Limits.quantityMax * 100)
  static let offerQuantityMax = NumberRule(
    noun: Noun("a quantity", zh: "数量"), example: "10", places: 2, minimum: 1,
    maximum: Limits.quantityMax * 100)
  static let pieces = whole(
    Noun("a whole number of pieces", zh: "整数件数"), example: "100", from: 1, to: Limits.quantityMax)
  static let hours = NumberRule(
    noun: Noun("a number of hours", zh: "小时数"), example: "2.5", places: 2, minimum: 1,
    maximum: Limits.quantityMax)
  static let priority = whole(example: "1", from: 1, to: 1_000)
  static let parts = whole(example: "1", from: 1, to: Limits.partsMax)
  static let units = whole(example: "1", from: 1, to: Limits.unitsMax)
  static let weight = NumberRule(
    noun: Noun("a weight in kg", zh: "重量（千克）"), example: "12.5", places: 3, minimum: 0,
    maximum: Limits.weightGramsMax)
  static let side = NumberRule(
    noun: Noun("a length in mm", zh: "长度（毫米）"), example: "600", places: 3, minimum: 0,
    maximum: Limits.sideMicrometresMax)
  static let tolerance = whole(Noun("a tolerance grade", zh: "公差等级"), example: "7", from: 0, to: 18)
  static let freightPerKg = NumberRule(
    noun: Noun("a rate in yuan", zh: "费率（元）"), example: "0.35", places: 6, minimum: 0,
    maximum: Limits.freightMicroYuanMax)
  static let transit = NumberRule(
    noun: Noun("a number of hours", zh: "小时数"), example: "2.5", places: 6, minimum: 0,
    maximum: Limits.transitMicroHoursMax)
  static let latitude = NumberRule(
    noun: Noun("a latitude in degrees", zh: "纬度（度）"), example: "30.6571", places: 6,
    minimum: -90_000_000,
    maximum: 90_000_000)
  static let longitude = NumberRule(
    noun: Noun("a longitude in degrees", zh: "经度（度）"), example: "104.0658", places: 6,
    minimum: -180_000_000,
    maximum: 180_000_000)
  static let stage = whole(
    Noun("the number of a stage", zh: "环节序号"), example: "1", from: 1, to: .max)

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
        isNot(text), remedy: Message("write ", zh: "请") + suggestion(for: text))
    case .failure(.tooManyPlaces) where places == 0:
      return Complaint(
        isNot(text), remedy: Message("write it without a decimal point", zh: "请去掉小数部分"))
    case .failure(.tooManyPlaces):
      return Complaint(
        Message(
          "\(quoted(text)) has more than \(places) decimal places",
          zh: "\(quoted(text)) 的小数超过 \(places) 位"),
        remedy: Message("round it to \(places) or fewer", zh: "请舍入到不超过 \(places) 位小数"))
    case .failure(.tooLarge):
      return outOfRange(isAbove: text.first != UInt8(ascii: "-"), text)
    }
  }

  /// What to write into a cell that must hold such a number.
  var suchAs: Message {
    Message(
      "write \(noun.english) such as \(example)", zh: "请填写\(noun.chinese)，例如 \(example)")
  }

  private func isNot(_ text: some ByteString) -> Message {
    Message(
      "\(quoted(text)) is not \(noun.english)", zh: "\(quoted(text)) 不是\(noun.chinese)")
  }

  private func outOfRange(isAbove: Bool, _ text: some ByteString) -> Complaint {
    if isAbove {
      return Complaint(
        Message(
          "\(quoted(text)) is above the largest allowed, \(Format.decimal(maximum, places: places))",
          zh: "\(quoted(text)) 大于允许的最大值 \(Format.decimal(maximum, places: places))"),
        remedy: Message("write a smaller number", zh: "请写一个更小的数"))
    }
    if minimum < 0 {
      return Complaint(
        Message(
          "\(quoted(text)) is below the least allowed, \(Format.decimal(minimum, places: places))",
          zh: "\(quoted(text)) 小于允许的最小值 \(Format.decimal(minimum, places: places))"),
        remedy: Message("write a larger number", zh: "请写一个更大的数"))
    }
    if text.first == UInt8(ascii: "-") {
      return Complaint(
        Message("\(quoted(text)) is negative", zh: "\(quoted(text)) 是负数"),
        remedy: minimum == 0
          ? Message("write 0 or more", zh: "请写 0 或更大的数")
          : Message("write \(noun.english) above 0", zh: "请写大于 0 的\(noun.chinese)"))
    }
    return Complaint(
      Message("\(quoted(text)) is not above 0", zh: "\(quoted(text)) 不大于 0"), remedy: suchAs)
  }

  /// What was probably meant, if it can be told; else an example.
  private func suggestion(for text: some ByteString) -> Message {
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
        let number = String(decoding: candidate, as: UTF8.self)
        return Message(number, zh: "写 \(number)")
      }
    }
    return Message("it like \(example)", zh: "写成 \(example) 这样")
  }
}

/// What is wrong with a value, before its place is known.
struct Complaint: Error {
  let what: Message
  let remedy: Message

  init(_ what: Message, remedy: Message) {
    self.what = what
    self.remedy = remedy
  }
}
