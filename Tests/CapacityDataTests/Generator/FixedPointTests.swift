import Testing

@testable import CapacityData

@Suite struct FixedPointTests {
  @Test(arguments: [
    (0.0, 1.0), (1, 2), (0.5, 1.414213562373095), (-1, 0.5), (10.25, 1217.748085),
    (-3.7, 0.07694653),
  ])
  func `powers of two come close`(exponent: Double, expected: Double) {
    let power = Double(FixedPoint.exp2(Int64(exponent * 4_294_967_296))) / 4_294_967_296
    #expect(abs(power - expected) < expected * 1e-6)
  }

  @Test(
    arguments: [
      (1, 0.0), (2, 1), (3, 1.584962500721156), (1000, 9.965784284662087), (1 << 40, 40),
    ] as [(Int64, Double)])
  func `logarithms to base two come close`(value: Int64, expected: Double) {
    let logarithm = Double(FixedPoint.log2(value)) / 4_294_967_296
    #expect(abs(logarithm - expected) < 1e-8)
  }

  @Test func `a power undoes a logarithm`() {
    for value: Int64 in [1, 2, 7, 99, 12_345, 9_999_999] {
      let back = FixedPoint.scaled(1, by: FixedPoint.exp2(FixedPoint.log2(value)))
      #expect(abs(back - value) <= 1 + value >> 26)
    }
  }

  @Test func `scaling rounds half up and does not overflow`() {
    #expect(FixedPoint.scaled(3, by: FixedPoint.one / 2) == 2)
    #expect(FixedPoint.scaled(1, by: FixedPoint.one / 2 - 1) == 0)
    #expect(FixedPoint.scaled(.max, by: FixedPoint.exp2(20 << 32)) == .max / 2)
  }

  @Test func `square roots are rounded down`() {
    for value: Int64 in [0, 1, 2, 3, 4, 15, 16, 17, 1 << 50, (1 << 50) - 1, .max] {
      let root = FixedPoint.squareRoot(value)
      #expect(root * root <= value)
      #expect(
        (root + 1).multipliedReportingOverflow(by: root + 1).overflow
          || (root + 1) * (root + 1) > value)
    }
  }

  @Test func `great circles are those of the double formula`() {
    // Chengdu Longquanyi to Panzhihua and to Xi'an, by the haversine formula in doubles.
    let clusters = ClusterTable(makerCount: 20).clusters
    func kilometres(_ from: String, _ to: String) -> Int? {
      guard let start = clusters.first(where: { $0.id == from }),
        let end = clusters.first(where: { $0.id == to })
      else { return nil }
      return GreatCircle.kilometres(start, end)
    }
    #expect(kilometres("C01", "C20") == 515)
    #expect(kilometres("C01", "X3") == 607)
    #expect(kilometres("C01", "C01") == 0)
  }
}
