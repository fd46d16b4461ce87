internal import CapacityModel
internal import Glibc

/// Improves an answer, orders of one booking above all: everything else stays where it is.
///
/// In each round the machines are dealt to *regions* that have little to do with each other; each is
/// searched by itself, in parallel, and hands its units back. How machines are dealt depends on the seed and the
/// round alone, so that threads change nothing.
struct Improvement {
  let market: Market
  let store: TermStore
  let table: PriceTable
  let threads: Int
  private(set) var plans: [UnitPlan]
  /// For each program of the store the unit that serves its order by one booking; -1 if none does.
  private var unitOfProgram: [Int32]
  private var costOfProgram: [Int64]
  /// Whether an order is served some other way, and stays so.
  private var isFixed: [Bool]
  /// For each program what it earns at the prices, by one booking; `.min` if there is none.
  private var reducedOfProgram: [Int64] = []
  /// Whether a window term of the store may be worth a try.
  private var isWanted: [Bool] = []
  /// What all orders that are served by one booking count, in micro-yuan.
  private(set) var objective: Int64 = 0

  /// Starts from a pass.
  init(
    market: Market, store: TermStore, table: PriceTable, pass: GreedyPass, opening: Timelines,
    threads: Int
  ) {
    self.market = market
    self.store = store
    self.table = table
    self.threads = threads
    unitOfProgram = [Int32](repeating: -1, count: store.programs.count)
    costOfProgram = [Int64](repeating: 0, count: store.programs.count)
    isFixed = [Bool](repeating: false, count: store.programs.count)
    var jobs = [[UnitPlan.Job]](repeating: [], count: market.unitCount)
    for unit in 0..<market.unitCount {
      let calendar = market.machines[market.machineOfUnit[unit]].calendar
      var time: Int32 = 0
      for gap in opening.gapList(unit) {
        if gap.from > time { jobs[unit].append(.fixed(from: time, to: gap.from)) }
        time = gap.to
      }
      let total = Int32(market.openTime.total(calendar))
      if time < total { jobs[unit].append(.fixed(from: time, to: total)) }
    }
    plans = []
    for (index, program) in store.programs.enumerated() {
      let parts = pass.placements.parts(of: Int(program.order))
      guard let first = parts.first else { continue }
      let term = parts.count == 1 && program.shape != .chain
        ? term(of: program, offer: first.offer) : nil
      isFixed[index] = term == nil
      for part in parts {
        let columns = market.machines[market.machineOfUnit[Int(part.unit)]]
        let start = Int32(market.openTime.work(columns.calendar, before: Int64(part.start)))
        var job = UnitPlan.Job.fixed(from: start, to: start + part.need)
        if let term {
          let own = store.windows[term]
          job = UnitPlan.Job(
            order: Int32(index), term: Int32(term), from: own.from, limit: own.limit,
            need: own.need, earliest: start, latest: start,
            isUnbroken: store.slots[program.slots.lowerBound].isUnbroken)
          unitOfProgram[index] = part.unit
          costOfProgram[index] = own.cost
          objective += program.value - own.cost
        }
        jobs[Int(part.unit)].append(job)
      }
    }
    for unit in jobs.indices {
      let calendar = market.machines[market.machineOfUnit[unit]].calendar
      plans.append(
        UnitPlan(
          calendar: calendar, jobs: jobs[unit].sorted { $0.earliest < $1.earliest },
          market.openTime))
    }
  }

  private func term(of program: TermStore.Program, offer: Int32) -> Int? {
    let slot = store.slots[program.slots.lowerBound]
    return (slot.first..<slot.first + slot.count).first { store.windows[$0].offer == offer }
  }

  /// Orders that are served some other way than by one booking, and stay so.
  var keptOrders: [Int] {
    store.programs.indices.filter { isFixed[$0] }.map { Int(store.programs[$0].order) }
  }

  /// Bookings as they stand, each as early as its neighbours allow.
  func bookings() -> [PlannedBooking] {
    var found: [PlannedBooking] = []
    for unit in plans.indices {
      for job in plans[unit].jobs where !job.isFixed {
        found.append(
          PlannedBooking(
            order: Int(store.programs[Int(job.order)].order),
            offer: Int(store.windows[Int(job.term)].offer), unit: unit,
            workStart: Int64(job.earliest)))
      }
    }
    return found
  }

  // MARK: - Rounds

