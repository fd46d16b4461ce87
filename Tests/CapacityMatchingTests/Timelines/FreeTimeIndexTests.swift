import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `The index of free time` {
  @Test(arguments: UInt64(1)...60)
  func `never rules out a machine that has a place`(seed: UInt64) {
    var random = TestRandom(seed: seed)
    var shape = RandomDatasetShape()
    shape.machines = 12
    let market = Market(randomDataset(seed: seed, shape: shape))
    let end = market.horizon.lengthSeconds
    var timelines = market.openingTimelines()
    var index = FreeTimeIndex(market, timelines)
    for _ in 0..<200 {
      let offer = random.int(0...(market.conditions.count - 1))
      let machine = Int(market.conditions[offer].machine)
      let columns = market.machines[machine]
      let unit = columns.firstUnit + random.int(0...(columns.unitCount - 1))
      let need = Int64(random.int(1...90_000))
      let from = Int64(random.int(0...Int(end - 1)))
      let to = Int64(random.int(Int(from)...Int(end + 1_000)))
      var steps = 0
      let start = timelines.earliestStart(
        unit, need: need, from: market.openTime.work(columns.calendar, before: from),
        limit: market.openTime.work(columns.calendar, before: to), steps: &steps)
      if start < 0 { continue }
      let days = index.buckets(from: from, to: to)
      let place = Int(market.offerIndex.placeOfOffer[offer])
      let block = place / OfferIndex.blockSize
      let lane = place % OfferIndex.blockSize
      let level = TimeLevel.level(need)
      #expect(index.level(place: place, days) >= level, "seed \(seed)")
      var needed = LevelWord()
      needed[lane] = level
      let bits = index.mayHaveRoom(block: block, levels: needed, days)
      #expect(bits >> UInt32(lane) & 1 == 1, "seed \(seed)")
      let group = Int(market.offerIndex.blocks[block].group)
      #expect(index.mayHaveRoom(group: group, level: level, days), "seed \(seed)")
      let gap = timelines.take(unit, from: start, to: start + need)
      index.noteTaken(machine: machine, gap: gap, market, timelines)
      if random.chance(50) { index.refresh(group: group, market) }
    }
  }
}
