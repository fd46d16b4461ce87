internal import CapacityModel

// Orders of one stage and several parts: part after part takes, of all rooms, the one where a unit costs least,
// as large as it may be there. The parts have nothing to do with each other but that no two are on one unit, so
// that two of them may share what they make otherwise in the end.

extension RegionSearch {
  /// The order of one stage that parts are made for.
  private struct Divided {
    var order: RegionOrder
    var demand: OrderDemand
    var stage: StageDemand
    /// No part but the last is larger.
    var largest: Int64
  }

  /// Where a part could be made.
  private struct Site {
    var term: TermStore.WindowTerm
    var unit: Int
    /// Between which jobs of the unit, and the room there in the offer's window.
    var place: Int
    var room: Range<Int64>
    /// What the offer makes at the least, and at the most in the room.
    var sizes: ClosedRange<Int64>
  }

  /// A part that could be made somewhere.
  private struct Part {
    var site: Site
    var made: Made

    var unitCost: Double { Double(made.cost) / Double(made.quantity) }
  }

  /// What a part of some size takes and costs.
  private struct Made {
    var quantity: Int64
    var need: Int64
    var start: Int64
    /// Charge and freight.
    var fen: Int64
    /// Charge, freight and the seconds at their prices, in micro-yuan.
    var cost: Int64
  }

  /// Puts an order in, in several parts, if that is within its budget.
  mutating func insertParts(_ order: Int32) -> Bool {
    let own = orders[Int(order)]
    let demand = demand(of: own)
    let stage = market.stages[demand.stages.lowerBound]
    var divided = Divided(order: own, demand: demand, stage: stage, largest: stage.quantity)
    if random.next() & 3 == 0 {
      // Now and then parts are more alike than the cheapest would have it.
      let even = divideUp(stage.quantity, by: Int64(demand.partsMax))
      divided.largest = even + Int64(random.below(Int(stage.quantity - even) + 1))
    }
    var missing = stage.quantity
    var parts: [Part] = []
    while missing > 0, parts.count < demand.partsMax {
      guard let part = bestPart(of: divided, missing: missing, beside: parts) else { return false }
      parts.append(part)
      missing -= part.made.quantity
    }
    if missing > 0 { return false }
    if parts.count > 1 { shareAnew(&parts, of: divided) }
    let fen = parts.reduce(0) { $0 + $1.made.fen }
    if fen > demand.budgetFen { return false }
    for part in parts {
      insertPart(
        order, program: own.program, from: part.site.term.from, limit: part.site.term.limit,
        need: Int32(part.made.need), isUnbroken: own.isUnbroken, on: part.site.unit,
        at: part.site.place)
    }
    let planned = parts.map { part in
      PlannedPart(
        offer: part.site.term.offer, unit: Int32(part.site.unit), stage: 0,
        start: Int32(part.made.start), need: Int32(part.made.need), quantity: part.made.quantity)
    }
    serve(order, by: planned, cost: weighted(fen * ObjectiveScale.micro, by: own.weight))
    return true
  }

  /// The part whose units cost least; the last one allowed must make all that is missing.
  private mutating func bestPart(
    of divided: Divided, missing: Int64, beside parts: [Part]
  ) -> Part? {
    var best: Part?
    let isLast = parts.count + 1 == divided.demand.partsMax
    for choice in choices[divided.order.partChoices] {
      let term = choice.term
      let sizes = market.partSizes(Int(term.offer), divided.stage)
      for unit in units.range(of: choice) {
        if random.next() & 63 == 0 || parts.contains(where: { $0.site.unit == unit }) { continue }
        let plan = units[unit].plan
        var place = plan.firstPlace(from: term.from, need: 1)
        while place <= plan.jobs.count {
          let room = plan.room(at: place)
          let from = Int64(max(term.from, room.from))
          let limit = Int64(min(term.limit, room.limit))
          if from >= Int64(term.limit) { break }
          let most = min(
            sizes.most, market.quantity(Int(term.offer), divided.stage, within: limit - from))
          if from < limit, sizes.least <= most {
            let site = Site(
              term: term, unit: unit, place: place, room: from..<limit, sizes: sizes.least...most)
            if let made = makeMost(of: divided, at: site, missing: missing, isLast: isLast) {
              let part = Part(site: site, made: made)
              if part.unitCost < best?.unitCost ?? .infinity { best = part }
            }
          }
          place += 1
        }
      }
    }
    return best
  }

