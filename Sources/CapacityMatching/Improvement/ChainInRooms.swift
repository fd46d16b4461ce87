internal import CapacityModel

/// Finds where the stages of an order, one part each, cost least among the jobs that are there, their seconds at the
/// prices.
///
/// A dynamic program over stages, places of the goods and ``pieceCount`` pieces of the order's time: of all ways to have
/// a stage done by the end of a piece the cheapest is kept, with the second in which it really ends, so that
/// whatever is found can be done.
struct ChainInRooms: Sendable {
  /// Pieces of an order's time in which the cheapest way to have a stage done is kept.
  static let pieceCount = 32

  /// A stage done: what that and all before it cost at the least, and how.
  struct Done: Sendable {
    /// In micro-yuan.
    var cost = Int64.max
    /// In wall time: of the stage, and of the last one that ships.
    var end: Int64 = 0
    var goodsEnd: Int64 = 0
    /// The stage before, among ``done``.
    var before: Int32 = -1
    /// Among the region's choices and units.
    var choice: Int32 = -1
    var unit: Int32 = -1
    /// In working time.
    var start: Int32 = 0
    var need: Int32 = 0
    /// What the booking makes: less than the stage wants where other parts must make the rest.
    var quantity: Int64 = 0
  }

  /// Where the goods may be once a stage is done.
  private struct Place {
    /// -1 before any stage that ships.
    var cluster: Int32
    /// What is done with them there, among ``done``.
    var done: Range<Int> = 0..<0
  }

  /// An order to be placed, with all that is asked of it.
  struct Task {
    let market: Market
    let table: PriceTable
    let units: [RegionUnit]
    let choices: [RegionChoice]
    let order: RegionOrder
    let demand: OrderDemand
    /// Whether jobs that may be taken off are not in the way.
    let clears: Bool
  }

  /// For each stage and each place of the goods what costs less than all that is done in earlier pieces.
  private var done: [Done] = []
  /// The places of the goods after the stage at hand, and after the one before.
  private var places: [Place] = []
  private var placesBefore: [Place] = []
  /// For each of ``places`` and each piece what is done by its end, by the stage at hand.
  private var blocks: [Done] = []
  /// When the stage at hand may begin in each of ``places``.
  private var arrivals = ChainArrivals()
  /// Whether the stage at hand is the last one: it does not matter in which piece it ends.
  private var isLast = false
  /// When pieces of the order at hand begin in each calendar seen; whoever asks for an order puts its own here, empty at first.
  var borders = PieceBorders(pieceCount: ChainInRooms.pieceCount)
  private var rooms: [(from: Int32, limit: Int32)] = []
  /// Whether stages may be made in parts that have room in one part as well.
  private var dividesAny = false
  /// The stages of the way found, the first one first.
  private(set) var found: [Done] = []

  /// Of so many orders that may be divided one is where it has room whole.
  private static let dividedOf: UInt64 = 8

  /// Finds the cheapest way, left in ``found``; `false` if there is none.
  ///
  /// A stage that has no room in one part, or now and then one that has, goes by its largest part alone, the others reckoned
  /// at what they cost at the least.
  ///
  /// - Complexity: O(terms x (rooms + cells of the window + pieces)).
  mutating func find(_ task: Task, _ random: inout RandomNumbers) -> Bool {
    dividesAny = !task.order.partChoices.isEmpty && random.next() % ChainInRooms.dividedOf == 0
    if !task.clears, !mayHavePlace(task) { return false }
    if borders.isEmpty {
      borders.cut(task.demand, horizonEnd: task.market.horizon.lengthSeconds)
    }
    done.removeAll(keepingCapacity: true)
    done.append(Done(cost: 0, end: task.demand.release))
    places.removeAll(keepingCapacity: true)
    places.append(Place(cluster: -1, done: 0..<1))
    var next = task.order.choices.lowerBound
    var nextPart = task.order.partChoices.lowerBound
    for number in 0..<task.demand.stages.count {
      let first = next
      while next < task.order.choices.upperBound, task.choices[next].stage == number { next += 1 }
      let firstPart = nextPart
      while nextPart < task.order.partChoices.upperBound, task.choices[nextPart].stage == number {
        nextPart += 1
      }
      let isDivided = dividesAny || !hasPlace(first..<next, task)
      let stage = task.market.stages[task.demand.stages.lowerBound + number]
      isLast = number + 1 == task.demand.stages.count
      swap(&places, &placesBefore)
      places.removeAll(keepingCapacity: true)
      blocks.removeAll(keepingCapacity: true)
      arrivals.removeAll()
      if stage.ships {
        let delivers = number == task.demand.lastShippingStage
        for choice in first..<next { add(choice, task, delivers: delivers, &random) }
        if isDivided {
          for choice in firstPart..<nextPart { add(choice, task, delivers: delivers, &random) }
        }
      } else {
        // The goods stay where they are.
        for (number, place) in placesBefore.enumerated() {
          addPlace(place.cluster)
          appendArrivals(place, way: 0, transit: nil)
          arrivals.endPlace()
          for choice in first..<next {
            visit(choice, task, at: number, delivery: 0, ships: false, &random)
          }
          if isDivided {
            for choice in firstPart..<nextPart {
              visit(choice, task, at: number, delivery: 0, ships: false, &random)
            }
          }
        }
      }
      if !keepDone() { return false }
    }
    return trace()
  }

