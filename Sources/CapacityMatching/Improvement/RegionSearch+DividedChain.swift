internal import CapacityModel

// Orders of several stages of which some are made in parts: a large part of each was found with all other stages at once; the
// rest is made beside it, part by part, where a unit costs least.

extension RegionSearch {
  /// A stage of an order that is made in parts.
  private struct DividedStage {
    var order: RegionOrder
    var demand: OrderDemand
    var stage: StageDemand
    var number: Int
    /// What is missing beside the parts that there are.
    var missing: Int64
    /// How many parts more it may have.
    var partsLeft: Int
    /// The stage before, in the trail; -1 before the first.
    var before: Int
    /// The start of the largest part of the next stage, in wall time, and where that is made; `nil` in the last one.
    var next: (start: Int64, cluster: Int)?
    var clears: Bool
  }

  /// The way found last as it is to be booked, with what its large parts leave; `nil` if that has no place.
  ///
  /// With `clears` jobs that may be taken off are not in the way.
  func dividedChain(of order: Int32, _ demand: OrderDemand, clears: Bool) -> Chain? {
    var chain = Chain()
    var trail = Trail()
    var node = -1
    for (number, found) in chains.found.enumerated() {
      let stage = market.stages[demand.stages.lowerBound + number]
      var divided = DividedStage(
        order: orders[Int(order)], demand: demand, stage: stage, number: number,
        missing: stage.quantity - found.quantity, partsLeft: demand.partsMax - 1, before: node,
        clears: clears)
      if number + 1 < chains.found.count {
        let next = chains.found[number + 1]
        let columns = market.machines[Int(units[Int(next.unit)].machine)]
        divided.next = (
          openTime.wallStart(columns.calendar, of: Int64(next.start)), columns.cluster
        )
      }
      let firstBooking = chain.bookings.count
      let firstPart = trail.parts.count
      chain.bookings.append(booking(of: found, stage: number))
      while divided.missing > 0 {
        guard divided.partsLeft > 0,
          let beside = bestPart(of: divided, chain.bookings[firstBooking...], trail)
        else { return nil }
        chain.bookings.append(beside)
        divided.missing -= beside.part.quantity
        divided.partsLeft -= 1
      }
      guard
        let own = append(chain.bookings[firstBooking...], of: stage, after: node, to: &trail)
      else { return nil }
      node = own
      if divided.next != nil {
        for place in firstBooking..<chain.bookings.count {
          // It keeps its time: parts of the next stage wait for some of these only.
          chain.bookings[place].due = trail.parts[firstPart + place - firstBooking].end
        }
      }
    }
    let delivery = market.delivery(of: demand, after: node, in: trail)
    if delivery.time > demand.deadline { return nil }
    chain.fen = trail.nodes[node].costFen + delivery.freightFen
    return chain
  }

  /// Appends a stage with its parts to a trail, if each begins once what feeds it is there; its node.
  private func append(
    _ bookings: ArraySlice<Booking>, of stage: StageDemand, after node: Int, to trail: inout Trail
  ) -> Int? {
    let first = trail.parts.count
    var (offset, freightFen) = (Int64(0), Int64(0))
    for booking in bookings {
      let part = booking.part
      let placed = market.placedPart(
        stage, offer: Int(part.offer), unit: Int(units[Int(part.unit)].unit),
        workStart: Int64(part.start), offset: offset, quantity: part.quantity,
        need: Int64(part.need))
      let arrival = market.arrival(
        at: placed.cluster, of: stage, offset: offset, quantity: part.quantity, after: node,
        in: trail)
      if placed.start < arrival.time { return nil }
      trail.parts.append(placed)
      freightFen += arrival.freightFen
      offset += part.quantity
    }
    return trail.appendNode(
      ofPartsFrom: first, stage: stage, after: node, freightFen: freightFen)
  }

  /// The part beside others whose units cost least, as large as its room has space for; the last one allowed must make all
  /// that is missing.
  private func bestPart(
    of divided: DividedStage, _ others: ArraySlice<Booking>, _ trail: Trail
  ) -> Booking? {
    var best: Booking?
    var leastUnitCost = Double.infinity
    for choice in choices[divided.order.partChoices] where choice.stage == divided.number {
      guard let window = window(of: choice, divided, trail) else { continue }
      for unit in units.range(of: choice) {
        if others.contains(where: { Int($0.part.unit) == unit }) { continue }
        units[unit].plan.forEachRoom(
          from: window.lowerBound, limit: window.upperBound, need: choice.term.need,
          clears: divided.clears
        ) { from, limit in
          guard let part = part(of: divided, choice, unit, in: Int64(from)..<Int64(limit)),
            part.unitCost < leastUnitCost
          else { return }
          leastUnitCost = part.unitCost
          best = Booking(
            part: part.planned, latest: choice.term.limit, isUnbroken: choice.isUnbroken)
        }
      }
    }
    return best
  }

  /// When a part beside the largest may be made, in working time; `nil` if never.
  private func window(
    of choice: RegionChoice, _ divided: DividedStage, _ trail: Trail
  ) -> Range<Int32>? {
    let columns = market.machines[market.machine(of: choice.term)]
    // What feeds all that is missing is there then, and with it what feeds this part.
    let arrival = market.arrival(
      at: columns.cluster, of: divided.stage, offset: divided.stage.quantity - divided.missing,
      quantity: divided.missing, after: divided.before, in: trail)
    let from = max(
      choice.term.from, Int32(openTime.work(columns.calendar, before: arrival.time)))
    var limit = choice.term.limit
    if let next = divided.next {
      var due = next.start
      if divided.stage.ships, next.cluster != columns.cluster {
        due -= market.freight.lane(from: columns.cluster, to: next.cluster).transitSeconds
      }
      limit = min(limit, Int32(openTime.work(columns.calendar, before: max(0, due))))
    }
    return from < limit ? from..<limit : nil
  }

  /// The largest part that a room has space for, in its cheapest seconds; `nil` if that is too small.
  private func part(
    of divided: DividedStage, _ choice: RegionChoice, _ unit: Int, in room: Range<Int64>
  ) -> (planned: PlannedPart, unitCost: Double)? {
    let (offer, stage) = (Int(choice.term.offer), divided.stage)
    let sizes = market.partSizes(offer, stage)
    let quantity = min(
      sizes.most, divided.missing,
      market.quantity(offer, stage, within: room.upperBound - room.lowerBound))
    if quantity < sizes.least { return nil }
    if divided.partsLeft == 1, quantity < divided.missing { return nil }
    let need = market.need(offer, stage, quantity: quantity)
    if room.lowerBound + need > room.upperBound { return nil }
    let machine = market.machine(of: choice.term)
    guard
      let priced = cheapestStart(machine, need: need, in: room, isUnbroken: choice.isUnbroken)
    else { return nil }
    let fen = market.charge(offer, stage, quantity: quantity, need: need)
    let cost = weighted(fen * ObjectiveScale.micro, by: divided.order.weight) + priced.cost
    return (
      PlannedPart(
        offer: choice.term.offer, unit: Int32(unit), stage: Int32(divided.number),
        start: Int32(priced.start), need: Int32(need), quantity: quantity),
      Double(cost) / Double(quantity)
    )
  }
}
