import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// What prices prove, against all answers tried.
@Suite struct `The bound that prices prove` {
  /// The bound in micro-yuan, and each order's share by index.
  private func bound(
    _ market: Market, _ table: PriceTable, _ objective: ObjectiveKind
  ) async -> (all: Int128, best: [Int: Int64], store: TermStore) {
    let store =
      await AllTerms.build(
        market, in: Rooms(market, opening: market.openingTimelines()), objective: objective,
        threads: 1
      ).joined ?? TermStore(objective)
    var pricer = OrderPricer(market, table, objective: objective)
    var usage = CellUsage(cellCount: table.knots.count)
    var best: [Int: Int64] = [:]
    for program in store.programs {
      best[Int(program.order)] = pricer.best(program, in: store, usage: &usage)
    }
    let all = best.values.reduce(table.worthOfFreeTime()) { $0 + Int128($1) }
    return (all, best, store)
  }

  private func fen(_ microYuan: Int128) -> Int128 {
    (microYuan + Int128(ObjectiveScale.micro) - 1) / Int128(ObjectiveScale.micro)
  }

  @Test(arguments: ObjectiveKind.allCases)
  func `is not beaten by any answer, whatever the prices`(objective: ObjectiveKind) async {
    var servedCount = 0
    var tightCount = 0
    for seed in UInt64(1)...1_500 {
      let dataset = tinyDataset(seed: seed, ordersMax: seed % 10 == 0 ? 6 : 4)
      let optimum = ExhaustiveSearch(dataset, objective).bestObjectiveFen()
      servedCount += optimum > 0 ? 1 : 0
      var random = TestRandom(seed: seed)
      for draw in 0..<4 {
        let market = RandomGrid(dataset, &random)
        let bound = fen(await bound(market.market, market.table, objective).all)
        #expect(Int128(optimum) <= bound, "seed \(seed), draw \(draw)")
        tightCount += Int128(optimum) == bound ? 1 : 0
      }
    }
    // The lot must have drawn what matters.
    #expect(servedCount > 900)
    #expect(tightCount > 300)
  }

