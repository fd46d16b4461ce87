import CapacityModel
import Synchronization
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `The estimate of a search` {
  @Test func `expects nothing of a search without effort`() {
    #expect(SearchEstimate(effort: 0, orders: 3_000, machines: 100).share == nil)
  }

  @Test func `never falls while a search goes on, and ends with all done`() async {
    let dataset = randomDataset(seed: 5)
    let options = MatchOptions(effort: 2, threads: 1)
    let estimate = SearchEstimate(
      effort: options.effort, orders: dataset.orders.count,
      machines: dataset.machines.count)
    let shares = Mutex<[Double]>([])
    let control = SearchControl(
      isStopped: {
        estimate.asked()
        shares.withLock { $0.append(estimate.share ?? -1) }
        return false
      }, report: { _ in estimate.reported() })
    let watched = await Matcher(dataset, options: options).match(control: control)
    let seen = shares.withLock { $0 }
    #expect(seen.count > 10)
    #expect(seen == seen.sorted())
    #expect(seen.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(estimate.share == 1)
    // Watching changes nothing.
    #expect(watched == (await Matcher(dataset, options: options).match()))
  }
}
