/// Where a cell's text stands in its file.
struct CSVCell {
  /// The first byte of the text; of a quoted cell, the one after the opening quote.
  var start: Int
  /// The byte after the last.
  var end: Int
  /// Whether the cell is in quotes.
  var isQuoted: Bool
  /// Whether quotes stand doubled inside.
  var hasEscapes: Bool

  /// The byte that messages point to: the opening quote, or the first character.
  var place: Int { isQuoted ? start - 1 : start }
}

/// What breaks the rules of RFC 4180.
enum CSVFlaw {
  /// A quote opens and never closes.
  case unclosedQuote
  /// Something stands between a closing quote and the next comma.
  case textAfterQuote
  /// A quote in a cell that does not begin with one.
  case bareQuote
  /// A byte 0.
  case nul
  /// A carriage return without a line feed.
  case bareCarriageReturn
}

/// Cuts a file into rows and cells, one pass, one row at a time.
///
/// Only one row's cells are held, so that memory does not grow with the file. A row is found again by
/// the offset of its first byte, which is how later checks get at their place.
struct CSVScanner {
  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The file's text.
  let bytes: [UInt8]
  /// Where the next row begins.
  private var offset: Int
  /// Where the row at hand begins.
  private(set) var rowStart: Int
  /// The cells of the row at hand.
  private(set) var cells: [CSVCell] = []
  /// The first flaw of the row at hand, and the index of its cell.
  private(set) var flaw: (kind: CSVFlaw, cell: Int)?

  /// Begins at byte `offset`, where a row begins.
  init(bytes: [UInt8], offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
    rowStart = offset
  }

  /// Reads the next row that is not blank; returns whether there was one.
  mutating func next() -> Bool {
    skipBlankLines()
    rowStart = offset
    cells.removeAll(keepingCapacity: true)
    flaw = nil
    guard offset < bytes.count else { return false }
    while scanCell() {}
    return true
  }

  /// The text of the cell with the index given.
  func text(_ index: Int) -> ArraySlice<UInt8> {
    let cell = cells[index]
    let raw = bytes[cell.start..<cell.end]
    guard cell.hasEscapes else { return raw }
    var text: [UInt8] = []
    var skipsNext = false
    for byte in raw {
      // Of two quotes in a row the second is dropped.
      if byte == Self.quote, skipsNext {
        skipsNext = false
        continue
      }
      skipsNext = byte == Self.quote
      text.append(byte)
    }
    return text[...]
  }

  private mutating func skipBlankLines() {
    var index = offset
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        index += 1
      case Self.lineFeed:
        index += 1
        offset = index
      case Self.carriageReturn where index + 1 < bytes.count && bytes[index + 1] == Self.lineFeed:
        index += 2
        offset = index
      default:
        return
      }
    }
    offset = index
  }

  /// Reads one cell and the comma or line end behind it; returns whether another cell follows.
  private mutating func scanCell() -> Bool {
    offset < bytes.count && bytes[offset] == Self.quote ? scanQuoted() : scanUnquoted()
  }

  private mutating func scanQuoted() -> Bool {
    let start = offset + 1
    var index = start
    var hasEscapes = false
    let count = bytes.count
    while true {
      guard index < count else {
        note(.unclosedQuote)
        cells.append(CSVCell(start: start, end: count, isQuoted: true, hasEscapes: hasEscapes))
        offset = count
        return false
      }
      let byte = bytes[index]
      if byte == Self.quote {
        guard index + 1 < count, bytes[index + 1] == Self.quote else { break }
        hasEscapes = true
        index += 2
        continue
      }
      if byte == 0 { note(.nul) }
      index += 1
    }
    let cell = CSVCell(start: start, end: index, isQuoted: true, hasEscapes: hasEscapes)
    index += 1
    while index < count, !isSeparator(at: index) {
      note(.textAfterQuote)
      index += 1
    }
    cells.append(cell)
    return pass(index)
  }

  private mutating func scanUnquoted() -> Bool {
    var index = offset
    let count = bytes.count
    scan: while index < count {
      let byte = bytes[index]
      // Most bytes are above all of the special ones.
      if byte > Self.comma {
        index += 1
        continue
      }
      switch byte {
      case Self.comma, Self.lineFeed:
        break scan
      case Self.carriageReturn:
        if index + 1 < count, bytes[index + 1] == Self.lineFeed { break scan }
        note(.bareCarriageReturn)
      case Self.quote:
        note(.bareQuote)
      case 0:
        note(.nul)
      default:
        break
      }
      index += 1
    }
    var start = offset
    var end = index
    while start < end, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") {
      start += 1
    }
    while start < end, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\t") {
      end -= 1
    }
    if start == end {
      // Nothing but blanks: the cell is where it would have begun.
      start = offset
      end = offset
    }
    cells.append(CSVCell(start: start, end: end, isQuoted: false, hasEscapes: false))
    return pass(index)
  }

  /// Remembers the first flaw of the row, in the cell being read.
  private mutating func note(_ kind: CSVFlaw) {
    if flaw == nil { flaw = (kind, cells.count) }
  }

  private func isSeparator(at index: Int) -> Bool {
    switch bytes[index] {
    case Self.comma, Self.lineFeed: true
    case Self.carriageReturn: index + 1 < bytes.count && bytes[index + 1] == Self.lineFeed
    default: false
    }
  }

  /// Steps over the separator at `index`; returns whether it was a comma.
  private mutating func pass(_ index: Int) -> Bool {
    guard index < bytes.count else {
      offset = index
      return false
    }
    offset = index + (bytes[index] == Self.carriageReturn ? 2 : 1)
    return bytes[index] == Self.comma
  }
}