  @Test(arguments: ObjectiveKind.allCases)
  func `is, without prices, what each order of one part earns alone`(
    objective: ObjectiveKind
  ) async {
    for seed in UInt64(1)...700 {
      let dataset = tinyDataset(seed: seed)
      let market = Market(dataset)
      let grid = PriceGrid(market, opening: market.openingTimelines(), fineness: 5)
      // Prices by hand: the table would price promised time out of reach.
      var empty = dataset
      empty.promised = []
      let free = Market(empty)
      let freeGrid = PriceGrid(free, opening: free.openingTimelines(), fineness: 5)
      let table = PriceTable(freeGrid, [Double](repeating: 0, count: freeGrid.cellCount))
      let found = await bound(free, table, objective)
      for order in dataset.orders.indices {
        var alone = empty
        alone.orders = [dataset.orders[order]]
        #expect(
          found.best[order] ?? 0
            == ObjectiveScale.micro * ExhaustiveSearch(alone, objective).bestObjectiveFen(),
          "seed \(seed), order \(order)")
      }
      // What is promised only takes away.
      let taken = PriceTable(grid, [Double](repeating: 0, count: grid.cellCount))
      #expect(await bound(market, taken, objective).all <= found.all, "seed \(seed)")
    }
  }

  /// Stages, parts, calendars and promised bookings, with some set-ups that make all there is.
  private func dataset(
    seed: UInt64, orders: Int = 15, machines: Int = 6, days: Int = 7
  ) -> Dataset {
    var shape = RandomDatasetShape()
    shape.days = days
    shape.orders = orders
    shape.machines = machines
    return randomDataset(seed: seed, shape: shape)
  }

  @Test(arguments: ObjectiveKind.allCases)
  func `is what the search for prices says, whether it keeps all terms, some or none`(
    objective: ObjectiveKind
  ) async {
    var loweredCount = 0
    for seed in UInt64(1)...12 {
      // All are short of machines, so that prices above 0 prove more.
      let dataset = dataset(
        seed: seed, orders: seed % 4 == 0 ? 400 : 90, machines: seed % 4 == 0 ? 12 : 3,
        days: 3)
      let market = Market(dataset)
      let opening = market.openingTimelines()
      let rooms = Rooms(market, opening: opening)
      let joined = await AllTerms.build(market, in: rooms, objective: objective, threads: 2)
      let apart = await AllTerms.build(
        market, in: rooms, objective: objective, threads: 2, joinedTermsMax: 0)
      for (kind, terms) in [("joined", joined), ("apart", apart), ("anew", nil)] {
        let note: Comment = "seed \(seed), terms \(kind)"
        var search = PriceSearch(
          market, terms, objective: objective,
          grid: PriceGrid(market, opening: opening, fineness: EffortPlan.coarsest), threads: 2)
        let first = [Double](repeating: 0, count: search.grid.cellCount)
        let worth = [Double](repeating: 3_000, count: market.machines.count)
        await search.begin(with: first, worthOfSeconds: worth)
        await improve(&search, 0)
        let unpriced = search.bestBound
        await improve(&search, 15)
        let coarse = search.bestBound
        #expect(coarse <= unpriced, note)
        search.refine(to: PriceGrid(market, opening: opening, fineness: 112), fineness: 112)
        await improve(&search, 1)
        loweredCount += search.bestBound < unpriced ? 1 : 0
        let pricing = search.pricing
        let proven = await bound(market, PriceTable(pricing.grid, pricing.prices), objective)
        #expect(proven.all == pricing.bound, note)
        #expect(Int128(pricing.upperBoundFen) == fen(pricing.bound), note)
      }
    }
    #expect(loweredCount > 8, "\(loweredCount)")
  }

  private func improve(_ search: inout PriceSearch, _ count: Int) async {
    await search.sweep(count) {
      0
    } isOver: {
      false
    }
    await search.combine(count) {
      0
    } isOver: {
      false
    }
    await search.dropTraces()
  }

  @Test func `is the same whether terms are looked at all or the few kept at the same prices`()
    async
  {
    for seed in UInt64(1)...150 {
      var random = TestRandom(seed: seed)
      let market = RandomGrid(dataset(seed: seed), &random)
      let objective = ObjectiveKind.allCases[Int(seed % 3)]
      let all = await bound(market.market, market.table, objective)
      var pricer = OrderPricer(market.market, market.table, objective: objective)
      var usage = CellUsage(cellCount: market.table.knots.count)
      var near = TermStore(objective)
      for program in all.store.programs {
        let kept = pricer.best(program, in: all.store, keeping: &near, .besideAll)
        #expect(kept == all.best[Int(program.order)], "seed \(seed), order \(program.order)")
        let alone = pricer.best(program, in: all.store, usage: &usage)
        #expect(kept == alone, "seed \(seed), order \(program.order)")
      }
      var again = CellUsage(cellCount: market.table.knots.count)
      for program in near.programs {
        let kept = pricer.best(program, in: near, usage: &again)
        #expect(kept == all.best[Int(program.order)], "seed \(seed), order \(program.order)")
      }
      #expect(again.seconds == usage.seconds, "seed \(seed)")
      #expect(near.programs.count == all.store.programs.count, "seed \(seed)")
    }
  }

  @Test func `is the same whether borders of pieces are kept or worked out for each order`()
    async
  {
    var chainCount = 0
    for seed in UInt64(1)...60 {
      var random = TestRandom(seed: seed)
      let drawn = RandomGrid(dataset(seed: seed), &random)
      let all = await bound(drawn.market, drawn.table, .surplus)
      var pricer = OrderPricer(
        drawn.market, drawn.table, objective: .surplus,
        borders: KeptBorders(all.store, drawn.market))
      var usage = CellUsage(cellCount: drawn.table.knots.count)
      for program in all.store.programs {
        let kept = pricer.best(program, in: all.store, usage: &usage)
        #expect(kept == all.best[Int(program.order)], "seed \(seed), order \(program.order)")
        chainCount += program.shape == .chain ? 1 : 0
      }
    }
    #expect(chainCount > 50)
  }
}
