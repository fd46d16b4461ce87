/// Bytes at a fixed address, freed with the last reference.
///
/// Unsafe inside; the invariants that make it safe to use:
/// - `base` is never moved or freed while the object lives.
/// - ``ByteText/padding`` bytes behind `capacity` may be read, so that texts are read by words.
/// - Only ``fill(_:)`` and ``extend(_:)`` write, and only while no other thread uses the object.
@safe final class ByteBuffer: @unchecked Sendable {
  private let base: UnsafeMutablePointer<UInt8>
  /// How many bytes fit.
  let capacity: Int
  /// How many bytes there are.
  private(set) var count = 0

  /// An empty buffer.
  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity + ByteText.padding)
    unsafe (base + capacity).initialize(repeating: 0, count: ByteText.padding)
  }

  /// A copy of bytes.
  convenience init(_ bytes: some Collection<UInt8>) {
    self.init(capacity: bytes.count)
    unsafe fill { buffer in
      _ = unsafe buffer.initialize(from: bytes)
      return bytes.count
    }
  }

  deinit { unsafe base.deallocate() }

  /// Replaces the content: `body` writes from the front and returns how many bytes.
  func fill(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    count = 0
    unsafe extend(body)
  }

  /// Adds to the content: `body` writes from the front of what is free and returns how many bytes.
  func extend(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    let added = unsafe body(
      UnsafeMutableBufferPointer(start: base + count, count: capacity - count))
    precondition(added >= 0 && added <= capacity - count)
    count += added
    // Words read over the end see zeros, not what stood there before.
    unsafe (base + count).initialize(repeating: 0, count: ByteText.padding)
  }

  /// All bytes.
  var text: ByteText { text(from: 0) }

  /// The bytes behind the first `skipped` ones, with indices from 0.
  func text(from skipped: Int) -> ByteText {
    precondition(skipped <= count)
    return unsafe ByteText(
      base: UnsafePointer(base + skipped), startIndex: 0, endIndex: count - skipped)
  }
}

/// A view of bytes in a ``ByteBuffer``; indices are offsets in the buffer.
///
/// It does not keep the buffer alive, since counting references for every cell of a file would cost
/// more than reading it. Invariant: whoever makes one holds the buffer until the text is no longer
/// used; a row's texts are used only while the row's table is.
@safe struct ByteText: RandomAccessCollection, @unchecked Sendable {
  /// How many bytes may be read behind the end of a buffer.
  static let padding = 16

  private let base: UnsafePointer<UInt8>
  let startIndex: Int
  let endIndex: Int

  fileprivate init(base: UnsafePointer<UInt8>, startIndex: Int, endIndex: Int) {
    unsafe self.base = base
    self.startIndex = startIndex
    self.endIndex = endIndex
  }

  var count: Int { endIndex - startIndex }

  var isEmpty: Bool { endIndex == startIndex }

  subscript(index: Int) -> UInt8 {
    precondition(index >= startIndex && index < endIndex)
    return unsafe base[index]
  }

  subscript(range: Range<Int>) -> ByteText {
    precondition(range.lowerBound >= startIndex && range.upperBound <= endIndex)
    return unsafe ByteText(
      base: base, startIndex: range.lowerBound, endIndex: range.upperBound)
  }

  /// The eight bytes from `index` on, the first one lowest; some may stand behind the end.
  func word(at index: Int) -> UInt64 {
    precondition(index >= startIndex && index <= endIndex)
    return unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self).littleEndian
  }

  /// The eight bytes from `index` on, zeros in the place of those behind the end.
  func maskedWord(at index: Int) -> UInt64 {
    let left = endIndex - index
    let word = word(at: index)
    return left >= 8 ? word : word & ((1 << UInt64(truncatingIfNeeded: left * 8)) &- 1)
  }

  func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try unsafe body(UnsafeBufferPointer(start: base + startIndex, count: count))
  }

  /// The bytes as a `String`, ill-formed UTF-8 repaired.
  var string: String {
    unsafe String(
      decoding: UnsafeBufferPointer(start: base + startIndex, count: count), as: UTF8.self)
  }

  /// Whether the bytes are those of `other`.
  func isEqual(to other: String) -> Bool {
    count == other.utf8.count && elementsEqual(other.utf8)
  }

  /// Whether the bytes are those of `other`.
  func isEqual(to other: ByteText) -> Bool {
    guard count == other.count else { return false }
    var offset = 0
    while offset < count {
      if maskedWord(at: startIndex + offset) != other.maskedWord(at: other.startIndex + offset) {
        return false
      }
      offset += 8
    }
    return true
  }
}

