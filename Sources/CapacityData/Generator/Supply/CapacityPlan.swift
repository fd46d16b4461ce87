/// How many machines each process should get, and which ones still lack some.
///
/// Machines follow the hours that orders will ask for. Factories draw their processes by what is still
/// missing, so that popular processes are spread over many factories and no offered process is without
/// a machine.
struct CapacityPlan {
  /// How much likelier a process is in a cluster known for it.
  private static let specialityFactor = 6

  /// The part of the clock time that an average machine is free, in percent.
  ///
  /// A little more than it turns out to be, so that the last machines still find out who lacks some.
  static let freePercent = 26

  /// The free seconds of a thousandth of an average machine.
  private let machineThousandth: Int

  /// What every process still lacks, in thousandths of an average machine; 0 if it has its share.
  private var missing: [Int]
  private var machineCounts: [Int]
  private var uncoveredCount: Int
  private var machinesLeft: Int
  private let specialities: [Set<Int>]

  /// Plans the machines of a dataset.
  init(
    options: GeneratorOptions, clusters: ClusterTable, processes: ProcessTable, shapes: OrderShapes
  ) {
    let offered = processes.offeredCount
    var shares = (1...offered).map {
      WeightedChoice.rankWeight($0, thousandths: Int64(options.processSkewThousandths))
    }
    if !options.keepsImbalance {
      let probe = DemandProbe(options: options, processes: processes, shapes: shapes)
      shares = probe.askedSeconds(options: options)
    }
    let total = shares.reduce(0, +)
    machinesLeft = options.machines
    machineThousandth = options.days * 86_400 / 1000 * Self.freePercent / 100
    // A process that is hardly ever asked for still has a quarter of the average number of machines.
    let least = max(1000, options.machines * 1000 / (4 * offered))
    missing = shares.map { share in
      let exact = share.multipliedFullWidth(by: options.machines * 1000)
      return max(least, total.dividingFullWidth(exact).quotient)
    }
    machineCounts = Array(repeating: 0, count: offered)
    uncoveredCount = offered
    specialities = clusters.clusters.map { cluster in
      Set(cluster.specialities.compactMap { processes.indexByCode[$0] }.filter { $0 < offered })
    }
  }

  /// Draws the processes of a new factory in `cluster`.
  func drawnProcesses(cluster: Int, from draws: inout DrawStream) -> [Int] {
    let count = 1 + draws.failures(before: 45, limit: 8)
    var weights = weights(cluster: cluster)
    var chosen: [Int] = []
    for _ in 0..<min(count, weights.count) {
      let process = draws.pick(WeightedChoice(weights))
      chosen.append(process)
      weights[process] = 0
    }
    return chosen
  }

  /// The three processes of a cluster that cost most: what its shared factory offers.
  func dearestProcesses(cluster: Int, processes: ProcessTable) -> [Int] {
    Array(
      specialities[cluster].sorted { left, right in
        let leftRate = processes.processes[left].rate.upperBound
        let rightRate = processes.processes[right].rate.upperBound
        return leftRate != rightRate ? leftRate > rightRate : left < right
      }.prefix(3))
  }

  /// How likely each process is for a factory in `cluster`.
  private func weights(cluster: Int) -> [Int] {
    missing.indices.map { process in
      max(missing[process], 1)
        * (specialities[cluster].contains(process) ? Self.specialityFactor : 1)
    }
  }

  /// Gives the next machine of a factory its process.
  ///
  /// That is one of the factory's, unless none of them lacks machines any more: a large factory would
  /// fill the market of a rare process many times over, so it takes up other work. A process that
  /// would get no machine at all goes before everything else.
  mutating func takeProcess(of factory: SyntheticFactory, from draws: inout DrawStream) -> Int {
    let list = factory.processes
    var process = list[draws.pick(WeightedChoice(list.map { max(missing[$0], 1) }))]
    if missing[process] == 0, !factory.isShared {
      process = draws.pick(WeightedChoice(weights(cluster: factory.cluster)))
    }
    if machinesLeft <= uncoveredCount,
      let uncovered = machineCounts.firstIndex(of: 0)
    {
      process = uncovered
    }
    if machineCounts[process] == 0 { uncoveredCount -= 1 }
    machineCounts[process] += 1
    machinesLeft -= 1
    return process
  }

  /// Takes note of what a machine for `process` contributes: the seconds that its owner leaves free.
  mutating func add(freeSeconds: Int, to process: Int) {
    missing[process] = max(0, missing[process] - freeSeconds / machineThousandth)
  }
}
