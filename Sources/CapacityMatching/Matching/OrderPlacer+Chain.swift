internal import CapacityModel

// Orders of several stages or parts: a beam search over ways, stage by stage.
//
// A *way* is a placed first part of the chain of stages, kept as a node of `trail`. Each way is
// extended by the cheapest offers of the next stage that have a place after it; of all extensions
// the ones are kept that no cheaper one also ends before, cheapest first. What is allowed and what
// it costs is asked of the market alone (`Market.arrival`, `Market.delivery`); this file only
// decides which ways to follow, and may be replaced.

/// What a chain search knows about the stages still to come.
struct ChainBounds: Sendable {
  /// The least charges of the stages after each stage, in fen.
  var laterFen: [Int64]
  /// The least working time of the stages after each stage, in seconds.
  var laterSeconds: [Int64]
}

extension OrderPlacer {
  /// The best way found to serve an order of any kind, by `goal`, trying for each stage the offers
  /// of its list, which is sorted by cost.
  ///
  /// - Complexity: O(stages x ways x offers) searches for a place.
  mutating func findChain(
    _ order: Int, _ goal: PlacementGoal, width: SearchWidth,
    lists: [ArraySlice<Candidates.Candidate>]
  ) -> Placement? {
    if lists.contains(where: \.isEmpty) { return nil }
    let demand = market.orders[order]
    view.look(at: order, deadline: goal.deadline, in: market)
    trail.removeAll()
    let bounds = bounds(of: demand, lists: lists)
    var ways = [-1]
    for number in lists.indices {
      var next: [Int] = []
      for way in ways {
        extend(
          way, isFirstWay: way == ways[0], stage: demand.stages.lowerBound + number,
          number: number, list: lists[number], bounds: bounds, goal: goal, width: width,
          into: &next)
      }
      let stage = demand.stages.lowerBound + number
      if next.isEmpty, exemption == nil, !candidates.stages[stage].isComplete {
        for way in ways.prefix(OrderPlacer.waysTriedOnAllOffers) {
          extendAmongAll(way, stage: stage, number: number, bounds: bounds, goal: goal, into: &next)
        }
      }
      ways = select(next, of: demand, bounds: bounds, number: number, goal: goal, width: width)
      if ways.isEmpty { return nil }
    }
    return bestPlacement(among: ways, of: demand, goal: goal)
  }

  private func bounds(
    of demand: OrderDemand, lists: [ArraySlice<Candidates.Candidate>]
  ) -> ChainBounds {
    var bounds = ChainBounds(
      laterFen: Array(repeating: 0, count: lists.count),
      laterSeconds: Array(repeating: 0, count: lists.count))
    for number in lists.indices.dropLast().reversed() {
      let next = number + 1
      let least = lists[next].reduce(Int64.max) { min($0, $1.chargeFen) }
      bounds.laterFen[number] =
        bounds.laterFen[next] + (demand.partsMax == 1 ? least : 0)
      // A supposed change lets offers in that the facts do not count.
      let needMin =
        exemption == nil
        ? candidates.stages[demand.stages.lowerBound + next].needMin : 0
      bounds.laterSeconds[number] = bounds.laterSeconds[next] + needMin
    }
    return bounds
  }

  /// Appends the extensions of `way` by the offers of `list`.
  private mutating func extend(
    _ way: Int, isFirstWay: Bool, stage index: Int, number: Int,
    list: ArraySlice<Candidates.Candidate>, bounds: ChainBounds,
    goal: PlacementGoal, width: SearchWidth, into next: inout [Int]
  ) {
    let stage = market.stages[index]
    let demand = market.orders[stage.order]
    let spentFen = way < 0 ? 0 : trail.nodes[way].costFen
    let tryCount = goal.wantsEarliest ? list.count : min(list.count, width.offers)
    var feasible = 0
    var skippedCheaper = false
    for candidate in list.prefix(tryCount) {
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
      if costFen + deliveryFen + bounds.laterFen[number] > goal.budgetFen { continue }
      let need = market.need(offer, stage, quantity: stage.quantity)
      if timelines.longestGap(ofMachine: machine) < need {
        skippedCheaper = skippedCheaper || feasible == 0
        continue
      }
      let window = window(
        machine: machine, after: arrival.time, number: number, of: demand, bounds: bounds,
        deadline: goal.deadline)
      guard
        let place = earliest(offer, stage, need: need, from: window.from, limit: window.limit)
      else {
        skippedCheaper = skippedCheaper || feasible == 0
        continue
      }
      let part = placedPart(
        stage, offer: offer, place: place, offset: 0, quantity: stage.quantity, need: need)
      next.append(append([part], stage: stage, after: way, freightFen: arrival.freightFen))
      feasible += 1
      if feasible == width.feasibleOffers, !goal.wantsEarliest { break }
    }
    // Parts on several units pay only where a cheaper unit cannot take the whole, or none can. The
    // former is looked at for the first way alone: it is the cheapest, and splits are dear to find.
    if demand.partsMax > 1,
      feasible == 0
        || (isFirstWay && ((width.splitsForGain && skippedCheaper) || goal.wantsEarliest))
    {
      split(
        stage, number: number, after: way, list: list.prefix(tryCount), bounds: bounds,
        goal: goal, width: width, into: &next)
    }
  }

