/// Free text in cells of results, which spreadsheets would run as a formula if it began like one.
///
/// An apostrophe is put before text that begins with `=`, `+`, `-`, `@` (also as full-width characters, which a
/// Chinese Excel reads alike), a tab or a carriage return, and before text that begins with apostrophes followed
/// by one of these; reading takes one such apostrophe away. So what was written is read again, whatever
/// it is. Ids are no free text: they stay as they are, since other files name them.
enum FreeText {
  private static let apostrophe = UInt8(ascii: "'")

  /// Whether an apostrophe is put before a text.
  static func isDefused(_ text: some Sequence<UInt8>) -> Bool {
    var bytes = text.makeIterator()
    var byte = bytes.next()
    while byte == apostrophe { byte = bytes.next() }
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      return true
    // U+FF0B, U+FF0D, U+FF1D and U+FF20.
    case 0xEF:
      guard bytes.next() == 0xBC, let last = bytes.next() else { return false }
      return [0x8B, 0x8D, 0x9D, 0xA0].contains(last)
    default:
      return false
    }
  }

  /// The text that a cell of a result stands for.
  static func read(_ cell: String) -> String {
    cell.utf8.first == apostrophe && isDefused(cell.utf8) ? String(cell.dropFirst()) : cell
  }
}
