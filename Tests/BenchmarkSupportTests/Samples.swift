import BenchmarkSupport

/// Counts with only what a test is about.
func counts(orders: Int = 10, offers: Int = 100, allocations: Int? = 20) -> CountFigures {
  CountFigures(
    orders: orders, matchedOrders: 5, objectiveFen: 1_000, blocksLookedAt: 30,
    offersLookedAt: offers, placesSought: 40, timelineSteps: 50, allocations: allocations)
}

/// Figures whose match phase took these rounds, and every other phase 1 ms.
func figures(
  _ name: String = "city", orders: Int = 10, match: [Int], offers: Int = 100,
  memory: Int = 1_000_000, reference: [Int]? = nil
) -> ScenarioFigures {
  let other = Timing(rounds: match.map { _ in 1_000_000 })
  return ScenarioFigures(
    name: name, orders: orders, machines: 5, processes: 3, offers: 8, threads: 2,
    generateNanoseconds: nil,
    phases: PhaseTimings(
      read: other, compile: other, match: Timing(rounds: match), write: other,
      whole: Timing(rounds: match.map { $0 + 3_000_000 })),
    peakMemoryBytes: memory, counts: counts(orders: orders, offers: offers),
    referenceMatch: reference.map { Timing(rounds: $0) })
}

/// A report of scenarios.
func report(_ scenarios: [ScenarioFigures]) -> Report {
  Report(
    engineVersion: "1.0", processor: "a processor", cores: 2, scenarios: scenarios,
    growth: GrowthFigures.of(scenarios))
}
