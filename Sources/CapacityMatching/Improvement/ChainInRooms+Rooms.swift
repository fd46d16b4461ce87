internal import CapacityModel

// Where a stage may go: the rooms of units, and in each the starts at which all so far may cost least.

extension ChainInRooms {
  /// Looks at all rooms of a choice, with the goods in one of ``places`` once it is done.
  mutating func visit(
    _ index: Int, _ task: Task, at place: Int, delivery: Int64, ships: Bool,
    _ random: inout RandomNumbers
  ) {
    let choice = task.choices[index]
    let calendar = task.market.machines[task.market.machine(of: choice.term)].calendar
    let range = arrivals.times(at: place, in: calendar, task.market.openTime)
    if range.isEmpty { return }
    let block = block(of: place).lowerBound
    let isPart = index >= task.order.partChoices.lowerBound
    let need = Int64(choice.term.need)
    let from = max(Int64(choice.term.from), arrivals.ready[range.lowerBound].time)
    let limit = Int64(choice.term.limit)
    if from + need > limit { return }
    let border = borders.place(of: calendar, task.market.openTime)
    let firstPiece =
      isLast ? ChainInRooms.pieceCount - 1 : borders.endPiece(border, from + need)
    // Of parts only what the largest one costs beside its seconds is known, once there is a room.
    let lowest = (isPart ? 0 : choice.ideal) + delivery
    let cheapest = arrivals.ready[range.upperBound - 1].cost + lowest
    if cheapest >= blocks[block + firstPiece].cost { return }
    let stage = task.market.stages[task.demand.stages.lowerBound + Int(choice.stage)]
    let whole = Walk(
      choice: Int32(index), need: need, quantity: stage.quantity, base: choice.term.cost + delivery,
      lowest: lowest,
      ready: range, border: border, block: block, calendar: calendar, ships: ships)
    for unit in task.units.range(of: choice) {
      let draw = random.next()
      if task.clears ? draw & 3 == 0 : draw & 127 == 0 { continue }
      findRooms(task, unit, from: Int32(from), limit: Int32(limit), need: choice.term.need)
      var piece = firstPiece
      for room in rooms {
        // Most rooms lie too late to pay.
        movePiece(&piece, end: Int64(room.from) + need, border)
        if cheapest >= blocks[block + piece].cost { continue }
        var walk = whole
        if isPart {
          guard let part = part(of: stage, choice, task, in: room) else { continue }
          walk.makePart(part, delivery: delivery)
        }
        task.market.openTime.forEachStretch(
          calendar, need: walk.need, from: Int64(room.from), limit: Int64(room.limit),
          isUnbroken: choice.isUnbroken
        ) { from, limit in
          follow(walk, task, unit, from: from, limit: limit, piece: piece)
        }
      }
    }
  }

  /// Finds the rooms of a unit between `from` and `limit` that hold `need`.
  private mutating func findRooms(
    _ task: Task, _ unit: Int, from: Int32, limit: Int32, need: Int32
  ) {
    rooms.removeAll(keepingCapacity: true)
    task.units[unit].plan.forEachRoom(
      from: from, limit: limit, need: need, clears: task.clears
    ) { rooms.append(($0, $1)) }
  }

  /// The largest part of a stage that a room has space for.
  private struct Part {
    var quantity: Int64
    var need: Int64
    /// What it costs beside its seconds, and all others at the least.
    var base: Int64
  }

  /// The largest part of a stage that a room has space for, within its share; `nil` if others cannot make the rest, or need not.
  private func part(
    of stage: StageDemand, _ choice: RegionChoice, _ task: Task,
    in room: (from: Int32, limit: Int32)
  ) -> Part? {
    let offer = Int(choice.term.offer)
    let sizes = task.market.partSizes(offer, stage)
    let quantity = min(
      sizes.most, stage.quantity - sizes.least,
      Int64((Double(stage.quantity) * largestShare).rounded(.up)),
      task.market.quantity(offer, stage, within: Int64(room.limit - room.from)))
    if quantity < sizes.least || quantity * Int64(task.demand.partsMax) < stage.quantity {
      return nil
    }
    let need = task.market.need(offer, stage, quantity: quantity)
    let charge = task.market.charge(offer, stage, quantity: quantity, need: need)
    let rest = scaledDown(choice.ideal, share: stage.quantity - quantity, of: stage.quantity)
    return Part(
      quantity: quantity, need: need,
      base: min(
        TermStore.costMax, weighted(charge * ObjectiveScale.micro, by: task.order.weight) + rest))
  }

