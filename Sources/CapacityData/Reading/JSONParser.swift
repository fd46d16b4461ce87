// A strict reader of RFC 8259, kept beside the CSV reader for what Foundation's does not tell: where
// each key stands, the digits of a number as they were written, and a key that stands twice.

/// A JSON value and where it begins.
struct JSONNode {
  /// The value.
  let value: JSONValue
  /// The offset of its first byte.
  let offset: Int
}

/// A JSON value.
enum JSONValue {
  /// Members in the order of the file.
  case object([JSONMember])
  /// Elements.
  case array([JSONNode])
  /// A text.
  case string(String)
  /// A number as it is written.
  case number(ArraySlice<UInt8>)
  /// `true` or `false`.
  case flag(Bool)
  /// `null`.
  case null
}

/// A key of an object with its value.
struct JSONMember {
  /// The key.
  let key: String
  /// The offset of the key's opening quote.
  let offset: Int
  /// What it stands for.
  let node: JSONNode
}

/// Where and why a text is not JSON.
struct JSONFlaw: Error {
  /// The offset of the byte that does not fit.
  let offset: Int
  /// What was expected there.
  let what: String
}

/// Reads one JSON document.
struct JSONParser {
  private static let depthMax = 32
  private let bytes: [UInt8]
  private var index = 0

  /// Reads `bytes` from the first to the last.
  static func parse(_ bytes: [UInt8]) throws(JSONFlaw) -> JSONNode {
    var parser = JSONParser(bytes: bytes)
    let node = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.index == bytes.count else { throw parser.flaw("nothing should follow here") }
    return node
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private func flaw(_ what: String, at offset: Int? = nil) -> JSONFlaw {
    JSONFlaw(offset: offset ?? index, what: what)
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFlaw) -> JSONNode {
    skipBlanks()
    let offset = index
    guard depth < Self.depthMax else { throw flaw("values are nested too deeply here") }
    switch next {
    case UInt8(ascii: "{"): return JSONNode(value: try object(depth: depth), offset: offset)
    case UInt8(ascii: "["): return JSONNode(value: try array(depth: depth), offset: offset)
    case UInt8(ascii: "\""): return JSONNode(value: .string(try string()), offset: offset)
    case UInt8(ascii: "t"): return JSONNode(value: try word("true", .flag(true)), offset: offset)
    case UInt8(ascii: "f"): return JSONNode(value: try word("false", .flag(false)), offset: offset)
    case UInt8(ascii: "n"): return JSONNode(value: try word("null", .null), offset: offset)
    default: return JSONNode(value: .number(try number()), offset: offset)
    }
  }

  private mutating func object(depth: Int) throws(JSONFlaw) -> JSONValue {
    index += 1
    var members: [JSONMember] = []
    var keys = ByteTable()
    skipBlanks()
    if take("}") { return .object(members) }
    while true {
      skipBlanks()
      let offset = index
      guard next == UInt8(ascii: "\"") else { throw flaw("a key in quotes is expected here") }
      let key = try string()
      guard keys.insert(Array(key.utf8)[...]).isNew else {
        throw flaw("the key \"\(key)\" stands twice", at: offset)
      }
      skipBlanks()
      guard take(":") else { throw flaw("a colon is expected here") }
      members.append(JSONMember(key: key, offset: offset, node: try value(depth: depth + 1)))
      skipBlanks()
      if take("}") { return .object(members) }
      guard take(",") else { throw flaw("a comma or } is expected here") }
    }
  }

  private mutating func array(depth: Int) throws(JSONFlaw) -> JSONValue {
    index += 1
    var elements: [JSONNode] = []
    skipBlanks()
    if take("]") { return .array(elements) }
    while true {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return .array(elements) }
      guard take(",") else { throw flaw("a comma or ] is expected here") }
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFlaw) -> JSONValue {
    guard bytes[index...].starts(with: word.utf8) else { throw flaw("a value is expected here") }
    index += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONFlaw) -> ArraySlice<UInt8> {
    let start = index
    _ = take("-")
    let whole = index
    guard digits() else { throw flaw("a value is expected here", at: start) }
    if bytes[whole] == UInt8(ascii: "0"), index - whole > 1 {
      throw flaw("a number does not begin with 0 and another digit", at: start)
    }
    if take("."), !digits() { throw flaw("a digit is expected here") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() else { throw flaw("a digit is expected here") }
    }
    return bytes[start..<index]
  }

  private mutating func digits() -> Bool {
    let start = index
    while let byte = next, byte &- UInt8(ascii: "0") < 10 { index += 1 }
    return index > start
  }

  private mutating func string() throws(JSONFlaw) -> String {
    let opening = index
    index += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20:
        throw flaw("a text holds a control character; write it as \\u00XX")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw flaw("a text opens here and is never closed", at: opening)
  }

  private mutating func escape() throws(JSONFlaw) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let byte = next else { throw flaw("a text ends in an escape", at: start) }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var unit = try codeUnit(from: start)
      if (0xD800..<0xDC00).contains(unit), take("\\"), take("u") {
        let low = try codeUnit(from: start)
        guard (0xDC00..<0xE000).contains(low) else { break }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      if let scalar = Unicode.Scalar(unit) { return scalar }
    default: break
    }
    throw flaw("the escape means nothing", at: start)
  }

  private mutating func codeUnit(from start: Int) throws(JSONFlaw) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw flaw("four hexadecimal digits belong behind \\u", at: start)
      }
      unit = unit * 16 + UInt32(digit)
      index += 1
    }
    return unit
  }
}
