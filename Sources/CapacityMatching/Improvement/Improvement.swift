internal import CapacityModel
internal import Glibc

/// Improves an answer.
///
/// In each round the machines are dealt to *regions* that have little to do with each other; each is
/// searched by itself, in parallel, and hands its units back. Where there is one region alone it is searched twice at once,
/// by different lots, and the better plan is taken. How machines are dealt depends on the seed and the round alone,
/// so that threads change nothing.
struct Improvement {
  let market: Market
  let store: TermStore
  let table: PriceTable
  let threads: Int
  /// How orders are served, by program of the store.
  struct State {
    var plans: [UnitPlan]
    /// The unit that serves an order by one booking; -1 if none does.
    var unit: [Int32]
    /// Its parts if it has several.
    var parts: [[PlannedPart]]
    var cost: [Int64]
    /// What the orders served count, in micro-yuan, by group of processes.
    var objectives: [Int64]
  }

  private(set) var state: State
  /// What terms cost at the prices.
  private(set) var rated = RatedTerms()

  /// Starts from a pass.
  init(
    market: Market, store: TermStore, table: PriceTable, pass: GreedyPass, opening: Timelines,
    threads: Int
  ) {
    self.market = market
    self.store = store
    self.table = table
    self.threads = threads
    let count = store.programs.count
    state = State(
      plans: [], unit: [Int32](repeating: -1, count: count),
      parts: [[PlannedPart]](repeating: [], count: count),
      cost: [Int64](repeating: 0, count: count),
      objectives: [Int64](repeating: 0, count: market.processGroups.groupCount))
    var jobs = Improvement.promisedTime(market, opening)
    for index in store.programs.indices { read(index, of: pass, into: &jobs) }
    for unit in jobs.indices {
      let calendar = market.machines[market.machineOfUnit[unit]].calendar
      state.plans.append(
        UnitPlan(
          calendar: calendar, jobs: jobs[unit].sorted { $0.earliest < $1.earliest },
          market.openTime))
    }
  }

  private static func promisedTime(_ market: Market, _ opening: Timelines) -> [[UnitPlan.Job]] {
    var jobs = [[UnitPlan.Job]](repeating: [], count: market.unitCount)
    for unit in 0..<market.unitCount {
      var time: Int32 = 0
      for gap in opening.gapList(unit) {
        if gap.from > time { jobs[unit].append(.fixed(from: time, to: gap.from)) }
        time = gap.to
      }
      let calendar = market.machines[market.machineOfUnit[unit]].calendar
      let total = Int32(market.openTime.total(calendar))
      if time < total { jobs[unit].append(.fixed(from: time, to: total)) }
    }
    return jobs
  }

  /// Takes over how a pass serves an order.
  private mutating func read(_ index: Int, of pass: GreedyPass, into jobs: inout [[UnitPlan.Job]]) {
    let program = store.programs[index]
    let placed = pass.placements.parts(of: Int(program.order))
    guard let only = placed.first else { return }
    let demand = market.orders[Int(program.order)]
    var fen = pass.placements.freightFen(of: Int(program.order))
    let term = placed.count == 1 ? term(of: program, offer: only.offer) : nil
    for part in placed {
      let columns = market.machines[market.machineOfUnit[Int(part.unit)]]
      let start = Int32(market.openTime.work(columns.calendar, before: Int64(part.start)))
      fen += part.chargeFen
      var job = UnitPlan.Job.fixed(from: start, to: start + part.need)
      job.order = Int32(index)
      if let term {
        let own = store.windows[term]
        job = UnitPlan.Job(
          order: Int32(index), term: Int32(term), from: own.from, limit: own.limit,
          need: own.need, earliest: start, latest: start,
          isUnbroken: store.slots[program.slots.lowerBound].isUnbroken)
        state.unit[index] = part.unit
      } else {
        job.term = UnitPlan.Job.term(ofCompound: Int32(index))
        if let window = window(of: program, offer: part.offer) {
          // Parts of one stage may move in their windows.
          (job.from, job.limit) = (window.from, window.limit)
          job.isUnbroken = store.slots[program.slots.lowerBound].isUnbroken
        }
        state.parts[index].append(
          PlannedPart(
            offer: part.offer, unit: part.unit, stage: part.stage - 1, start: start,
            need: part.need, quantity: part.quantity))
      }
      jobs[Int(part.unit)].append(job)
    }
    let weight = ObjectiveScale(kind: store.objective).weight(demand)
    state.cost[index] = weighted(fen * ObjectiveScale.micro, by: weight)
    state.objectives[group(of: index)] += program.value - state.cost[index]
  }

  /// The group of processes that a program belongs to.
  private func group(of index: Int) -> Int {
    Int(market.processGroups.groupOfOrder[Int(store.programs[index].order)])
  }

  /// The term by which an offer alone serves an order.
  private func term(of program: TermStore.Program, offer: Int32) -> Int? {
    if program.shape == .chain { return nil }
    let slot = store.slots[program.slots.lowerBound]
    return (slot.first..<slot.first + slot.count).first { store.windows[$0].offer == offer }
  }

  /// The window of an offer for parts of the only stage of an order.
  private func window(of program: TermStore.Program, offer: Int32) -> TermStore.WindowTerm? {
    if program.shape == .chain { return nil }
    for slot in store.slots[program.slots] where !slot.isRate {
      for term in store.windows[slot.first..<slot.first + slot.count] where term.offer == offer {
        return term
      }
    }
    return nil
  }

