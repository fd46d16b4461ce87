import CapacityModel

/// A dataset with what the checks look up: ids, offers by machine and by process, open time.
final class DatasetIndex: Sendable {
  let dataset: Dataset
  let wording: Wording
  let charges = Charges()
  let routes: Routes
  /// Indices of orders, machines, factories, processes and so on by what the files call them.
  let orders: [Identifier: Int]
  let machines: [Identifier: Int]
  let factories: [Identifier: Int]
  let processes: [Identifier: Int]
  /// Indices into ``Dataset/certificationNames`` and ``Dataset/materialNames``.
  let certifications: [Identifier: Int]
  let materials: [Identifier: Int]
  /// Indices of offers.
  let offersByMachine: [[Int]]
  let offersByProcess: [[Int]]
  /// For each order whether a promised booking serves it already.
  let isPromised: [Bool]
  private let openTimes: [OpenTime]
  private let alwaysOpen: OpenTime

  init(dataset: Dataset) {
    self.dataset = dataset
    wording = Wording(horizon: dataset.horizon)
    routes = Routes(dataset: dataset)
    orders = Self.indices(of: dataset.orders.map(\.id))
    machines = Self.indices(of: dataset.machines.map(\.id))
    factories = Self.indices(of: dataset.factories.map(\.id))
    processes = Self.indices(of: dataset.processes.map(\.id))
    certifications = Self.indices(of: dataset.certificationNames.map { Identifier($0) })
    materials = Self.indices(of: dataset.materialNames.map { Identifier($0) })
    var byMachine = [[Int]](repeating: [], count: dataset.machines.count)
    var byProcess = [[Int]](repeating: [], count: dataset.processes.count)
    for (index, offer) in dataset.offers.enumerated() {
      byMachine[offer.machine].append(index)
      byProcess[offer.process].append(index)
    }
    offersByMachine = byMachine
    offersByProcess = byProcess
    let servedIDs = Set(dataset.promised.compactMap(\.orderID))
    isPromised = dataset.orders.map { servedIDs.contains($0.id) }
    openTimes = dataset.calendars.map { OpenTime(calendar: $0, horizon: dataset.horizon) }
    alwaysOpen = OpenTime(calendar: nil, horizon: dataset.horizon)
  }

  /// The open time of each unit of a machine.
  func openTime(ofMachine machine: Int) -> OpenTime {
    guard let calendar = dataset.machines[machine].calendar else { return alwaysOpen }
    return openTimes[calendar]
  }

  /// The cluster that a machine stands in.
  func cluster(ofMachine machine: Int) -> Int {
    dataset.factories[dataset.machines[machine].factory].cluster
  }

  /// The stages of an order.
  func stages(of order: Int) -> ArraySlice<Stage> {
    dataset.stages[dataset.orders[order].stages]
  }

  private static func indices(of ids: [Identifier]) -> [Identifier: Int] {
    Dictionary(
      ids.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }
}
