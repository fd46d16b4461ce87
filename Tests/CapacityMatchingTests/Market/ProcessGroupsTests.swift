import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct `Groups of processes` {
  @Test(arguments: UInt64(1)...40)
  func `no two groups share a machine, and every order stands once`(seed: UInt64) {
    var shape = RandomDatasetShape()
    shape.processes = 8
    shape.machines = 10
    shape.multiStagePercent = seed % 2 == 0 ? 0 : 20
    let market = Market(randomDataset(seed: seed, shape: shape))
    let groups = market.processGroups
    var groupOfMachine: [Int: Int32] = [:]
    for (order, demand) in market.orders.enumerated() {
      for stage in demand.stages {
        for offer in market.offersOfProcess[market.stages[stage].process] {
          let machine = Int(market.conditions[offer].machine)
          let group = groupOfMachine[machine] ?? groups.groupOfOrder[order]
          #expect(group == groups.groupOfOrder[order], "seed \(seed)")
          groupOfMachine[machine] = group
        }
      }
    }
    #expect(groups.groupOfOrder.allSatisfy { $0 >= 0 && Int($0) < groups.groupCount })
    #expect(groups.ordersByProcess.sorted() == market.orders.indices.map(Int32.init))
  }
}
