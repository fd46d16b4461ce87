/// A row of `machines.csv`.
struct SyntheticMachine {
  let number: Int
  let factory: SyntheticFactory
  /// The process it was bought for, then those that it can do besides.
  let processes: [Int]
  /// The index of its calendar.
  let calendar: Int
  let units: Int
  /// Length, width and height in millimetres; nil where parts of any size fit.
  let box: [Int]?
  let toleranceGrade: Int
  /// Its time for a piece compared with the process's median, in Q32.
  let timeFactor: UInt64
  /// The materials that it takes; 0 for any.
  let materials: UInt16

  /// The id in the files.
  var id: String { "M\(number)" }
}

/// The tolerance grades of the dataset format.
enum ToleranceGrade {
  /// The grade that asks for nothing, and the coarsest that a machine can have.
  static let coarsest = 18
}

/// Draws machines.
struct MachineMaker {
  private static let millimetresMax: Int64 = 12_000

  /// How far a machine stays behind the process's best tolerance grade.
  private static let toleranceLoss = WeightedChoice([15, 35, 35, 15])

  /// The kinds of work where several equal places are one row: people, desks, bays, chambers.
  private static let pooledKinds: Set<String> = ["design", "engineering", "logistics"]

  private static let poolUnits = 2...6

  /// How many of 100 machines for a process are such pools.
  private static func poolPercent(of process: SyntheticProcess) -> Int {
    pooledKinds.contains(process.stageKind) ? 50 : 4
  }

  let options: GeneratorOptions
  let processes: ProcessTable
  let calendars: SharedCalendars

  /// The processes with which each process can share a machine.
  private let relatives: [[Int]]

  /// Prepares to draw machines.
  init(options: GeneratorOptions, processes: ProcessTable, calendars: SharedCalendars) {
    self.options = options
    self.processes = processes
    self.calendars = calendars
    let offered = processes.processes.prefix(processes.offeredCount)
    let byTrade = Dictionary(grouping: offered.indices) { Trade(offered[$0]) }
    relatives = offered.indices.map { index in
      (byTrade[Trade(offered[index])] ?? []).filter { $0 != index }
    }
  }

  /// What two processes must have in common to share a machine.
  private struct Trade: Hashable {
    let group: String
    let stageKind: String
    let family: MaterialFamily
    let isResumable: Bool
    let isSoldByTheHour: Bool

    init(_ process: SyntheticProcess) {
      group = process.group
      stageKind = process.stageKind
      family = process.family
      isResumable = process.isResumable
      isSoldByTheHour = process.isSoldByTheHour
    }
  }

  /// Draws machine `number` of `factory`, and takes its process from the plan.
  func machine(
    number: Int, of factory: SyntheticFactory, plan: inout CapacityPlan, draws: inout DrawStream
  ) -> SyntheticMachine {
    let main = plan.takeProcess(of: factory, from: &draws)
    let process = processes.processes[main]
    var tolerance = ToleranceGrade.coarsest
    if let best = process.bestTolerance {
      tolerance = min(best + draws.pick(Self.toleranceLoss), ToleranceGrade.coarsest)
    }
    return SyntheticMachine(
      number: number, factory: factory,
      processes: [main] + drawnRelatives(of: main, from: &draws),
      calendar: calendars.drawn(isResumable: process.isResumable, from: &draws),
      units: draws.chance(Self.poolPercent(of: process)) ? draws.within(Self.poolUnits) : 1,
      box: process.hasSize ? drawnBox(from: &draws) : nil,
      toleranceGrade: tolerance,
      timeFactor: UInt64(draws.lognormal(median: Int64(FixedPoint.one), sigma: 180)),
      materials: drawnMaterials(of: process.family, from: &draws))
  }

  /// Draws one or two more processes for 12 % of the machines.
  private func drawnRelatives(of main: Int, from draws: inout DrawStream) -> [Int] {
    guard draws.chance(12), !relatives[main].isEmpty else { return [] }
    let first = relatives[main][draws.below(relatives[main].count)]
    let second = relatives[main][draws.below(relatives[main].count)]
    return draws.chance(70) || first == second ? [first] : [first, second]
  }

  /// Draws the size of the largest part that fits, in steps of 10 mm.
  private func drawnBox(from draws: inout DrawStream) -> [Int] {
    (0..<3).map { _ in
      Int(min(max(draws.lognormal(median: 600, sigma: 800), 50), Self.millimetresMax)) / 10 * 10
    }
  }

  private func drawnMaterials(of family: MaterialFamily, from draws: inout DrawStream) -> UInt16 {
    var set: UInt16 = 0
    for index in Materials.indices(of: family)
    where draws.chance(Materials.all[index].offeredPercent) {
      set |= 1 << index
    }
    guard set == 0, let common = Materials.indices(of: family).first else { return set }
    return 1 << common
  }
}
