internal import CapacityModel

// Orders of several stages or parts: a beam search over ways, stage by stage.
//
// A *way* is a placed first part of the chain of stages, kept as a node of `trail`. Each way is
// extended by the cheapest offers of the next stage that have a place after it; of all extensions
// the ones are kept that no cheaper one also ends before, cheapest first. What is allowed and what
// it costs is asked of the market alone (`Market.arrival`, `Market.delivery`); this file only
// decides which ways to follow, and may be replaced.

/// What a chain search works with, kept from order to order.
struct ChainScratch {
  /// A way with what it is ranked by.
  struct Ranked {
    var key: Int64
    var other: Int64
    var node: Int
  }

  /// The offers to try, stage after stage, each stage's sorted by cost.
  var listed: [Candidates.Candidate] = []
  /// Where each stage's offers end in ``listed``.
  var listEnds: [Int] = []
  /// The least charges of the stages after each stage, in fen.
  var laterFen: [Int64] = []
  /// The least working time of the stages after each stage, in seconds.
  var laterSeconds: [Int64] = []
  /// The nodes that the stage at hand is laid after.
  var ways: [Int] = []
  /// Their extensions.
  var next: [Int] = []
  var ranked: [Ranked] = []
  var rest: [Int] = []

  /// Where the offers of a stage stand in ``listed``.
  func list(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : listEnds[number - 1])..<listEnds[number]
  }

  mutating func clearLists() {
    listed.removeAll(keepingCapacity: true)
    listEnds.removeAll(keepingCapacity: true)
  }
}

extension OrderPlacer {
  /// Lists the candidates that every pass tries first.
  ///
  /// - Precondition: ``view`` looks at the order.
  mutating func listKept(_ demand: OrderDemand) {
    chain.clearLists()
    for stage in demand.stages {
      appendKept(stage)
      chain.listEnds.append(chain.listed.count)
    }
  }

  /// Lists the same, but one stage on one offer alone, which takes it whole for `chargeFen`.
  ///
  /// - Precondition: ``view`` looks at the order.
  mutating func listKept(
    _ demand: OrderDemand, but index: Int, on offer: Int, chargeFen: Int64
  ) {
    chain.clearLists()
    for stage in demand.stages {
      if stage == index {
        chain.listed.append(
          Candidates.Candidate(
            costFen: chargeFen, chargeFen: chargeFen, offer: Int32(offer), takesWhole: true))
      } else {
        appendKept(stage)
      }
      chain.listEnds.append(chain.listed.count)
    }
  }

  /// Appends the kept candidates of one stage to the lists.
  mutating func appendKept(_ stageIndex: Int) {
    let facts = candidates.stages[stageIndex]
    let stage = market.stages[stageIndex]
    if market.orders[stage.order].isSimple, facts.isServable {
      // Nothing is kept for an order of one stage and part.
      chain.listed.append(contentsOf: finder.all(stageIndex, deadline: view.deadline))
      return
    }
    for place in Int(facts.first)..<Int(facts.first) + Int(facts.count) {
      let offer = Int(candidates.offers[place])
      let conditions = market.conditions[offer]
      let delivery =
        stage.ships
        ? view.deliveryFen(from: market.machines[Int(conditions.machine)].cluster, in: market) : 0
      chain.listed.append(
        Candidates.Candidate(
          costFen: candidates.chargesFen[place] + delivery,
          chargeFen: candidates.chargesFen[place], offer: Int32(offer),
          takesWhole: stage.hundredths(stage.quantity) <= conditions.quantityMaxHundredths))
    }
  }

  /// Lists all offers that could serve each stage by `deadline`.
  mutating func listAll(_ demand: OrderDemand, deadline: Int64) {
    chain.clearLists()
    for stage in demand.stages {
      chain.listed.append(contentsOf: finder.all(stage, deadline: deadline))
      chain.listEnds.append(chain.listed.count)
    }
  }

