import CapacityModel
import Synchronization
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `The meter of a search` {
  @Test func `says nothing of a search without effort`() async {
    let meter = SearchMeter()
    let options = MatchOptions(effort: 0)
    _ = await Matcher(randomDataset(seed: 5), options: options).match(
      control: SearchControl(meter: meter))
    #expect(meter.share == nil)
  }

  @Test func `never falls while a search goes on, and ends with all done`() async {
    let dataset = randomDataset(seed: 5)
    let options = MatchOptions(effort: 2, threads: 1)
    let meter = SearchMeter()
    let shares = Mutex<[Double]>([])
    let control = SearchControl(
      isStopped: {
        if let share = meter.share { shares.withLock { $0.append(share) } }
        return false
      }, meter: meter)
    let watched = await Matcher(dataset, options: options).match(control: control)
    let seen = shares.withLock { $0 }
    #expect(Set(seen).count > 10)
    #expect(seen == seen.sorted())
    #expect(seen.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(meter.share == 1)
    // Watching changes nothing.
    #expect(watched == (await Matcher(dataset, options: options).match()))
  }

  @Test
  func `waits at the end of a phase that takes longer, and catches up after one that ends early`() {
    let meter = SearchMeter()
    #expect(meter.share == nil)
    meter.plan([1, 2, 1])
    meter.endPhase()
    #expect(meter.share == 0.25)
    meter.did(5)
    #expect(meter.share == 0.75)
    meter.endPhase()
    meter.did(0.5)
    #expect(meter.share == 0.875)
    meter.endPhase()
    #expect(meter.share == 1)
  }
}
