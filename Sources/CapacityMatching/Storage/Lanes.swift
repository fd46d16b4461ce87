// Eight numbers side by side: the only place where their bits are looked at.
//
// Invariant of the casts: both types have as many bytes, 32 of eight 32-bit values or 8 of eight bytes, and any
// bits are a value of either, so that a cast only renames them. Everything else is plain arithmetic on words.

/// Terms of the eight offers of a block, side by side.
typealias FloatLanes = SIMD8<Float>

/// Masks as bits: lane 0 is bit 0.
enum LaneBits {
  /// One bit for each lane that is set.
  @inline(__always)
  static func bits(_ mask: SIMDMask<SIMD8<Int32>>) -> UInt32 {
    let weights = SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128)
    let lanes = unsafe unsafeBitCast(mask, to: SIMD8<Int32>.self)
    return UInt32(truncatingIfNeeded: (lanes & weights).wrappedSum())
  }
}

/// The levels of eight lengths of time, a byte each, none above ``TimeLevel/max``.
///
/// Bytes are compared inside one word (Lamport, CACM 18, 1975, doi:10.1145/360933.360994): the highest
/// bit of each byte is free and catches the borrow, so no byte disturbs its neighbour. Vectors of bytes
/// would do the same, but were slower as compiled for machines without AVX.
struct LevelWord: Equatable, Sendable {
  var word: UInt64 = 0

  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The level of one lane, 0 to 7.
  subscript(lane: Int) -> UInt8 {
    get { UInt8(truncatingIfNeeded: word >> UInt64(8 * lane)) }
    set {
      let shift = UInt64(8 * lane)
      word = word & ~(0xFF << shift) | UInt64(newValue) << shift
    }
  }

  /// The highest bit of each byte is set where this level is at least the other's.
  @inline(__always)
  func atLeast(_ other: LevelWord) -> UInt64 {
    ((word | LevelWord.highBits) &- other.word) & LevelWord.highBits
  }

  /// The larger level of each lane.
  @inline(__always)
  func max(_ other: LevelWord) -> LevelWord {
    let wins = atLeast(other)
    let mask = wins | (wins &- (wins >> 7))
    return LevelWord(word: word & mask | other.word & ~mask)
  }

  /// The highest bits of the bytes side by side: lane 0 is bit 0.
  @inline(__always)
  static func laneBits(_ highBits: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: ((highBits >> 7) &* 0x0102_0408_1020_4080) >> 56)
  }

  /// The largest level of any lane.
  func largest() -> UInt8 {
    var most: UInt8 = 0
    for lane in 0..<8 { most = Swift.max(most, self[lane]) }
    return most
  }
}

/// Lengths of time told apart by four steps for each power of two: 0 for less than a second, then
/// ascending.
///
/// A gap of at least some need is at least of its level, so levels may rule a gap out. The level is
/// the exponent and the first two bits behind it, which order as the numbers do.
enum TimeLevel {
  /// The largest level; no gap inside a horizon reaches it.
  static let max: UInt8 = 127
  private static let mantissaBits: UInt32 = 21
  /// The level bits of a half.
  private static let base: Int32 = 126 << 2

  /// Levels of eight needs in seconds, each at least 0.5.
  @inline(__always)
  static func levels(_ seconds: FloatLanes) -> LevelWord {
    let bits = unsafe unsafeBitCast(seconds, to: SIMD8<Int32>.self)
    let levels = pointwiseMin((bits &>> 21) &- base, SIMD8<Int32>(repeating: Int32(max)))
    let bytes = SIMD8<UInt8>(truncatingIfNeeded: levels)
    return LevelWord(word: UInt64(littleEndian: unsafe unsafeBitCast(bytes, to: UInt64.self)))
  }

  /// The level of one length.
  @inline(__always)
  static func level(_ seconds: Int64) -> UInt8 {
    let bits = Swift.max(Float(seconds), 0.5).bitPattern >> mantissaBits
    return UInt8(truncatingIfNeeded: min(Int32(bits) - base, Int32(max)))
  }

  /// No length of this level or a lower one is as long, in seconds.
  @inline(__always)
  static func secondsBeyond(_ level: UInt8) -> Int64 {
    let bits = (UInt32(level) + 1 + UInt32(base)) << mantissaBits
    return Int64(Float(bitPattern: bits)) + 1
  }
}
