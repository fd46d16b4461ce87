/// Where a cell's text stands in its file.
struct CSVCell {
  /// The first byte of the text; of a quoted cell, the one after the opening quote.
  var start: Int
  /// The byte after the last.
  var end: Int
  /// Whether the cell is in quotes.
  var isQuoted: Bool
  /// Where the scanner keeps the text with its doubled quotes halved; -1 if it has none.
  var unescaped: Int32

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
///
/// Eight bytes are looked at together: all that ends a cell or is a flaw is below `-`, and most text
/// is not. Cells are short, so that finding them this way beats wider vectors.
struct CSVScanner {
  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The file's text, or a part of it that begins and ends with a row.
  let bytes: ByteText
  /// Where the next row begins.
  private(set) var offset: Int
  /// Where the row at hand begins.
  private(set) var rowStart: Int
  /// The first ``cellCount`` are the cells of the row at hand.
  private var cells: [CSVCell]
  /// How many cells the row at hand has.
  private(set) var cellCount = 0
  /// The first flaw of the row at hand, and the index of its cell.
  private(set) var flaw: (kind: CSVFlaw, cell: Int)?
  /// The texts of the row's cells that hold doubled quotes.
  private var unescaped: [ByteBuffer] = []

  /// Begins at byte `offset`, where a row begins.
  init(bytes: ByteText, offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
    rowStart = offset
    cells = Array(
      repeating: CSVCell(start: 0, end: 0, isQuoted: false, unescaped: -1), count: 32)
  }

  /// Reads the next row that is not blank; returns whether there was one.
  mutating func next() -> Bool {
    skipBlankLines()
    rowStart = offset
    cellCount = 0
    flaw = nil
    if !unescaped.isEmpty { unescaped.removeAll() }
    guard offset < bytes.endIndex else { return false }
    while scanPlainCells(), scanCell() {}
    return true
  }

  /// A cell of the row at hand.
  func cell(_ index: Int) -> CSVCell {
    precondition(index < cellCount)
    return cells[index]
  }

  /// The text of the cell with the index given, to be used before the next row is read.
  @inline(__always)
  func text(_ index: Int) -> ByteText {
    let cell = cell(index)
    if cell.unescaped >= 0 { return unescaped[Int(cell.unescaped)].text }
    return bytes[cell.start..<cell.end]
  }

