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
    let market = Market(dataset)
    let candidates = await Candidates.find(in: market, threads: options.threads)
    let opening = market.openingTimelines()
    let plan = SearchPlan(market, options: options)
    var best = await bestPass(
      market, candidates, opening: opening, plan: plan, shouldStop: shouldStop)
    best.serveLeftovers(
      market, candidates, objective: options.objective, width: plan.width,
      wideSearches: plan.wideSearches)
    let unmatched = await diagnoseLeftovers(market, candidates, pass: best, width: plan.width)
    return result(market, pass: best, unmatched: unmatched)
  }

  /// The best of the passes that the plan makes: first by fixed and random keys, then by queues in
  /// which what the best answer left over is moved up.
  private func bestPass(
    _ market: Market, _ candidates: Candidates, opening: Timelines, plan: SearchPlan,
    shouldStop: @escaping @Sendable () -> Bool
  ) async -> GreedyPass {
    let objective = options.objective
    let wideSearches = plan.wideSearches
    let run: @Sendable ([Int], Int) -> GreedyPass = { queue, number in
      var width = plan.width
      width.splitsForGain = number % 2 == 0
      return GreedyPass(
        market, candidates, opening: opening, queue: queue, objective: objective, width: width,
        wideSearches: wideSearches)
    }
    let first = OrderQueue(market, candidates, key: plan.keys[0], objective: objective)
    let byKeys = await best(
      of: plan.keys.count, shouldStop: shouldStop
    ) { number in
      let key = plan.keys[number]
      return run(OrderQueue(market, candidates, key: key, objective: objective).orders, number)
    }
    var best = byKeys ?? run(first.orders, 0)
    for round in 0..<plan.squeakyRounds {
      let incumbent = best
      let seed = SplitMix64.hash(options.seed, UInt64(1 << 32 + round))
      let found = await self.best(
        of: SearchPlan.squeakyVariants, shouldStop: shouldStop, mayStopAtOnce: true
      ) { number in
        run(incumbent.squeakyQueue(seed: SplitMix64.hash(seed, UInt64(number))), number)
      }
      if let found, found.objectiveFen > best.objectiveFen { best = found }
    }
    return best
  }

  /// The pass with the largest objective, the first of equals.
  private func best(
    of count: Int, shouldStop: @escaping @Sendable () -> Bool, mayStopAtOnce: Bool = false,
    _ run: @escaping @Sendable (Int) -> GreedyPass
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
      if pass.objectiveFen > best?.objectiveFen ?? .min { best = pass }
    }
    return best
  }

  private func diagnoseLeftovers(
    _ market: Market, _ candidates: Candidates, pass: GreedyPass, width: SearchWidth
  ) async -> [UnmatchedOrder] {
    let leftovers = market.orders.indices.filter {
      pass.placements[$0] == nil && !market.isPromised[$0]
    }
    let boxes = dataset.stages.map(\.box)
    let empty = Timelines(emptyMachinesOf: market)
    let blocks = await inParallel(over: leftovers.count, threads: options.threads) { range in
      var diagnoser = Diagnoser(
        market, candidates, boxes: boxes, remaining: pass.timelines, empty: empty,
        width: width)
      return leftovers[range].map { diagnoser.diagnose($0) }
    }
    return blocks.flatMap { $0 }
  }

  private func result(
    _ market: Market, pass: GreedyPass, unmatched: [UnmatchedOrder]
  ) -> MatchResult {
    var result = MatchResult(
      bookings: [], matched: [], unmatched: unmatched, objectiveFen: pass.objectiveFen)
    for (order, placement) in pass.placements.enumerated() {
      guard let placement else { continue }
      let first = result.bookings.count
      var index = 0
      for (stage, partCount) in placement.partCounts.enumerated() {
        for part in 1...partCount {
          let placed = placement.parts[index]
          let machine = market.machineOfUnit[placed.unit]
          result.bookings.append(
            Booking(
              order: order, stage: stage + 1, part: part,
              offer: market.datasetOffer[placed.offer],
              unit: placed.unit - market.machines[machine].firstUnit + 1,
              quantity: placed.quantity, span: TimeSpan(start: placed.start, end: placed.end),
              workingSeconds: placed.need, chargeFen: placed.chargeFen))
          index += 1
        }
      }
      result.matched.append(
        MatchedOrder(
          order: order, bookings: first..<result.bookings.count, freightFen: placement.freightFen))
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
