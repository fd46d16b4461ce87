import CapacityModel

/// A market of ten hours: a mill that four orders of five hours each want, and a lathe that one wants.
///
/// Every hour is charged 60 yuan. The mill serves the two orders with the largest budgets; a second one
/// would serve the other two, which leave 500 and 400 yuan of their budgets. The lathe has time to spare.
struct MillAndLathe {
  var dataset: Dataset
  let mill = 0
  let lathe = 1

  init() {
    let hours = Stage(process: 0, quantity: 500, unit: .hour)
    let turning = Stage(process: 1, quantity: 500, unit: .hour)
    let budgets: [Int64] = [100_000, 90_000, 80_000, 70_000, 60_000]
    dataset = Dataset(
      horizon: Horizon(
        startEpochSeconds: 1_772_380_800, lengthSeconds: 36_000, zoneOffsetSeconds: 28_800),
      clusters: ["C0", "C1"].map {
        Cluster(
          id: Identifier($0), name: $0, latitudeMicrodegrees: 30_560_000,
          longitudeMicrodegrees: 104_270_000)
      },
      factories: [
        Factory(id: Identifier("F0"), name: "F0", cluster: 0),
        Factory(id: Identifier("F1"), name: "F1", cluster: 1),
      ],
      machines: [
        Machine(id: Identifier("M0"), factory: 0, equipmentClass: "mill"),
        Machine(id: Identifier("M1"), factory: 0, equipmentClass: "lathe"),
      ],
      processes: ["MIL", "TRN"].map { Process(id: Identifier($0), name: $0) },
      offers: [0, 1].map {
        Offer(
          machine: $0, process: $0, pricing: .time(hourlyRateFen: 6_000), cycleMilliseconds: nil)
      },
      orders: budgets.enumerated().map { index, budget in
        Order(
          id: Identifier("O\(index)"), cluster: 0, release: 0, deadline: 36_000, budgetFen: budget,
          stages: index..<(index + 1))
      },
      stages: [hours, hours, hours, hours, turning])
  }
}
