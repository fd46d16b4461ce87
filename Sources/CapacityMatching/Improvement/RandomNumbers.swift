/// A sequence of random numbers that only its seed decides (SplitMix64).
struct RandomNumbers: Sendable {
  private var state: UInt64
  private var index: UInt64 = 0

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    index &+= 1
    return SplitMix64.hash(state, index)
  }

  /// A number from 0 to below `count`, which is at least 1.
  @inline(__always)
  mutating func below(_ count: Int) -> Int {
    // The bias of 2^-32 times the count does not matter to a search.
    Int(((next() >> 32) &* UInt64(count)) >> 32)
  }

  /// A number from 0 to below 1.
  @inline(__always)
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
