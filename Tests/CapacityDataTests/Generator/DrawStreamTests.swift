import Testing

@testable import CapacityData

@Suite struct DrawStreamTests {
  @Test func `the same entity draws the same numbers`() {
    var first = DrawStream(seed: 7, kind: .order, number: 12)
    var second = DrawStream(seed: 7, kind: .order, number: 12)
    for _ in 0..<100 { #expect(first.next() == second.next()) }
  }

  @Test func `other seeds, kinds and numbers draw others`() {
    var streams = [
      DrawStream(seed: 7, kind: .order, number: 12), DrawStream(seed: 8, kind: .order, number: 12),
      DrawStream(seed: 7, kind: .machine, number: 12),
      DrawStream(seed: 7, kind: .order, number: 13),
    ]
    let draws = Set(streams.indices.map { streams[$0].next() })
    #expect(draws.count == 4)
  }

  @Test func `a lognormal draw has its median and spread`() {
    var draws = DrawStream(seed: 1, kind: .order, number: 1)
    let values = (0..<20_000).map { _ in draws.lognormal(median: 10_000, sigma: 500) }.sorted()
    #expect((9800...10_200).contains(values[10_000]))
    // One standard deviation above the median: e^0.5 times it, which 15.87 % exceed.
    #expect((16_000...17_000).contains(values[16_826]))
  }

  @Test func `a Pareto draw starts at its smallest and has its median`() {
    var draws = DrawStream(seed: 1, kind: .factory, number: 1)
    let values = (0..<20_000).map { _ in draws.pareto(from: 1000, to: 60_000, alpha: 13) }.sorted()
    #expect(values[0] >= 1000)
    #expect(values[19_999] == 60_000)
    // 2^(1/1.3) = 1.704.
    #expect((1660...1750).contains(values[10_000]))
  }

  @Test func `a bounded draw reaches every number equally often`() {
    var draws = DrawStream(seed: 3, kind: .order, number: 1)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[draws.below(7)] += 1 }
    #expect(counts.allSatisfy { (9500...10_500).contains($0) })
  }

  @Test func `a weighted choice follows its weights and skips weights of zero`() {
    let choice = WeightedChoice([3, 0, 1])
    #expect((0..<4).map { choice.index(at: $0) } == [0, 0, 0, 2])
  }
}