  /// Searches for the best way to serve an order of any kind, by `goal`, trying for each stage the
  /// offers listed for it.
  ///
  /// - Complexity: O(stages x ways x offers) searches for a place.
  mutating func findChain(_ order: Int, _ goal: PlacementGoal, width: SearchWidth) -> Bool {
    let demand = market.orders[order]
    for number in 0..<demand.stages.count where chain.list(number).isEmpty { return false }
    view.look(at: order, deadline: goal.deadline, in: market)
    trail.removeAll()
    computeBounds(of: demand)
    chain.ways.removeAll(keepingCapacity: true)
    chain.ways.append(-1)
    for number in 0..<demand.stages.count {
      let stage = demand.stages.lowerBound + number
      chain.next.removeAll(keepingCapacity: true)
      for place in chain.ways.indices {
        extend(
          chain.ways[place], isFirstWay: place == 0, stage: stage, number: number, goal: goal,
          width: width)
      }
      if chain.next.isEmpty, exemption == nil, stage != pinnedStage,
        !candidates.stages[stage].isComplete
      {
        for place in 0..<min(chain.ways.count, OrderPlacer.waysTriedOnAllOffers) {
          extendAmongAll(chain.ways[place], stage: stage, number: number, goal: goal)
        }
      }
      selectWays(of: demand, number: number, goal: goal, width: width)
      if chain.ways.isEmpty { return false }
    }
    return setFound(amongWaysOf: demand, goal: goal)
  }

  private mutating func computeBounds(of demand: OrderDemand) {
    let count = demand.stages.count
    chain.laterFen.removeAll(keepingCapacity: true)
    chain.laterSeconds.removeAll(keepingCapacity: true)
    for _ in 0..<count {
      chain.laterFen.append(0)
      chain.laterSeconds.append(0)
    }
    var next = count - 1
    while next > 0 {
      var least = Int64.max
      for place in chain.list(next) { least = min(least, chain.listed[place].chargeFen) }
      chain.laterFen[next - 1] = chain.laterFen[next] + (demand.partsMax == 1 ? least : 0)
      // A supposed change lets offers in that the facts do not count.
      let needMin =
        exemption == nil ? candidates.stages[demand.stages.lowerBound + next].needMin : 0
      chain.laterSeconds[next - 1] = chain.laterSeconds[next] + needMin
      next -= 1
    }
  }

  /// Appends the extensions of `way` by the listed offers to the next ways.
  private mutating func extend(
    _ way: Int, isFirstWay: Bool, stage index: Int, number: Int, goal: PlacementGoal,
    width: SearchWidth
  ) {
    let stage = market.stages[index]
    let demand = market.orders[stage.order]
    let spentFen = way < 0 ? 0 : trail.nodes[way].costFen
    let laterFen = chain.laterFen[number]
    let list = chain.list(number)
    let tried = goal.wantsEarliest ? list : list.prefix(width.offers)
    let days = days(after: way, demand, goal)
    // Of one stage, what costs more than what has a place is never chosen.
    let isAlone = demand.stages.count == 1 && !goal.wantsEarliest
    var cheapestFen = Int64.max
    var feasible = 0
    var skippedCheaper = false
    for place in tried {
      let candidate = chain.listed[place]
      if isAlone, candidate.costFen > cheapestFen { break }
      let offer = Int(candidate.offer)
      guard candidate.takesWhole else {
        skippedCheaper = skippedCheaper || feasible == 0
        continue
      }
      let machine = Int(market.conditions[offer].machine)
      let cluster = market.machines[machine].cluster
      let arrival = market.arrival(
        at: cluster, of: stage, offset: 0, quantity: stage.quantity, after: way, in: trail)
      let deliveryFen =
        number == demand.lastShippingStage ? view.deliveryFen(from: cluster, in: market) : 0
      let costFen = spentFen + arrival.freightFen + candidate.chargeFen
      if costFen + deliveryFen + laterFen > goal.budgetFen { continue }
      let need = market.need(offer, stage, quantity: stage.quantity)
      if lacksRoom(offer, need: need, days) {
        skippedCheaper = skippedCheaper || feasible == 0
        continue
      }
      let window = window(
        machine: machine, after: arrival.time, number: number, of: demand,
        deadline: goal.deadline)
      guard
        let place = earliest(offer, stage, need: need, from: window.from, limit: window.limit)
      else {
        skippedCheaper = skippedCheaper || feasible == 0
        continue
      }
      let part = placedPart(
        stage, offer: offer, place: place, offset: 0, quantity: stage.quantity, need: need)
      chain.next.append(append(part, stage: stage, after: way, freightFen: arrival.freightFen))
      feasible += 1
      cheapestFen = candidate.costFen
      if feasible == width.feasibleOffers, !goal.wantsEarliest { break }
    }
    // Parts on several units pay only where a cheaper unit cannot take the whole, or none can. The
    // former is looked at for the first way alone: it is the cheapest, and splits are dear to find.
    if demand.partsMax > 1, index != pinnedStage,
      feasible == 0
        || (isFirstWay && ((width.splitsForGain && skippedCheaper) || goal.wantsEarliest))
    {
      splitStage(
        stage, number: number, after: way, list: tried, goal: goal, width: width)
    }
  }

