import TestSupport
import Testing

@testable import CapacityMatching

/// What a stage costs around a stretch, against all parts that may have it inside.
@Suite struct `The cost around a stretch` {
  /// A draw of a machine, a term and a slot.
  private struct Draw {
    var prices: [Int64]
    var term: TermStore.RateTerm
    var slot: TermStore.Slot
  }

  private func draw(_ market: RandomGrid, _ machine: Int, _ random: inout TestRandom) -> Draw? {
    let prices = market.secondPrices(machine)
    if prices.isEmpty { return nil }
    let needMax = random.int(1...prices.count)
    let needMin = random.int(1...needMax)
    let isWithoutCycle = random.chance(10)
    // A part that makes nothing but by setting up takes the same time whatever its size.
    let least = isWithoutCycle ? needMax : needMin
    let setup = isWithoutCycle ? needMax : random.int(0...(needMin - 1))
    return Draw(
      prices: prices,
      term: TermStore.RateTerm(
        machine: Int32(machine), needMin: Int32(least), needMax: Int32(needMax),
        setup: Int32(setup), from: 0, limit: Int32(prices.count),
        cost: Int64(random.int(0...50_000)), most: Int64(random.int(1...9)),
        cycle: isWithoutCycle ? 0 : Int64(random.int(1...9) * 500)),
      slot: TermStore.Slot(
        first: 0, count: 1, isRate: true, quantity: Int64(random.int(9...30))))
  }

  @Test func `is for no part, around some stretch inside, more than the part costs`() {
    var insideCount = 0
    var cheapestCount = 0
    for seed in UInt64(1)...600 {
      var random = TestRandom(seed: seed)
      let market = RandomGrid(tinyDataset(seed: seed), &random)
      var starts = WindowMaximum()
      for machine in market.market.machines.indices {
        guard let draw = draw(market, machine, &random) else { continue }
        let (term, prices) = (draw.term, draw.prices)
        let cost = StretchCost(term, of: draw.slot, at: market.table, &starts)
        let need = Int(cost.need)
        let stretches = (0...(prices.count - need)).map { start in
          let grid = market.table.grid
          let stretch = market.table.stretch(
            from: Int64(start), in: grid.cell(machine, at: Int64(start)), need: cost.need,
            to: grid.cell(machine, at: Int64(start + need - 1)))
          let seconds = prices[start..<start + need]
          #expect(stretch.cost == seconds.reduce(0, +), "seed \(seed)")
          #expect(stretch.lowestPrice == seconds.min(), "seed \(seed)")
          let around = cost.cost(around: stretch)
          #expect(around >= cost.least, "seed \(seed)")
          if around > cost.least {
            let used = cost.used(around: stretch, at: market.table)
            if used.to - used.from == cost.need { insideCount += 1 } else { cheapestCount += 1 }
          }
          return around
        }
        let columns = market.market.machines[machine]
        let rooms = (columns.firstUnit..<columns.firstUnit + columns.unitCount)
          .flatMap { market.opening.gapList($0) }
        for start in 0...(prices.count - need) {
          let longest = min(Int(term.needMax), prices.count - start)
          for length in need...longest
          where rooms.contains(where: {
            Int($0.from) <= start && start + length <= Int($0.to)
          }) {
            let part = PricedRate(
              priced: prices[start..<start + length].reduce(0, +),
              running: max(1, Int64(length) - Int64(term.setup)), from: 0, to: 0)
            let own =
              scaledDown(term.cost, share: draw.slot.quantity, of: term.most)
              + part.cost(of: draw.slot.quantity, cycle: term.cycle, most: term.most)
            let least = stretches[start...(start + length - need)].min() ?? .max
            #expect(least <= own, "seed \(seed), machine \(machine), \(start)+\(length)")
          }
        }
      }
    }
    #expect(insideCount > 1_000)
    #expect(cheapestCount > 1_000)
  }
}
