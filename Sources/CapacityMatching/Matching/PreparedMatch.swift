package import CapacityModel

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
    _ method: OfferSearch, control: SearchControl = SearchControl()
  ) async -> (result: MatchResult, counts: WorkCounts) {
    let plan = SearchPlan(market, options: options)
    let candidates = await Candidates.find(
      in: market, method: method, threads: options.threads)
    let setting = PassSetting(
      market: market, candidates: candidates, objective: options.objective, method: method,
      width: plan.width, wideSearches: plan.wideSearches)
    var counts = candidates.counts
    // Before the search, so that a time limit covers it.
    let firstCome =
      options.effort > 0
      ? await GreedyPass.firstComeFirstServed(
        setting, opening: opening, threads: options.threads) : nil
    let shouldStop: @Sendable () -> Bool = { !control.mayGoOn() }
    var best = await bestPass(setting, plan: plan, counts: &counts, shouldStop: shouldStop)
    if let firstCome {
      counts += firstCome.counts
      if firstCome.objectiveFen > best.objectiveFen { best = firstCome }
    }
    counts += await best.serveLeftovers(setting, threads: options.threads)
    var certificate: Certificate?
    if options.effort > 0 {
      var search = await GuidedSearch(
        setting, opening: opening, best: best, options: options,
        passes: plan.passCount)
      await search.run(control)
      best = search.best
      counts += search.counts
      certificate = search.certificate
    }
    let unmatched = await diagnoseLeftovers(setting, pass: best, counts: &counts)
    counts.orders = market.orders.count
    var result = result(of: best, unmatched: unmatched)
    result.firstComeFen = firstCome?.objectiveFen
    result.certificate = certificate
    return (result, counts)
  }

  /// The best of the passes that the plan makes: first by fixed and random keys, then by queues in
  /// which what the best answer left over is moved up.
  private func bestPass(
    _ setting: PassSetting, plan: SearchPlan, counts: inout WorkCounts,
    shouldStop: @escaping @Sendable () -> Bool
  ) async -> GreedyPass {
    let opening = opening
    // Several passes run at once; one alone uses all threads.
    let threads = plan.passCount == 1 ? options.threads : 1
    let run: @Sendable ([Int32], Int) async -> GreedyPass = { queue, number in
      var setting = setting
      setting.width.splitsForGain = number % 2 == 0
      return await GreedyPass(setting, opening: opening, queue: queue, threads: threads)
    }
    let ranks = plan.keys.contains { $0.isShuffled } ? market.orderRanks() : []
    let queue: @Sendable (QueueKey) -> [Int32] = { key in
      OrderQueue(
        setting.market, setting.candidates, key: key, objective: setting.objective, ranks: ranks
      ).orders
    }
    let byKeys = await best(
      of: plan.keys.count, counts: &counts, shouldStop: shouldStop
    ) { number in await run(queue(plan.keys[number]), number) }
    var best: GreedyPass
    if let byKeys { best = byKeys } else { best = await run(queue(plan.keys[0]), 0) }
    for round in 0..<plan.squeakyRounds {
      let incumbent = best
      let seed = SplitMix64.hash(options.seed, UInt64(1 << 32 + round))
      let found = await self.best(
        of: SearchPlan.squeakyVariants, counts: &counts, shouldStop: shouldStop,
        mayStopAtOnce: true
      ) { number in
        await run(incumbent.squeakyQueue(seed: SplitMix64.hash(seed, UInt64(number))), number)
      }
      if let found, found.objectiveFen > best.objectiveFen { best = found }
    }
    return best
  }

  /// The pass with the largest objective, the first of equals.
  private func best(
    of count: Int, counts: inout WorkCounts, shouldStop: @escaping @Sendable () -> Bool,
    mayStopAtOnce: Bool = false, _ run: @escaping @Sendable (Int) async -> GreedyPass
  ) async -> GreedyPass? {
    let passes = await inParallel(
      over: count, rangeCount: count, threads: options.threads
    ) { range -> GreedyPass? in
      let isOptional = range.lowerBound > 0 || mayStopAtOnce
      return isOptional && shouldStop() ? nil : await run(range.lowerBound)
    }
    var best: GreedyPass?
    for pass in passes {
      guard let pass else { continue }
      counts += pass.counts
      if pass.objectiveFen > best?.objectiveFen ?? .min { best = pass }
    }
    return best
  }

  /// Says of each order that `pass` left over why, and what would let it in, in the input's order.
  ///
  /// Orders of one process come together, whatever their place: what is read for one is then still in the
  /// caches for the next.
  private func diagnoseLeftovers(
    _ setting: PassSetting, pass: GreedyPass, counts: inout WorkCounts
  ) async -> [UnmatchedOrder] {
    let leftovers = market.processGroups.ordersByProcess.filter {
      !pass.placements.isServed(Int($0)) && !market.isPromised[Int($0)]
    }
    let empty = FreeCapacity(
      timelines: Timelines(emptyMachinesOf: market), index: FreeTimeIndex(unknownIn: market))
    // Once for all: threads that bring a row up to date for themselves would copy all of them.
    var free = pass.free
    free.index.refresh(market)
    let remaining = free
    let boxes = boxes
    let blocks = await inParallel(over: leftovers.count, threads: options.threads) { range in
      var diagnoser = Diagnoser(setting, boxes: boxes, remaining: remaining, empty: empty)
      diagnoser.wereRefused = true
      let orders = leftovers[range].map { diagnoser.diagnose(Int($0)) }
      return (orders: orders, counts: diagnoser.counts)
    }
    var unmatched: [UnmatchedOrder] = []
    unmatched.reserveCapacity(leftovers.count)
    for block in blocks {
      unmatched += block.orders
      counts += block.counts
    }
    unmatched.sort { $0.order < $1.order }
    return unmatched
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
