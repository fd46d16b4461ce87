/// How text for people is dressed.
public struct TextStyle: Sendable {
  /// Whether colours and weights may be used: on a terminal, unless `NO_COLOR` forbids it.
  public var hasColours: Bool
  /// Whether bars may be drawn with block characters: where text is UTF-8.
  public var hasBlocks: Bool

  /// Nothing but letters.
  public static let plain = TextStyle(hasColours: false, hasBlocks: false)

  /// Creates a style.
  public init(hasColours: Bool, hasBlocks: Bool) {
    self.hasColours = hasColours
    self.hasBlocks = hasBlocks
  }

  /// What stands out.
  enum Weight: String {
    case strong = "1"
    case faint = "2"
    case bar = "36"
    case good = "32"
    case bad = "33"
  }

  func text(_ text: String, _ weight: Weight?) -> String {
    guard hasColours, let weight, !text.isEmpty else { return text }
    return "\u{1B}[\(weight.rawValue)m\(text)\u{1B}[0m"
  }

  /// A bar of so many columns, filled to a share of a whole; all room where `part` is the whole.
  public func bar(_ part: Int64, of whole: Int64, columns: Int) -> String {
    let share = whole > 0 ? Double(max(0, min(part, whole))) / Double(whole) : 0
    let steps = hasBlocks ? 8 : 1
    var filled = Int((share * Double(columns * steps)).rounded())
    // Something is never shown as nothing, nor as all.
    if part > 0, whole > 0, filled == 0 { filled = 1 }
    if part < whole, filled == columns * steps, filled > 1 { filled -= 1 }
    guard hasBlocks else {
      return String(repeating: "#", count: filled) + String(repeating: ".", count: columns - filled)
    }
    let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let rest = eighths[filled % 8]
    let empty = columns - filled / 8 - (rest.isEmpty ? 0 : 1)
    return String(repeating: "█", count: filled / 8) + rest + String(repeating: "░", count: empty)
  }
}
