import Synchronization
import Testing

@testable import CapacityMatching

/// How the temperature of an annealing falls.
@Suite struct `The fall of a temperature` {
  private func plan(rounds: Int, _ control: SearchControl) -> AnnealingPlan {
    AnnealingPlan(
      rounds: rounds, stepsPerOrder: 2, control: control, from: 0.2, until: 0.7, seed: 1)
  }

  @Test func `goes on from round to round, down to the end, where rounds are counted`() {
    let plan = plan(rounds: 4, SearchControl())
    var fallen = 0.0
    for round in 0..<4 {
      let own = plan.temperatures(ofRound: round, after: nil)
      #expect(own?.from == fallen)
      fallen = own?.to ?? -1
    }
    #expect(fallen == 1)
    #expect(plan.temperatures(ofRound: 4, after: nil) == nil)
  }

  @Test func `goes on from round to round against time where rounds last alike, and ends in time`()
  {
    let now = Mutex(0.2)
    let plan = plan(
      rounds: 0, SearchControl(timeUsed: { now.withLock { $0 } }))
    var before = (from: 0.0, to: 0.0)
    var count = 0
    while let own = plan.temperatures(
      ofRound: count, after: count > 0 ? before.from : nil)
    {
      #expect(own.from <= own.to && own.to <= 1)
      // Nothing is known of how long the first one lasts.
      if count > 1 { #expect(abs(own.from - before.to) < 1e-9) }
      before = own
      count += 1
      now.withLock { $0 += 0.0625 }
    }
    #expect(count == 8)
    #expect(before.to == 1)
  }

  @Test func `is over when the search is stopped`() {
    #expect(
      plan(rounds: 4, SearchControl(isStopped: { true })).temperatures(ofRound: 0, after: nil)
        == nil)
  }
}
