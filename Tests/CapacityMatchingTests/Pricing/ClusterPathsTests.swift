import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// Ways of an order through the clusters, against all of them.
@Suite struct `Ways through the clusters` {
  /// Slots of some stages, ascending in stage and cluster, with what they cost.
  private struct Draw {
    var slots: [TermStore.Slot] = []
    var costs: [Int64] = []

    init(clusterCount: Int, _ lot: inout TestRandom) {
      for stage in 0..<Int32(lot.int(1...4)) {
        let ships = lot.chance(70)
        let clusters = ships ? (0..<clusterCount).filter { _ in lot.chance(60) } : [-1]
        for cluster in clusters.isEmpty ? [0] : clusters {
          // One for the whole stage, one for its parts.
          for _ in 0..<lot.int(1...2) {
            slots.append(
              TermStore.Slot(first: 0, count: 1, stage: stage, cluster: Int32(cluster)))
            costs.append(lot.chance(15) ? .max : lot.int64(0...2_000_000_000))
          }
        }
      }
    }
  }

  /// What the stages from `stage` on cost at the least with the goods in a cluster; `nil` if there is no way.
  private func least(
    _ draw: Draw, from stage: Int32, goodsIn cluster: Int32, _ order: OrderDemand,
    weight: Int64, _ market: Market
  ) -> Int64? {
    let own = draw.slots.indices.filter { draw.slots[$0].stage == stage }
    if own.isEmpty {
      return cluster < 0
        ? 0 : market.wayCost(order, from: cluster, to: order.cluster, weight: weight)
    }
    return own.filter { draw.costs[$0] < .max }.compactMap { slot -> Int64? in
      let next = draw.slots[slot].cluster < 0 ? cluster : draw.slots[slot].cluster
      let way =
        cluster < 0 ? 0 : market.wayCost(order, from: cluster, to: Int(next), weight: weight)
      return least(
        draw, from: stage + 1, goodsIn: next, order, weight: weight, market
      ).map { draw.costs[slot] + way + $0 }
    }.min()
  }

  @Test func `cost as little as the best of all, and know of each place what is ahead of it`() {
    var (foundCount, noneCount) = (0, 0)
    for seed in UInt64(1)...200 {
      var lot = TestRandom(seed: seed)
      let dataset = tinyDataset(seed: seed)
      let market = Market(dataset)
      guard let order = market.orders.first else { continue }
      var paths = ClusterPaths()
      for number in 0..<5 {
        let note: Comment = "seed \(seed), number \(number)"
        let draw = Draw(clusterCount: dataset.clusters.count, &lot)
        // The order's slots need not stand at the beginning.
        let offset = lot.int(0...2)
        let all = [TermStore.Slot](repeating: TermStore.Slot(first: 0, count: 0), count: offset)
        let weight = lot.int64(0...3)
        let found = paths.find(
          order, slots: offset..<offset + draw.slots.count, of: all + draw.slots,
          costs: draw.costs, weight: weight, market)
        let expected = least(draw, from: 0, goodsIn: -1, order, weight: weight, market)
        #expect(found == expected ?? .max, note)
        if expected == nil { noneCount += 1 } else { foundCount += 1 }
        for (stage, layer) in paths.layers.enumerated() {
          for state in paths.states[layer.states] {
            let ahead = least(
              draw, from: Int32(stage) + 1, goodsIn: state.cluster, order, weight: weight, market)
            #expect(state.ahead == ahead ?? .max, note)
            #expect(
              state.cost
                == state.slots.map { draw.costs[$0 - offset] }.min() ?? .max, note)
          }
        }
      }
    }
    #expect(foundCount > 300)
    #expect(noneCount > 30)
  }
}
