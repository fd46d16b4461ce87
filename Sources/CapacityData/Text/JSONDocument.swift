/// A JSON value to be written: keys in the order given, numbers in the digits given.
///
/// Money is written exactly as it is counted (`1234.50`), which no floating-point number allows.
public indirect enum JSONDocument: Equatable, Sendable {
  /// A key with its value.
  public struct Member: Equatable, Sendable {
    /// The key.
    public var key: String
    /// The value.
    public var value: JSONDocument

    /// Creates a member.
    public init(_ key: String, _ value: JSONDocument) {
      self.key = key
      self.value = value
    }
  }

  /// Members, in their order.
  case object([Member])
  /// Elements.
  case array([JSONDocument])
  /// A text.
  case string(String)
  /// A number in digits; the caller vouches that JSON allows them.
  case number(String)
  /// `true` or `false`.
  case flag(Bool)
  /// `null`.
  case null

  /// A whole number.
  public static func integer(_ value: some BinaryInteger) -> JSONDocument {
    .number(String(value))
  }

  /// Fen as yuan with two places.
  public static func money(_ fen: Int64) -> JSONDocument { .number(Format.money(fen)) }

  /// Hundredths (of a percent, for instance) with two places.
  public static func hundredths(_ value: Int64) -> JSONDocument {
    .number(Format.decimal(value, places: 2))
  }

  /// The document as text: two spaces a level, a line feed at the end, the same bytes every time.
  public func text() -> String {
    var text = ""
    write(to: &text, indentation: "")
    return text + "\n"
  }

  private func write(to text: inout String, indentation: String) {
    switch self {
    case .object(let members):
      Self.writeItems(members, to: &text, indentation, "{", "}") { member, text, inner in
        text += Self.quoted(member.key) + ": "
        member.value.write(to: &text, indentation: inner)
      }
    case .array(let elements):
      Self.writeItems(elements, to: &text, indentation, "[", "]") { element, text, inner in
        element.write(to: &text, indentation: inner)
      }
    case .string(let string): text += Self.quoted(string)
    case .number(let digits): text += digits
    case .flag(let flag): text += flag ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func writeItems<Item>(
    _ items: [Item], to text: inout String, _ indentation: String, _ opening: String,
    _ closing: String, write: (Item, inout String, String) -> Void
  ) {
    guard !items.isEmpty else {
      text += opening + closing
      return
    }
    let inner = indentation + "  "
    text += opening
    for (index, item) in items.enumerated() {
      text += (index == 0 ? "\n" : ",\n") + inner
      write(item, &text, inner)
    }
    text += "\n" + indentation + closing
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
