internal import CapacityModel

// How machines and orders are dealt to regions.

extension Improvement {
  /// Machines a region has at least.
  private static let regionMachinesMin = 40
  /// The most regions.
  private static let regionsMax = 64

  /// What is dealt to one region.
  private struct Hand {
    var units: [RegionUnit] = []
    var orders: [RegionOrder] = []
    var choices: [RegionChoice] = []
    /// For each machine its first unit in the region, -1 if it is not there.
    var firstUnit: [Int32]
    /// For each unit the orders that may want it.
    var wanted: [[Int32]] = []
  }

  /// Deals the machines, and with them their orders, to regions.
  func deal(round: Int, seed: UInt64) -> [RegionSearch] {
    let count = max(
      1, min(Improvement.regionsMax, market.machines.count / Improvement.regionMachinesMin))
    let regionOfMachine = regionOfMachine(byCluster: round % 2 == 1, seed: seed, count: count)
    var hands = [Hand](
      repeating: Hand(firstUnit: [Int32](repeating: -1, count: market.machines.count)),
      count: count)
    var localOfUnit = [Int32](repeating: 0, count: market.unitCount)
    for machine in market.machines.indices {
      let region = regionOfMachine[machine]
      let columns = market.machines[machine]
      hands[region].firstUnit[machine] = Int32(hands[region].units.count)
      for unit in columns.firstUnit..<columns.firstUnit + columns.unitCount {
        localOfUnit[unit] = Int32(hands[region].units.count)
        hands[region].units.append(
          RegionUnit(unit: Int32(unit), machine: Int32(machine), plan: state.plans[unit]))
        hands[region].wanted.append([])
      }
    }
    var localOfProgram = [Int32](repeating: -1, count: store.programs.count)
    for index in store.programs.indices {
      guard let region = region(of: index, regionOfMachine, seed) else { continue }
      localOfProgram[index] = Int32(hands[region].orders.count)
      deal(index, to: &hands[region], localOfUnit)
    }
    return hands.indices.map { region in
      var hand = hands[region]
      for unit in hand.units.indices {
        hand.units[unit].plan.rename { job in job.order < 0 ? -1 : localOfProgram[Int(job.order)] }
      }
      return RegionSearch(
        market: market, store: store, table: table, units: hand.units, orders: hand.orders,
        choices: hand.choices, wanted: hand.wanted, seed: SplitMix64.hash(seed, UInt64(region)))
    }
  }

  /// Where an order is dealt: to its units if they are all in one region, else nowhere; orders that nobody
  /// serves where one of their offers is, by lot.
  private func region(of index: Int, _ regionOfMachine: [Int], _ seed: UInt64) -> Int? {
    if state.unit[index] >= 0 {
      return regionOfMachine[market.machineOfUnit[Int(state.unit[index])]]
    }
    if let first = state.parts[index].first {
      let region = regionOfMachine[market.machineOfUnit[Int(first.unit)]]
      let isWhole = state.parts[index].allSatisfy {
        regionOfMachine[market.machineOfUnit[Int($0.unit)]] == region
      }
      return isWhole ? region : nil
    }
    let slots = store.programs[index].wholes
    if slots.isEmpty { return nil }
    let draw = SplitMix64.hash(seed, UInt64(index))
    let slot = store.slots[slots.lowerBound + Int((draw >> 32) % UInt64(slots.count))]
    if slot.isRate || slot.count == 0 { return nil }
    let term = store.windows[slot.first + Int(draw % UInt64(slot.count))]
    return regionOfMachine[Int(term.machine)]
  }

  private func deal(_ index: Int, to hand: inout Hand, _ localOfUnit: [Int32]) {
    let program = store.programs[index]
    let demand = market.orders[Int(program.order)]
    let local = Int32(hand.orders.count)
    let first = store.slots[program.slots.lowerBound]
    var order = RegionOrder(
      program: Int32(index), shape: program.shape, choices: choices(of: index, in: &hand),
      partChoices: partChoices(of: program, in: &hand), value: program.value,
      weight: ObjectiveScale(kind: store.objective).weight(demand),
      leastCost: first.count > 0 && !first.isRate ? store.windows[first.first].cost : 0,
      reduced: rated.reduced[index], isUnbroken: first.isUnbroken)
    if state.unit[index] >= 0 { order.unit = localOfUnit[Int(state.unit[index])] }
    order.parts = state.parts[index].map {
      var part = $0
      part.unit = localOfUnit[Int(part.unit)]
      return part
    }
    order.cost = state.cost[index]
    hand.orders.append(order)
    // A chain, or parts, are worth a try, or not, as a whole.
    let isWorth = order.reduced >= -program.value / 4
    if program.shape == .chain, !isWorth { return }
    let isWanted = !order.choices.isEmpty || !isWorth ? order.choices : order.partChoices
    for choice in hand.choices[isWanted] {
      let machine = hand.units[Int(choice.unit)].machine
      for unit in Int(choice.unit)..<Int(choice.unit) + market.machines[Int(machine)].unitCount {
        hand.wanted[unit].append(local)
      }
    }
  }

  /// Takes the terms of an order on machines of the region over to it.
  private func choices(of index: Int, in hand: inout Hand) -> Range<Int> {
    let first = hand.choices.count
    for rated in rated.of(index) {
      let unit = hand.firstUnit[Int(store.windows[Int(rated.term)].machine)]
      if unit >= 0 { hand.choices.append(RegionChoice(rated: rated, unit: unit)) }
    }
    return first..<hand.choices.count
  }

  /// Takes what the smallest parts of an order may go to over to the region.
  private func partChoices(of program: TermStore.Program, in hand: inout Hand) -> Range<Int> {
    let first = hand.choices.count
    guard program.shape == .pair || program.shape == .split else { return first..<first }
    // The slot with most offers: that of the smallest parts.
    let windows = store.slots[program.slots].lazy.filter { !$0.isRate }
    guard let slot = windows.max(by: { $0.count < $1.count }) else { return first..<first }
    for term in slot.first..<slot.first + slot.count {
      let unit = hand.firstUnit[Int(store.windows[term].machine)]
      if unit < 0 { continue }
      let rated = RatedTerm(
        ideal: 0, term: Int32(term), stage: slot.stage, isUnbroken: slot.isUnbroken)
      hand.choices.append(RegionChoice(rated: rated, unit: unit))
    }
    return first..<hand.choices.count
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