  /// The parts of the horizon that what follows `way` may lie in.
  func days(
    after way: Int, _ demand: OrderDemand, _ goal: PlacementGoal
  ) -> FreeTimeIndex.Buckets {
    buckets(from: way < 0 ? demand.release : trail.nodes[way].end, to: goal.deadline)
  }

  /// Where on the machine's calendar a part may lie that starts after `time`.
  func window(
    machine: Int, after time: Int64, number: Int, of demand: OrderDemand, deadline: Int64
  ) -> OrderView.Window {
    let columns = market.machines[machine]
    let certificate: CertificateTable.Window
    if case .certification(let held, columns.factory) = exemption {
      certificate = market.certificates.window(
        set: demand.certificateSet, but: held, factory: columns.factory)
    } else {
      certificate = market.certificates.window(
        set: demand.certificateSet, factory: columns.factory)
    }
    var latest = deadline - chain.laterSeconds[number]
    if number == demand.lastShippingStage {
      let lane = market.freight.lane(from: columns.cluster, to: demand.cluster)
      latest = min(latest, deadline - lane.transitSeconds)
    }
    return OrderView.Window(
      from: market.openTime.work(columns.calendar, before: max(time, certificate.from)),
      limit: market.openTime.work(columns.calendar, before: min(latest, certificate.to)))
  }

  /// Adds a node of one part to the trail and returns its index.
  mutating func append(
    _ part: PlacedPart, stage: StageDemand, after way: Int, freightFen: Int64
  ) -> Int {
    trail.parts.append(part)
    return trail.appendNode(
      ofPartsFrom: trail.parts.count - 1, stage: stage, after: way, freightFen: freightFen)
  }

  /// Makes the extensions worth following the ways: cheapest first, each ending before all cheaper
  /// ones; then, while there is room, the cheapest of the rest.
  private mutating func selectWays(
    of demand: OrderDemand, number: Int, goal: PlacementGoal, width: SearchWidth
  ) {
    chain.ranked.removeAll(keepingCapacity: true)
    chain.ways.removeAll(keepingCapacity: true)
    for node in chain.next {
      let delivery = market.delivery(of: demand, after: node, in: trail)
      let costFen = trail.nodes[node].costFen + delivery.freightFen
      if costFen + chain.laterFen[number] > goal.budgetFen, number == demand.lastShippingStage {
        continue
      }
      chain.ranked.append(
        goal.wantsEarliest
          ? ChainScratch.Ranked(key: delivery.time, other: costFen, node: node)
          : ChainScratch.Ranked(key: costFen, other: delivery.time, node: node))
    }
    if chain.ranked.count <= width.ways {
      for entry in chain.ranked { chain.ways.append(entry.node) }
      return
    }
    chain.ranked.sort { ($0.key, $0.other, $0.node) < ($1.key, $1.other, $1.node) }
    chain.rest.removeAll(keepingCapacity: true)
    var best = Int64.max
    for entry in chain.ranked {
      if entry.other < best, chain.ways.count < width.ways {
        chain.ways.append(entry.node)
        best = entry.other
      } else {
        chain.rest.append(entry.node)
      }
    }
    for node in chain.rest.prefix(width.ways - chain.ways.count) { chain.ways.append(node) }
  }

