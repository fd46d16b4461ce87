internal import CapacityModel

/// Proves how good an answer can be, and improves one, each guided by the other: what `match` does above
/// effort 0.
///
/// Each step of effort takes up prices and answer where the step before left them, so that more effort never gives a
/// worse answer or a higher bound.
struct GuidedSearch {
  private let setting: PassSetting
  private let opening: FreeCapacity
  private let options: MatchOptions
  private var prices: PriceSearch
  private let work: SearchWork
  /// The prices that prove most.
  private var pricing: ProvenPrices?
  /// The prices that guide answers: the best that sweeps found.
  ///
  /// Those that columns lead to prove more, but tell single cells apart that an answer had better take as one.
  private var guide: ProvenPrices?
  /// The best answer so far; whatever it leaves over has no place in it.
  private(set) var best: GreedyPass
  /// What the passes took.
  private(set) var counts = WorkCounts()

  private var market: Market { setting.market }
  /// All terms, or where they are too many those that matter at the prices.
  private var store: TermStore { prices.all?.joined ?? prices.near }

  /// Starts from the best answer of `passes` passes.
  init(
    _ setting: PassSetting, opening: FreeCapacity, best: GreedyPass, options: MatchOptions,
    passes: Int
  ) async {
    self.setting = setting
    self.opening = opening
    self.best = best
    self.options = options
    let grid = PriceGrid(
      setting.market, opening: opening.timelines, fineness: EffortPlan.coarsest)
    let all =
      TermBuilder.fits(setting.market)
      ? await AllTerms.build(
        setting.market, in: grid.rooms, objective: options.objective, threads: options.threads)
      : nil
    prices = PriceSearch(
      setting.market, all, objective: options.objective, grid: grid, threads: options.threads)
    work = SearchWork(setting.market, prices, passes: passes, threads: options.threads)
  }

  /// The proof; `nil` where amounts are too large to be priced.
  var certificate: Certificate? {
    guard store.isInRange else { return nil }
    return pricing?.certificate(market)
  }

  private var upperBoundFen: Int64? {
    store.isInRange ? pricing?.upperBoundFen : nil
  }

  /// Searches as long as options and control allow.
  mutating func run(_ control: SearchControl) async {
    await beginPrices()
    if control.timeUsed != nil {
      await runAgainstTime(control)
      return
    }
    let plans = (1...max(1, options.effort)).map(plan)
    control.meter?.plan(work.phases(plans))
    control.meter?.endPhase()
    for (effort, plan) in zip(1..., plans) {
      await price(plan, control)
      report(effort, control)
      if isDone(control) { return }
      await tryQueueByPrices()
      await improve(
        AnnealingPlan(
          rounds: plan.rounds, stepsPerOrder: plan.stepsPerOrder, control: control, from: 0,
          until: 1, seed: SplitMix64.hash(options.seed, UInt64(effort)),
          workOfRound: work.round(plan)))
      report(effort, control)
      if isDone(control) { return }
    }
  }

  /// A fifth of the time for prices, up to a third for the first two steps, nearly all else for one long annealing.
  private mutating func runAgainstTime(_ control: SearchControl) async {
    let start = control.timeUsed?() ?? 0
    let share = { (part: Double) in start + (1 - start) * part }
    for effort in 1...EffortPlan.pricingStepsMax {
      // The second step of a large dataset tells much, as the first has few periods.
      if effort > 1, !control.mayGoOn(until: share(effort == 2 ? 0.3 : 0.2)) { break }
      await price(plan(effort), control, until: share(effort <= 2 ? 0.35 : 0.25))
      report(effort, control)
    }
    if isDone(control) { return }
    await tryQueueByPrices()
    let used = control.timeUsed?() ?? 1
    await improve(
      AnnealingPlan(
        rounds: 0, stepsPerOrder: 2, control: control, from: used, until: 0.95,
        seed: options.seed))
    report(options.effort, control)
  }

  private func plan(_ effort: Int) -> EffortPlan {
    EffortPlan(
      effort: effort, orders: market.orders.count, machines: market.machines.count,
      keepsTerms: prices.all != nil)
  }

  private func isDone(_ control: SearchControl) -> Bool {
    if !control.mayGoOn() { return true }
    guard let target = control.targetGap, let upperBoundFen else { return false }
    let state = SearchState(
      effort: 0, effortMax: 0, objectiveFen: best.objectiveFen, upperBoundFen: upperBoundFen)
    return state.gap.map { $0 <= target } ?? false
  }