  /// All orders served, each as early as its neighbours allow, in the order of the store.
  func plan() -> [PlannedOrder] {
    var found = state.parts.indices.map { index in
      PlannedOrder(order: Int(store.programs[index].order), parts: state.parts[index])
    }
    for unit in state.plans.indices {
      for job in state.plans[unit].jobs where job.order >= 0 {
        if job.term >= 0 {
          found[Int(job.order)].parts = [wholePart(job, on: unit)]
          continue
        }
        // Jobs of one order on one unit follow each other as its stages do.
        let place = found[Int(job.order)].parts.firstIndex {
          $0.unit == Int32(unit) && $0.need == job.need && !($0.start < 0)
        }
        if let place { found[Int(job.order)].parts[place].start = -1 - job.earliest }
      }
    }
    for index in found.indices {
      for place in found[index].parts.indices where found[index].parts[place].start < 0 {
        found[index].parts[place].start = -1 - found[index].parts[place].start
      }
    }
    return found.filter { !$0.parts.isEmpty }
  }

  private func wholePart(_ job: UnitPlan.Job, on unit: Int) -> PlannedPart {
    let order = Int(store.programs[Int(job.order)].order)
    let stage = market.stages[market.orders[order].stages.lowerBound]
    return PlannedPart(
      offer: store.windows[Int(job.term)].offer, unit: Int32(unit), stage: 0, start: job.earliest,
      need: job.need, quantity: stage.quantity)
  }

  // MARK: - Rounds

  /// Works out what terms cost at the prices: regions go by it.
  mutating func rate() async {
    rated = await RatedTerms(market, store, at: table, threads: threads)
  }

  /// Runs rounds while the temperature falls; ends, for each group of processes, with the best plan that a round
  /// ended with.
  mutating func run(_ plan: AnnealingPlan) async {
    let served = state.unit.indices.count { state.unit[$0] >= 0 || !state.parts[$0].isEmpty }
    let averageWorth = Double(state.objectives.reduce(0, +)) / Double(max(1, served))
    let (hot, cold) = (0.3 * averageWorth, 0.005 * averageWorth)
    await rate()
    var best = state
    var round = 0
    var last: Double?
    while let (from, to) = plan.temperatures(ofRound: round, after: last) {
      last = from
      let seed = SplitMix64.hash(plan.seed, UInt64(round))
      let deal = deal(round: round, seed: seed)
      let steps = plan.stepsPerRound
      // From hot to cold by equal factors.
      let (start, end) = (hot * power(cold / hot, from), hot * power(cold / hot, to))
      let improvement = self
      let tries = deal.triesOfEach
      let found = await inParallel(
        over: deal.hands.count * tries, rangeCount: deal.hands.count * tries, threads: threads
      ) { range in
        let (number, attempt) = range.lowerBound.quotientAndRemainder(dividingBy: tries)
        var region = improvement.region(
          number, of: deal, seed: attempt == 0 ? seed : SplitMix64.hash(~seed, UInt64(attempt)))
        region.run(steps: max(20, Int(Double(region.orders.count) * steps)), from: start, to: end)
        return region
      }
      for number in deal.hands.indices {
        let own = found[number * tries..<(number + 1) * tries]
        // The first of equals.
        if let best = own.max(by: { $0.objective < $1.objective }) { takeBack(best) }
      }
      takeBetterGroups(into: &best)
      round += 1
      plan.control.meter?.did(plan.workOfRound)
    }
    state = best
  }

  /// Takes over what the state has better than `best`: groups have nothing to do with each other.
  private func takeBetterGroups(into best: inout State) {
    let isBetter = zip(state.objectives, best.objectives).map { $0 > $1 }
    if !isBetter.contains(true) { return }
    for unit in state.plans.indices {
      let group = market.processGroups.groupOfMachine[market.machineOfUnit[unit]]
      if group >= 0, isBetter[Int(group)] { best.plans[unit] = state.plans[unit] }
    }
    for index in state.cost.indices where isBetter[group(of: index)] {
      best.unit[index] = state.unit[index]
      best.parts[index] = state.parts[index]
      best.cost[index] = state.cost[index]
    }
    for group in isBetter.indices where isBetter[group] {
      best.objectives[group] = state.objectives[group]
    }
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    exp(exponent * log(base))
  }

  private mutating func takeBack(_ region: RegionSearch) {
    for unit in region.units {
      var plan = unit.plan
      plan.rename { job in
        if job.order >= 0 { return region.orders[Int(job.order)].program }
        return UnitPlan.Job.compound(ofTerm: job.term)
      }
      state.plans[Int(unit.unit)] = plan
    }
    for order in region.orders {
      let index = Int(order.program)
      if state.unit[index] >= 0 || !state.parts[index].isEmpty {
        state.objectives[group(of: index)] -= store.programs[index].value - state.cost[index]
      }
      let service = order.service
      state.unit[index] = service.unit < 0 ? -1 : region.units[Int(service.unit)].unit
      state.parts[index] = service.parts.map {
        var part = $0
        part.unit = region.units[Int(part.unit)].unit
        return part
      }
      state.cost[index] = service.cost
      if order.isServed { state.objectives[group(of: index)] += order.value - service.cost }
    }
  }
}
