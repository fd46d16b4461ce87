/// How much room texts take on a terminal.
public enum TextWidth {
  /// How many columns of a terminal a text takes: two for each wide character, as Chinese ones are.
  public static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7F: return 1
    // Hangul Jamo, CJK up to Yi, Hangul, compatibility ideographs and forms, full-width forms, pictures, and
    // the planes of further ideographs (UAX #11).
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format, .control: return 0
      default: return 1
      }
    }
  }

  /// A text with spaces behind it, or before it, so that it takes `width` columns.
  static func padded(_ text: String, to width: Int, atEnd: Bool = true) -> String {
    let space = String(repeating: " ", count: max(0, width - columns(of: text)))
    return atEnd ? text + space : space + text
  }

  /// The beginning of a text that takes at most `width` columns.
  public static func prefix(of text: String, columns width: Int) -> String {
    var result = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      used += columns(of: scalar)
      if used > width { break }
      result.append(scalar)
    }
    return String(result)
  }
}
