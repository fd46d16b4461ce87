internal import CapacityModel

/// Where a machine of each kind could be added, and of which machine it would be a copy.
struct InvestmentSites: Sendable {
  /// A kind of equipment in a cluster.
  struct Site: Hashable, Sendable {
    /// Index into ``EquipmentKinds/kinds``.
    var kind: Int
    /// Index into `Dataset.clusters`.
    var cluster: Int
  }

  /// The machine to copy wherever one of the kind stands: the worthiest there, the first of equals.
  let models: [Site: Int]
  /// The worthiest machine of each kind, wherever it stands.
  let bestModels: [Int?]
  /// The factory with the most units of each cluster, the first of equals; `nil` without any.
  let factories: [Int?]
  private let kindsOfProcess: [[Int]]

  /// Finds the sites where machines stand.
  ///
  /// - Complexity: O(machines + factories + clusters), besides what the kinds serve.
  init(_ dataset: Dataset, kinds: EquipmentKinds, worths: [Int128]) {
    var models: [Site: Int] = [:]
    var bestModels = [Int?](repeating: nil, count: kinds.kinds.count)
    var units = [Int](repeating: 0, count: dataset.factories.count)
    for (index, machine) in dataset.machines.enumerated() {
      units[machine.factory] += machine.units
      guard let kind = kinds.kindOfMachine[index] else { continue }
      let site = Site(kind: kind, cluster: dataset.factories[machine.factory].cluster)
      func isWorthier(_ other: Int?) -> Bool { other.map { worths[$0] < worths[index] } ?? true }
      if isWorthier(models[site]) { models[site] = index }
      if isWorthier(bestModels[kind]) { bestModels[kind] = index }
    }
    self.models = models
    self.bestModels = bestModels
    var factories = [Int?](repeating: nil, count: dataset.clusters.count)
    for (index, factory) in dataset.factories.enumerated() {
      if let other = factories[factory.cluster], units[other] >= units[index] { continue }
      factories[factory.cluster] = index
    }
    self.factories = factories
    var kindsOfProcess = [[Int]](repeating: [], count: dataset.processes.count)
    for (kind, processes) in kinds.processesOfKind.enumerated() {
      for process in processes { kindsOfProcess[process].append(kind) }
    }
    self.kindsOfProcess = kindsOfProcess
  }

  /// For each kind the cluster without one whose buyers are left over with the most, if there is one.
  ///
  /// An order counts once for a kind, with its whole budget, whatever the reason why it is left over.
  func newSites(leftOver: [Int], in dataset: Dataset) -> [Site] {
    var budgets: [Site: Int64] = [:]
    var lastOrder = [Int](repeating: -1, count: bestModels.count)
    for order in leftOver {
      let cluster = dataset.orders[order].cluster
      if factories[cluster] == nil { continue }
      for stage in dataset.orders[order].stages {
        for kind in kindsOfProcess[dataset.stages[stage].process] where lastOrder[kind] != order {
          lastOrder[kind] = order
          let site = Site(kind: kind, cluster: cluster)
          if models[site] == nil { budgets[site, default: 0] += dataset.orders[order].budgetFen }
        }
      }
    }
    // The largest budget wins, of equal ones the first cluster: whatever order a dictionary has.
    var chosen = [Site?](repeating: nil, count: bestModels.count)
    for (site, budget) in budgets where budget > 0 {
      if let other = chosen[site.kind] {
        let most = budgets[other] ?? 0
        if most > budget || most == budget && other.cluster < site.cluster { continue }
      }
      chosen[site.kind] = site
    }
    return chosen.compactMap(\.self)
  }
}