  /// Keeps what costs less than all that is done in earlier pieces of its place; `false` if nothing is done anywhere.
  private mutating func keepDone() -> Bool {
    let before = done.count
    for place in places.indices {
      let first = done.count
      var least = Int64.max
      for own in blocks[block(of: place)] where own.cost < least {
        least = own.cost
        done.append(own)
      }
      places[place].done = first..<done.count
    }
    return done.count > before
  }

  private func block(of place: Int) -> Range<Int> {
    place * ChainInRooms.pieceCount..<(place + 1) * ChainInRooms.pieceCount
  }

  private mutating func addPlace(_ cluster: Int32) {
    places.append(Place(cluster: cluster))
    blocks.append(contentsOf: repeatElement(Done(), count: ChainInRooms.pieceCount))
  }

  /// Whether every stage has a unit with a room that is long enough, for all of it or for a part, at any time.
  private func mayHavePlace(_ task: Task) -> Bool {
    var next = task.order.choices.lowerBound
    var nextPart = task.order.partChoices.lowerBound
    for number in 0..<task.demand.stages.count {
      let first = next
      while next < task.order.choices.upperBound, task.choices[next].stage == number { next += 1 }
      let firstPart = nextPart
      while nextPart < task.order.partChoices.upperBound, task.choices[nextPart].stage == number {
        nextPart += 1
      }
      if !hasPlace(first..<next, task), !hasPlace(firstPart..<nextPart, task) { return false }
    }
    return true
  }

  /// Whether one of the choices has a unit with a room that is long enough.
  private func hasPlace(_ choices: Range<Int>, _ task: Task) -> Bool {
    if task.clears { return !choices.isEmpty }
    return task.choices[choices].contains { choice in
      task.units.range(of: choice).contains {
        task.units[$0].plan.largestRoom >= choice.term.need
      }
    }
  }

  private mutating func trace() -> Bool {
    found.removeAll(keepingCapacity: true)
    var best = -1
    for place in places {
      guard let last = place.done.last else { continue }
      if done[last].cost < (best < 0 ? .max : done[best].cost) { best = last }
    }
    if best < 0 { return false }
    while done[best].choice >= 0 {
      found.append(done[best])
      best = Int(done[best].before)
    }
    found.reverse()
    return true
  }

  // MARK: - A stage

  /// Looks at a choice of a stage that ships: its goods are in its own cluster then.
  private mutating func add(
    _ choice: Int, _ task: Task, delivers: Bool, _ random: inout RandomNumbers
  ) {
    let machine = task.market.machine(of: task.choices[choice].term)
    let cluster = Int32(task.market.machines[machine].cluster)
    var place = places.firstIndex { $0.cluster == cluster } ?? -1
    if place < 0 {
      place = places.count
      addPlace(cluster)
      for before in placesBefore {
        if before.cluster < 0 || before.cluster == cluster {
          appendArrivals(before, way: 0, transit: nil)
        } else {
          let lane = task.market.freight.lane(from: Int(before.cluster), to: Int(cluster))
          appendArrivals(before, way: way(of: lane, task), transit: lane.transitSeconds)
        }
      }
      arrivals.endPlace()
    }
    var delivery: Int64 = 0
    if delivers {
      delivery = way(
        of: task.market.freight.lane(from: Int(cluster), to: task.demand.cluster), task)
    }
    visit(choice, task, at: place, delivery: delivery, ships: true, &random)
  }

  private func way(of lane: Freight.Lane, _ task: Task) -> Int64 {
    weighted(
      task.market.freight.cost(lane, ofAll: task.demand) * ObjectiveScale.micro,
      by: task.order.weight)
  }

  /// Appends when the next stage may begin after what is done in one place.
  private mutating func appendArrivals(_ place: Place, way: Int64, transit: Int64?) {
    for state in place.done {
      let own = done[state]
      arrivals.append(
        ChainArrivals.Ready(
          time: max(own.end, transit.map { own.goodsEnd + $0 } ?? 0), cost: own.cost + way,
          before: Int32(state)))
    }
  }

  // MARK: - Places

  /// Looks at all rooms of a choice, with the goods in one of ``places`` once it is done.
  private mutating func visit(
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

  /// The largest part of a stage that a room has space for; `nil` if others cannot make the rest, or need not.
  private func part(
    of stage: StageDemand, _ choice: RegionChoice, _ task: Task,
    in room: (from: Int32, limit: Int32)
  ) -> Part? {
    let offer = Int(choice.term.offer)
    let sizes = task.market.partSizes(offer, stage)
    let quantity = min(
      sizes.most, stage.quantity - max(1, sizes.least),
      task.market.quantity(offer, stage, within: Int64(room.limit - room.from)))
    if quantity < sizes.least || quantity * Int64(task.demand.partsMax) < stage.quantity {
      return nil
    }
    let need = task.market.need(offer, stage, quantity: quantity)
    let charge = task.market.charge(offer, stage, quantity: quantity, need: need)
    let rest = scaledDown(choice.ideal, share: stage.quantity - quantity, of: stage.quantity)
    return Part(
      quantity: quantity, need: need,
      base: weighted(charge * ObjectiveScale.micro, by: task.order.weight) + rest)
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
