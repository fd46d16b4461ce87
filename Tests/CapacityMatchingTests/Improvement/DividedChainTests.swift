import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// Orders of several stages that may be split, put in by the improvement on machines that promised bookings alone have taken from.
@Suite struct `Orders of several stages that are made in parts` {
  @Test func `are booked as every rule wants it, at the cost that is told`() async {
    var (served, divided) = (0, 0)
    for seed in UInt64(1)...150 {
      var shape = RandomDatasetShape()
      shape.splitPercent = 100
      shape.multiStagePercent = 100
      let market = Market(randomDataset(seed: seed, shape: shape))
      let opening = FreeCapacity(market, market.openingTimelines())
      let setting = PassSetting(
        market: market,
        candidates: await Candidates.find(in: market, method: .bestFirst(.all), threads: 1),
        objective: .surplus, method: .bestFirst(.all), width: .narrow, wideSearches: 0)
      let improvement = await improvement(setting, opening, seed: seed)
      let deal = improvement.deal(round: 0, seed: seed)
      var region = improvement.region(0, of: deal, seed: seed)
      let scale = ObjectiveScale(kind: .surplus)
      // One after the other, so that each finds what those before leave.
      for local in region.orders.indices where region.orders[local].shape == .chain {
        region.insertChain(Int32(local))
        let order = region.orders[local]
        if !order.isServed { continue }
        let note: Comment = "seed \(seed), order \(local)"
        served += 1
        let planned = PlannedOrder(
          order: Int(improvement.store.programs[Int(order.program)].order),
          parts: order.service.parts.map {
            var part = $0
            part.unit = region.units[Int(part.unit)].unit
            return part
          })
        let demand = market.orders[planned.order]
        if planned.parts.count > demand.stages.count { divided += 1 }
        var placer = setting.placer(on: opening)
        let isFound = placer.setFound(planned)
        #expect(isFound, note)
        #expect(
          weighted(
            placer.found.costFen * ObjectiveScale.micro, by: scale.weight(demand))
            == order.service.cost, note)
        for number in demand.stages {
          let parts = planned.parts.filter { Int($0.stage) == number - demand.stages.lowerBound }
          #expect(parts.count <= max(1, demand.partsMax), note)
          #expect(Set(parts.map { $0.unit }).count == parts.count, note)
        }
      }
    }
    #expect(served > 100, "\(served)")
    #expect(divided > 30, "\(divided) of \(served)")
  }

  /// Of nothing yet, at random prices.
  private func improvement(
    _ setting: PassSetting, _ opening: FreeCapacity, seed: UInt64
  ) async -> Improvement {
    let market = setting.market
    let grid = PriceGrid(market, opening: opening.timelines, fineness: 28)
    var random = TestRandom(seed: seed)
    let prices = (0..<grid.cellCount).map { _ in
      random.chance(50) ? 0 : Double(random.int64(0...20_000))
    }
    let store =
      await AllTerms.build(market, in: grid.rooms, objective: .surplus, threads: 1).joined
      ?? TermStore(.surplus)
    var improvement = Improvement(
      market: market, store: store, table: PriceTable(grid, prices),
      pass: GreedyPass(setting, opening: opening, plan: [], queue: []),
      opening: opening.timelines, threads: 1)
    await improvement.rate()
    return improvement
  }
}
