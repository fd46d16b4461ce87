import CapacityModel

extension Message {
  fileprivate static let unknownFix = Message("is not a fix that anybody knows", zh: "不是已知的建议")
  fileprivate static let quantityAndMachine = Message("quantity and machine", zh: "数量和设备")

  fileprivate static func notLike(_ example: String) -> Message {
    Message("is not written like '\(example)'", zh: "不是“\(example)”这样的写法")
  }
}

/// Reads the fixes of `unmatched.csv` by the grammar of `Docs/results.md`.
struct FixText {
  /// Why a fix cannot be read.
  struct Unreadable: Error {
    var message: Message
  }

  /// Longer than any fix; names are tried word by word, so nothing endless may come in.
  private static let byteCountMax = 4_096

  let lookup: DatasetIndex

  /// Reads a fix that is not empty.
  func parse(_ text: String) throws(Unreadable) -> Fix {
    guard text.utf8.count <= Self.byteCountMax else {
      throw Unreadable(message: Message("is too long for a fix", zh: "太长，不是建议"))
    }
    guard let space = text.firstIndex(of: " ") else {
      throw Unreadable(message: .unknownFix)
    }
    let rest = text[text.index(after: space)...]
    switch text[..<space] {
    case "deadline":
      guard let seconds = duration(rest) else {
        throw Unreadable(message: .notLike("deadline +1d 4h 20m 5s"))
      }
      return .deadline(addSeconds: seconds)
    case "budget":
      guard rest.first == "+", let fen = decimal(rest.dropFirst(), places: 2, exactly: true),
        fen > 0
      else { throw Unreadable(message: .notLike("budget +320.00")) }
      return .budget(addFen: fen)
    case "pricing_mode":
      guard let mode = PricingMode(rawValue: String(rest)) else {
        throw Unreadable(message: Message("names no pricing mode", zh: "没有写出计价方式"))
      }
      return .pricingMode(mode)
    case "certification":
      let (certification, factory) = try pair(
        rest, Message("certificate and factory", zh: "认证和工厂"),
        { lookup.certifications[Identifier($0)] }, { lookup.factories[Identifier($0)] })
      return .certification(certification, factory: factory)
    case "tolerance":
      let (grade, machine) = try atMachine(
        rest, Message("tolerance grade and machine", zh: "公差等级和设备"), grade)
      return .tolerance(grade, machine: machine)
    case "material":
      let (material, machine) = try atMachine(
        rest, Message("material and machine", zh: "材料和设备"), { lookup.materials[Identifier($0)] })
      return .material(material, machine: machine)
    case "size":
      let (box, machine) = try atMachine(
        rest, Message("size and machine", zh: "尺寸和设备"), box)
      return .size(box, machine: machine)
    case "max_quantity":
      let (quantity, machine) = try atMachine(rest, .quantityAndMachine, quantity)
      return .quantityMax(quantity, machine: machine)
    case "min_quantity":
      let (quantity, machine) = try atMachine(rest, .quantityAndMachine, quantity)
      return .quantityMin(quantity, machine: machine)
    default: throw Unreadable(message: .unknownFix)
    }
  }

  private func atMachine<Value>(
    _ text: Substring, _ what: Message, _ value: (String) -> Value?
  ) throws(Unreadable) -> (Value, Int) {
    try pair(text, what, value) { lookup.machines[Identifier($0)] }
  }

  /// Reads `value at place`; a name may hold ` at ` itself, so each is tried.
  private func pair<Value>(
    _ text: Substring, _ what: Message, _ value: (String) -> Value?, _ place: (String) -> Int?
  ) throws(Unreadable) -> (Value, Int) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    for index in words.indices.dropFirst().dropLast() where words[index] == "at" {
      let left = words[..<index].joined(separator: " ")
      let right = words[(index + 1)...].joined(separator: " ")
      if let value = value(left), let place = place(right) { return (value, place) }
    }
    throw Unreadable(
      message: Message("does not name a known ", zh: "没有写出数据集里有的") + what)
  }

  /// `+1d 4h 20m 5s`: each part at most once, in this order, above 0 and below the next unit.
  private func duration(_ text: Substring) -> Int64? {
    guard text.first == "+" else { return nil }
    let units: [(letter: Character, seconds: Int64, countMax: Int64)] = [
      ("d", 86_400, 1_000_000), ("h", 3_600, 23), ("m", 60, 59), ("s", 1, 59),
    ]
    var sum: Int64 = 0
    var nextUnit = 0
    for part in text.dropFirst().split(separator: " ", omittingEmptySubsequences: false) {
      guard let unit = units.indices.first(where: { units[$0].letter == part.last }),
        unit >= nextUnit,
        let count = whole(part.dropLast(), digitsMax: 7), (1...units[unit].countMax).contains(count)
      else { return nil }
      sum += count * units[unit].seconds
      nextUnit = unit + 1
    }
    return sum
  }

  /// Digits without a leading zero.
  private func whole(_ text: Substring, digitsMax: Int) -> Int64? {
    guard !text.isEmpty, text.utf8.count <= digitsMax,
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      text.utf8.count == 1 || text.first != "0"
    else { return nil }
    return Int64(text)
  }

  /// A decimal as a whole number of its smallest places.
  private func decimal(_ text: Substring, places: Int, exactly: Bool) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let units = whole(first, digitsMax: 15) else { return nil }
    let fraction = parts.count > 1 ? parts[1] : ""
    if exactly && fraction.utf8.count != places { return nil }
    if parts.count > 1 && !(1...places).contains(fraction.utf8.count) { return nil }
    var value = units
    for place in 0..<places {
      let digits = Array(fraction.utf8)
      let digit = place < digits.count ? digits[place] : UInt8(ascii: "0")
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return value
  }

  private func grade(_ text: String) -> Int? {
    guard text.hasPrefix("IT") else { return nil }
    return whole(text.dropFirst(2), digitsMax: 2).map { Int($0) }
  }

  private func box(_ text: String) -> Box? {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false)
      .map { decimal($0, places: 3, exactly: false) }
    guard sides.count == 3, let length = sides[0], let width = sides[1], let height = sides[2]
    else { return nil }
    return Box(length: length, width: width, height: height)
  }

  private func quantity(_ text: String) -> Int64? {
    decimal(text[...], places: 2, exactly: false)
  }
}
