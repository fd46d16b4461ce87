import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Rows of conditions` {
  @Test(arguments: UInt64(1)...30)
  func `keep every offer that serves a stage, and none that is too coarse`(seed: UInt64) {
    var shape = RandomDatasetShape()
    shape.machines = 30
    shape.multiStagePercent = seed % 2 == 0 ? 0 : 20
    let market = Market(randomDataset(seed: seed, shape: shape))
    let index = market.offerIndex
    var lanes = [UInt64](repeating: 0, count: index.groupCountMax)
    var kept = 0
    var ruledOut = 0
    for stage in market.stages {
      let order = market.orders[stage.order]
      let groups = index.groupRange(process: stage.process)
      index.conditionRows.find(&lanes, groups, stage, certificates: order.certificateMask)
      for offer in market.offersOfProcess[stage.process] {
        let place = Int(index.placeOfOffer[offer])
        let block = index.blocks[place / OfferIndex.blockSize]
        let group = Int(block.group)
        let first = Int(index.groups[group].firstBlock) * OfferIndex.blockSize
        let isKept = lanes[group - groups.lowerBound] >> UInt64(place - first) & 1 == 1
        if isKept { kept += 1 } else { ruledOut += 1 }
        if market.serves(offer, stage, in: order) { #expect(isKept, "seed \(seed)") }
        if market.conditions[offer].toleranceIT > stage.toleranceIT {
          #expect(!isKept, "seed \(seed)")
        }
      }
      // No bit without an offer.
      var offers = 0
      for group in groups { offers += lanes[group - groups.lowerBound].nonzeroBitCount }
      #expect(offers <= market.offersOfProcess[stage.process].count, "seed \(seed)")
    }
    #expect(kept > 0 && ruledOut > 0, "seed \(seed)")
  }
}
