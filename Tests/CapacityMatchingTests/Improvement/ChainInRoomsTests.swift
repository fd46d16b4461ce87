import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// Orders of several stages on machines that promised bookings alone have taken from.
@Suite struct `The cheapest way to book an order of several stages` {
  @Test func `is one that can be booked, and nearly always the cheapest of all`() async {
    var (found, cheapest, none) = (0, 0, 0)
    var missed: [UInt64] = []
    for seed in UInt64(1)...400 {
      var lot = TestRandom(seed: seed)
      let shop = ChainShop(RandomGrid(chains(seed: seed, &lot), &lot))
      let store =
        await AllTerms.build(
          shop.market, in: shop.grid.rooms, objective: .surplus, threads: 1
        ).joined ?? TermStore(.surplus)
      let rated = await RatedTerms(shop.market, store, at: shop.table, threads: 1)
      for (number, program) in store.programs.enumerated() where program.shape == .chain {
        let note: Comment = "seed \(seed), order \(program.order)"
        let task = shop.task(number, store, rated)
        let least = shop.leastCost(task)
        var chains = ChainInRooms()
        var random = RandomNumbers(seed: seed)
        guard chains.find(task, &random), let last = chains.found.last else {
          // A machine in 128 is overlooked.
          if least == nil { none += 1 } else { missed.append(seed) }
          continue
        }
        #expect(shop.cost(of: chains.found, task) == last.cost, note)
        #expect(least.map { $0 <= last.cost } ?? false, note)
        found += 1
        if last.cost == least { cheapest += 1 }
      }
    }
    #expect(found > 100)
    #expect(none > 3)
    #expect(cheapest * 100 >= found * 95, "cheapest in \(cheapest) of \(found)")
    #expect(missed.count * 50 <= found, "\(missed)")
  }

  @Test func `of ways that are ready in the same closed hours goes the cheapest`() async {
    // Made at once for much, until 19:00 for less, until 23:00 for least; then ten hours of a day shift, of which the
    // last lets the deadline be met.
    let dataset = dayShiftAfterThreeWays()
    let market = Market(dataset)
    let opening = market.openingTimelines()
    let grid = PriceGrid(market, opening: opening, fineness: 4)
    let free = PriceTable(grid, [Double](repeating: 0, count: grid.cellCount))
    let shop = ChainShop(market, opening, grid, free)
    let store =
      await AllTerms.build(market, in: grid.rooms, objective: .surplus, threads: 1).joined
      ?? TermStore(.surplus)
    let rated = await RatedTerms(market, store, at: free, threads: 1)
    let task = shop.task(0, store, rated)
    var chains = ChainInRooms()
    var random = RandomNumbers(seed: 1)
    #expect(chains.find(task, &random))
    #expect(chains.found.map { market.machine(of: task.choices[Int($0.choice)].term) } == [2, 3])
  }
}

/// An order of two stages: the first on any of three machines, the later it is done the cheaper, the second on a machine
/// that works from 8 to 18.
private func dayShiftAfterThreeWays() -> Dataset {
  let hour: Int64 = 3_600
  var dataset = Workshop().dataset
  dataset.calendars = [
    WorkCalendar(
      id: Identifier("day"),
      weekly: [
        WeeklyHours(days: 0b111_1111, fromSecondOfDay: 8 * hour, toSecondOfDay: 18 * hour)
      ])
  ]
  dataset.machines = (0..<4).map { Machine(id: Identifier("M\($0)"), factory: 0) }
  dataset.machines[3].calendar = 0
  dataset.processes.append(Process(id: Identifier("P1"), name: "P1"))
  func offer(machine: Int, process: Int, hours: Int64, yuan: Int64) -> Offer {
    Offer(
      machine: machine, process: process,
      pricing: .piece(tiers: [PriceTier(fromQuantity: 1, priceFen: 10 * yuan)]),
      cycleMilliseconds: hours * hour * 100)
  }
  dataset.offers = [
    offer(machine: 0, process: 0, hours: 1, yuan: 30),
    offer(machine: 1, process: 0, hours: 19, yuan: 20),
    offer(machine: 2, process: 0, hours: 23, yuan: 10),
    offer(machine: 3, process: 1, hours: 10, yuan: 1),
  ]
  dataset.stages = [Stage(process: 0, quantity: 10), Stage(process: 1, quantity: 10)]
  dataset.orders[0].stages = 0..<2
  dataset.orders[0].deadline = 42 * hour
  return dataset
}

/// A tiny dataset whose orders have two or three stages, and time and money for them.
private func chains(seed: UInt64, _ lot: inout TestRandom) -> Dataset {
  var dataset = tinyDataset(seed: seed, ordersMax: 6)
  dataset.stages = []
  for order in dataset.orders.indices {
    let first = dataset.stages.count
    for _ in 0..<lot.int(2...3) {
      dataset.stages.append(
        Stage(process: lot.chance(70) ? 0 : 1, quantity: lot.int64(1...3)))
    }
    dataset.orders[order].stages = first..<dataset.stages.count
    dataset.orders[order].budgetFen *= 10
    dataset.orders[order].deadline += 40
  }
  return dataset
}

/// Machines with prices, and all that an order of several stages may go to.
private struct ChainShop {
  let market: Market
  let grid: PriceGrid
  let table: PriceTable
  private let opening: Timelines
  private var units: [RegionUnit] = []

  init(_ drawn: RandomGrid) {
    self.init(drawn.market, drawn.opening, drawn.grid, drawn.table)
  }

