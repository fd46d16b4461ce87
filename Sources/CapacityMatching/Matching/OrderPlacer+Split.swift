internal import CapacityModel

// Splitting a stage into parts on several units.
//
// Three kinds of plan are tried. *Cheapest first* fills the cheapest units to the brim, which serves where
// cheap capacity is left in crumbs. *Roomiest first* spreads the stage in proportion over the few
// units with the most room, which serves where the count of parts or the deadline is what binds.
// *Evenly* shares the stage among the two, three, ... cheapest units, which ends early and cheaply.

extension OrderPlacer {
  /// A unit that could take a part on an offer; a unit with several offers has a room for each.
  private struct Room {
    var offer: Int
    var machine: Int
    var unit: Int
    /// The largest part, in the stage's unit.
    var most: Int64
    /// The smallest part, in the stage's unit.
    var least: Int64
  }

  /// As many units are looked at for one split.
  private static let roomsMax = 64

  /// Appends a few ways to split `stage` after `way`.
  mutating func split(
    _ stage: StageDemand, number: Int, after way: Int, list: ArraySlice<Candidates.Candidate>,
    bounds: ChainBounds, goal: PlacementGoal, width: SearchWidth, into next: inout [Int]
  ) {
    let demand = market.orders[stage.order]
    let rooms = rooms(
      stage, number: number, after: way, list: list, bounds: bounds, goal: goal)
    if rooms.count < 2 { return }
    var plans: [[(Room, Int64)]] = []
    if let plan = fillCheapest(rooms, stage: stage, partsMax: demand.partsMax) {
      plans.append(plan)
    }
    if let plan = spread(rooms, stage: stage, partsMax: demand.partsMax, goal: goal) {
      plans.append(plan)
    }
    for parts in 2...max(2, min(demand.partsMax, width.evenParts)) {
      if let plan = shareEvenly(rooms, stage: stage, parts: parts) { plans.append(plan) }
    }
    for plan in plans where plan.count > 1 {
      if let node = place(
        plan, stage: stage, number: number, after: way, bounds: bounds, goal: goal)
      {
        next.append(node)
      }
    }
  }

  /// The units that could take a part between the arrival of everything and the latest end, in the
  /// order of the list.
  private func rooms(
    _ stage: StageDemand, number: Int, after way: Int, list: ArraySlice<Candidates.Candidate>,
    bounds: ChainBounds, goal: PlacementGoal
  ) -> [Room] {
    let demand = market.orders[stage.order]
    var rooms: [Room] = []
    for candidate in list {
      let offer = Int(candidate.offer)
      let conditions = market.conditions[offer]
      let columns = market.machines[Int(conditions.machine)]
      // What feeds the first part may end sooner, but which part is first is not known yet.
      let arrival = market.arrival(
        at: columns.cluster, of: stage, offset: 0, quantity: stage.quantity, after: way, in: trail)
      let window = window(
        machine: Int(conditions.machine), after: arrival.time, number: number, of: demand,
        bounds: bounds, deadline: goal.deadline)
      if window.limit <= window.from { continue }
      let allowed = min(stage.quantity, stage.quantity(within: conditions.quantityMaxHundredths))
      let least = max(1, stage.quantity(reaching: conditions.quantityMinHundredths))
      for unit in columns.firstUnit..<(columns.firstUnit + columns.unitCount) {
        if timelines.longestGap(unit) == 0 { continue }
        let stretch = timelines.longestStretch(
          unit, from: max(window.from, workDone(on: unit, by: way)), limit: window.limit,
          unbrokenOn: market.isResumable[stage.process] ? nil : columns.calendar,
          openTime: market.openTime)
        let most = min(allowed, market.quantity(offer, stage, within: stretch))
        if most < least { continue }
        rooms.append(
          Room(
            offer: offer, machine: Int(conditions.machine), unit: unit, most: most, least: least))
        if rooms.count == OrderPlacer.roomsMax { return rooms }
      }
    }
    return rooms
  }

  /// The working time until which earlier stages of this way use the unit.
  private func workDone(on unit: Int, by way: Int) -> Int64 {
    var done: Int64 = 0
    var node = way
    while node >= 0 {
      for index in trail.nodes[node].parts where trail.parts[index].unit == unit {
        done = max(done, trail.parts[index].workStart + trail.parts[index].need)
      }
      node = trail.nodes[node].parent
    }
    return done
  }

