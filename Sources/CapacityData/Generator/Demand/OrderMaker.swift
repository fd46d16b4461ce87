/// Draws orders: an ordinary one first, of which a few are then spoiled on purpose.
///
/// An order is a pure function of the seed, its number and the scale of quantities, given the offers. Its
/// draws are made in the same sequence whatever the scale, so that the same order only grows.
struct OrderMaker {
  /// The most machine hours of a stage in a horizon of 28 days; without a limit, one stage in a
  /// hundred would hold two thirds of all hours.
  private static let stageHoursMax = 160

  /// How often a route that does not fit into the horizon has its quantities halved.
  private static let halvings = 12

  /// The time that an order leaves each stage to wait for a machine, unless it is a rush.
  private static let waitSeconds = 86_400

  /// How many of 100 orders come from a cluster whose trade fits.
  private static let fittingPercent = 78

  /// How many of 100 orders are spoiled.
  private static let spoiledPercent = 8

  private static let priorities = WeightedChoice([70, 20, 8, 2])
  private static let priorityValues = [1, 2, 3, 5]
  private static let partChoice = WeightedChoice([55, 25, 15, 5])
  private static let partCounts = [1, 2, 4, 10]

  let options: GeneratorOptions
  let clusters: ClusterTable
  let processes: ProcessTable
  let markets: [ProcessMarket]
  let shapes: OrderShapes
  let planner: RoutePlanner
  private let spoiler: MissPlanter
  private let requirements: RequirementMaker
  private let arrivals: ArrivalTimes
  private let customerChoice: WeightedChoice
  private let anyCluster: WeightedChoice
  /// For each process the clusters known for it.
  private let fittingClusters: [WeightedChoice?]

  /// Prepares to draw orders for these offers.
  init(
    options: GeneratorOptions, clusters: ClusterTable, processes: ProcessTable,
    markets: [ProcessMarket], shapes: OrderShapes, planner: RoutePlanner
  ) {
    self.options = options
    self.clusters = clusters
    self.processes = processes
    self.markets = markets
    self.shapes = shapes
    self.planner = planner
    spoiler = MissPlanter(processes: processes, markets: markets, planner: planner)
    requirements = RequirementMaker(processes: processes.processes, markets: markets)
    arrivals = ArrivalTimes(dayCount: options.days)
    customerChoice = WeightedChoice.zipf(
      count: min(max(options.orders / 5, 10), 5000), thousandths: 1100)
    anyCluster = WeightedChoice(clusters.clusters.map(\.weight))
    fittingClusters = processes.processes.map { process in
      let weights = clusters.clusters.map {
        $0.specialities.contains(process.code) ? $0.weight : 0
      }
      return weights.contains { $0 > 0 } ? WeightedChoice(weights) : nil
    }
  }

  /// Draws order `number`, with quantities times the Q32 number `scale`.
  func order(number: Int, scale: UInt64) -> SyntheticOrder {
    var draws = DrawStream(seed: options.seed, kind: .order, number: number)
    let shape = shapes.drawn(from: &draws)
    var order = SyntheticOrder(number: number)
    let lead = fittingClusters[shape.processes[0]]
    let fits = draws.chance(Self.fittingPercent)
    order.cluster = draws.pick(fits ? lead ?? anyCluster : anyCluster)
    order.customer = draws.pick(customerChoice) + 1
    order.release = arrivals.drawn(from: &draws)
    order.priority = Self.priorityValues[draws.pick(Self.priorities)]
    order.partsMax = Self.partCounts[draws.pick(Self.partChoice)]
    let isRound = draws.chance(60)
    let gramsPerPiece = Int(draws.lognormal(median: 400, sigma: 1200))
    requirements.choose(for: &order, shape: shape, draws: &draws) { from, to in
      planner.freight[from, to]
    }
    setQuantities(of: &order, shape: shape, scale: scale, isRound: isRound)
    let route = fittedRoute(of: &order, gramsPerPiece: gramsPerPiece)
    setMoney(of: &order, freightFen: route?.freightFen ?? 0, draws: &draws)
    setDeadline(of: &order, finish: route?.finish, draws: &draws)
    if draws.chance(Self.spoiledPercent) {
      spoiler.spoil(&order, route: route, draws: &draws)
    }
    return order
  }

