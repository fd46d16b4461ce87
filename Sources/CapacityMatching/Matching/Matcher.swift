public import CapacityModel

/// What a match is asked for.
public struct MatchOptions: Equatable, Sendable {
  /// What is made as large as possible.
  public var objective: ObjectiveKind
  /// How long to look for better answers: 0 runs the fixed queue keys alone, each step adds passes
  /// in random order.
  public var effort: Int
  /// Seeds the random orders.
  public var seed: UInt64
  /// Tasks that run at once; the answer does not depend on it.
  public var threads: Int

  /// The largest effort.
  public static let effortMax = 9
  /// The most threads.
  public static let threadsMax = 64

  /// Creates options; numbers outside their range are moved to its nearer end.
  public init(
    objective: ObjectiveKind = .surplus, effort: Int = 1, seed: UInt64 = 1, threads: Int = 1
  ) {
    self.objective = objective
    self.effort = min(max(0, effort), MatchOptions.effortMax)
    self.seed = seed
    self.threads = min(max(1, threads), MatchOptions.threadsMax)
  }
}

/// Decides which orders are served, on which machines and when.
///
/// The method is in `Docs/algorithm.md`: the dataset is compiled to a ``Market``, every stage's
/// cheapest offers are found once, several queue keys each serve all orders greedily, the best
/// answer is kept, and every order left over is diagnosed against it.
public struct Matcher: Sendable {
  private let dataset: Dataset
  private let options: MatchOptions

  /// Prepares a match; nothing is computed yet.
  public init(_ dataset: Dataset, options: MatchOptions = MatchOptions()) {
    self.dataset = dataset
    self.options = options
  }

