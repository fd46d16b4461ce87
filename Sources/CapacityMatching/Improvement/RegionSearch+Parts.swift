internal import CapacityModel

// Orders of one stage and several parts: part after part takes, of all rooms, the one where a unit costs least,
// as large as it may be there. The parts have nothing to do with each other but that no two are on one unit.

extension RegionSearch {
  /// A part that could be made somewhere.
  private struct Part {
    var unit: Int
    var place: PricedPlace
    var offer: Int
    /// The offer's window.
    var from: Int32
    var limit: Int32
    var need: Int64
    var quantity: Int64
    /// Fen of charge and freight.
    var fen: Int64
    /// Micro-yuan a unit, the seconds at their prices.
    var unitCost: Double
  }

  /// Puts an order in, in several parts, if that is within its budget.
  mutating func insertParts(_ order: Int32) -> Bool {
    let own = orders[Int(order)]
    let demand = market.orders[Int(store.programs[Int(own.program)].order)]
    let stage = market.stages[demand.stages.lowerBound]
    var missing = stage.quantity
    var parts: [PlannedPart] = []
    var fen: Int64 = 0
    while missing > 0, parts.count < demand.partsMax {
      guard let part = bestPart(of: own, demand, stage, missing: missing, beside: parts) else {
        break
      }
      insertPart(
        order, program: own.program, from: part.from, limit: part.limit, need: Int32(part.need),
        isUnbroken: own.isUnbroken, on: part.unit, at: part.place.place)
      parts.append(
        PlannedPart(
          offer: Int32(part.offer), unit: Int32(part.unit), stage: 0,
          start: Int32(part.place.start), need: Int32(part.need), quantity: part.quantity))
      fen += part.fen
      missing -= part.quantity
    }
    if missing > 0 || fen > demand.budgetFen {
      for part in parts { removeJobs(of: order, from: Int(part.unit)) }
      return false
    }
    serve(order, by: parts, cost: weighted(fen * ObjectiveScale.micro, by: own.weight))
    return true
  }

  /// The part whose units cost least; the last one allowed must make all that is missing.
  private mutating func bestPart(
    of own: RegionOrder, _ demand: OrderDemand, _ stage: StageDemand, missing: Int64,
    beside parts: [PlannedPart]
  ) -> Part? {
    var best: Part?
    let isLast = parts.count + 1 == demand.partsMax
    for choice in choices[own.partChoices] {
      let term = choice.term
      let sizes = market.partSizes(Int(term.offer), stage)
      for unit in units.range(of: choice) {
        if random.next() & 63 == 0 || parts.contains(where: { $0.unit == Int32(unit) }) { continue }
        let plan = units[unit].plan
        var place = plan.firstPlace(from: term.from, need: 1)
        while place <= plan.jobs.count {
          let room = plan.room(at: place)
          let from = Int64(max(term.from, room.from))
          let limit = Int64(min(term.limit, room.limit))
          if from >= Int64(term.limit) { break }
          if let part = self.part(
            own, demand, stage, term, unit, place, from, limit, sizes, missing, isLast),
            part.unitCost < best?.unitCost ?? .infinity
          {
            best = part
          }
          place += 1
        }
      }
    }
    return best
  }

  private func part(
    _ own: RegionOrder, _ demand: OrderDemand, _ stage: StageDemand, _ term: TermStore.WindowTerm,
    _ unit: Int, _ place: Int, _ from: Int64, _ limit: Int64,
    _ sizes: (least: Int64, most: Int64), _ missing: Int64, _ isLast: Bool
  ) -> Part? {
    let (offer, machine) = (Int(term.offer), market.machine(of: term))
    if limit <= from { return nil }
    var quantity = min(missing, sizes.most, market.quantity(offer, stage, within: limit - from))
    if quantity < sizes.least || (isLast && quantity < missing) { return nil }
    // What is left must not be too little for another part of this kind.
    let left = missing - quantity
    if left > 0, left < sizes.least {
      quantity = missing - sizes.least
      if quantity < sizes.least { return nil }
    }
    let need = market.need(offer, stage, quantity: quantity)
    if from + need > limit { return nil }
    let columns = market.machines[machine]
    let priced =
      own.isUnbroken
      ? table.cheapestUnbrokenStart(
        machine, need: need, from: from, limit: limit, calendar: columns.calendar,
        openTime: openTime)
      : table.cheapestStart(machine, need: need, from: from, limit: limit)
    guard let priced else { return nil }
    var fen = market.charge(offer, stage, quantity: quantity, need: need)
    if stage.ships {
      fen += market.freight.cost(
        market.freight.lane(from: columns.cluster, to: demand.cluster),
        grams: demand.weightGrams, numerator: quantity, denominator: stage.quantity)
    }
    let cost = weighted(fen * ObjectiveScale.micro, by: own.weight) + priced.cost
    return Part(
      unit: unit, place: PricedPlace(place: place, start: priced.start, cost: priced.cost),
      offer: offer, from: term.from, limit: term.limit, need: need, quantity: quantity, fen: fen,
      unitCost: Double(cost) / Double(quantity))
  }
}