  /// Runs rounds while the temperature falls; ends with the best plan that a round ended with.
  mutating func run(_ plan: AnnealingPlan) async {
    let served = max(1, unitOfProgram.count { $0 >= 0 })
    let averageWorth = Double(objective) / Double(served)
    let (hot, cold) = (0.3 * averageWorth, 0.005 * averageWorth)
    await rateTerms()
    var best = (plans, unitOfProgram, costOfProgram, objective)
    var round = 0
    while let (from, to) = plan.temperatures(ofRound: round) {
      let regions = deal(seed: SplitMix64.hash(plan.seed, UInt64(round)))
      let steps = plan.stepsPerRound
      // From hot to cold by equal factors.
      let (start, end) = (hot * power(cold / hot, from), hot * power(cold / hot, to))
      let found = await inParallel(
        over: regions.count, rangeCount: regions.count, threads: threads
      ) { range in
        var region = regions[range.lowerBound]
        region.run(steps: max(20, Int(Double(region.orders.count) * steps)), from: start, to: end)
        return region
      }
      for region in found { takeBack(region) }
      if objective > best.3 { best = (plans, unitOfProgram, costOfProgram, objective) }
      round += 1
    }
    (plans, unitOfProgram, costOfProgram, objective) = best
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    exp(exponent * log(base))
  }

  private mutating func takeBack(_ region: RegionSearch) {
    for unit in region.units {
      plans[Int(unit.unit)] = unit.plan.renamed { region.orders[Int($0)].order }
    }
    for order in region.orders {
      let index = Int(order.order)
      if unitOfProgram[index] >= 0 {
        objective -= store.programs[index].value - costOfProgram[index]
      }
      unitOfProgram[index] = order.unit < 0 ? -1 : region.units[Int(order.unit)].unit
      costOfProgram[index] = order.cost
      if order.unit >= 0 { objective += order.value - order.cost }
    }
  }

  /// Works out what orders earn at the prices, and which terms are worth a try.
  private mutating func rateTerms() async {
    let (market, store, table) = (market, store, table)
    let parts = await inParallel(over: store.programs.count, threads: threads) { range in
      var reduced: [Int64] = []
      var wanted: [Int] = []
      for program in store.programs[range] {
        var most = Int64.min
        let slot = store.slots[program.slots.lowerBound]
        if program.shape != .chain {
          for index in slot.first..<slot.first + slot.count {
            let term = store.windows[index]
            guard let cost = table.cheapestStart(of: term, isUnbroken: slot.isUnbroken, market)
            else { continue }
            let earned = program.value - term.cost - cost
            most = max(most, earned)
            // What is far from paying its seconds is not worth a try.
            if earned >= -(program.value - term.cost) / 2 { wanted.append(index) }
          }
        }
        reduced.append(most)
      }
      return (reduced, wanted)
    }
    reducedOfProgram = parts.flatMap(\.0)
    isWanted = [Bool](repeating: false, count: store.windows.count)
    for part in parts { for index in part.1 { isWanted[index] = true } }
  }

  /// Machines a region has at least.
  private static let regionMachinesMin = 40

  /// Deals the machines, and with them their orders, to regions.
  private func deal(seed: UInt64) -> [RegionSearch] {
    let count = max(1, min(64, market.machines.count / Improvement.regionMachinesMin))
    let regionOfMachine = regionOfMachine(seed: seed, count: count)
    var units = [[RegionUnit]](repeating: [], count: count)
    var firstUnit = [[Int32]](
      repeating: [Int32](repeating: -1, count: market.machines.count), count: count)
    var localOfUnit = [Int32](repeating: 0, count: market.unitCount)
    for machine in market.machines.indices {
      let region = regionOfMachine[machine]
      let columns = market.machines[machine]
      firstUnit[region][machine] = Int32(units[region].count)
      for unit in columns.firstUnit..<columns.firstUnit + columns.unitCount {
        localOfUnit[unit] = Int32(units[region].count)
        units[region].append(
          RegionUnit(unit: Int32(unit), machine: Int32(machine), plan: plans[unit]))
      }
    }
    var orders = [[RegionOrder]](repeating: [], count: count)
    var wanted = units.map { [[Int32]](repeating: [], count: $0.count) }
    var localOfProgram = [Int32](repeating: -1, count: store.programs.count)
    for (index, program) in store.programs.enumerated()
    where program.shape != .chain && !isFixed[index] {
      let slot = store.slots[program.slots.lowerBound]
      if slot.count == 0 { continue }
      let region: Int
      if unitOfProgram[index] >= 0 {
        region = regionOfMachine[market.machineOfUnit[Int(unitOfProgram[index])]]
      } else {
        let draw = SplitMix64.hash(seed, UInt64(index)) % UInt64(slot.count)
        region = regionOfMachine[Int(store.windows[slot.first + Int(draw)].machine)]
      }
      let local = Int32(orders[region].count)
      if reducedOfProgram[index] == .min { continue }
      for term in slot.first..<slot.first + slot.count where isWanted[term] {
        let machine = Int(store.windows[term].machine)
        let first = firstUnit[region][machine]
        if first < 0 { continue }
        for unit in Int(first)..<Int(first) + market.machines[machine].unitCount {
          wanted[region][unit].append(local)
        }
      }
      localOfProgram[index] = local
      orders[region].append(
        RegionOrder(
          order: Int32(index), terms: Int32(slot.first)..<Int32(slot.first + slot.count),
          value: program.value, reduced: reducedOfProgram[index], isUnbroken: slot.isUnbroken,
          unit: unitOfProgram[index] < 0 ? -1 : localOfUnit[Int(unitOfProgram[index])],
          cost: costOfProgram[index]))
    }
    return (0..<count).map { region in
      RegionSearch(
        market: market, store: store, table: table,
        units: units[region].map {
          var unit = $0
          unit.plan = unit.plan.renamed { localOfProgram[Int($0)] }
          return unit
        },
        orders: orders[region], firstUnitOfMachine: firstUnit[region], wanted: wanted[region],
        seed: SplitMix64.hash(seed, UInt64(region)))
    }
  }