  /// Sets the quantities: scaled, in round numbers if wanted, and within what the witnesses take.
  private func setQuantities(
    of order: inout SyntheticOrder, shape: OrderShape, scale: UInt64, isRound: Bool
  ) {
    let secondsMax = Self.stageHoursMax * 3600 * min(options.days, 28) / 28
    var pieces = max(1, Int(FixedPoint.scaled(Int64(shape.pieces), by: scale)))
    if isRound { pieces = Self.rounded(pieces) }
    let goods = order.stages.filter {
      !$0.isInHours && !processes.processes[$0.process].testsSamples
    }
    pieces = goods.reduce(pieces) { max($0, Int($1.witness.minimumQuantity)) }
    for stage in order.stages where !stage.isInHours {
      let process = processes.processes[stage.process]
      let cycle = Int(stage.witness.cycleMilliseconds)
      let workMax = max(0, secondsMax - Int(stage.witness.setupSeconds)) * 1000
      let most = max(1, min(workMax / cycle, Int(stage.witness.maximumQuantity)))
      pieces = min(pieces, process.testsSamples ? max(1, most - 1) * 100 : most)
    }
    for index in order.stages.indices {
      let stage = order.stages[index]
      if stage.isInHours {
        let scaled = Int(FixedPoint.scaled(Int64(shape.quantities[index]), by: scale))
        // Hours are asked for in quarters.
        order.stages[index].quantity = max(25, min(scaled, secondsMax / 36) / 25 * 25)
      } else {
        let process = processes.processes[stage.process]
        order.stages[index].quantity = max(
          process.quantity(pieces: pieces), Int(stage.witness.minimumQuantity))
      }
    }
  }

  /// Rounds to a number that people write in orders.
  private static func rounded(_ pieces: Int) -> Int {
    let step =
      switch pieces {
      case ..<5: 1
      case ..<20: 5
      case ..<200: 10
      case ..<1000: 50
      case ..<10_000: 100
      default: 1000
      }
    return (pieces + step / 2) / step * step
  }

  /// Finds the route of the order's witnesses, with fewer pieces or an earlier release if it must be.
  ///
  /// - Returns: nil when even that does not help, as in a horizon of a day.
  private func fittedRoute(
    of order: inout SyntheticOrder, gramsPerPiece: Int
  ) -> WitnessRoute? {
    for attempt in 0...Self.halvings + 1 {
      setWeight(of: &order, gramsPerPiece: gramsPerPiece)
      if let route = planner.route(of: order) { return route }
      if attempt == Self.halvings { order.release = 0 }
      for index in order.stages.indices {
        let stage = order.stages[index]
        let least = stage.isInHours ? 25 : max(1, Int(stage.witness.minimumQuantity))
        order.stages[index].quantity = max(least, stage.quantity / 2)
      }
    }
    return nil
  }

  /// Sets the weight: that of its goods if any are shipped, at most 15 t, in steps of 0.1 kg.
  private func setWeight(of order: inout SyntheticOrder, gramsPerPiece: Int) {
    let goods = order.stages.filter {
      !$0.isInHours && processes.processes[$0.process].ships
        && !processes.processes[$0.process].testsSamples
    }
    let pieces = goods.map(\.quantity).max() ?? 0
    let grams = min(pieces * gramsPerPiece, 15_000_000)
    order.grams = (grams + 99) / 100 * 100
  }

  /// Sets the budget and the declared value.
  ///
  /// A stage's reference cost is the median over its process's offers, but no less than what its witness
  /// costs: a precise or certified machine is dearer than most, and a budget that cannot pay for any
  /// machine that may do the work would be a miss that nobody planted. For the same reason freight counts.
  private func setMoney(of order: inout SyntheticOrder, freightFen: Int, draws: inout DrawStream) {
    var reference = freightFen
    for stage in order.stages {
      let median = markets[stage.process].medianCostFen(
        quantity: stage.quantity, isHard: stage.witness.isHard)
      reference += max(median, stage.witness.rateCostFen(quantity: stage.quantity))
    }
    let generosity = Int(draws.lognormal(median: 1250, sigma: 220))
    order.budgetFen = max(1, reference * generosity / 100_000) * 100
    order.declaredFen = max(1, reference * draws.within(130...400) / 10_000) * 100
  }

  /// Sets the deadline: some multiple of the time that the witnesses need.
  ///
  /// The multiple is at least 1.05, since a lognormal draw below 1 would be a planted miss unsaid. Orders that
  /// are no rush add a day a stage: owners' blocks take more than half of the open time, and most work is
  /// shorter than the wait for the end of a block.
  private func setDeadline(
    of order: inout SyntheticOrder, finish: Int?, draws: inout DrawStream
  ) {
    let isRush = draws.chance(12)
    let ordinary = max(1050, Int(draws.lognormal(median: 2000, sigma: 500)))
    let rush = draws.within(1050...1300)
    let span = (finish ?? order.release + 86_400) - order.release
    let wait = isRush ? 0 : Self.waitSeconds * order.stages.count
    let seconds = span * (isRush ? rush : ordinary) / 1000 + wait
    order.deadline = (order.release + seconds + 59) / 60 * 60
  }
}