  /// Makes the best complete way that keeps to the goal what was found.
  private mutating func setFound(amongWaysOf demand: OrderDemand, goal: PlacementGoal) -> Bool {
    var best: (node: Int, cost: Int64, time: Int64)?
    for node in chain.ways {
      let delivery = market.delivery(of: demand, after: node, in: trail)
      let cost = trail.nodes[node].costFen + delivery.freightFen
      if cost > goal.budgetFen || delivery.time > goal.deadline { continue }
      if let held = best {
        let isBetter =
          goal.wantsEarliest
          ? (delivery.time, cost) < (held.time, held.cost)
          : (cost, delivery.time) < (held.cost, held.time)
        if !isBetter { continue }
      }
      best = (node, cost, delivery.time)
    }
    guard let best else { return false }
    setFound(endingIn: best.node, costFen: best.cost, time: best.time)
    return true
  }

  /// Makes a planned order what was found, if it keeps every rule.
  mutating func setFound(_ planned: PlannedOrder) -> Bool {
    let demand = market.orders[planned.order]
    trail.removeAll()
    var node = -1
    var place = 0
    for index in demand.stages {
      let stage = market.stages[index]
      let firstPart = trail.parts.count
      var offset: Int64 = 0
      var freightFen: Int64 = 0
      while place < planned.parts.count,
        Int(planned.parts[place].stage) == index - demand.stages.lowerBound
      {
        let part = planned.parts[place]
        let placed = placedPart(
          stage, offer: Int(part.offer),
          place: Place(unit: Int(part.unit), workStart: Int64(part.start)), offset: offset,
          quantity: part.quantity, need: Int64(part.need))
        let arrival = market.arrival(
          at: placed.cluster, of: stage, offset: offset, quantity: part.quantity, after: node,
          in: trail)
        if placed.start < arrival.time { return false }
        trail.parts.append(placed)
        freightFen += arrival.freightFen
        offset += part.quantity
        place += 1
      }
      if offset != stage.quantity { return false }
      node = trail.appendNode(
        ofPartsFrom: firstPart, stage: stage, after: node, freightFen: freightFen)
    }
    let delivery = market.delivery(of: demand, after: node, in: trail)
    let costFen = trail.nodes[node].costFen + delivery.freightFen
    if costFen > demand.budgetFen || delivery.time > demand.deadline { return false }
    setFound(endingIn: node, costFen: costFen, time: delivery.time)
    return true
  }

  /// Makes the way that ends in `node`, from stage 1 on, what was found.
  private mutating func setFound(endingIn node: Int, costFen: Int64, time: Int64) {
    chain.rest.removeAll(keepingCapacity: true)
    var index = node
    while index >= 0 {
      chain.rest.append(index)
      index = trail.nodes[index].parent
    }
    found.parts.removeAll(keepingCapacity: true)
    found.partCounts.removeAll(keepingCapacity: true)
    var chargesFen: Int64 = 0
    for node in chain.rest.reversed() {
      let parts = trail.nodes[node].parts
      found.partCounts.append(parts.count)
      for place in parts {
        found.parts.append(trail.parts[place])
        chargesFen += trail.parts[place].chargeFen
      }
    }
    found.freightFen = costFen - chargesFen
    found.costFen = costFen
    found.time = time
  }
}