  /// The region of each machine: machines of one process stay together as far as regions are of like size.
  private func regionOfMachine(seed: UInt64, count: Int) -> [Int] {
    var rank = [UInt64](repeating: .max, count: market.machines.count)
    for (process, offers) in market.offersOfProcess.enumerated() {
      let draw = SplitMix64.hash(seed, UInt64(process)) >> 24
      for offer in offers {
        let machine = Int(market.conditions[offer].machine)
        let own = draw << 20 | SplitMix64.hash(seed, UInt64(machine) << 20) >> 44
        rank[machine] = min(rank[machine], own)
      }
    }
    let sorted = market.machines.indices.sorted { (rank[$0], $0) < (rank[$1], $1) }
    var region = [Int](repeating: 0, count: market.machines.count)
    for (place, machine) in sorted.enumerated() {
      region[machine] = place * count / sorted.count
    }
    return region
  }
}

/// How long an annealing runs, and how its temperature falls.
struct AnnealingPlan: Sendable {
  /// How many rounds there are; against time as many as fit.
  var rounds: Int
  /// Steps for each order in all rounds; against time in each.
  var stepsPerOrder: Double
  var control: SearchControl
  /// The part of a limit of time in which it runs.
  var from: Double
  var until: Double
  var seed: UInt64

  var stepsPerRound: Double { rounds > 0 ? stepsPerOrder / Double(rounds) : stepsPerOrder }

  /// How far the temperature has fallen when a round begins and ends, from 0 to 1; `nil` when it is over.
  func temperatures(ofRound round: Int) -> (from: Double, to: Double)? {
    if control.isStopped() { return nil }
    guard let timeUsed = control.timeUsed else {
      return round < rounds
        ? (Double(round) / Double(rounds), Double(round + 1) / Double(rounds)) : nil
    }
    let done = (timeUsed() - from) / max(1e-9, until - from)
    return done < 1 ? (done, done) : nil
  }
}

extension PriceTable {
  /// What the cheapest start of a term costs; `nil` if it has none.
  func cheapestStart(
    of term: TermStore.WindowTerm, isUnbroken: Bool, _ market: Market
  ) -> Int64? {
    let machine = Int(term.machine)
    let found =
      isUnbroken
      ? cheapestUnbrokenStart(
        machine, need: Int64(term.need), from: Int64(term.from), limit: Int64(term.limit),
        calendar: market.machines[machine].calendar, openTime: market.openTime)
      : cheapestStart(
        machine, need: Int64(term.need), from: Int64(term.from), limit: Int64(term.limit))
    return found?.cost
  }
}

extension UnitPlan {
  /// The same jobs under other numbers of their orders.
  func renamed(_ name: (Int32) -> Int32) -> UnitPlan {
    var renamed = self
    renamed.rename(name)
    return renamed
  }
}

extension UnitPlan.Job {
  /// Working time that must stay as it is.
  static func fixed(from: Int32, to: Int32) -> UnitPlan.Job {
    UnitPlan.Job(
      order: -1, term: -1, from: from, limit: to, need: to - from, earliest: from, latest: from,
      isUnbroken: false)
  }
}
