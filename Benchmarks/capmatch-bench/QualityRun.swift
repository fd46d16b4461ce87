import BenchmarkSupport
import CapacityMatching
import CapacityModel
import Synchronization

/// Runs one search and notes where it stands after each step of effort.
struct QualityRun {
  let threads: Int

  /// Steps of effort: fewer for large datasets.
  private func effort(_ dataset: Dataset) -> Int {
    switch dataset.orders.count {
    case ...2_000: 4
    case ...20_000: 3
    case ...100_000: 2
    default: 1
    }
  }

  func measure(_ dataset: Dataset, name: String) async -> QualityCurve {
    note("\(name): searching")
    let clock = ContinuousClock()
    let start = clock.now
    let states = Mutex<[(state: SearchState, time: Duration)]>([])
    let options = MatchOptions(effort: effort(dataset), threads: threads)
    _ = await Matcher(dataset, options: options).match(
      control: SearchControl(report: { state in
        states.withLock { $0.append((state, clock.now - start)) }
      }))
    var points: [QualityCurve.Point] = []
    for (state, time) in states.withLock({ $0 }) {
      guard let bound = state.upperBoundFen, let gap = state.gap else { continue }
      let point = QualityCurve.Point(
        effort: state.effort, nanoseconds: Int(time / .nanoseconds(1)),
        objectiveFen: state.objectiveFen, upperBoundFen: bound, gap: gap)
      // Prices are told first, then the answer that they led to.
      if points.last?.effort == state.effort { points.removeLast() }
      points.append(point)
    }
    return QualityCurve(
      name: name, orders: dataset.orders.count, machines: dataset.machines.count, points: points)
  }
}

extension Dataset {
  /// The same orders and machines with every order in one part, machines always open and nothing promised.
  func plain() -> Dataset {
    var plain = self
    for order in plain.orders.indices { plain.orders[order].partsMax = 1 }
    for machine in plain.machines.indices { plain.machines[machine].calendar = nil }
    plain.promised = []
    return plain
  }
}