  private func report(_ effort: Int, _ control: SearchControl) {
    control.meter?.endPhase()
    control.report(
      SearchState(
        effort: effort, effortMax: options.effort, objectiveFen: best.objectiveFen,
        upperBoundFen: upperBoundFen))
  }

  // MARK: - Prices

  /// Begins with the average worth of a second wherever the best answer uses all there is.
  private mutating func beginPrices() async {
    let worth = worthOfSeconds()
    let grid = prices.grid
    let taken = grid.takenSeconds(market, in: best.free.timelines)
    var first = [Double](repeating: 0, count: grid.cellCount)
    for machine in market.machines.indices {
      for cell in grid.cells(of: machine) {
        first[cell] =
          worth[machine] * Double(taken[cell]) / Double(max(1, grid.freeSeconds[cell]))
      }
    }
    await prices.begin(with: first, worthOfSeconds: worth)
  }

  /// What a second of each machine earns on average in the best answer, in micro-yuan: of its processes that of
  /// the dearest.
  private func worthOfSeconds() -> [Double] {
    let scale = ObjectiveScale(kind: options.objective)
    // The average of all weighs as much as an hour of each process.
    var earned = [Double](repeating: 0, count: market.offersOfProcess.count)
    var seconds = earned
    for order in market.orders.indices {
      let demand = market.orders[order]
      let parts = best.placements.parts(of: order)
      guard !parts.isEmpty, let value = scale.value(demand) else { continue }
      var fen = best.placements.freightFen(of: order)
      var used: Int64 = 0
      for part in parts {
        fen += part.chargeFen
        used += Int64(part.need)
      }
      let rate =
        Double(value - weighted(fen * ObjectiveScale.micro, by: scale.weight(demand)))
        / Double(max(1, used))
      for part in parts {
        let process = market.stages[demand.stages.lowerBound + Int(part.stage) - 1].process
        earned[process] += rate * Double(part.need)
        seconds[process] += Double(part.need)
      }
    }
    let average = earned.reduce(0, +) / max(1, seconds.reduce(0, +))
    var worth = [Double](repeating: 0, count: market.machines.count)
    for (process, offers) in market.offersOfProcess.enumerated() {
      let here = (earned[process] + 3_600 * average) / (seconds[process] + 3_600)
      for offer in offers {
        let machine = Int(market.conditions[offer].machine)
        worth[machine] = max(worth[machine], here)
      }
    }
    return worth
  }

  /// Looks for better prices, on grids as fine as the plan allows.
  private mutating func price(
    _ plan: EffortPlan, _ control: SearchControl, until fraction: Double = 1
  ) async {
    for level in plan.levels {
      if level.fineness > prices.fineness {
        prices.refine(
          to: PriceGrid(market, opening: opening.timelines, fineness: level.fineness),
          fineness: level.fineness)
      }
      let work = work
      let begin = control.timeUsed?() ?? 0
      // The part that is over of the time from the begin to a share of what is allowed.
      let timeUsed = { @Sendable (share: Double) -> Double in
        if !control.mayGoOn(until: fraction) { return 1 }
        guard let used = control.timeUsed?() else { return 0 }
        return (used - begin) / max(1e-9, (fraction - begin) * share)
      }
      let isOver = { @Sendable in !control.mayGoOn() }
      await prices.sweep(
        level.sweeps,
        timeUsed: {
          control.meter?.did(work.sweep(level.fineness))
          return timeUsed(level.rounds > 0 ? EffortPlan.timeOfSweeps : 1)
        }, isOver: isOver)
      if prices.bestBound < guide?.bound ?? Int128.max { guide = prices.pricing }
      await prices.combine(
        level.rounds,
        timeUsed: {
          control.meter?.did(work.combination)
          return timeUsed(1)
        }, isOver: isOver)
      if prices.bestBound < pricing?.bound ?? Int128.max { pricing = prices.pricing }
      if !control.mayGoOn(until: fraction) { break }
    }
    await prices.dropTraces()
    if prices.bestBound < pricing?.bound ?? Int128.max { pricing = prices.pricing }
  }

  // MARK: - Answers

  /// The orders by what they earn beyond what their seconds are worth, the most first.
  private func queueByPrices(_ pricing: ProvenPrices) -> [Int32] {
    let table = PriceTable(pricing.grid, pricing.prices)
    var pricer = OrderPricer(market, table, objective: options.objective)
    var ranked = store.programs.map { program in
      (earned: max(0, pricer.earned(program, in: store)), order: program.order)
    }
    ranked.sort {
      $0.earned != $1.earned ? $0.earned > $1.earned : market.isFirst(Int($0.order), Int($1.order))
    }
    return ranked.map(\.order)
  }

