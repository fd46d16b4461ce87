/// Which stages an order has and how much of each, before quantities are scaled to the load.
struct OrderShape {
  /// The process of each stage.
  var processes: [Int]
  /// The pieces ordered.
  var pieces: Int
  /// The quantity of each stage: pieces, or hundredths of an hour for work sold by the hour.
  var quantities: [Int]
}

/// Draws the shapes of orders.
struct OrderShapes {
  /// Usual ways through several processes.
  private static let routes = [
    "LCT-BND-MAG-PNT-ASM", "MIL5-NDT-ANO-CMM", "MIL3-EDM-WED-GRS", "INJ-PRN-ASM",
    "FRG-HTQ-VTL-HBM-NDT", "SMT-AOI-ASM-ENV", "CUT-SEW-EMB-WHS", "SLM-HTV-MIL5-CMM",
    "TRN-MIL3-GRC-PLT-CMM", "CST-TRN-MIL4-CMM-WHS", "STP-RSW-ECO-ASM", "WCN-EDB-PNT-WHS",
    "FRG-TRN-GEA-HTI-GRC-CMM", "PLS-SAW-HBM-PNT", "INJ-ASM-WHS", "TRN-HON-GRC-ASM",
  ]

  /// What a longer route begins with, and what it ends with.
  private static let beginnings = ["CAM", "DSN"]
  private static let endings = ["CMM", "NDT", "PNT", "ASM", "WHS"]

  /// Frequencies of 2 to 8 stages.
  private static let lengths = WeightedChoice([25, 20, 13, 8, 5, 3, 1])

  private let processes: [SyntheticProcess]
  private let processChoice: WeightedChoice
  private let routes: [[Int]]
  private let beginnings: [Int]
  private let endings: [Int]
  private let multiStagePercent: Int

  /// Prepares to draw orders for the processes that machines offer.
  init(processes: ProcessTable, options: GeneratorOptions) {
    func offered(_ codes: [Substring]) -> [Int] {
      codes.compactMap { processes.indexByCode[String($0)] }
        .filter { $0 < processes.offeredCount }
    }
    self.processes = processes.processes
    multiStagePercent = options.multiStagePercent
    processChoice = WeightedChoice.zipf(
      count: processes.offeredCount, thousandths: Int64(options.processSkewThousandths))
    routes = Self.routes.map { offered($0.split(separator: "-")) }.filter { !$0.isEmpty }
    beginnings = offered(Self.beginnings.map { $0[...] })
    endings = offered(Self.endings.map { $0[...] })
  }

  /// Draws the shape of one order.
  func drawn(from draws: inout DrawStream) -> OrderShape {
    let isMultiStage = draws.chance(multiStagePercent)
    var chosen = [draws.pick(processChoice)]
    if isMultiStage { chosen = drawnRoute(from: &draws) ?? chosen }
    let lead = processes[chosen.first { !processes[$0].isSoldByTheHour } ?? chosen[0]]
    let pieces = drawnPieces(sigma: lead.cycleSigma, from: &draws)
    let quantities = chosen.map { index in
      let process = processes[index]
      guard process.isSoldByTheHour else { return process.quantity(pieces: pieces) }
      let hundredths = Int64(process.cycleMilliseconds / 36_000)
      return Int(
        max(25, draws.lognormal(median: hundredths, sigma: Int64(process.cycleSigma))))
    }
    return OrderShape(processes: chosen, pieces: pieces, quantities: quantities)
  }

  /// Draws a route of two stages or more: a part of a usual one, or one with more around it.
  private func drawnRoute(from draws: inout DrawStream) -> [Int]? {
    guard !routes.isEmpty else { return nil }
    let length = draws.pick(Self.lengths) + 2
    var route = routes[draws.below(routes.count)]
    if route.count > length {
      let first = draws.below(route.count - length + 1)
      route = Array(route[first..<first + length])
    } else if draws.chance(20), let beginning = beginnings.first {
      route[0] = route.count == length ? beginning : route[0]
    }
    for beginning in beginnings
    where route.count < length && !route.contains(beginning) && draws.chance(60) {
      route.insert(beginning, at: 0)
    }
    for ending in endings where route.count < length && !route.contains(ending) {
      route.append(ending)
    }
    return route.count >= 2 ? route : nil
  }

  /// Draws the pieces of an order: prototypes, ordinary lots, series.
  ///
  /// An offer has one time a piece, whatever the part. That parts differ by the process's sigma
  /// therefore shows in the quantity, so that hours are spread as they would be.
  private func drawnPieces(sigma: Int, from draws: inout DrawStream) -> Int {
    let kind = draws.below(10)
    if kind < 2 { return draws.within(1...5) }
    let lot =
      kind < 9
      ? draws.lognormal(median: 120, sigma: 1400) : draws.lognormal(median: 3000, sigma: 1000)
    let effort = draws.lognormal(median: lot, sigma: Int64(sigma))
    return Int(min(max(effort, 1), 1_000_000))
  }
}

extension SyntheticProcess {
  /// Returns the quantity of a stage of an order of that many pieces: all of them, or test samples.
  func quantity(pieces: Int) -> Int { testsSamples ? 1 + pieces / 100 : pieces }
}
