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
  let seed: UInt64
  private(set) var plans: [UnitPlan]
  /// For each program of the store the unit that serves its order by one booking; -1 if none does.
  private var unitOfProgram: [Int32]
  private var costOfProgram: [Int64]
  /// Whether an order is served some other way, and stays so.
  private var isFixed: [Bool]
  /// What all orders that are served by one booking count, in micro-yuan.
  private(set) var objective: Int64 = 0

  /// Starts from a pass.
  init(
    market: Market, store: TermStore, table: PriceTable, pass: GreedyPass, opening: Timelines,
    threads: Int, seed: UInt64
  ) {
    self.market = market
    self.store = store
    self.table = table
    self.threads = threads
    self.seed = seed
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

  /// Bookings as they stand: the order, the offer, the unit and the start in working time.
  func bookings() -> [(order: Int, offer: Int, unit: Int, start: Int64)] {
    var found: [(order: Int, offer: Int, unit: Int, start: Int64)] = []
    for unit in plans.indices {
      for job in plans[unit].jobs where !job.isFixed {
        found.append(
          (
            Int(store.programs[Int(job.order)].order),
            Int(store.windows[Int(job.term)].offer), unit, Int64(job.earliest)
          ))
      }
    }
    return found
  }

  // MARK: - Rounds

  /// Runs rounds of about `stepsPerOrder` steps for each order in all, while the temperature falls.
  mutating func run(
    rounds: Int, stepsPerOrder: Double, shouldStop: @Sendable () -> Bool = { false }
  ) async {
    let served = max(1, unitOfProgram.count { $0 >= 0 })
    let averageWorth = Double(objective) / Double(served)
    let hot = 0.3 * averageWorth
    let cold = 0.005 * averageWorth
    var best = self
    for round in 0..<rounds {
      if shouldStop() { break }
      func temperature(_ done: Int) -> Double {
        // From hot to cold by equal factors.
        hot * power(cold / hot, Double(done) / Double(rounds))
      }
      let (from, to) = (temperature(round), temperature(round + 1))
      let regions = deal(round: round)
      let steps = stepsPerOrder / Double(rounds)
      let found = await inParallel(
        over: regions.count, rangeCount: regions.count, threads: threads
      ) { range in
        var region = regions[range.lowerBound]
        region.run(steps: max(20, Int(Double(region.orders.count) * steps)), from: from, to: to)
        return region
      }
      for region in found { takeBack(region) }
      if objective > best.objective { best = self }
    }
    self = best
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

  /// Machines a region has at least.
  private static let regionMachinesMin = 40

  /// Deals the machines, and with them their orders, to regions.
  private func deal(round: Int) -> [RegionSearch] {
    let count = max(1, min(64, market.machines.count / Improvement.regionMachinesMin))
    let regionOfMachine = regionOfMachine(round: round, count: count)
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
        let draw = SplitMix64.hash(seed ^ UInt64(round) << 32, UInt64(index)) % UInt64(slot.count)
        region = regionOfMachine[Int(store.windows[slot.first + Int(draw)].machine)]
      }
      let local = Int32(orders[region].count)
      var reduced = Int64.min
      for term in slot.first..<slot.first + slot.count {
        let own = store.windows[term]
        let priced =
          slot.isUnbroken
          ? table.cheapestUnbrokenStart(
            Int(own.machine), need: Int64(own.need), from: Int64(own.from), limit: Int64(own.limit),
            calendar: market.machines[Int(own.machine)].calendar, openTime: market.openTime)
          : table.cheapestStart(
            Int(own.machine), need: Int64(own.need), from: Int64(own.from), limit: Int64(own.limit))
        guard let priced else { continue }
        let earned = program.value - own.cost - priced.cost
        reduced = max(reduced, earned)
        // What is far from paying its seconds is not worth a try.
        if earned < -(program.value - own.cost) / 2 { continue }
        let first = firstUnit[region][Int(own.machine)]
        if first < 0 { continue }
        for unit in Int(first)..<Int(first) + market.machines[Int(own.machine)].unitCount {
          wanted[region][unit].append(local)
        }
      }
      if reduced == .min { continue }
      localOfProgram[index] = local
      orders[region].append(
        RegionOrder(
          order: Int32(index), terms: Int32(slot.first)..<Int32(slot.first + slot.count),
          value: program.value, reduced: reduced, isUnbroken: slot.isUnbroken,
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
        seed: SplitMix64.hash(seed, UInt64(round * 64 + region)))
    }
  }

  /// The region of each machine: machines of one process stay together as far as regions are of like size.
  private func regionOfMachine(round: Int, count: Int) -> [Int] {
    var rank = [UInt64](repeating: .max, count: market.machines.count)
    for (process, offers) in market.offersOfProcess.enumerated() {
      let draw = SplitMix64.hash(seed &+ UInt64(round), UInt64(process)) >> 24
      for offer in offers {
        let machine = Int(market.conditions[offer].machine)
        let own = draw << 20 | SplitMix64.hash(seed &+ UInt64(round), UInt64(machine) << 20) >> 44
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