  /// Fills units in the order of cost, as much as each takes.
  private func fillCheapest(
    _ rooms: [Room], stage: StageDemand, partsMax: Int
  ) -> [(Room, Int64)]? {
    var plan: [(Room, Int64)] = []
    var remaining = stage.quantity
    for room in rooms where !plan.contains(where: { $0.0.unit == room.unit }) {
      if plan.count + 1 == partsMax, room.most < remaining { continue }
      let quantity = min(room.most, remaining)
      if quantity < room.least {
        // The rest is too little for this unit: take some back from the part before.
        guard let last = plan.last, remaining > 0 else { continue }
        let missing = room.least - remaining
        if room.least > room.most || last.1 - missing < last.0.least { continue }
        plan[plan.count - 1].1 -= missing
        plan.append((room, room.least))
        return plan
      }
      plan.append((room, quantity))
      remaining -= quantity
      if remaining == 0 { return plan }
    }
    return nil
  }

  /// Shares the stage among the cheapest units that can take an equal part each.
  private func shareEvenly(
    _ rooms: [Room], stage: StageDemand, parts: Int
  ) -> [(Room, Int64)]? {
    let (share, rest) = stage.quantity.quotientAndRemainder(dividingBy: Int64(parts))
    if share == 0 { return nil }
    var plan: [(Room, Int64)] = []
    for room in rooms where !plan.contains(where: { $0.0.unit == room.unit }) {
      let quantity = share + (Int64(plan.count) < rest ? 1 : 0)
      if quantity < room.least || quantity > room.most { continue }
      plan.append((room, quantity))
      if plan.count == parts { return plan }
    }
    return nil
  }

  /// Spreads the stage over the roomiest units, in proportion to their room.
  private func spread(
    _ rooms: [Room], stage: StageDemand, partsMax: Int, goal: PlacementGoal
  ) -> [(Room, Int64)]? {
    let order = rooms.indices.sorted { (-rooms[$0].most, $0) < (-rooms[$1].most, $1) }
    var chosen: [Room] = []
    var room: Int64 = 0
    for index in order where !chosen.contains(where: { $0.unit == rooms[index].unit }) {
      if chosen.count == partsMax { break }
      chosen.append(rooms[index])
      room += rooms[index].most
      // As few parts as will do, unless time matters more than set-ups.
      if room >= stage.quantity, !goal.wantsEarliest, chosen.count > 1 { break }
    }
    if room < stage.quantity { return nil }
    var plan: [(Room, Int64)] = []
    var remaining = stage.quantity
    for entry in chosen {
      let share = Int64(Int128(stage.quantity) * Int128(entry.most) / Int128(room))
      let quantity = min(entry.most, max(entry.least, share), remaining)
      plan.append((entry, quantity))
      remaining -= quantity
    }
    for index in plan.indices where remaining > 0 {
      let more = min(remaining, plan[index].0.most - plan[index].1)
      plan[index].1 += more
      remaining -= more
    }
    plan.removeAll { $0.1 == 0 }
    if remaining > 0 || plan.contains(where: { $0.1 < $0.0.least }) { return nil }
    return plan
  }

  /// Places every part of a plan, each as early as what feeds it allows.
  private mutating func place(
    _ plan: [(Room, Int64)], stage: StageDemand, number: Int, after way: Int, bounds: ChainBounds,
    goal: PlacementGoal
  ) -> Int? {
    let demand = market.orders[stage.order]
    var parts: [PlacedPart] = []
    var offset: Int64 = 0
    var freightFen: Int64 = 0
    for (room, quantity) in plan {
      let columns = market.machines[room.machine]
      let arrival = market.arrival(
        at: columns.cluster, of: stage, offset: offset, quantity: quantity, after: way, in: trail)
      let window = window(
        machine: room.machine, after: arrival.time, number: number, of: demand, bounds: bounds,
        deadline: goal.deadline)
      let need = market.need(room.offer, stage, quantity: quantity)
      let start = earliestOnUnit(
        room.unit, calendar: columns.calendar, process: stage.process, need: need,
        from: max(window.from, workDone(on: room.unit, by: way)), limit: window.limit)
      if start < 0 { return nil }
      parts.append(
        placedPart(
          stage, offer: room.offer, place: Place(unit: room.unit, workStart: start),
          offset: offset, quantity: quantity, need: need))
      freightFen += arrival.freightFen
      offset += quantity
    }
    let node = append(parts, stage: stage, after: way, freightFen: freightFen)
    if trail.nodes[node].costFen + bounds.laterFen[number] > goal.budgetFen { return nil }
    return node
  }
}
