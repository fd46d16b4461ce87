import CapacityModel
internal import Foundation

// JSON is read by Foundation. It tells neither where a key stands nor, through `JSONDecoder`, where a
// text breaks; both are looked for in the text afterwards, only to place a message.

/// A JSON value and where it is named.
struct JSONNode {
  /// The value.
  let value: JSONValue
  /// The offset of the key that names it, 0 for the document.
  let offset: Int
}

/// A JSON value.
enum JSONValue {
  /// Members in the order in which their keys are found in the text.
  case object([JSONMember])
  /// Elements.
  case array
  /// A text.
  case string(String)
  /// The digits of a number, exact up to 38 of them.
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
  /// What is wrong there.
  let what: Message
}

/// One JSON document.
struct JSONText {
  private let bytes: [UInt8]

  /// Reads `bytes` from the first to the last.
  static func parse(_ bytes: [UInt8]) throws(JSONFlaw) -> JSONNode {
    let text = JSONText(bytes: bytes)
    do {
      let tree = try JSONDecoder().decode(JSONTree.self, from: Data(bytes))
      return JSONNode(value: text.value(tree, from: 0), offset: 0)
    } catch {
      throw text.flaw()
    }
  }

  /// Whether the text names `key` more than once, wherever; the offset of the second time.
  static func secondOffset(of key: String, in bytes: [UInt8]) -> Int? {
    let text = JSONText(bytes: bytes)
    guard let first = text.offset(of: key, from: 0) else { return nil }
    return text.offset(of: key, from: first + 1)
  }

  private func value(_ tree: JSONTree, from offset: Int) -> JSONValue {
    switch tree {
    case .object(let fields):
      let members = fields.map { key, field in
        let place = self.offset(of: key, from: offset) ?? offset
        return JSONMember(
          key: key, offset: place,
          node: JSONNode(value: value(field, from: place + 1), offset: place))
      }
      return .object(members.sorted { ($0.offset, $0.key) < ($1.offset, $1.key) })
    case .array: return .array
    case .string(let string): return .string(string)
    case .number(let number): return .number(Array(number.description.utf8)[...])
    case .flag(let flag): return .flag(flag)
    case .null: return .null
    }
  }

  /// The offset of the opening quote of `key`, where a colon follows it.
  private func offset(of key: String, from start: Int) -> Int? {
    let quoted = Array("\"\(key)\"".utf8)
    var index = start
    while index + quoted.count < bytes.count {
      if bytes[index..<(index + quoted.count)].elementsEqual(quoted) {
        let rest = bytes[(index + quoted.count)...].drop { $0 <= 0x20 }
        if rest.first == UInt8(ascii: ":") { return index }
      }
      index += 1
    }
    return nil
  }

  /// Where Foundation's other reader says that the text breaks: it names the byte in words.
  private func flaw() -> JSONFlaw {
    let what = Message("the file is not valid JSON", zh: "文件不是有效的 JSON")
    do {
      _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      return JSONFlaw(offset: 0, what: what)
    } catch {
      let words = (error as NSError).userInfo["NSDebugDescription"] as? String ?? ""
      let digits = words.split { !$0.isASCII || !$0.isNumber }.last.flatMap { Int($0) }
      return JSONFlaw(offset: min(digits ?? bytes.count, bytes.count), what: what)
    }
  }
}

/// A document as Foundation decodes it; a `Decimal` keeps a number exact.
private indirect enum JSONTree: Decodable {
  case object([String: JSONTree])
  case array
  case string(String)
  case number(Decimal)
  case flag(Bool)
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Decimal.self) {
      self = .number(number)
    } else if let string = try? container.decode(String.self) {
      self = .string(string)
    } else if let fields = try? container.decode([String: JSONTree].self) {
      self = .object(fields)
    } else {
      self = .array
    }
  }
}