  /// Finds an answer that keeps every rule, the same one for the same input, options and seed.
  ///
  /// `shouldStop` is asked between passes; once it says `true`, the best answer so far is finished
  /// and returned. The first pass always runs.
  ///
  /// - Complexity: For each pass O(orders x offers tried x gaps); see `Docs/algorithm.md`.
  public func match(
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async -> MatchResult {
    await PreparedMatch(dataset, options: options)
      .match(.bestFirst(.all), shouldStop: shouldStop).result
  }
}

/// A dataset compiled to columns, ready to be matched.
package struct PreparedMatch: Sendable {
  private let boxes: @Sendable (Int) -> Box
  private let options: MatchOptions
  private let market: Market
  private let opening: FreeCapacity

  /// Compiles `dataset`.
  package init(_ dataset: Dataset, options: MatchOptions) {
    self.options = options
    let stages = dataset.stages
    boxes = { stages[$0].box }
    market = Market(dataset)
    opening = FreeCapacity(market, market.openingTimelines())
  }

  /// Finds an answer; it does not depend on the method of search, only what it took does.
  package func match(
    _ method: OfferSearch, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async -> (result: MatchResult, counts: WorkCounts) {
    let plan = SearchPlan(market, options: options)
    let candidates = await Candidates.find(
      in: market, method: method, threads: options.threads)
    let setting = PassSetting(
      market: market, candidates: candidates, objective: options.objective, method: method,
      width: plan.width, wideSearches: plan.wideSearches)
    var counts = candidates.counts
    // Before the search, so that a time limit covers it and its memory is free again.
    let firstComeFen = firstComeObjective(setting, counts: &counts)
    var best = await bestPass(setting, plan: plan, counts: &counts, shouldStop: shouldStop)
    counts += best.serveLeftovers(setting)
    let diagnosed = await diagnoseLeftovers(setting, pass: best)
    for block in diagnosed { counts += block.counts }
    counts.orders = market.orders.count
    var result = result(of: best, unmatched: diagnosed.flatMap(\.orders))
    result.firstComeFen = firstComeFen
    return (result, counts)
  }

  /// What serving the orders as they come is worth, in fen; `nil` at effort 0, which has no time for it.
  private func firstComeObjective(_ setting: PassSetting, counts: inout WorkCounts) -> Int64? {
    if options.effort == 0 { return nil }
    let pass = GreedyPass.firstComeFirstServed(setting, opening: opening)
    counts += pass.counts
    return pass.objectiveFen
  }

  /// The best of the passes that the plan makes: first by fixed and random keys, then by queues in
  /// which what the best answer left over is moved up.
  private func bestPass(
    _ setting: PassSetting, plan: SearchPlan, counts: inout WorkCounts,
    shouldStop: @escaping @Sendable () -> Bool
  ) async -> GreedyPass {
    let opening = opening
    let run: @Sendable ([Int32], Int) -> GreedyPass = { queue, number in
      var setting = setting
      setting.width.splitsForGain = number % 2 == 0
      return GreedyPass(setting, opening: opening, queue: queue)
    }
    let ranks = plan.keys.contains { $0.isShuffled } ? market.orderRanks() : []
    let queue: @Sendable (QueueKey) -> [Int32] = { key in
      OrderQueue(
        setting.market, setting.candidates, key: key, objective: setting.objective, ranks: ranks
      ).orders
    }
    let byKeys = await best(
      of: plan.keys.count, counts: &counts, shouldStop: shouldStop
    ) { number in run(queue(plan.keys[number]), number) }
    var best = byKeys ?? run(queue(plan.keys[0]), 0)
    for round in 0..<plan.squeakyRounds {
      let incumbent = best
      let seed = SplitMix64.hash(options.seed, UInt64(1 << 32 + round))
      let found = await self.best(
        of: SearchPlan.squeakyVariants, counts: &counts, shouldStop: shouldStop,
        mayStopAtOnce: true
      ) { number in
        run(incumbent.squeakyQueue(seed: SplitMix64.hash(seed, UInt64(number))), number)
      }
      if let found, found.objectiveFen > best.objectiveFen { best = found }
    }
    return best
  }

  /// The pass with the largest objective, the first of equals.
  private func best(
    of count: Int, counts: inout WorkCounts, shouldStop: @escaping @Sendable () -> Bool,
    mayStopAtOnce: Bool = false, _ run: @escaping @Sendable (Int) -> GreedyPass
  ) async -> GreedyPass? {
    let passes = await inParallel(
      over: count, rangeCount: count, threads: options.threads
    ) { range -> GreedyPass? in
      let isOptional = range.lowerBound > 0 || mayStopAtOnce
      return isOptional && shouldStop() ? nil : run(range.lowerBound)
    }
    var best: GreedyPass?
    for pass in passes {
      guard let pass else { continue }
      counts += pass.counts
      if pass.objectiveFen > best?.objectiveFen ?? .min { best = pass }
    }
    return best
  }

  /// Says of each order that `pass` left over why, and what would let it in.
  private func diagnoseLeftovers(
    _ setting: PassSetting, pass: GreedyPass
  ) async -> [(orders: [UnmatchedOrder], counts: WorkCounts)] {
    let leftovers = market.orders.indices.filter {
      !pass.placements.isServed($0) && !market.isPromised[$0]
    }
    let empty = FreeCapacity(
      timelines: Timelines(emptyMachinesOf: market), index: FreeTimeIndex(unknownIn: market))
    let boxes = boxes
    return await inParallel(over: leftovers.count, threads: options.threads) { range in
      var diagnoser = Diagnoser(setting, boxes: boxes, remaining: pass.free, empty: empty)
      diagnoser.wereRefused = true
      let orders = leftovers[range].map { diagnoser.diagnose($0) }
      return (orders, diagnoser.counts)
    }
  }

  private func result(of pass: GreedyPass, unmatched: [UnmatchedOrder]) -> MatchResult {
    var result = MatchResult(
      bookings: [], matched: [], unmatched: unmatched, objectiveFen: pass.objectiveFen)
    result.bookings.reserveCapacity(pass.placements.parts.count)
    result.matched.reserveCapacity(market.orders.count - unmatched.count)
    for order in market.orders.indices where pass.placements.isServed(order) {
      let first = result.bookings.count
      var part = 0
      var stage: Int32 = 0
      for placed in pass.placements.parts(of: order) {
        part = placed.stage == stage ? part + 1 : 1
        stage = placed.stage
        let machine = market.machineOfUnit[Int(placed.unit)]
        result.bookings.append(
          Booking(
            order: order, stage: Int(stage), part: part,
            offer: market.datasetOffer[Int(placed.offer)],
            unit: Int(placed.unit) - market.machines[machine].firstUnit + 1,
            quantity: placed.quantity,
            span: TimeSpan(start: Int64(placed.start), end: Int64(placed.end)),
            workingSeconds: Int64(placed.need), chargeFen: placed.chargeFen))
      }
      result.matched.append(
        MatchedOrder(
          order: order, bookings: first..<result.bookings.count,
          freightFen: pass.placements.freightFen(of: order)))
    }
    return result
  }
}

/// Which passes a match makes and how widely each may look: from counts, never from a clock.
struct SearchPlan: Sendable {
  var keys: [QueueKey] = [.worthPerRootHour, .worth, .worthPerHour, .budget]
  /// Rounds of ``squeakyVariants`` passes each, after those by ``keys``.
  var squeakyRounds: Int
  /// Passes of a round; the best one starts the next.
  static let squeakyVariants = 8
  /// How far the first search for an order of several stages or parts looks.
  var width: SearchWidth
  var wideSearches: Int

  /// Pairs of a stage and an offer that all passes of a small dataset together may look at.
  private static let smallDatasetPairs = 4_000_000
  /// From so many pairs on effort 0 makes two passes only.
  private static let largeDatasetPairs = 20_000_000
  /// Random passes of a small dataset at effort 0.
  private static let smallDatasetPassesMax = 200

  init(_ market: Market, options: MatchOptions) {
    var pairs = 1
    for stage in market.stages { pairs += market.offersOfProcess[stage.process].count }
    // On the largest datasets the first two keys were always the best, and time matters.
    if options.effort == 0, pairs > SearchPlan.largeDatasetPairs { keys.removeLast(2) }
    // A small dataset costs nothing to look at more often, and has more to gain from luck.
    let free = min(SearchPlan.smallDatasetPassesMax, SearchPlan.smallDatasetPairs / pairs)
    let passes = free * (1 + options.effort) + 4 * options.effort
    squeakyRounds = passes * 2 / 3 / SearchPlan.squeakyVariants
    for pass in 0..<(passes - squeakyRounds * SearchPlan.squeakyVariants) {
      keys.append(.shuffled(seed: SplitMix64.hash(options.seed, UInt64(pass))))
    }
    width = pairs <= SearchPlan.smallDatasetPairs ? .wide : .narrow
    wideSearches = min(2_000, max(100, 100_000_000 / pairs))
  }
}

extension PreparedMatch {
  /// TEMPORARY experiment.
  package func experiment(_ say: (String) -> Void, target: Double) async -> Certificate {
    let clock = ContinuousClock()
    let t0 = clock.now
    let store = await TermStore.build(market, objective: options.objective, threads: options.threads)
    say("terms \(store.windows.count) rates \(store.rates.count) programs \(store.programs.count) \(clock.now - t0)")
    let opening = market.openingTimelines()
    var search: PriceSearch?
    for (cells, count) in [(28, 150), (112, 150), (448, 150)] {
      let grid = PriceGrid(market, opening: opening, fineness: cells)
      if search == nil {
        search = PriceSearch(market, store, objective: options.objective, grid: grid, threads: options.threads)
      } else {
        search!.refine(to: grid)
      }
      await search!.search(iterations: count, target: target)
      say("cells \(cells): bound \(Double(search!.bestBound) / 1e6) it \(search!.iterations) \(clock.now - t0)")
    }
    let pricing = Pricing(grid: search!.grid, prices: search!.prices, bound: search!.bestBound)
    let table = PriceTable(pricing.grid, pricing.prices)
    let t1 = clock.now
    let plan = SearchPlan(market, options: options)
    let candidates = await Candidates.find(in: market, method: .bestFirst(.all), threads: options.threads)
    let setting = PassSetting(
      market: market, candidates: candidates, objective: options.objective, method: .bestFirst(.all),
      width: plan.width, wideSearches: plan.wideSearches)
    var ranked: [(Int64, Int32)] = []
    var pricer = OrderPricer(market, table, objective: options.objective)
    var usage = [Int64](repeating: 0, count: table.knots.count)
    for program in store.programs { ranked.append((pricer.best(program, in: store, usage: &usage), program.order)) }
    ranked.sort { $0.0 != $1.0 ? $0.0 > $1.0 : $0.1 < $1.1 }
    let pass = GreedyPass(setting, opening: self.opening, queue: ranked.map(\.1))
    say("pass \(Double(pass.objectiveFen) / 100) \(clock.now - t1)")
    for steps in [0.0, 10, 100, 300] {
      let t2 = clock.now
      var improvement = Improvement(market: market, store: store, table: table, pass: pass, opening: opening, threads: options.threads, seed: options.seed)
      let base = improvement.objective
      await improvement.run(rounds: 20, stepsPerOrder: steps)
      let total = Double(pass.objectiveFen) / 100 + Double(improvement.objective - base) / 1e6
      say("steps \(steps): \(total) gap \(100 * (1 - total * 1e6 / Double(pricing.bound))) % \(clock.now - t2)")
    }
    return pricing.certificate(market)
  }
}
