internal import CapacityModel

// Splitting a stage into parts on several units.
//
// Three kinds of plan are tried. *Cheapest first* fills the cheapest units to the brim, which serves where
// cheap capacity is left in crumbs. *Roomiest first* spreads the stage in proportion over the few
// units with the most room, which serves where the count of parts or the deadline is what binds.
// *Evenly* shares the stage among the two, three, ... cheapest units, which ends early and cheaply.

/// What splitting works with, kept from order to order.
struct SplitScratch {
  /// A unit that could take a part on an offer; a unit with several offers has a room for each.
  struct Room {
    var offer: Int
    var machine: Int
    var unit: Int
    /// The largest part, in the stage's unit.
    var most: Int64
    /// The smallest part, in the stage's unit.
    var least: Int64
  }

  /// A part of a plan.
  struct Share {
    var room: Room
    var quantity: Int64
  }

  var rooms: [Room] = []
  var plan: [Share] = []
  /// Rooms by size, for spreading.
  var bySize: [Int] = []

  /// Whether some part of the plan is on the unit.
  func uses(_ unit: Int) -> Bool {
    for share in plan where share.room.unit == unit { return true }
    return false
  }
}

extension OrderPlacer {
  /// As many units are looked at for one split.
  private static let roomsMax = 64

  /// Appends a few ways to split `stage` after `way` to the next ways.
  mutating func splitStage(
    _ stage: StageDemand, number: Int, after way: Int, list: Range<Int>, goal: PlacementGoal,
    width: SearchWidth
  ) {
    let demand = market.orders[stage.order]
    listRooms(stage, number: number, after: way, list: list, goal: goal)
    if split.rooms.count < 2 { return }
    if fillCheapest(stage: stage, partsMax: demand.partsMax) {
      placePlan(stage, number: number, after: way, goal: goal)
    }
    if spread(stage: stage, partsMax: demand.partsMax, goal: goal) {
      placePlan(stage, number: number, after: way, goal: goal)
    }
    for parts in 2...max(2, min(demand.partsMax, width.evenParts))
    where shareEvenly(stage: stage, parts: parts) {
      placePlan(stage, number: number, after: way, goal: goal)
    }
  }

  /// Lists the units that could take a part between the arrival of everything and the latest end, in
  /// the order of the list.
  private mutating func listRooms(
    _ stage: StageDemand, number: Int, after way: Int, list: Range<Int>, goal: PlacementGoal
  ) {
    let demand = market.orders[stage.order]
    split.rooms.removeAll(keepingCapacity: true)
    let days = days(after: way, demand, goal)
    if surelyLacksRooms(stage, list: list, days) { return }
    for place in list {
      let offer = Int(chain.listed[place].offer)
      let conditions = market.conditions[offer]
      if let level = level(offer, days) {
        let most = market.quantity(offer, stage, within: TimeLevel.secondsBeyond(level))
        if most < max(1, stage.quantity(reaching: conditions.quantityMinHundredths)) { continue }
      }
      let columns = market.machines[Int(conditions.machine)]
      // What feeds the first part may end sooner, but which part is first is not known yet.
      let arrival = market.arrival(
        at: columns.cluster, of: stage, offset: 0, quantity: stage.quantity, after: way, in: trail)
      let window = window(
        machine: Int(conditions.machine), after: arrival.time, number: number, of: demand,
        deadline: goal.deadline)
      if window.limit <= window.from { continue }
      let allowed = min(stage.quantity, stage.quantity(within: conditions.quantityMaxHundredths))
      let least = max(1, stage.quantity(reaching: conditions.quantityMinHundredths))
      for unit in columns.firstUnit..<(columns.firstUnit + columns.unitCount) {
        if timelines.longestGap(unit) == 0 { continue }
        searcher.counts.placesSought += 1
        let stretch = timelines.longestStretch(
          unit, from: max(window.from, workDone(on: unit, by: way)), limit: window.limit,
          unbrokenOn: market.isResumable[stage.process] ? nil : columns.calendar,
          openTime: market.openTime, steps: &searcher.counts.timelineSteps)
        let most = min(allowed, market.quantity(offer, stage, within: stretch))
        if most < least { continue }
        split.rooms.append(
          SplitScratch.Room(
            offer: offer, machine: Int(conditions.machine), unit: unit, most: most, least: least))
        if split.rooms.count == OrderPlacer.roomsMax { return }
      }
    }
  }

