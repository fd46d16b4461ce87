import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `A stage in several parts` {
  @Test func `costs no less than the certificate says, however it is cut`() async {
    var (cuts, sharedByMost) = (0, 0)
    for seed in UInt64(1)...300 {
      var lot = TestRandom(seed: seed)
      var shape = RandomDatasetShape()
      shape.multiStagePercent = 100
      let market = Market(randomDataset(seed: seed, shape: shape))
      let grid = PriceGrid(market, opening: market.openingTimelines(), fineness: 4)
      var builder = TermBuilder(market, in: grid.rooms, objective: .surplus)
      for order in market.orders.indices where market.orders[order].partsMax > 1 {
        let demand = market.orders[order]
        var store = TermStore(.surplus)
        if !builder.appendChain(demand, to: &store) { continue }
        for (number, index) in demand.stages.enumerated() {
          let stage = market.stages[index]
          builder.findDivision(number, stage, demand)
          guard let division = builder.division, division.most > 0 else { continue }
          let offers = builder.lists[number].filter { builder.fits[$0] > 0 }
          for _ in 0..<8 {
            // Parts of any size on any offers, at least two.
            var parts: [(offer: Int, fit: Int64, quantity: Int64)] = []
            var missing = stage.quantity
            while missing > 0, parts.count < demand.partsMax {
              let place = offers[lot.int(0...offers.count - 1)]
              let (offer, fit) = (Int(builder.eligible[place]), builder.fits[place])
              let most = min(missing, fit)
              let quantity = lot.chance(50) ? most : lot.int64(1...most)
              if quantity < market.partSizes(offer, stage).least { break }
              parts.append((offer, fit, quantity))
              missing -= quantity
            }
            if missing > 0 || parts.count < 2 { continue }
            var charged: Int64 = 0
            var told = division.setup
            for part in parts {
              charged += market.charge(
                part.offer, stage, quantity: part.quantity,
                need: market.need(part.offer, stage, quantity: part.quantity))
              let size = division.sharesByMost ? division.most : part.fit
              told +=
                market.leastUnitCost(part.offer, stage, most: size) * part.quantity / size
            }
            // Each part's charge may be half a fen below what is not rounded.
            let roundings = Int64(parts.count) * ObjectiveScale.micro / 2
            #expect(
              charged * ObjectiveScale.micro + roundings >= told, "seed \(seed), order \(order)")
            cuts += 1
            if division.sharesByMost { sharedByMost += 1 }
          }
        }
      }
    }
    #expect(cuts > 500 && sharedByMost > 100 && sharedByMost < cuts, "\(cuts), \(sharedByMost)")
  }
}
