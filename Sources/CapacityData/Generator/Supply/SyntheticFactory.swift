/// A factory, before its machines are drawn.
struct SyntheticFactory {
  let number: Int
  let cluster: Int
  let name: String
  let industryCode: String
  let machineCount: Int
  /// The processes that its machines have.
  let processes: [Int]
  let certificates: HeldCertificates
  /// Whether it is run for sharing: its machines are dear ones, offered in every pricing.
  let isShared: Bool

  /// The id in the files.
  var id: String { "F\(number)" }
}

/// Draws the factories of a dataset, one after the other.
struct FactoryMaker {
  let options: GeneratorOptions
  let clusters: ClusterTable
  let processes: ProcessTable
  private let clusterChoice: WeightedChoice

  /// Prepares to draw factories.
  init(options: GeneratorOptions, clusters: ClusterTable, processes: ProcessTable) {
    self.options = options
    self.clusters = clusters
    self.processes = processes
    clusterChoice = WeightedChoice(
      clusters.clusters.prefix(clusters.makerCount).map(\.weight))
  }

  /// Draws factory `number`, counted from 1; the first one of each cluster is its shared factory.
  ///
  /// Shared factories have 8 to 25 machines, but together no more than a sixth of the dataset's: a
  /// small dataset would consist of them alone.
  ///
  /// - Parameters:
  ///   - number: The number of the factory.
  ///   - machinesLeft: The most machines that it may have.
  ///   - plan: Says which processes lack machines.
  /// - Returns: The factory, with one machine or more.
  func factory(number: Int, machinesLeft: Int, plan: CapacityPlan) -> SyntheticFactory {
    var draws = DrawStream(seed: options.seed, kind: .factory, number: number)
    let sharedLimit = options.machines / (6 * clusters.makerCount)
    var cluster = draws.pick(clusterChoice)
    var chosen = plan.drawnProcesses(cluster: cluster, from: &draws)
    var machineCount = Int(draws.pareto(from: 2, to: 120, alpha: 13))
    var isShared = false
    if number <= clusters.makerCount, sharedLimit > 0 {
      let dearest = plan.dearestProcesses(cluster: number - 1, processes: processes)
      cluster = number - 1
      machineCount = min(draws.within(8...25), sharedLimit)
      isShared = !dearest.isEmpty
      if isShared { chosen = dearest }
    }
    let place = clusters.clusters[cluster]
    let inspects = chosen.contains { processes.processes[$0].stageKind == "inspection" }
    let trade = isShared ? "共享" : processes.processes[chosen[0]].name
    return SyntheticFactory(
      number: number, cluster: cluster, name: "\(place.name)\(trade)工厂\(number)",
      industryCode: place.industryCodes[draws.below(place.industryCodes.count)],
      machineCount: min(machineCount, machinesLeft), processes: chosen,
      certificates: Certificates.drawn(
        cluster: place.id, inspects: inspects, dayCount: options.days, from: &draws),
      isShared: isShared)
  }
}
