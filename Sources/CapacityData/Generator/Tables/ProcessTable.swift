/// How the time of a process is counted in the table.
enum CycleKind: String, Sendable {
  /// Minutes a piece.
  case piece
  /// Minutes for a load of about 200 pieces.
  case batch
  /// Minutes for the whole job, which is asked for and sold in hours.
  case fixed
}

/// A kind of work that machines offer and orders ask for.
struct SyntheticProcess: Sendable {
  var code: String
  var name: String
  var equipmentClass: String
  /// The first two places of the DIN 8580 group: processes that share them share machines.
  var group: String
  var stageKind: String
  /// The range of rates in yuan an hour.
  var rate: ClosedRange<Int>
  var cycleKind: CycleKind
  /// The median time of a piece in milliseconds; of a job if it is sold by the hour.
  var cycleMilliseconds: Int
  /// The spread of the time among parts, as the sigma of its logarithm in thousandths.
  var cycleSigma: Int
  /// The range of set-up times in seconds.
  var setup: ClosedRange<Int>
  var isResumable: Bool
  /// The finest tolerance grade, or nil where tolerances mean nothing.
  var bestTolerance: Int?
  var usualPricing: SyntheticPricing
  var family: MaterialFamily

  /// Whether the work is asked for in hours.
  var isSoldByTheHour: Bool { cycleKind == .fixed }

  /// Whether goods move to and from the work, by the dataset format's rule for the kind.
  var ships: Bool { !["design", "data", "engineering"].contains(stageKind) }

  /// Whether a part has to fit into the machine.
  var hasSize: Bool { bestTolerance != nil }

  /// Whether it makes so many pieces that shops refuse small lots.
  var isSeriesWork: Bool {
    cycleKind == .piece && cycleMilliseconds <= 60_000 && setup.upperBound >= 9000
  }

  /// Whether a test of it takes so long that only samples of a lot are tested.
  var testsSamples: Bool { stageKind == "inspection" && cycleMilliseconds >= 1_800_000 }
}

/// The processes of a dataset, the most popular first.
struct ProcessTable: Sendable {
  /// Pieces in a load of a batch process.
  private static let batchPieces = 200

  let processes: [SyntheticProcess]

  /// How many processes machines offer; nobody offers the others, which stand at the end.
  ///
  /// They are what orders planted to find no process ask for.
  let offeredCount: Int

  /// The index of each process by its code.
  let indexByCode: [String: Int]

  /// Takes the `count` most popular processes; past the end of the table, numbered variants of them.
  init(count: Int, machines: Int, seed: UInt64) {
    let table = Self.readTable()
    processes = (0..<count).map { index in
      let base = table[index % table.count]
      return index < table.count
        ? base : Self.variant(of: base, round: index / table.count + 1, index: index, seed: seed)
    }
    let reserved = count == 1 ? 0 : max(1, count / 40)
    offeredCount = min(count - reserved, machines)
    indexByCode = Dictionary(
      uniqueKeysWithValues: zip(processes.map(\.code), processes.indices))
  }

  private static func readTable() -> [SyntheticProcess] {
    let table = TableText(PackageResources.processes_csv)
    let byRank = table.rows.sorted {
      table.integer("popularity_rank", $0) < table.integer("popularity_rank", $1)
    }
    return byRank.map { row in
      guard let cycleKind = CycleKind(rawValue: table.text("cycle_kind", row)),
        let pricing = SyntheticPricing(name: table.text("usual_pricing", row)),
        let family = MaterialFamily(rawValue: table.text("materials", row))
      else { preconditionFailure("\(row)") }
      // Thousandths of a minute are 60 ms.
      let milliseconds = table.thousandths("cycle_min_median", row) * 60
      return SyntheticProcess(
        code: table.text("process", row), name: table.text("name_zh", row),
        equipmentClass: table.text("name_en", row),
        group: String(table.text("din8580_group", row).prefix(3)),
        stageKind: table.text("stage_kind", row),
        rate: table.integer("hourly_rate_low", row)...table.integer("hourly_rate_high", row),
        cycleKind: cycleKind,
        cycleMilliseconds: cycleKind == .batch ? milliseconds / batchPieces : milliseconds,
        cycleSigma: table.thousandths("cycle_sigma", row),
        setup: table.thousandths("setup_h_low", row) * 36 / 10...table.thousandths(
          "setup_h_high", row) * 36 / 10,
        isResumable: table.text("resumable", row) == "true",
        bestTolerance: Int(table.text("best_it", row)), usualPricing: pricing, family: family)
    }
  }

  /// A process like `base` with times and rates a little off, such as `TRN-2`.
  private static func variant(
    of base: SyntheticProcess, round: Int, index: Int, seed: UInt64
  ) -> SyntheticProcess {
    var draws = DrawStream(seed: seed, kind: .process, number: index)
    let rateFactor = draws.within(80...125)
    let timeFactor = draws.within(70...140)
    var process = base
    process.code = "\(base.code)-\(round)"
    process.name = "\(base.name)\(round)型"
    let low = max(1, base.rate.lowerBound * rateFactor / 100)
    process.rate = low...max(low, base.rate.upperBound * rateFactor / 100)
    process.cycleMilliseconds = base.cycleMilliseconds * timeFactor / 100
    return process
  }
}