  /// Where on the machine's calendar a part may lie that starts after `time`.
  func window(
    machine: Int, after time: Int64, number: Int, of demand: OrderDemand, bounds: ChainBounds,
    deadline: Int64
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
    var latest = deadline - bounds.laterSeconds[number]
    if number == demand.lastShippingStage {
      let lane = market.freight.lane(from: columns.cluster, to: demand.cluster)
      latest = min(latest, deadline - lane.transitSeconds)
    }
    return OrderView.Window(
      from: market.openTime.work(columns.calendar, before: max(time, certificate.from)),
      limit: market.openTime.work(columns.calendar, before: min(latest, certificate.to)))
  }

  /// Adds a node to the trail and returns its index.
  mutating func append(
    _ parts: [PlacedPart], stage: StageDemand, after way: Int, freightFen: Int64
  ) -> Int {
    let firstPart = trail.parts.count
    trail.parts.append(contentsOf: parts)
    var costFen = (way < 0 ? 0 : trail.nodes[way].costFen) + freightFen
    var end: Int64 = 0
    for part in parts {
      costFen += part.chargeFen
      end = max(end, part.end)
    }
    let index = trail.nodes.count
    trail.nodes.append(
      PlacedStage(
        parent: way, goods: stage.ships ? index : (way < 0 ? -1 : trail.nodes[way].goods),
        quantity: stage.quantity, parts: firstPart..<trail.parts.count, costFen: costFen, end: end))
    return index
  }

  /// The ways worth following: cheapest first, each ending before all cheaper ones; then, while
  /// there is room, the cheapest of the rest.
  private func select(
    _ nodes: [Int], of demand: OrderDemand, bounds: ChainBounds, number: Int, goal: PlacementGoal,
    width: SearchWidth
  ) -> [Int] {
    var ranked: [(key: Int64, other: Int64, node: Int)] = []
    for node in nodes {
      let delivery = market.delivery(of: demand, after: node, in: trail)
      let costFen = trail.nodes[node].costFen + delivery.freightFen
      if costFen + bounds.laterFen[number] > goal.budgetFen, number == demand.lastShippingStage {
        continue
      }
      ranked.append(
        goal.wantsEarliest
          ? (delivery.time, costFen, node) : (costFen, delivery.time, node))
    }
    if ranked.count <= width.ways { return ranked.map(\.node) }
    ranked.sort { ($0.key, $0.other, $0.node) < ($1.key, $1.other, $1.node) }
    var kept: [Int] = []
    var rest: [Int] = []
    var best = Int64.max
    for entry in ranked {
      if entry.other < best, kept.count < width.ways {
        kept.append(entry.node)
        best = entry.other
      } else {
        rest.append(entry.node)
      }
    }
    kept.append(contentsOf: rest.prefix(width.ways - kept.count))
    return kept
  }

  /// The best complete way that keeps to the goal.
  private func bestPlacement(
    among nodes: [Int], of demand: OrderDemand, goal: PlacementGoal
  ) -> Placement? {
    var best: (node: Int, cost: Int64, delivery: Arrival)?
    for node in nodes {
      let delivery = market.delivery(of: demand, after: node, in: trail)
      let cost = trail.nodes[node].costFen + delivery.freightFen
      if cost > goal.budgetFen || delivery.time > goal.deadline { continue }
      if let held = best {
        let isBetter =
          goal.wantsEarliest
          ? (delivery.time, cost) < (held.delivery.time, held.cost)
          : (cost, delivery.time) < (held.cost, held.delivery.time)
        if !isBetter { continue }
      }
      best = (node, cost, delivery)
    }
    guard let best else { return nil }
    return placement(endingIn: best.node, costFen: best.cost, time: best.delivery.time)
  }

  /// The way that ends in `node`, from stage 1 on.
  private func placement(endingIn node: Int, costFen: Int64, time: Int64) -> Placement {
    var path: [PlacedStage] = []
    var index = node
    while index >= 0 {
      path.append(trail.nodes[index])
      index = trail.nodes[index].parent
    }
    path.reverse()
    let parts = path.flatMap { trail.parts[$0.parts] }
    let chargesFen = parts.reduce(0) { $0 + $1.chargeFen }
    return Placement(
      parts: parts, partCounts: path.map(\.parts.count), freightFen: costFen - chargesFen,
      costFen: costFen, time: time)
  }
}
