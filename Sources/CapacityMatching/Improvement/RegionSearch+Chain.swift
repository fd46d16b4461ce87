internal import CapacityModel

// Orders of several stages, one part each: stage after stage goes where it costs least, its seconds at their
// prices, after what is there already. While it stands, a booking starts no earlier, and ends no later than the next
// stage's needs it.

extension RegionSearch {
  /// What is known of the stages placed so far.
  private struct Chain {
    var parts: [PlannedPart] = []
    /// When what a stage makes must be done, for that before the one placed last; wall time.
    var dues: [Int64] = []
    var chargesFen: Int64 = 0
    var freightFen: Int64 = 0
    /// When the last stage ends, in wall time.
    var end: Int64
    /// Where and when the goods are, if there are any yet.
    var goodsStage = -1
    var goodsCluster = -1
    var goodsEnd: Int64 = 0
  }

  /// Puts an order of several stages in, if all of them have a place within its budget.
  mutating func insertChain(_ order: Int32) {
    let stages = orders[Int(order)].choices
    let program = store.programs[Int(orders[Int(order)].program)]
    let demand = market.orders[Int(program.order)]
    var chain = Chain(end: demand.release)
    // How much of its window each stage may use: what goes late leaves little to the next.
    let draw = random.fraction()
    let patience = draw < 0.4 ? 0 : (draw - 0.4) * (draw - 0.4)
    var next = stages.lowerBound
    for number in 0..<demand.stages.count {
      var end = next
      while end < stages.upperBound, choices[end].stage == number { end += 1 }
      if !insertStage(number, choices: next..<end, of: order, demand, patience, &chain) {
        for part in chain.parts { removeJobs(of: order, from: Int(part.unit)) }
        return
      }
      next = end
    }
    let fen = chain.chargesFen + chain.freightFen
    if fen > demand.budgetFen {
      for part in chain.parts { removeJobs(of: order, from: Int(part.unit)) }
      return
    }
    for (part, due) in zip(chain.parts, chain.dues) { extend(part, of: order, to: due) }
    let weight = orders[Int(order)].weight
    serve(order, by: chain.parts, cost: weighted(fen * ObjectiveScale.micro, by: weight))
  }

  /// Lets the booking of a stage move up to when the next one needs it.
  private mutating func extend(_ part: PlannedPart, of order: Int32, to due: Int64) {
    let unit = Int(part.unit)
    let plan = units[unit].plan
    guard
      let place = plan.jobs.firstIndex(where: { $0.order == order && $0.earliest == part.start })
    else { return }
    let limit = openTime.work(Int(plan.calendar), before: due)
    units[unit].plan.extend(place, to: Int32(limit), openTime)
  }

  private mutating func insertStage(
    _ number: Int, choices range: Range<Int>, of order: Int32, _ demand: OrderDemand,
    _ patience: Double, _ chain: inout Chain
  ) -> Bool {
    let stage = market.stages[demand.stages.lowerBound + number]
    var best = Int64.max
    var found:
      (
        unit: Int, place: PricedPlace, term: TermStore.WindowTerm, freightFen: Int64,
        isUnbroken: Bool
      )?
    for choice in choices[range] {
      // Freight and worse places only add to it.
      if choice.ideal >= best { break }
      let isUnbroken = choice.isUnbroken
      let term = choice.term
      let columns = market.machines[market.machine(of: term)]
      var ready = chain.end
      var freightFen: Int64 = 0
      if stage.ships {
        if chain.goodsCluster >= 0, chain.goodsCluster != columns.cluster {
          let lane = market.freight.lane(from: chain.goodsCluster, to: columns.cluster)
          ready = max(ready, chain.goodsEnd + lane.transitSeconds)
          freightFen += market.freight.cost(
            lane, grams: demand.weightGrams, numerator: 1, denominator: 1)
        }
        if number == demand.lastShippingStage {
          freightFen += market.freight.cost(
            market.freight.lane(from: columns.cluster, to: demand.cluster),
            grams: demand.weightGrams, numerator: 1, denominator: 1)
        }
      }
      let cost =
        term.cost
        + weighted(freightFen * ObjectiveScale.micro, by: orders[Int(order)].weight)
      if cost >= best { continue }
      let from = max(term.from, Int32(openTime.work(columns.calendar, before: ready)))
      let latest =
        number + 1 == demand.stages.count
        ? term.limit
        : min(
          term.limit,
          from + term.need + Int32(Double(max(0, term.limit - from - term.need)) * patience))
      for unit in units.range(of: choice) {
        if random.next() & 127 == 0 { continue }
        if let place = cheapestPlace(
          term, from: from, limit: latest, isUnbroken: isUnbroken, on: unit, below: best - cost)
        {
          best = cost + place.cost
          found = (unit, place, term, freightFen, isUnbroken)
        }
      }
    }
    guard let found else { return false }
    let columns = market.machines[market.machine(of: found.term)]
    let start = Int32(found.place.start)
    insertPart(
      order, program: orders[Int(order)].program, from: start,
      limit: number + 1 == demand.stages.count ? found.term.limit : start + found.term.need,
      need: found.term.need, isUnbroken: found.isUnbroken, on: found.unit, at: found.place.place)
    if number > 0 {
      // The goods of the stage before, if they move to this one, must be there in time.
      var due = openTime.wallStart(columns.calendar, of: Int64(start))
      if chain.goodsStage == number - 1, stage.ships, chain.goodsCluster != columns.cluster {
        due -= market.freight.lane(from: chain.goodsCluster, to: columns.cluster).transitSeconds
      }
      chain.dues.append(chain.goodsStage == number - 1 && !stage.ships ? chain.end : due)
    }
    chain.parts.append(
      PlannedPart(
        offer: found.term.offer, unit: Int32(found.unit), stage: Int32(number), start: start,
        need: found.term.need, quantity: stage.quantity))
    chain.chargesFen += market.charge(
      Int(found.term.offer), stage, quantity: stage.quantity, need: Int64(found.term.need))
    chain.freightFen += found.freightFen
    chain.end = openTime.wallEnd(columns.calendar, of: Int64(start + found.term.need))
    if stage.ships {
      chain.goodsStage = number
      chain.goodsCluster = columns.cluster
      chain.goodsEnd = chain.end
    }
    return true
  }

  /// Puts in one of several jobs of an order.
  mutating func insertPart(
    _ order: Int32, program: Int32, from: Int32, limit: Int32, need: Int32, isUnbroken: Bool,
    on unit: Int, at place: Int
  ) {
    touch(unit)
    units[unit].plan.insert(
      UnitPlan.Job(
        order: order, term: UnitPlan.Job.term(ofCompound: program), from: from, limit: limit,
        need: need, earliest: 0, latest: 0, isUnbroken: isUnbroken),
      at: place, openTime)
  }
}