  private mutating func skipBlankLines() {
    var index = offset
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        index += 1
      case Self.lineFeed:
        index += 1
        offset = index
      case Self.carriageReturn
      where index + 1 < bytes.endIndex && bytes[index + 1] == Self.lineFeed:
        index += 2
        offset = index
      default:
        return
      }
    }
    offset = index
  }

  /// Reads cells as long as they are plain: no quotes, nothing wrong.
  ///
  /// Stops before the first cell that is not, or that the end of the text ends.
  ///
  /// - Returns: Whether the row goes on at `offset`.
  private mutating func scanPlainCells() -> Bool {
    let lowest: UInt64 = 0x2D2D_2D2D_2D2D_2D2D
    let highs: UInt64 = 0x8080_8080_8080_8080
    let bytes = bytes
    let end = bytes.endIndex
    var start = offset
    var index = start
    var count = cellCount
    var room = cells.mutableSpan
    words: while index + 8 <= end {
      let word = bytes.word(at: index)
      // The top bit of each byte that is below 0x2D. A borrow may mark a 0x2D above such a byte as
      // well; what was marked is looked at, so that this costs time and nothing else.
      var marks = (word &- lowest) & ~word & highs
      while marks != 0 {
        let shift = marks.trailingZeroBitCount & 0x38
        let place = index + shift >> 3
        marks &= marks &- 1
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(shift))
        if byte == Self.comma || byte == Self.lineFeed {
          guard count < room.count else { break words }
          var textEnd = place
          if byte == Self.lineFeed, place > start, bytes[place - 1] == Self.carriageReturn {
            textEnd -= 1
          }
          room[count] = Self.trimmedCell(bytes, start, textEnd)
          count += 1
          start = place + 1
          if byte == Self.lineFeed {
            cellCount = count
            offset = start
            return false
          }
        } else if byte == Self.carriageReturn {
          guard place + 1 < end, bytes[place + 1] == Self.lineFeed else {
            break words
          }
        } else if byte == Self.quote || byte == 0 {
          break words
        }
      }
      index += 8
    }
    cellCount = count
    offset = start
    return true
  }

  /// A cell without quotes from `start` to `end`, less the blanks around it.
  private static func trimmedCell(_ bytes: ByteText, _ start: Int, _ end: Int) -> CSVCell {
    var first = start
    var last = end
    while first < last, isBlank(bytes[first]) { first += 1 }
    while first < last, isBlank(bytes[last - 1]) { last -= 1 }
    if first == last {
      // Nothing but blanks: the cell is where it would have begun.
      first = start
      last = start
    }
    return CSVCell(start: first, end: last, isQuoted: false, unescaped: -1)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private mutating func add(_ cell: CSVCell) {
    if cellCount == cells.count { cells.append(cell) } else { cells[cellCount] = cell }
    cellCount += 1
  }

  /// Reads one cell and the comma or line end behind it; returns whether another cell follows.
  private mutating func scanCell() -> Bool {
    offset < bytes.endIndex && bytes[offset] == Self.quote ? scanQuoted() : scanUnquoted()
  }

  private mutating func scanQuoted() -> Bool {
    let start = offset + 1
    var index = start
    var hasEscapes = false
    let end = bytes.endIndex
    while true {
      guard index < end else {
        note(.unclosedQuote)
        add(CSVCell(start: start, end: end, isQuoted: true, unescaped: -1))
        offset = end
        return false
      }
      let byte = bytes[index]
      if byte == Self.quote {
        guard index + 1 < end, bytes[index + 1] == Self.quote else { break }
        hasEscapes = true
        index += 2
        continue
      }
      if byte == 0 { note(.nul) }
      index += 1
    }
    let textEnd = index
    index += 1
    while index < end, !isSeparator(at: index) {
      note(.textAfterQuote)
      index += 1
    }
    let place = hasEscapes ? unescape(bytes[start..<textEnd]) : -1
    add(CSVCell(start: start, end: textEnd, isQuoted: true, unescaped: place))
    return pass(index)
  }

  /// Keeps a text with its doubled quotes halved; returns where.
  private mutating func unescape(_ raw: ByteText) -> Int32 {
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
    unescaped.append(ByteBuffer(text))
    return Int32(unescaped.count - 1)
  }

  private mutating func scanUnquoted() -> Bool {
    var index = offset
    let end = bytes.endIndex
    scan: while index < end {
      switch bytes[index] {
      case Self.comma, Self.lineFeed:
        break scan
      case Self.carriageReturn:
        if index + 1 < end, bytes[index + 1] == Self.lineFeed { break scan }
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
    add(Self.trimmedCell(bytes, offset, index))
    return pass(index)
  }

  /// Remembers the first flaw of the row, in the cell being read.
  private mutating func note(_ kind: CSVFlaw) {
    if flaw == nil { flaw = (kind, cellCount) }
  }

  private func isSeparator(at index: Int) -> Bool {
    switch bytes[index] {
    case Self.comma, Self.lineFeed: true
    case Self.carriageReturn: index + 1 < bytes.endIndex && bytes[index + 1] == Self.lineFeed
    default: false
    }
  }

  /// Steps over the separator at `index`; returns whether it was a comma.
  private mutating func pass(_ index: Int) -> Bool {
    guard index < bytes.endIndex else {
      offset = index
      return false
    }
    offset = index + (bytes[index] == Self.carriageReturn ? 2 : 1)
    return bytes[index] == Self.comma
  }
}