  /// A choice that is looked at.
  private struct Walk {
    var choice: Int32
    var need: Int64
    /// What the booking makes.
    var quantity: Int64
    /// What it costs beside its seconds.
    var base: Int64
    /// What it costs at the least.
    var lowest: Int64
    var ready: Range<Int>
    var border: PieceBorders.Place
    var block: Int
    var calendar: Int
    var ships: Bool

    /// Looks at a part instead of the whole stage.
    mutating func makePart(_ part: Part, delivery: Int64) {
      quantity = part.quantity
      need = part.need
      base = part.base + delivery
      lowest = base
    }
  }

  /// Where a walk through the starts of a unit stands.
  private struct Position {
    var span: CellSpan
    /// What is ready by then, among ``arrivals``.
    var step: Int
    /// The piece in which a booking that starts here ends.
    var piece: Int
  }

  /// Moves on to a start that is not earlier.
  @inline(__always)
  private func move(
    _ at: inout Position, to start: Int64, _ walk: Walk, _ table: PriceTable
  ) {
    table.move(&at.span, to: start)
    while at.step + 1 < walk.ready.upperBound, arrivals.ready[at.step + 1].time <= start {
      at.step += 1
    }
    movePiece(&at.piece, end: at.span.end, walk.border)
  }

  /// Moves on to the piece of an end that is not earlier.
  @inline(__always)
  private func movePiece(_ piece: inout Int, end: Int64, _ border: PieceBorders.Place) {
    while piece < ChainInRooms.pieceCount - 1, borders.end(after: piece, border) <= end {
      piece += 1
    }
  }

  /// Looks at the starts in `[from, limit)` of a unit at which the cost may be least; no end lies in a piece before `piece`.
  private mutating func follow(
    _ walk: Walk, _ task: Task, _ unit: Int, from: Int64, limit: Int64, piece: Int
  ) {
    let table = task.table
    let last = limit - walk.need
    let start = max(from, arrivals.ready[walk.ready.lowerBound].time)
    if start > last { return }
    var at = Position(
      span: table.span(of: walk.need, from: start, on: Int(task.units[unit].machine)),
      step: walk.ready.lowerBound, piece: piece)
    move(&at, to: start, walk, table)
    while true {
      let nextReady = at.step + 1 < walk.ready.upperBound ? arrivals.ready[at.step + 1].time : .max
      let known = blocks[walk.block + at.piece].cost
      if arrivals.ready[at.step].cost + walk.lowest >= known {
        // Nothing that begins here pays; something later may, after a cheaper way.
        if nextReady > last { return }
        move(&at, to: nextReady, walk, table)
        continue
      }
      let total = arrivals.ready[at.step].cost + walk.base + table.cost(of: at.span)
      if total < known { take(walk, task, total, at, startingAt: at.span.start, unit) }
      if at.span.start >= last { return }
      if total >= known,
        let next = table.start(
          after: at.span, leaving: total - known, until: min(nextReady, last))
      {
        move(&at, to: next, walk, table)
        continue
      }
      let ahead = table.straight(&at.span)
      let toEnd =
        at.piece < ChainInRooms.pieceCount - 1
        ? borders.end(after: at.piece, walk.border) - at.span.end : .max
      let stride = min(
        min(ahead.starts, toEnd), min(nextReady - at.span.start, last - at.span.start))
      if stride > 1, toEnd == stride {
        take(
          walk, task, total + ahead.slope * (stride - 1), at,
          startingAt: at.span.start + stride - 1, unit)
      }
      move(&at, to: at.span.start + stride, walk, table)
    }
  }

  private mutating func take(
    _ walk: Walk, _ task: Task, _ total: Int64, _ at: Position, startingAt start: Int64,
    _ unit: Int
  ) {
    if total >= blocks[walk.block + at.piece].cost { return }
    let end = task.market.openTime.wallEnd(walk.calendar, of: start + walk.need)
    let before = arrivals.ready[at.step].before
    let own = Done(
      cost: total, end: end, goodsEnd: walk.ships ? end : done[Int(before)].goodsEnd,
      before: before, choice: walk.choice, unit: Int32(unit), start: Int32(start),
      need: Int32(walk.need), quantity: walk.quantity)
    // What is done by a piece is done by all later ones.
    var piece = at.piece
    while piece < ChainInRooms.pieceCount, total < blocks[walk.block + piece].cost {
      blocks[walk.block + piece] = own
      piece += 1
    }
  }
}