  /// The largest part that a site has space for.
  private func makeMost(
    of divided: Divided, at site: Site, missing: Int64, isLast: Bool
  ) -> Made? {
    let least = site.sizes.lowerBound
    var quantity = min(missing, site.sizes.upperBound, isLast ? .max : divided.largest)
    if quantity < least || (isLast && quantity < missing) { return nil }
    // What is left must not be too little for another part of this kind.
    let left = missing - quantity
    if left > 0, left < least {
      quantity = missing - least
      if quantity < least { return nil }
    }
    return make(quantity, of: divided, at: site)
  }

  /// What a part of a quantity takes and costs at a site; `nil` where it has no space.
  private func make(_ quantity: Int64, of divided: Divided, at site: Site) -> Made? {
    let (offer, stage, room) = (Int(site.term.offer), divided.stage, site.room)
    let machine = market.machine(of: site.term)
    let need = market.need(offer, stage, quantity: quantity)
    if room.lowerBound + need > room.upperBound { return nil }
    let columns = market.machines[machine]
    guard
      let priced = cheapestStart(
        machine, need: need, in: room, isUnbroken: divided.order.isUnbroken)
    else { return nil }
    var fen = market.charge(offer, stage, quantity: quantity, need: need)
    if stage.ships {
      fen += market.freight.cost(
        market.freight.lane(from: columns.cluster, to: divided.demand.cluster),
        grams: divided.demand.weightGrams, numerator: quantity, denominator: stage.quantity)
    }
    let cost = weighted(fen * ObjectiveScale.micro, by: divided.order.weight) + priced.cost
    return Made(quantity: quantity, need: need, start: priced.start, fen: fen, cost: cost)
  }

  // MARK: - Sharing anew

  /// Lets two of the parts share what they make so that it costs least, of the sizes where charges change.
  private mutating func shareAnew(_ parts: inout [Part], of divided: Divided) {
    let left = random.below(parts.count)
    let right = (left + 1 + random.below(parts.count - 1)) % parts.count
    let sum = parts[left].made.quantity + parts[right].made.quantity
    let (first, second) = (parts[left], parts[right])
    func consider(_ quantity: Int64) {
      guard first.site.sizes.contains(quantity), second.site.sizes.contains(sum - quantity),
        quantity != parts[left].made.quantity,
        let more = make(quantity, of: divided, at: first.site),
        let other = make(sum - quantity, of: divided, at: second.site),
        more.cost + other.cost < parts[left].made.cost + parts[right].made.cost
      else { return }
      (parts[left].made, parts[right].made) = (more, other)
    }
    forEachBend(of: first, divided.stage) { consider($0) }
    forEachBend(of: second, divided.stage) { consider(sum - $0) }
  }

  /// The sizes of a part beyond which its units begin or cease to cost less.
  private func forEachBend(of part: Part, _ stage: StageDemand, _ body: (Int64) -> Void) {
    body(part.site.sizes.lowerBound)
    body(part.site.sizes.upperBound)
    let offer = Int(part.site.term.offer)
    let terms = market.terms[offer]
    let covered = terms.minimumChargeFen - terms.setupFeeFen
    switch terms.mode {
    case .time:
      let increment = terms.billingIncrementSeconds
      let billed = divideUp(part.made.need, by: increment) * increment
      body(market.quantity(offer, stage, within: billed))
      body(market.quantity(offer, stage, within: billed - increment))
      if covered > 0, terms.rate > 0 {
        let seconds = covered * 3_600 / terms.rate / increment * increment
        body(market.quantity(offer, stage, within: seconds))
      }
    case .piece:
      for tier in terms.tiers { body(market.tiers[Int(tier)].fromQuantity) }
      let price = market.price(terms, quantity: 1)
      if covered > 0, price > 0 { body(covered / price) }
    case .value: break
    }
  }
}
