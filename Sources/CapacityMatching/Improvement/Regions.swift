internal import CapacityModel

// How orders are dealt to regions, with the machines that they want.

extension Improvement {
  /// Which machines and orders go to which region.
  struct Deal: Sendable {
    /// What is dealt to one region.
    struct Hand: Sendable {
      var machines: [Int32] = []
      var unitCount = 0
      /// Among the store's programs.
      var programs: [Int32] = []
    }

    var hands: [Hand]
    var regionOfMachine: [Int]
    /// The first unit of each machine, among its region's.
    var firstUnit: [Int32]
    /// Each program, among its region's; -1 if it is dealt to none.
    var placeOfProgram: [Int32]

    /// A region alone with fewer orders is not searched twice: once finds what there is.
    private static let ordersOfTwice = 200

    /// How often each region is searched.
    var triesOfEach: Int {
      hands.count == 1 && hands[0].programs.count >= Deal.ordersOfTwice ? 2 : 1
    }
  }

  /// Deals the machines, and with them their orders, to regions.
  func deal(round: Int, seed: UInt64) -> Deal {
    let (regionOfMachine, count) = dealMachines(round: round, seed: seed)
    var deal = Deal(
      hands: [Deal.Hand](repeating: Deal.Hand(), count: count),
      regionOfMachine: regionOfMachine, firstUnit: [],
      placeOfProgram: [Int32](repeating: -1, count: store.programs.count))
    for machine in market.machines.indices {
      let region = deal.regionOfMachine[machine]
      deal.firstUnit.append(Int32(deal.hands[region].unitCount))
      deal.hands[region].machines.append(Int32(machine))
      deal.hands[region].unitCount += market.machines[machine].unitCount
    }
    for index in store.programs.indices {
      guard let region = region(of: index, deal.regionOfMachine, seed) else { continue }
      deal.placeOfProgram[index] = Int32(deal.hands[region].programs.count)
      deal.hands[region].programs.append(Int32(index))
    }
    return deal
  }

  /// A region with what is dealt to it.
  func region(_ number: Int, of deal: Deal, seed: UInt64) -> RegionSearch {
    let hand = deal.hands[number]
    var units: [RegionUnit] = []
    units.reserveCapacity(hand.unitCount)
    for machine in hand.machines {
      let columns = market.machines[Int(machine)]
      for unit in columns.firstUnit..<columns.firstUnit + columns.unitCount {
        var plan = state.plans[unit]
        plan.rename { job in job.order < 0 ? -1 : deal.placeOfProgram[Int(job.order)] }
        units.append(
          RegionUnit(
            unit: Int32(unit), machine: machine, unitCount: Int32(columns.unitCount), plan: plan))
      }
    }
    var takeover = Takeover(
      number: number, deal: deal, units: units,
      wanted: [[Int32]](repeating: [], count: units.count))
    for index in hand.programs { add(Int(index), to: &takeover) }
    return RegionSearch(
      market: market, store: store, table: table, units: units, orders: takeover.orders,
      choices: takeover.choices, wanted: takeover.wanted,
      seed: SplitMix64.hash(seed, UInt64(number)))
  }

  /// The orders that a region takes over.
  private struct Takeover {
    let number: Int
    let deal: Deal
    let units: [RegionUnit]
    var orders: [RegionOrder] = []
    var choices: [RegionChoice] = []
    /// For each unit the orders that may want it.
    var wanted: [[Int32]]

    /// The first unit of a machine among the region's; `nil` if it is not there.
    func firstUnit(of machine: Int) -> Int32? {
      deal.regionOfMachine[machine] == number ? deal.firstUnit[machine] : nil
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
    let program = store.programs[index]
    let slots = store.slots[program.slots]
    if slots.isEmpty { return nil }
    let draw = SplitMix64.hash(seed, UInt64(index))
    let slot = slots[slots.startIndex + Int((draw >> 32) % UInt64(slots.count))]
    // Rates of an order of one stage say what parts cost beside others, whose places the other slots have.
    if slot.count == 0 || (slot.isRate && program.shape != .chain) { return nil }
    let term = slot.first + Int(draw % UInt64(slot.count))
    return regionOfMachine[
      slot.isRate ? Int(store.rates[term].machine) : market.machine(of: store.windows[term])]
  }

