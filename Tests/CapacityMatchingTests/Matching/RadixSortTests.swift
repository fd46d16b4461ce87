import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct RadixSortTests {
  @Test(arguments: [0, 1, 2, 100, 2_047, 2_048, 5_000])
  func `entries ascend by key and equal keys keep their order`(count: Int) {
    var random = TestRandom(seed: UInt64(count))
    let entries = (0..<count).map { index in
      let key = random.chance(50) ? UInt64(random.int(0...9)) : ~UInt64(random.int(0...(1 << 60)))
      return RadixEntry(key: key, index: Int32(index))
    }
    var sorted = entries
    sortByRadix(&sorted)
    let expected = entries.sorted { ($0.key, $0.index) < ($1.key, $1.index) }
    #expect(sorted.map(\.index) == expected.map(\.index))
  }
}