  init(_ market: Market, _ opening: Timelines, _ grid: PriceGrid, _ table: PriceTable) {
    (self.market, self.grid, self.table, self.opening) = (market, grid, table, opening)
    for machine in market.machines.indices {
      let columns = market.machines[machine]
      let total = Int32(market.openTime.total(columns.calendar))
      for unit in columns.firstUnit..<columns.firstUnit + columns.unitCount {
        var jobs: [UnitPlan.Job] = []
        var time: Int32 = 0
        for gap in opening.gapList(unit) + [Timelines.Gap(from: total, to: total)] {
          if gap.from > time { jobs.append(.fixed(from: time, to: gap.from)) }
          time = gap.to
        }
        units.append(
          RegionUnit(
            unit: Int32(unit), machine: Int32(machine), unitCount: Int32(columns.unitCount),
            plan: UnitPlan(calendar: columns.calendar, jobs: jobs, market.openTime)))
      }
    }
  }

  func task(_ number: Int, _ store: TermStore, _ rated: RatedTerms) -> ChainInRooms.Task {
    let program = store.programs[number]
    let choices = rated.of(number).map { rated in
      let term = store.windows[Int(rated.term)]
      return RegionChoice(
        term: term, ideal: rated.ideal, index: rated.term,
        unit: Int32(market.machines[market.machine(of: term)].firstUnit), stage: rated.stage,
        isUnbroken: rated.isUnbroken)
    }
    let demand = market.orders[Int(program.order)]
    return ChainInRooms.Task(
      market: market, table: table, units: units, choices: choices,
      order: RegionOrder(
        program: Int32(number), shape: .chain, choices: choices.indices,
        partChoices: choices.endIndex..<choices.endIndex, value: program.value,
        weight: demand.priority, leastCost: 0, reduced: 0, isUnbroken: false),
      demand: demand, clears: false)
  }

  /// Where an order stands after a stage.
  private struct Standing: Hashable {
    var end: Int64
    var goodsCluster = -1
    var goodsEnd: Int64 = 0
  }

  /// The least that an order costs, all starts of all stages tried; `nil` if it has no place.
  func leastCost(_ task: ChainInRooms.Task) -> Int64? {
    var standings = [Standing(end: task.demand.release): Int64(0)]
    for number in 0..<task.demand.stages.count {
      var next: [Standing: Int64] = [:]
      for choice in task.choices where choice.stage == number {
        for unit in units.range(of: choice) {
          let starts = choice.term.from...max(choice.term.from, choice.term.limit)
          for start in starts where isFree(Int64(start), choice, unit) {
            for (before, cost) in standings {
              guard let (after, own) = step(before, number, choice, Int64(start), task) else {
                continue
              }
              next[after] = min(next[after] ?? .max, cost + own)
            }
          }
        }
      }
      standings = next
    }
    return standings.values.min()
  }

  /// What the stages found cost; `nil` if they cannot be booked so.
  func cost(of found: [ChainInRooms.Done], _ task: ChainInRooms.Task) -> Int64? {
    var standing = Standing(end: task.demand.release)
    var cost: Int64 = 0
    for (number, done) in found.enumerated() {
      let choice = task.choices[Int(done.choice)]
      guard isFree(Int64(done.start), choice, Int(done.unit)),
        let (after, own) = step(standing, number, choice, Int64(done.start), task),
        after.end == done.end
      else { return nil }
      standing = after
      cost += own
    }
    return found.count == task.demand.stages.count ? cost : nil
  }

  /// Whether a booking of a choice may start in its window at a second that nobody was promised.
  private func isFree(_ start: Int64, _ choice: RegionChoice, _ unit: Int) -> Bool {
    let end = start + Int64(choice.term.need)
    if start < Int64(choice.term.from) || end > Int64(choice.term.limit) { return false }
    let isInGap = opening.gapList(Int(units[unit].unit)).contains {
      Int64($0.from) <= start && end <= Int64($0.to)
    }
    let calendar = market.machines[market.machine(of: choice.term)].calendar
    return isInGap
      && (!choice.isUnbroken
        || market.openTime.spanIndex(calendar, of: start)
          == market.openTime.spanIndex(calendar, of: end - 1))
  }

  /// A stage booked after what stands, and what that costs; `nil` if it starts too early.
  private func step(
    _ before: Standing, _ number: Int, _ choice: RegionChoice, _ start: Int64,
    _ task: ChainInRooms.Task
  ) -> (Standing, Int64)? {
    let machine = market.machine(of: choice.term)
    let columns = market.machines[machine]
    let wall = market.openTime.wallStart(columns.calendar, of: start)
    let need = Int64(choice.term.need)
    if wall < before.end { return nil }
    var after = before
    after.end = market.openTime.wallEnd(columns.calendar, of: start + need)
    var fen: Int64 = 0
    if market.stages[task.demand.stages.lowerBound + number].ships {
      if before.goodsCluster >= 0, before.goodsCluster != columns.cluster {
        let lane = market.freight.lane(from: before.goodsCluster, to: columns.cluster)
        if wall < before.goodsEnd + lane.transitSeconds { return nil }
        fen += freight(lane, task)
      }
      if number == task.demand.lastShippingStage {
        fen += freight(
          market.freight.lane(from: columns.cluster, to: task.demand.cluster), task)
      }
      (after.goodsCluster, after.goodsEnd) = (columns.cluster, after.end)
    }
    let priced = table.cost(
      from: start, in: grid.cell(machine, at: start), to: start + need,
      in: grid.cell(machine, at: start + need - 1))
    return (
      after,
      choice.term.cost + priced
        + weighted(fen * ObjectiveScale.micro, by: task.order.weight)
    )
  }

  private func freight(_ lane: Freight.Lane, _ task: ChainInRooms.Task) -> Int64 {
    market.freight.cost(lane, grams: task.demand.weightGrams, numerator: 1, denominator: 1)
  }
}
