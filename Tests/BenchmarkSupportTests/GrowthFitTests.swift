import BenchmarkSupport
import Testing

@Suite struct `A growth fit` {
  @Test(arguments: [0.5, 1.0, 1.5, 2.0])
  func `finds the power that points follow exactly`(power: Double) throws {
    let sizes = [1e3, 1e4, 1e5, 1e6]
    let fit = try #require(GrowthFit(sizes: sizes, costs: sizes.map { 7 * raised($0, to: power) }))
    #expect(abs(fit.exponent - power) < 1e-9)
    #expect(abs(fit.factor - 7) < 1e-6)
    #expect(fit.rSquared > 0.999_999)
    #expect(abs(fit.cost(at: 1e5) / (7 * raised(1e5, to: power)) - 1) < 1e-9)
  }

  @Test func `says how far from straight points lie`() throws {
    let fit = try #require(GrowthFit(sizes: [10, 100, 1_000], costs: [1, 50, 20]))
    #expect(fit.rSquared < 0.9)
  }

  @Test func `needs two different sizes, and costs above 0`() {
    #expect(GrowthFit(sizes: [10], costs: [1]) == nil)
    #expect(GrowthFit(sizes: [10, 10], costs: [1, 2]) == nil)
    #expect(GrowthFit(sizes: [10, 100], costs: [0, 2]) == nil)
  }

  /// Halves of whole powers are all that the test needs.
  private func raised(_ base: Double, to power: Double) -> Double {
    var value = 1.0
    for _ in 0..<Int(power * 2) { value *= base.squareRoot() }
    return value
  }
}
