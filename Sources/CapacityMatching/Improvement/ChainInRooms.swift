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
  }

  /// From when on a stage may begin after what is done before.
  private struct Ready {
    /// In wall time, later in working time of a calendar.
    var time: Int64
    var cost: Int64
    /// Among ``done``.
    var before: Int32
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

  /// For each stage, each place of the goods and each piece, ascending: done by the end of the piece.
  private var done: [Done] = []
  /// Where the goods may be in the layer at hand: a cluster, -1 before any stage that ships.
  private var places: [Int32] = []
  private var placesBefore: [Int32] = []
  /// By site, or by calendar where the goods stay, when a stage may begin: ascending in time, descending in cost.
  private var ready: [Ready] = []
  private var readyOf: [(key: Int, range: Range<Int>)] = []
  /// When pieces of the order at hand begin in each calendar seen.
  var borders = PieceBorders(pieceCount: ChainInRooms.pieceCount)
  private var rooms: [(from: Int32, limit: Int32)] = []
  /// The stages of the way found, the first one first.
  private(set) var found: [Done] = []

  /// Finds the cheapest way, left in ``found``; `false` if there is none.
  ///
  /// - Complexity: O(terms x (rooms + cells of the window + pieces)).
  mutating func find(_ task: Task, _ random: inout RandomNumbers) -> Bool {
    if !task.clears, !mayHavePlace(task) { return false }
    let pieces = ChainInRooms.pieceCount
    if borders.isEmpty {
      borders.cut(task.demand, horizonEnd: task.market.horizon.lengthSeconds)
    }
    done.removeAll(keepingCapacity: true)
    done.append(
      contentsOf: repeatElement(Done(cost: 0, end: task.demand.release), count: pieces))
    places.removeAll(keepingCapacity: true)
    places.append(-1)
    var layer = 0
    var next = task.order.choices.lowerBound
    for number in 0..<task.demand.stages.count {
      let first = next
      while next < task.order.choices.upperBound, task.choices[next].stage == number { next += 1 }
      let stage = task.market.stages[task.demand.stages.lowerBound + number]
      let begin = done.count
      swap(&places, &placesBefore)
      places.removeAll(keepingCapacity: true)
      readyOf.removeAll(keepingCapacity: true)
      ready.removeAll(keepingCapacity: true)
      if stage.ships {
        for choice in first..<next {
          add(
            choice, task, after: layer, to: begin, isLast: number == task.demand.lastShippingStage,
            &random)
        }
      } else {
        places += placesBefore
        done.append(contentsOf: repeatElement(Done(), count: places.count * pieces))
        for place in places.indices {
          readyOf.removeAll(keepingCapacity: true)
          for choice in first..<next {
            add(choice, task, afterGoodsAt: place, after: layer, to: begin, &random)
          }
        }
      }
      layer = begin
      // Whatever is done by some piece is done by the last.
      if !places.indices.contains(where: { done[begin + ($0 + 1) * pieces - 1].cost != .max }) {
        return false
      }
    }
    return trace(from: layer)
  }

  /// Whether every stage has a unit with a room that is long enough, at any time.
  private func mayHavePlace(_ task: Task) -> Bool {
    var stage: Int32 = -1
    var hasPlace = true
    for choice in task.choices[task.order.choices] {
      if choice.stage != stage {
        if !hasPlace || choice.stage != stage + 1 { return false }
        stage = choice.stage
        hasPlace = false
      }
      if hasPlace { continue }
      hasPlace = task.units.range(of: choice).contains {
        task.units[$0].plan.largestRoom >= choice.term.need
      }
    }
    return hasPlace && Int(stage) + 1 == task.demand.stages.count
  }

  private mutating func trace(from layer: Int) -> Bool {
    let pieces = ChainInRooms.pieceCount
    found.removeAll(keepingCapacity: true)
    var best = -1
    for place in places.indices {
      let state = layer + (place + 1) * pieces - 1
      if done[state].cost < (best < 0 ? .max : done[best].cost) { best = state }
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
    _ choice: Int, _ task: Task, after layer: Int, to begin: Int, isLast: Bool,
    _ random: inout RandomNumbers
  ) {
    let pieces = ChainInRooms.pieceCount
    let columns = task.market.machines[task.market.machine(of: task.choices[choice].term)]
    let cluster = Int32(columns.cluster)
    var place = places.firstIndex(of: cluster) ?? -1
    if place < 0 {
      place = places.count
      places.append(cluster)
      done.append(contentsOf: repeatElement(Done(), count: pieces))
    }
    let range: Range<Int>
    if let known = readyOf.first(where: { $0.key == columns.site }) {
      range = known.range
    } else {
      let first = ready.count
      for (number, before) in placesBefore.enumerated() {
        let block = layer + number * pieces
        if before < 0 || before == cluster {
          appendReady(block, way: 0, transit: nil)
        } else {
          let lane = task.market.freight.lane(from: Int(before), to: Int(cluster))
          appendReady(
            block, way: way(of: lane, task), transit: lane.transitSeconds)
        }
      }
      range = settle(from: first, calendar: columns.calendar, task)
      readyOf.append((columns.site, range))
    }
    var delivery: Int64 = 0
    if isLast {
      delivery = way(
        of: task.market.freight.lane(from: Int(cluster), to: task.demand.cluster), task)
    }
    visit(
      choice, task, range, calendar: columns.calendar, delivery: delivery,
      to: begin + place * pieces, ships: true, &random)
  }

  /// Looks at a choice of a stage that does not ship: the goods stay where they are.
  private mutating func add(
    _ choice: Int, _ task: Task, afterGoodsAt place: Int, after layer: Int, to begin: Int,
    _ random: inout RandomNumbers
  ) {
    let pieces = ChainInRooms.pieceCount
    let columns = task.market.machines[task.market.machine(of: task.choices[choice].term)]
    let range: Range<Int>
    if let known = readyOf.first(where: { $0.key == columns.calendar }) {
      range = known.range
    } else {
      let first = ready.count
      appendReady(layer + place * pieces, way: 0, transit: nil)
      range = settle(from: first, calendar: columns.calendar, task)
      readyOf.append((columns.calendar, range))
    }
    visit(
      choice, task, range, calendar: columns.calendar, delivery: 0, to: begin + place * pieces,
      ships: false, &random)
  }

  private func way(of lane: Freight.Lane, _ task: Task) -> Int64 {
    weighted(
      task.market.freight.cost(lane, ofAll: task.demand) * ObjectiveScale.micro,
      by: task.order.weight)
  }

  /// Appends when the next stage may begin after what is done in a block.
  private mutating func appendReady(_ block: Int, way: Int64, transit: Int64?) {
    var last = Int64.max
    for state in block..<block + ChainInRooms.pieceCount {
      let own = done[state]
      if own.cost >= last { continue }
      last = own.cost
      ready.append(
        Ready(
          time: max(own.end, transit.map { own.goodsEnd + $0 } ?? 0), cost: own.cost + way,
          before: Int32(state)))
    }
  }

  /// Keeps of what is ready from `first` on what is cheaper than all that is ready earlier, in working time.
  private mutating func settle(from first: Int, calendar: Int, _ task: Task) -> Range<Int> {
    ready[first...].sort { ($0.time, $0.cost) < ($1.time, $1.cost) }
    var count = first
    for index in first..<ready.count
    where count == first || ready[index].cost < ready[count - 1].cost {
      var own = ready[index]
      own.time = task.market.openTime.work(calendar, before: own.time)
      ready[count] = own
      count += 1
    }
    ready.removeLast(ready.count - count)
    return first..<count
  }

  // MARK: - Places

  /// Looks at all rooms of a choice.
  private mutating func visit(
    _ index: Int, _ task: Task, _ range: Range<Int>, calendar: Int, delivery: Int64, to block: Int,
    ships: Bool, _ random: inout RandomNumbers
  ) {
    if range.isEmpty { return }
    let choice = task.choices[index]
    let need = Int64(choice.term.need)
    let from = max(Int64(choice.term.from), ready[range.lowerBound].time)
    let limit = Int64(choice.term.limit)
    if from + need > limit { return }
    let border = borders.place(of: calendar, task.market.openTime)
    let lowest = choice.ideal + delivery
    if ready[range.upperBound - 1].cost + lowest
      >= done[block + borders.endPiece(border, from + need)].cost
    {
      return
    }
    let walk = Walk(
      choice: Int32(index), need: need, base: choice.term.cost + delivery, lowest: lowest,
      ready: range, border: border, block: block, calendar: calendar, ships: ships)
    for unit in task.units.range(of: choice) {
      let draw = random.next()
      if task.clears ? draw & 3 == 0 : draw & 127 == 0 { continue }
      findRooms(task, unit, from: Int32(from), limit: Int32(limit), need: choice.term.need)
      for room in rooms {
        task.market.openTime.forEachStretch(
          calendar, need: need, from: Int64(room.from), limit: Int64(room.limit),
          isUnbroken: choice.isUnbroken
        ) { from, limit in
          follow(walk, task, unit, from: from, limit: limit)
        }
      }
    }
  }

  /// Finds the rooms of a unit between `from` and `limit` that hold `need`.
  private mutating func findRooms(
    _ task: Task, _ unit: Int, from: Int32, limit: Int32, need: Int32
  ) {
    rooms.removeAll(keepingCapacity: true)
    let plan = task.units[unit].plan
    func append(_ begin: Int32, _ end: Int32) {
      let (begin, end) = (max(begin, from), min(end, limit))
      if begin + need <= end { rooms.append((begin, end)) }
    }
    if task.clears {
      var time: Int32 = 0
      for job in plan.jobs where job.isFixed {
        append(time, job.earliest)
        time = job.earliest + job.need
        if time > limit { return }
      }
      append(time, limit)
      return
    }
    if plan.largestRoom < need { return }
    var place = plan.firstPlace(from: from, need: need)
    while place <= plan.jobs.count {
      let room = plan.room(at: place)
      if room.from > limit - need { break }
      append(room.from, room.limit)
      place += 1
    }
  }

  /// A choice that is looked at.
  private struct Walk {
    var choice: Int32
    var need: Int64
    /// What it costs beside its seconds.
    var base: Int64
    /// What it costs at the least.
    var lowest: Int64
    var ready: Range<Int>
    var border: PieceBorders.Place
    var block: Int
    var calendar: Int
    var ships: Bool
  }

  /// Where a walk through the starts of a unit stands.
  private struct Position {
    var span: CellSpan
    /// What is ready by then, among ``ready``.
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
    while at.step + 1 < walk.ready.upperBound, ready[at.step + 1].time <= start { at.step += 1 }
    while at.piece < ChainInRooms.pieceCount - 1,
      borders.end(after: at.piece, walk.border) <= at.span.end
    {
      at.piece += 1
    }
  }

  /// Looks at the starts in `[from, limit)` of a unit at which the cost may be least.
  private mutating func follow(
    _ walk: Walk, _ task: Task, _ unit: Int, from: Int64, limit: Int64
  ) {
    let table = task.table
    let last = limit - walk.need
    let start = max(from, ready[walk.ready.lowerBound].time)
    if start > last { return }
    var at = Position(
      span: table.span(of: walk.need, from: start, on: Int(task.units[unit].machine)),
      step: walk.ready.lowerBound, piece: borders.endPiece(walk.border, start + walk.need))
    move(&at, to: start, walk, table)
    while true {
      let nextReady = at.step + 1 < walk.ready.upperBound ? ready[at.step + 1].time : .max
      let known = done[walk.block + at.piece].cost
      if ready[at.step].cost + walk.lowest >= known {
        // Nothing that begins here pays; something later may, after a cheaper way.
        if nextReady > last { return }
        move(&at, to: nextReady, walk, table)
        continue
      }
      let total = ready[at.step].cost + walk.base + table.cost(of: at.span)
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
    if total >= done[walk.block + at.piece].cost { return }
    let end = task.market.openTime.wallEnd(walk.calendar, of: start + walk.need)
    let before = ready[at.step].before
    let own = Done(
      cost: total, end: end, goodsEnd: walk.ships ? end : done[Int(before)].goodsEnd,
      before: before, choice: walk.choice, unit: Int32(unit), start: Int32(start))
    // What is done by a piece is done by all later ones.
    var piece = at.piece
    while piece < ChainInRooms.pieceCount, total < done[walk.block + piece].cost {
      done[walk.block + piece] = own
      piece += 1
    }
  }
}
