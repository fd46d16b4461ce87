import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct LanesTests {
  @Test func `a longer time is never of a lower level, and no level reaches the largest`() {
    var last: UInt8 = 0
    for seconds in [Int64](0...5_000) + stride(from: 5_001, to: 315_619_200, by: 99_991) {
      let level = TimeLevel.level(seconds)
      #expect(level >= last)
      #expect(level < TimeLevel.max)
      #expect(TimeLevel.secondsBeyond(level) > seconds)
      last = level
    }
    #expect(TimeLevel.level(0) == 0)
    #expect(TimeLevel.level(.max) == TimeLevel.max)
  }

  @Test func `eight levels at once are those of each`() {
    let seconds: [Int64] = [
      1, 2, 59, 3_600, 86_400, 315_619_200, 9_000_000_000, 9_100_000_000_000_000,
    ]
    var lanes = FloatLanes()
    for (lane, value) in seconds.enumerated() { lanes[lane] = Float(value) }
    let word = TimeLevel.levels(lanes)
    for (lane, value) in seconds.enumerated() { #expect(word[lane] == TimeLevel.level(value)) }
  }

  @Test(arguments: 1...50)
  func `words compare and choose byte by byte`(seed: Int) {
    var random = TestRandom(seed: UInt64(seed))
    var left = LevelWord()
    var right = LevelWord()
    for lane in 0..<8 {
      left[lane] = UInt8(random.int(0...127))
      right[lane] = random.chance(30) ? left[lane] : UInt8(random.int(0...127))
    }
    let bits = LevelWord.laneBits(left.atLeast(right))
    for lane in 0..<8 {
      #expect((bits >> UInt32(lane) & 1 == 1) == (left[lane] >= right[lane]), "seed \(seed)")
      #expect(left.max(right)[lane] == max(left[lane], right[lane]), "seed \(seed)")
    }
    #expect(left.largest() == (0..<8).map { left[$0] }.max())
  }
}
