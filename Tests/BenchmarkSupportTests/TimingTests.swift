import BenchmarkSupport
import Testing

@Suite struct `A timing` {
  @Test func `of one round has no spread`() {
    let timing = Timing(rounds: [7])
    #expect(timing.medianNanoseconds == 7)
    #expect(timing.spreadNanoseconds == 0)
    #expect(timing.rounds == 1)
  }

  @Test func `of few rounds spreads over half of the extremes' distance`() {
    let timing = Timing(rounds: [30, 10, 20, 50])
    #expect(timing.medianNanoseconds == 25)
    #expect(timing.spreadNanoseconds == 20)
    #expect(timing.fastestNanoseconds == 10)
  }

  @Test func `of many rounds leaves an outlier out of its spread`() {
    let timing = Timing(rounds: [100, 110, 120, 130, 10_000])
    #expect(timing.medianNanoseconds == 120)
    #expect(timing.spreadNanoseconds == 10)
  }
}