  /// Whether all units of the list together surely cannot make the stage in these days.
  private func surelyLacksRooms(
    _ stage: StageDemand, list: Range<Int>, _ days: FreeTimeIndex.Buckets
  ) -> Bool {
    var missing = stage.quantity
    for place in list {
      let offer = Int(chain.listed[place].offer)
      guard let level = level(offer, days) else { return false }
      if level == 0 { continue }
      let most = market.quantity(offer, stage, within: TimeLevel.secondsBeyond(level))
      let units = Int64(market.machines[Int(market.conditions[offer].machine)].unitCount)
      missing -= min(missing, min(most, stage.quantity) * units)
      if missing == 0 { return false }
    }
    return true
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

  /// Plans to fill units in the order of cost, as much as each takes.
  private mutating func fillCheapest(stage: StageDemand, partsMax: Int) -> Bool {
    split.plan.removeAll(keepingCapacity: true)
    var remaining = stage.quantity
    for index in split.rooms.indices {
      let room = split.rooms[index]
      if split.uses(room.unit) { continue }
      if split.plan.count + 1 == partsMax, room.most < remaining { continue }
      let quantity = min(room.most, remaining)
      if quantity < room.least {
        // The rest is too little for this unit: take some back from the part before.
        guard let last = split.plan.last, remaining > 0 else { continue }
        let missing = room.least - remaining
        if room.least > room.most || last.quantity - missing < last.room.least { continue }
        split.plan[split.plan.count - 1].quantity -= missing
        split.plan.append(SplitScratch.Share(room: room, quantity: room.least))
        return true
      }
      split.plan.append(SplitScratch.Share(room: room, quantity: quantity))
      remaining -= quantity
      if remaining == 0 { return true }
    }
    return false
  }

  /// Plans to share the stage among the cheapest units that can take an equal part each.
  private mutating func shareEvenly(stage: StageDemand, parts: Int) -> Bool {
    split.plan.removeAll(keepingCapacity: true)
    let (share, rest) = stage.quantity.quotientAndRemainder(dividingBy: Int64(parts))
    if share == 0 { return false }
    for index in split.rooms.indices {
      let room = split.rooms[index]
      if split.uses(room.unit) { continue }
      let quantity = share + (Int64(split.plan.count) < rest ? 1 : 0)
      if quantity < room.least || quantity > room.most { continue }
      split.plan.append(SplitScratch.Share(room: room, quantity: quantity))
      if split.plan.count == parts { return true }
    }
    return false
  }

  /// Plans to spread the stage over the roomiest units, in proportion to their room.
  private mutating func spread(stage: StageDemand, partsMax: Int, goal: PlacementGoal) -> Bool {
    split.plan.removeAll(keepingCapacity: true)
    split.bySize.removeAll(keepingCapacity: true)
    // By insertion: rooms are few. Equal ones stay in the order of the list.
    for index in split.rooms.indices {
      var position = split.bySize.count
      split.bySize.append(index)
      while position > 0,
        split.rooms[split.bySize[position - 1]].most < split.rooms[index].most
      {
        split.bySize[position] = split.bySize[position - 1]
        position -= 1
      }
      split.bySize[position] = index
    }
    var total: Int64 = 0
    for index in split.bySize where !split.uses(split.rooms[index].unit) {
      if split.plan.count == partsMax { break }
      split.plan.append(SplitScratch.Share(room: split.rooms[index], quantity: 0))
      total += split.rooms[index].most
      // As few parts as will do, unless time matters more than set-ups.
      if total >= stage.quantity, !goal.wantsEarliest, split.plan.count > 1 { break }
    }
    if total < stage.quantity { return false }
    var remaining = stage.quantity
    for place in split.plan.indices {
      let room = split.plan[place].room
      let share = Int64(Int128(stage.quantity) * Int128(room.most) / Int128(total))
      split.plan[place].quantity = min(room.most, max(room.least, share), remaining)
      remaining -= split.plan[place].quantity
    }
    for place in split.plan.indices where remaining > 0 {
      let more = min(remaining, split.plan[place].room.most - split.plan[place].quantity)
      split.plan[place].quantity += more
      remaining -= more
    }
    split.plan.removeAll { $0.quantity == 0 }
    if remaining > 0 { return false }
    for share in split.plan where share.quantity < share.room.least { return false }
    return true
  }

  /// Places every part of the plan, if it has several, each as early as what feeds it allows.
  private mutating func placePlan(
    _ stage: StageDemand, number: Int, after way: Int, goal: PlacementGoal
  ) {
    if split.plan.count < 2 { return }
    let demand = market.orders[stage.order]
    let firstPart = trail.parts.count
    var offset: Int64 = 0
    var freightFen: Int64 = 0
    for place in split.plan.indices {
      let room = split.plan[place].room
      let quantity = split.plan[place].quantity
      let columns = market.machines[room.machine]
      let arrival = market.arrival(
        at: columns.cluster, of: stage, offset: offset, quantity: quantity, after: way, in: trail)
      let window = window(
        machine: room.machine, after: arrival.time, number: number, of: demand,
        deadline: goal.deadline)
      let need = market.need(room.offer, stage, quantity: quantity)
      let start = earliestOnUnit(
        room.unit, calendar: columns.calendar, process: stage.process, need: need,
        from: max(window.from, workDone(on: room.unit, by: way)), limit: window.limit)
      if start < 0 {
        trail.parts.removeLast(trail.parts.count - firstPart)
        return
      }
      trail.parts.append(
        placedPart(
          stage, offer: room.offer, place: Place(unit: room.unit, workStart: start),
          offset: offset, quantity: quantity, need: need))
      freightFen += arrival.freightFen
      offset += quantity
    }
    let node = trail.appendNode(
      ofPartsFrom: firstPart, stage: stage, after: way, freightFen: freightFen)
    if trail.nodes[node].costFen + chain.laterFen[number] > goal.budgetFen { return }
    chain.next.append(node)
  }
}
