import TestSupport
import Testing

@testable import CapacityMatching

/// The least parts of a stage against all ways to cut it.
@Suite struct `The least part of a stage` {
  /// The smallest part on `machine` of any way to make `quantity` in at most `partsMax` parts, each on a unit of its
  /// own and no larger than fits there.
  private func least(
    of quantity: Int64, partsMax: Int, fits: [(fit: Int64, units: Int)], on machine: Int
  ) -> Int64? {
    var units = fits.enumerated().flatMap {
      Array(repeating: $0.element.fit, count: $0.element.units)
    }
    let own = fits[..<machine].reduce(0) { $0 + $1.units }
    let fit = units.remove(at: own)
    // What some of the other units can make together: for each count of parts all sums.
    var sums: [Set<Int64>] = [[0]] + Array(repeating: [], count: partsMax)
    for other in units where other > 0 {
      for count in sums.indices.dropFirst().reversed() {
        for sum in sums[count - 1] { for part in 1...other { sums[count].insert(sum + part) } }
      }
    }
    return (1...max(1, fit)).first { part in
      part <= fit && sums[..<partsMax].contains { $0.contains(quantity - part) }
    }
  }

  @Test func `is what the others, on units of their own, cannot make`() {
    var raisedCount = 0
    for seed in UInt64(1)...600 {
      var random = TestRandom(seed: seed)
      let quantity = Int64(random.int(1...9))
      let partsMax = random.int(2...4)
      let fits = (0..<random.int(1...4)).map { _ in
        (fit: Int64(random.int(0...Int(quantity))), units: random.int(1...2))
      }
      let parts = LeastParts(of: quantity, partsMax: partsMax, fits: fits)
      for machine in fits.indices {
        let note: Comment = "seed \(seed), machine \(machine)"
        let told = max(1, parts.onMachine(fitting: fits[machine].fit))
        let found = least(of: quantity, partsMax: partsMax, fits: fits, on: machine)
        if let found {
          #expect(told == found, note)
          raisedCount += told > 1 ? 1 : 0
        } else {
          #expect(told > fits[machine].fit, note)
        }
      }
    }
    #expect(raisedCount > 100)
  }

  @Test func `does not overflow, however many parts there may be`() {
    let most = Int64.max / 4
    let parts = LeastParts(of: most, partsMax: 1_000, fits: [(most, 1_000), (most, 7)])
    #expect(parts.onMachine(fitting: most) < 1)
  }
}