  /// Serves the orders by what they earn at the prices.
  private mutating func tryQueueByPrices() async {
    guard let guide else { return }
    var pass = await GreedyPass(
      setting, opening: opening, queue: queueByPrices(guide), threads: options.threads)
    counts += pass.counts
    counts += await pass.serveLeftovers(setting, threads: options.threads)
    if pass.objectiveFen > best.objectiveFen { best = pass }
  }

  /// Improves the best answer.
  private mutating func improve(_ plan: AnnealingPlan) async {
    guard let guide else { return }
    var improvement = Improvement(
      market: market, store: store, table: PriceTable(guide.grid, guide.prices), pass: best,
      opening: opening.timelines, threads: options.threads)
    await improvement.run(plan)
    var pass = GreedyPass(
      setting, opening: opening, plan: improvement.plan(), queue: best.queue)
    counts += await pass.fill(
      setting, queue: queueByPrices(guide), threads: options.threads)
    if pass.objectiveFen > best.objectiveFen { best = pass }
  }
}

/// How much one step of effort does: from counts, never from a clock.
struct EffortPlan: Sendable {
  /// What is done on one grid of prices.
  struct Level: Sendable {
    var fineness: Int
    /// How often all orders move the prices.
    var sweeps: Int
    /// How often all orders are asked for columns after that.
    var rounds: Int
  }

  /// Cells of a calendar in the first grid.
  static let coarsest = 28
  /// Steps of effort that are worth it for prices alone.
  static let pricingStepsMax = 6

  var levels: [Level]
  var rounds: Int
  var stepsPerOrder: Double

  /// So few orders are swept as often as pays.
  private static let fewOrders = 2_000
  private static let mostSweeps = 64

  /// More cells than this effort 1 does not have, but for the first grid; steps of effort let in more.
  private static let cellsMax = 300_000

  /// How often all orders are asked for columns at effort 1; twice as often at each later one.
  private static let firstRounds = 20
  /// More orders are not asked at effort 1.
  private static let ordersOfFirstRounds = 25_000
  /// The most of the time for a grid that sweeps may take where rounds follow.
  static let timeOfSweeps = 0.4

  /// The plan of a step of effort; `keepsTerms` where all terms are at hand, so that columns are found fast.
  init(effort: Int, orders: Int, machines: Int, keepsTerms: Bool) {
    // What has few orders is swept more often, a million of them 12 times for time.
    let first =
      orders <= EffortPlan.fewOrders
      ? EffortPlan.mostSweeps : min(32, max(12, 2_400_000 / max(1, orders)))
    // Columns gain more than sweeps on a grid where there are some.
    let later = first * 3 / 4 << (keepsTerms ? 0 : min(effort - 1, 4))
    let grids = EffortPlan.grids(effort, machines: machines)
    // What was done on a grid is not done again, but for the finest.
    let before = effort == 1 ? 0 : EffortPlan.grids(effort - 1, machines: machines).last ?? 0
    levels = grids.filter { $0 > before }
      .map { Level(fineness: $0, sweeps: $0 == EffortPlan.coarsest ? first : later, rounds: 0) }
    if levels.isEmpty, let finest = grids.last {
      levels = [Level(fineness: finest, sweeps: keepsTerms ? 0 : later, rounds: 0)]
    }
    // What has many orders is first swept alone: a round takes as long as a sweep then and gains less.
    if keepsTerms, effort > 1 || orders <= EffortPlan.ordersOfFirstRounds {
      levels[levels.count - 1].rounds = EffortPlan.firstRounds << min(effort - 1, 4)
    }
    rounds = 20
    stepsPerOrder = max(
      Double(4 << (effort - 1)), Double(100_000 << (effort - 1)) / Double(max(1, orders)))
  }

  /// The grids that an effort may use, the coarsest first: a large dataset begins with coarse periods, each step refines
  /// them.
  private static func grids(_ effort: Int, machines: Int) -> [Int] {
    let finest =
      min(448, EffortPlan.cellsMax / max(1, machines)) << (2 * (effort / 3))
    let fine = [112, 448, 896].filter { $0 <= finest }
    return effort == 1 || fine.isEmpty ? [EffortPlan.coarsest] + fine : fine
  }
}
