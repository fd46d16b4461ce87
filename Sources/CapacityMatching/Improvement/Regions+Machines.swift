internal import CapacityModel

// How machines are dealt to regions. An order can be moved in a region only if all its machines are there.

extension Improvement {
  /// Machines that a region has at least, and in the rounds for orders of several stages.
  private static let machinesMin = 40
  private static let machinesOfWideMin = 400
  /// The most regions.
  private static let regionsMax = 64
  /// Where one order in so many has several stages they are what machines are dealt by.
  private static let chainShare = 20

  /// The region of each machine, and how many regions there are.
  ///
  /// By process or by cluster in turn; where many orders have several stages, by whom they serve, in few regions
  /// or in more in turn. Machines that make one such region stay together in all rounds: to cut them cost more than
  /// threads brought.
  func dealMachines(round: Int, seed: UInt64) -> (regionOfMachine: [Int], count: Int) {
    let chains = store.programs.count { $0.shape == .chain }
    let isByOrders = chains * Improvement.chainShare >= store.programs.count
    func count(ofAtLeast machines: Int) -> Int {
      max(1, min(Improvement.regionsMax, market.machines.count / machines))
    }
    let wide = count(ofAtLeast: Improvement.machinesOfWideMin)
    let isWide = isByOrders && (round % 2 == 0 || wide == 1)
    let count = isWide ? wide : count(ofAtLeast: Improvement.machinesMin)
    return (
      isByOrders
        ? regionOfMachineByOrders(seed: seed, count: count)
        : regionOfMachine(byCluster: round % 2 == 1, seed: seed, count: count), count
    )
  }

  /// The region of each machine: machines that serve the same orders stay together.
  ///
  /// Regions grow one after the other from a machine by lot, each time by the one that shares most jobs with them.
  ///
  /// - Complexity: O(machines + jobs of orders with several, squared for each order).
  private func regionOfMachineByOrders(seed: UInt64, count: Int) -> [Int] {
    let machines = market.machines.count
    var random = RandomNumbers(seed: seed)
    var lots = Array(0..<machines)
    for place in lots.indices { lots.swapAt(place, place + random.below(machines - place)) }
    var nextLot = 0
    let ordersOf = ordersOfSeveralJobs()
    var region = [Int](repeating: -1, count: machines)
    var links = [Int](repeating: 0, count: machines)
    // Machines by how many links they have with the region that grows; those of old counts are passed over.
    var byLinks: [[Int]] = []
    var placed = 0
    for number in 0..<count {
      let end = machines * (number + 1) / count
      for machine in byLinks.joined() { links[machine] = 0 }
      byLinks.removeAll()
      while placed < end {
        var chosen: Int?
        while chosen == nil, let machine = byLinks.last?.last {
          if region[machine] < 0, links[machine] == byLinks.count { chosen = machine }
          byLinks[byLinks.count - 1].removeLast()
          while byLinks.last?.isEmpty == true { byLinks.removeLast() }
        }
        while chosen == nil {
          if region[lots[nextLot]] < 0 { chosen = lots[nextLot] }
          nextLot += 1
        }
        guard let chosen else { break }
        region[chosen] = number
        placed += 1
        for other in ordersOf[chosen].lazy.flatMap({ machinesOf($0) }) where region[other] < 0 {
          links[other] += 1
          while byLinks.count < links[other] { byLinks.append([]) }
          byLinks[links[other] - 1].append(other)
        }
      }
    }
    return region
  }

  /// For each machine the programs with several jobs that it serves, once for each job.
  private func ordersOfSeveralJobs() -> [[Int32]] {
    var found = [[Int32]](repeating: [], count: market.machines.count)
    for index in state.parts.indices where state.parts[index].count > 1 {
      for machine in machinesOf(Int32(index)) { found[machine].append(Int32(index)) }
    }
    return found
  }

  /// The machine of each part of a program.
  private func machinesOf(_ index: Int32) -> [Int] {
    state.parts[Int(index)].map { market.machineOfUnit[Int($0.unit)] }
  }

  /// The region of each machine: machines of one process, or of one cluster, stay together as far as
  /// regions are of like size.
  private func regionOfMachine(byCluster: Bool, seed: UInt64, count: Int) -> [Int] {
    func key(_ group: Int, _ machine: Int) -> UInt64 {
      (SplitMix64.hash(seed, UInt64(group)) & ~0xF_FFFF)
        | (SplitMix64.hash(seed, UInt64(machine) << 20) >> 44)
    }
    var rank = [UInt64](repeating: .max, count: market.machines.count)
    if byCluster {
      for machine in rank.indices { rank[machine] = key(market.machines[machine].cluster, machine) }
    } else {
      for (process, offers) in market.offersOfProcess.enumerated() {
        for offer in offers {
          let machine = Int(market.conditions[offer].machine)
          rank[machine] = min(rank[machine], key(process, machine))
        }
      }
    }
    let sorted = market.machines.indices.sorted { (rank[$0], $0) < (rank[$1], $1) }
    var region = [Int](repeating: 0, count: market.machines.count)
    for (place, machine) in sorted.enumerated() { region[machine] = place * count / sorted.count }
    return region
  }
}