  private func add(_ index: Int, to takeover: inout Takeover) {
    let program = store.programs[index]
    let demand = market.orders[Int(program.order)]
    let local = Int32(takeover.orders.count)
    let first = store.slots[program.slots.lowerBound]
    var order = RegionOrder(
      program: Int32(index), shape: program.shape, choices: addChoices(of: index, to: &takeover),
      partChoices: addPartChoices(of: index, to: &takeover), value: program.value,
      weight: ObjectiveScale(kind: store.objective).weight(demand),
      leastCost: first.count > 0 && !first.isRate ? store.windows[first.first].cost : 0,
      reduced: rated.reduced[index], isUnbroken: first.isUnbroken)
    order.service = service(of: index, takeover.deal)
    takeover.orders.append(order)
    // A chain, or parts, are worth a try, or not, as a whole.
    let isWorth = order.reduced >= -program.value / 4
    if program.shape == .chain, !isWorth { return }
    let isWanted =
      program.shape == .chain
      ? order.choices.lowerBound..<order.partChoices.upperBound
      : !order.choices.isEmpty || !isWorth ? order.choices : order.partChoices
    for choice in takeover.choices[isWanted] {
      for unit in takeover.units.range(of: choice) { takeover.wanted[unit].append(local) }
    }
  }

  /// How an order is served by units of its region.
  private func service(of index: Int, _ deal: Deal) -> RegionOrder.Service {
    func local(_ unit: Int32) -> Int32 {
      let machine = market.machineOfUnit[Int(unit)]
      return deal.firstUnit[machine] + unit - Int32(market.machines[machine].firstUnit)
    }
    return RegionOrder.Service(
      unit: state.unit[index] < 0 ? -1 : local(state.unit[index]),
      parts: state.parts[index].map {
        var part = $0
        part.unit = local(part.unit)
        return part
      },
      cost: state.cost[index])
  }

  /// Takes the terms of an order on machines of the region over to it.
  private func addChoices(of index: Int, to takeover: inout Takeover) -> Range<Int> {
    let first = takeover.choices.count
    for rated in rated.of(index) { add(rated, to: &takeover) }
    return first..<takeover.choices.count
  }

  private func add(_ rated: RatedTerm, to takeover: inout Takeover) {
    let term = store.windows[Int(rated.term)]
    guard let unit = takeover.firstUnit(of: market.machine(of: term)) else { return }
    takeover.choices.append(
      RegionChoice(
        term: term, ideal: rated.ideal, index: rated.term, unit: unit, stage: rated.stage,
        isUnbroken: rated.isUnbroken))
  }

  /// Takes what the smallest parts of an order may go to over to the region.
  private func addPartChoices(
    of index: Int, to takeover: inout Takeover
  ) -> Range<Int> {
    let first = takeover.choices.count
    let program = store.programs[index]
    for rated in rated.parts(of: index) {
      guard let unit = takeover.firstUnit(of: market.machine(of: rated.term)) else { continue }
      takeover.choices.append(
        RegionChoice(
          term: rated.term, ideal: rated.costOfStage, index: -1, unit: unit, stage: rated.stage,
          isUnbroken: rated.isUnbroken))
    }
    guard program.shape == .pair || program.shape == .split else {
      return first..<takeover.choices.count
    }
    // The slot with most offers: that of the smallest parts.
    let windows = store.slots[program.slots].lazy.filter { !$0.isRate }
    guard let slot = windows.max(by: { $0.count < $1.count }) else { return first..<first }
    for term in slot.first..<slot.first + slot.count {
      let rated = RatedTerm(
        ideal: 0, term: Int32(term), stage: slot.stage, isUnbroken: slot.isUnbroken)
      add(rated, to: &takeover)
    }
    return first..<takeover.choices.count
  }
}
