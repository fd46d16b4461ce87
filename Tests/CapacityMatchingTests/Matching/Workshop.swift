import CapacityModel

@testable import CapacityMatching

/// A small shared workshop to change one thing of: two clusters, a factory and a machine in each, one
/// process, and one order for 10 pieces in the first cluster.
///
/// Machine 0 makes a piece in 60 s for 60 yuan an hour, machine 1 in 60 s for 120 yuan an hour.
struct Workshop {
  var dataset: Dataset
  let hour: Int64 = 3_600

  init() {
    dataset = Dataset(
      // Monday 2026-03-02T00:00+08:00, one week.
      horizon: Horizon(
        startEpochSeconds: 1_772_380_800, lengthSeconds: 7 * 86_400, zoneOffsetSeconds: 28_800),
      clusters: [
        Cluster(
          id: Identifier("C0"), name: "C0", latitudeMicrodegrees: 30_560_000,
          longitudeMicrodegrees: 104_270_000),
        Cluster(
          id: Identifier("C1"), name: "C1", latitudeMicrodegrees: 31_130_000,
          longitudeMicrodegrees: 104_400_000),
      ],
      factories: [
        Factory(id: Identifier("F0"), name: "F0", cluster: 0),
        Factory(id: Identifier("F1"), name: "F1", cluster: 1),
      ],
      machines: [
        Machine(id: Identifier("M0"), factory: 0), Machine(id: Identifier("M1"), factory: 1),
      ],
      processes: [Process(id: Identifier("P0"), name: "P0")],
      offers: [
        Offer(
          machine: 0, process: 0, pricing: .time(hourlyRateFen: 6_000),
          cycleMilliseconds: 60_000),
        Offer(
          machine: 1, process: 0, pricing: .time(hourlyRateFen: 12_000),
          cycleMilliseconds: 60_000),
      ],
      orders: [
        Order(
          id: Identifier("O0"), cluster: 0, release: 0, deadline: 48 * 3_600, budgetFen: 50_000,
          stages: 0..<1)
      ],
      stages: [Stage(process: 0, quantity: 10)],
      lanes: [
        FreightLane(
          fromCluster: 0, toCluster: 1, shipmentFen: 1_000, transitMicroHours: 2_000_000),
        FreightLane(
          fromCluster: 1, toCluster: 0, shipmentFen: 2_000, transitMicroHours: 3_000_000),
      ],
      certificationNames: ["ISO"], materialNames: ["Ti", "steel"])
  }

  /// Replaces the order's stages.
  mutating func setStages(_ stages: [Stage]) {
    dataset.stages = stages
    dataset.orders[0].stages = 0..<stages.count
  }

  func match() async -> MatchResult {
    await Matcher(dataset, options: MatchOptions(effort: 0)).match()
  }

  /// The index of the machine of each booking.
  func machines(of result: MatchResult) -> [Int] {
    result.bookings.map { dataset.offers[$0.offer].machine }
  }
}