/// Seeds of ``ByteText/hash``, random in every process, so that nobody can prepare ids that collide.
private let hashSeeds = (
  UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max) | 1,
  UInt64.random(in: .min ... .max) | 1
)

extension ByteText {
  /// A hash by words of eight bytes, multiplied and folded.
  ///
  /// Tables use it to find, never to order: no result depends on the seeds.
  var hash: UInt64 {
    var mixed = hashSeeds.0 ^ UInt64(truncatingIfNeeded: count)
    var index = startIndex
    repeat {
      let product = (mixed ^ maskedWord(at: index)).multipliedFullWidth(by: hashSeeds.1)
      mixed = product.high ^ product.low
      index += 8
    } while index < endIndex
    let product = mixed.multipliedFullWidth(by: hashSeeds.2)
    return product.high ^ product.low
  }

  /// The offset of the first byte that is not UTF-8, or `nil` if all are.
  var firstInvalidUTF8: Int? {
    if isASCII { return nil }
    return unsafe withContiguousStorageIfAvailable { buffer -> Int? in
      do throws(UTF8.ValidationError) {
        _ = try unsafe UTF8Span(validating: buffer.span)
        return nil
      } catch {
        return startIndex + error.byteOffsets.lowerBound
      }
    } ?? nil
  }

  /// Whether no byte is above 127.
  var isASCII: Bool {
    var seen: UInt64 = 0
    var index = startIndex
    while index + 8 <= endIndex {
      seen |= word(at: index)
      index += 8
    }
    if index < endIndex { seen |= maskedWord(at: index) }
    return seen & 0x8080_8080_8080_8080 == 0
  }

  /// Whether every byte is a character of ASCII that is no control character.
  var isPrintableASCII: Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let blanks: UInt64 = 0x2020_2020_2020_2020
    var index = startIndex
    while index < endIndex {
      let left = endIndex - index
      var word = maskedWord(at: index)
      if left < 8 { word |= blanks << UInt64(truncatingIfNeeded: left * 8) }
      // The top bit of a byte that is above 127, below 32 (borrowed) or 127 (carried).
      guard (word | (word &- blanks) | (word &+ ones)) & (ones << 7) == 0 else { return false }
      index += 8
    }
    return true
  }

  /// How many line feeds and quotes stand from `start` on, sixteen bytes at a time.
  func count(from start: Int) -> (feeds: Int, quotes: Int) {
    let feed = SIMD16<UInt8>(repeating: UInt8(ascii: "\n"))
    let quote = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
    let zeros = SIMD16<UInt8>(repeating: 0)
    var total = (feeds: 0, quotes: 0)
    var index = start
    while index < endIndex {
      var feeds = zeros
      var quotes = zeros
      // Lanes count to 255 at most.
      let stop = Swift.min(endIndex - 15, index + 255 * 16)
      while index < stop {
        let block = unsafe UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<UInt8>.self)
        feeds &+= zeros.replacing(with: 1, where: block .== feed)
        quotes &+= zeros.replacing(with: 1, where: block .== quote)
        index += 16
      }
      for lane in 0..<16 {
        total.feeds += Int(feeds[lane])
        total.quotes += Int(quotes[lane])
      }
      if endIndex - index < 16 {
        while index < endIndex {
          if self[index] == UInt8(ascii: "\n") { total.feeds += 1 }
          if self[index] == UInt8(ascii: "\"") { total.quotes += 1 }
          index += 1
        }
      }
    }
    return total
  }
}
