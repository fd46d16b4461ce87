import BenchmarkSupport
import Testing

@Suite struct `Numbers for people` {
  @Test(arguments: [
    (0.0, 2, "0.00"), (1.005, 1, "1.0"), (0.05, 1, "0.1"), (-2.5, 0, "-3"), (-0.001, 2, "0.00"),
    (12_345.678, 2, "12345.68"),
  ])
  func `have exactly the places asked for`(value: Double, places: Int, expected: String) {
    #expect(fixed(value, places: places) == expected)
  }

  @Test(arguments: [
    (7, "7 ns"), (4_567, "4.57 us"), (45_678_901, "45.7 ms"), (4_200_000_000, "4.20 s"),
    (314_000_000_000, "314 s"),
  ])
  func `say durations in the unit that suits them`(nanoseconds: Int, expected: String) {
    #expect(duration(nanoseconds: nanoseconds) == expected)
  }

  @Test func `have commas between thousands`() {
    #expect(grouped(999) == "999")
    #expect(grouped(1_000) == "1,000")
    #expect(grouped(-1_234_567) == "-1,234,567")
  }
}
