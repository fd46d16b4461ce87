/// The name that a file gives a thing: 1 to 64 Unicode scalars without control characters.
///
/// Equal and ordered byte by byte as UTF-8. Swift's own `String` equates canonically equivalent
/// spellings (`é` as one scalar or as two), which would make two rows of a file one.
public struct Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The identifier as the file spells it.
  public let text: String

  /// Wraps `text` as it is; the reader checks its length and characters.
  public init(_ text: String) {
    self.text = text
  }

  /// The identifier as the file spells it.
  public var description: String { text }

  /// Whether both are the same bytes.
  public static func == (left: Identifier, right: Identifier) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Whether `left` comes first, byte by byte.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Feeds the bytes, so that equal bytes hash alike.
  public func hash(into hasher: inout Hasher) {
    // Eight bytes at a time, then those left over and how many there are in all.
    var word: UInt64 = 0
    var count = 0
    for byte in text.utf8 {
      word = word << 8 | UInt64(byte)
      count += 1
      if count % 8 == 0 { hasher.combine(word) }
    }
    hasher.combine(word)
    hasher.combine(count)
  }
}
