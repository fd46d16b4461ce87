internal import CapacityModel

// The second look of a chain search: where the cheapest offers of a stage are taken, all of them are
// looked at, and the best few with a place are kept.

extension OrderPlacer {
  /// Ways that are extended by looking at all offers.
  static let waysTriedOnAllOffers = 2
  /// Extensions that are kept of each.
  private static let keptExtensions = 4

  /// Appends the best extensions of `way` among all offers that take the whole stage.
  ///
  /// - Complexity: O(offers of the process); a place is searched only for offers that would be kept.
  mutating func extendAmongAll(
    _ way: Int, stage index: Int, number: Int, bounds: ChainBounds, goal: PlacementGoal,
    into next: inout [Int]
  ) {
    let stage = market.stages[index]
    let demand = market.orders[stage.order]
    let spentFen = way < 0 ? 0 : trail.nodes[way].costFen
    var kept: [(key: Int64, part: PlacedPart, freightFen: Int64)] = []
    let mostFen = goal.budgetFen - spentFen - bounds.laterFen[number]
    let needMin = market.leastNeed(stage, quantity: stage.quantity)
    for group in market.groupsOfProcess[stage.process] where stage.modes.contains(group.modes) {
      let scale = market.scale(of: stage, in: group)
      for offer in group.offers {
        let worst = kept.count == OrderPlacer.keptExtensions ? kept[kept.count - 1].key : .max
        let most = goal.wantsEarliest ? mostFen : min(mostFen, worst - spentFen)
        // Slopes ascend: all later offers of the group cost more.
        if market.charges(offer, scale, above: most) { break }
        let machine = Int(market.conditions[offer].machine)
        // Full machines first: that is one look, the filters are many.
        if timelines.longestGap(ofMachine: machine) < needMin { continue }
        guard market.firstFailure(of: offer, for: stage, in: demand) == .none else { continue }
        if stage.hundredths(stage.quantity) > market.conditions[offer].quantityMaxHundredths {
          continue
        }
        let need = market.need(offer, stage, quantity: stage.quantity)
        if timelines.longestGap(ofMachine: machine) < need { continue }
        let cluster = market.machines[machine].cluster
        let charge = market.charge(offer, stage, quantity: stage.quantity, need: need)
        if charge > most { continue }
        let arrival = market.arrival(
          at: cluster, of: stage, offset: 0, quantity: stage.quantity, after: way, in: trail)
        let deliveryFen = stage.ships ? view.deliveryFen(from: cluster, in: market) : 0
        let costFen = spentFen + arrival.freightFen + charge
        let dueFen = number == demand.lastShippingStage ? deliveryFen : 0
        if costFen + dueFen + bounds.laterFen[number] > goal.budgetFen { continue }
        if !goal.wantsEarliest, costFen + deliveryFen >= worst { continue }
        let window = window(
          machine: machine, after: arrival.time, number: number, of: demand, bounds: bounds,
          deadline: goal.deadline)
        guard
          let place = earliest(offer, stage, need: need, from: window.from, limit: window.limit)
        else { continue }
        let part = placedPart(
          stage, offer: offer, place: place, offset: 0, quantity: stage.quantity, need: need)
        let key = goal.wantsEarliest ? part.end : costFen + deliveryFen
        if key >= worst { continue }
        if kept.count == OrderPlacer.keptExtensions { kept.removeLast() }
        // Behind equals, so that the first offer wins.
        let position = kept.firstIndex { $0.key > key } ?? kept.count
        kept.insert((key, part, arrival.freightFen), at: position)
      }
    }
    for found in kept {
      next.append(
        append([found.part], stage: stage, after: way, freightFen: found.freightFen))
    }
  }
}
