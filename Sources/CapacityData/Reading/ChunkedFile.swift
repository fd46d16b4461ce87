/// How a dataset is read on several threads.
struct ReadingPlan: Sendable {
  /// Most threads that are used.
  static let threadsMax = 64

  /// How many threads work at most.
  var threads: Int
  /// About how many bytes a thread reads at a time: few enough to stay in its cache.
  var chunkSize = 1 << 19
}

/// A file of rows that several threads read, each a chunk at a time into a buffer of its own.
///
/// Reading beats mapping here: a chunk that was read is in the cache when it is parsed, its memory is
/// used for the next one, and a file that somebody cuts short meanwhile gives a short read where a
/// mapping would end the program.
///
/// A chunk begins and ends with a row. Whether a line feed stands inside quotes follows from how many
/// quotes there are before it, provided that the file breaks no rule; so the file is looked through
/// once, in parallel, for quotes and line feeds. If all chunks can be cut into rows without a flaw,
/// then so can the whole file, into the same rows: a row that ends where a chunk does is as complete
/// as any. With any flaw the chunks mean nothing, and the file must be read from front to back.
struct ChunkedFile: Sendable {
  /// A part that begins and ends with a row.
  struct Chunk: Sendable {
    var range: Range<Int>
    /// How many rows it has at most.
    var rowCountMax: Int
  }

  /// The name inside its folder.
  let name: String
  private let file: OpenFile
  /// The parts, one after another; together they are the whole text.
  private(set) var chunks: [Chunk] = []

  /// Looks a file through.
  ///
  /// - Returns: `nil` if it is no file that can be read in any order, or no UTF-8 as far as that was
  ///   looked at: then it is to be read the plain way.
  init?(folder: String, name: String, encoding: TextEncoding, plan: ReadingPlan) {
    self.name = name
    guard let file = OpenFile(path: folder + "/" + name) else { return nil }
    self.file = file
    let mark = ByteBuffer(capacity: byteOrderMark.count)
    let hasMark =
      file.size >= byteOrderMark.count && file.read(0..<byteOrderMark.count, into: mark)
      && withExtendedLifetime(mark) { mark.text.elementsEqual(byteOrderMark) }
    let start = hasMark ? byteOrderMark.count : 0
    let pieces = stride(from: start, to: file.size, by: plan.chunkSize).map {
      $0..<min($0 + plan.chunkSize, file.size)
    }
    let counted = mapInParallel(
      pieces.count, threads: plan.threads, worker: { _ in ByteBuffer(capacity: plan.chunkSize) },
      { buffer, piece -> LineCount? in
        guard file.read(pieces[piece], into: buffer) else { return nil }
        return withExtendedLifetime(buffer) { LineCount(buffer.text) }
      })
    guard let counts = counted?.outputs else { return nil }
    cut(pieces, counts)
    if let piece = counts.firstIndex(where: { !$0.isASCII }) {
      if encoding == .gb18030, !hasMark { return nil }
      // A file in another encoding shows it where its first characters stand.
      guard
        let chunk = chunks.firstIndex(where: { $0.range.upperBound > pieces[piece].lowerBound }),
        source(chunk, buffer: ByteBuffer(capacity: 0)) != nil
      else { return nil }
    }
  }

  /// The text of a chunk, read into `buffer`; `nil` if it cannot be read or is not UTF-8.
  func source(_ chunk: Int, buffer: ByteBuffer) -> SourceFile? {
    let range = chunks[chunk].range
    let fitting = range.count <= buffer.capacity ? buffer : ByteBuffer(capacity: range.count)
    guard file.read(range, into: fitting) else { return nil }
    let source = SourceFile(name: name, buffer: fitting)
    return source.bytes.firstInvalidUTF8 == nil ? source : nil
  }

  /// Makes chunks that end with the first line feed outside quotes of a piece.
  private mutating func cut(_ pieces: [Range<Int>], _ counts: [LineCount]) {
    guard var start = pieces.first?.lowerBound, let end = pieces.last?.upperBound else { return }
    var isInQuotes = false
    // Line feeds since `start`.
    var lineCount = 0
    for (piece, count) in zip(pieces, counts) {
      let feed = isInQuotes ? count.firstFeedAfterOddQuotes : count.firstFeedAfterEvenQuotes
      // The header is found in the first chunk: it is not cut inside the first piece.
      if let feed, piece.lowerBound > start {
        let cut = piece.lowerBound + feed.offset + 1
        chunks.append(Chunk(range: start..<cut, rowCountMax: lineCount + feed.number))
        start = cut
        lineCount = count.feedCount - feed.number
      } else {
        lineCount += count.feedCount
      }
      if count.quoteCount % 2 != 0 { isInQuotes.toggle() }
    }
    // The last row may end without a line feed.
    if start < end { chunks.append(Chunk(range: start..<end, rowCountMax: lineCount + 1)) }
  }
}

/// The line feeds and quotes of a piece of text.
private struct LineCount: Sendable {
  /// A line feed: its offset in the piece, and its number there from 1.
  typealias Feed = (offset: Int, number: Int)

  var feedCount = 0
  var quoteCount = 0
  var isASCII = true
  var firstFeedAfterEvenQuotes: Feed?
  var firstFeedAfterOddQuotes: Feed?

  init(_ text: ByteText) {
    isASCII = text.isASCII
    var index = text.startIndex
    // Byte by byte until both kinds of line feeds are found, or the first where no quote stands.
    while index < text.endIndex, firstFeedAfterEvenQuotes == nil {
      count(text[index], at: index)
      index += 1
    }
    let rest = text.count(from: index)
    if quoteCount + rest.quotes > 0 {
      while index < text.endIndex, firstFeedAfterOddQuotes == nil {
        count(text[index], at: index)
        index += 1
      }
    }
    let last = text.count(from: index)
    feedCount += last.feeds
    quoteCount += last.quotes
  }

  private mutating func count(_ byte: UInt8, at index: Int) {
    if byte == UInt8(ascii: "\"") { quoteCount += 1 }
    guard byte == UInt8(ascii: "\n") else { return }
    feedCount += 1
    if quoteCount % 2 == 0 {
      if firstFeedAfterEvenQuotes == nil { firstFeedAfterEvenQuotes = (index, feedCount) }
    } else if firstFeedAfterOddQuotes == nil {
      firstFeedAfterOddQuotes = (index, feedCount)
    }
  }
}
