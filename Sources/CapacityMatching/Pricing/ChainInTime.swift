internal import CapacityModel

/// What an order of several stages costs at the least, its stages one after the other.
///
/// The time between release and deadline is cut into ``pieceCount`` pieces; a stage begins no earlier than in
/// the piece in which the one before ends, goods brought in between. A dynamic program over stages,
/// clusters and pieces finds the cheapest such chain (`Docs/certificate.md`, "Several stages, one part each", and
/// "several parts").
struct ChainInTime: Sendable {
  /// Pieces of an order's time.
  static let pieceCount = 64

  /// A stage done: what that and all before it cost at the least, and how.
  struct Done: Sendable {
    var cost = Int64.max
    /// Among the store's window terms, or its rates where there may be several parts.
    var term: Int32 = -1
    /// Among the store's slots.
    var slot: Int32 = -1
    /// The stage before, among ``done``; -1 before the first.
    var before: Int32 = -1
    /// In working time.
    var start: Int32 = 0
  }

  /// For each stage, each place of the goods and each piece, ascending: done by the end of the piece.
  private(set) var done: [Done] = []
  /// Where the goods may be, in the layer at hand and the one before: a cluster, -1 before any stage that ships.
  private var places: [Int32] = []
  /// For each piece what it costs to begin there, and out of which stage before.
  private(set) var ready: [(cost: Int64, before: Int32)] = []
  private var calendars: [Int] = []
  /// For each calendar seen the working times at which pieces begin but the first: for starts, then for ends.
  private(set) var borders: [Int64] = []
  /// When each piece begins, and the last one ends; wall time.
  private var pieceStarts: [Int64] = []

  /// Chains that cost this much or more are not looked for.
  private(set) var most = Int64.max
  /// Scratch of the search for cheap intervals.
  var starts = WindowMaximum()

  /// The last stage of the chain found, among ``done``; -1 if there is none.
  private(set) var last: Int32 = -1

  /// The least cost of a chain, in micro-yuan, `.max` if none costs less than `below`.
  ///
  /// - Complexity: O(terms x (cells of the window + pieces) + stages x clusters squared x pieces).
  mutating func find(
    _ order: OrderDemand, slots: Range<Int>, in store: TermStore, _ table: PriceTable,
    _ market: Market, weight: Int64, below: Int64
  ) -> Int64 {
    let pieces = ChainInTime.pieceCount
    most = below
    cutTime(order, market)
    done.removeAll(keepingCapacity: true)
    done.append(contentsOf: repeatElement(Done(cost: 0), count: pieces))
    places = [-1]
    var layer = 0
    var shippedBefore = false
    var first = slots.lowerBound
    while first < slots.upperBound {
      let stage = store.slots[first].stage
      var end = first
      while end < slots.upperBound, store.slots[end].stage == stage { end += 1 }
      let next = done.count
      if store.slots[first].cluster < 0 {
        for place in places.indices {
          begin(at: layer + place * pieces, delay: 0, way: 0, isFirst: true)
          add(first..<end, store, table, market)
        }
        shippedBefore = false
      } else {
        var clusters: [Int32] = []
        var slot = first
        while slot < end {
          let cluster = Int(store.slots[slot].cluster)
          let firstOfCluster = slot
          while slot < end, Int(store.slots[slot].cluster) == cluster { slot += 1 }
          for (number, place) in places.enumerated() {
            let way =
              place < 0 ? 0 : market.wayCost(order, from: place, to: cluster, weight: weight)
            let delay =
              shippedBefore ? market.freight.lane(from: Int(place), to: cluster).transitSeconds : 0
            begin(at: layer + number * pieces, delay: delay, way: way, isFirst: number == 0)
          }
          add(firstOfCluster..<slot, store, table, market)
          clusters.append(Int32(cluster))
        }
        places = clusters
        shippedBefore = true
      }
      layer = next
      first = end
    }
    var best = below
    last = -1
    for (number, place) in places.enumerated() {
      let state = layer + (number + 1) * pieces - 1
      if done[state].cost == .max { continue }
      let way =
        place < 0 ? 0 : market.wayCost(order, from: place, to: order.cluster, weight: weight)
      let cost = min(TermStore.costMax, done[state].cost + way)
      if cost < best {
        best = cost
        last = Int32(state)
      }
    }
    return last < 0 ? .max : best
  }

  private mutating func cutTime(_ order: OrderDemand, _ market: Market) {
    let from = max(0, order.release)
    let length = max(0, min(order.deadline, market.horizon.lengthSeconds) - from)
    let pieces = Int64(ChainInTime.pieceCount)
    pieceStarts.removeAll(keepingCapacity: true)
    for piece in 0...pieces { pieceStarts.append(from + (length * piece + pieces - 1) / pieces) }
    calendars.removeAll(keepingCapacity: true)
    borders.removeAll(keepingCapacity: true)
  }

  /// For each piece what it costs to begin a stage there after those done at `first`, `delay` later.
  private mutating func begin(at first: Int, delay: Int64, way: Int64, isFirst: Bool) {
    let pieces = ChainInTime.pieceCount
    if isFirst {
      ready.removeAll(keepingCapacity: true)
      ready.append(contentsOf: repeatElement((.max, -1), count: pieces))
    }
    var from = 0
    for piece in 0..<pieces {
      // The last second of the piece, less the delay, lies in piece `from`.
      let latest = pieceStarts[piece + 1] - 1 - delay
      while from + 1 < pieces, pieceStarts[from + 1] <= latest { from += 1 }
      if latest < pieceStarts[0] { continue }
      let earlier = done[first + from]
      if earlier.cost == .max { continue }
      let cost = min(TermStore.costMax, earlier.cost + way)
      if cost < ready[piece].cost {
        ready[piece] = (cost, earlier.term < 0 ? -1 : Int32(first + from))
      }
    }
  }

  /// Appends a stage done by the terms of some slots, for each piece.
  private mutating func add(
    _ slots: Range<Int>, _ store: TermStore, _ table: PriceTable, _ market: Market
  ) {
    let first = done.count
    done.append(contentsOf: repeatElement(Done(), count: ChainInTime.pieceCount))
    // Beginning later never costs more.
    guard let earliest = ready.firstIndex(where: { $0.cost != .max }) else { return }
    for number in slots {
      if store.slots[number].isRate {
        addParts(number, store, table, market, to: first, earliest: earliest)
      } else {
        addWhole(number, store, table, market, to: first, earliest: earliest)
      }
    }
  }

  /// Takes in a stage done by one part each of the terms of a slot.
  private mutating func addWhole(
    _ number: Int, _ store: TermStore, _ table: PriceTable, _ market: Market, to first: Int,
    earliest: Int
  ) {
    let slot = store.slots[number]
    let pieces = ChainInTime.pieceCount
    let least = ready[pieces - 1].cost
    for index in slot.first..<slot.first + slot.count {
      let term = store.windows[index]
      let machine = market.machine(of: term)
      let calendar = market.machines[machine].calendar
      let border = borders(of: calendar, market)
      let from = start(Int64(term.from), inPiece: earliest, border)
      let limit = Int64(term.limit)
      let need = Int64(term.need)
      if from + need > limit { continue }
      let dearest = min(most, done[first + endPiece(border, from + need)].cost)
      if least + term.cost + table.lowest[machine] * need >= dearest { continue }
      // Looking at the prices of a window costs much less than walking through it.
      let lowest = term.cost + table.lowestPrice(machine, from: from, limit: limit) * need
      if least + lowest >= dearest { continue }
      table.grid.rooms.forEach(of: machine, from: from, limit: limit, need: need) { from, limit in
        market.openTime.forEachStretch(
          calendar, need: need, from: from, limit: limit, isUnbroken: slot.isUnbroken
        ) { from, limit in
          walk(
            index, of: number, term, on: machine, from: from, limit: limit, lowest: lowest, border,
            table, into: first)
        }
      }
    }
  }

  mutating func borders(of calendar: Int, _ market: Market) -> Int {
    let size = 2 * (ChainInTime.pieceCount - 1)
    if let place = calendars.firstIndex(of: calendar) { return place * size }
    calendars.append(calendar)
    let starts = pieceStarts[1..<ChainInTime.pieceCount]
    let openTime = market.openTime
    openTime.append(workOf: calendar, before: starts, later: 0, to: &borders)
    openTime.append(workOf: calendar, before: starts.lazy.map { $0 - 1 }, later: 1, to: &borders)
    return borders.count - size
  }

  /// Looks at the starts of a term in `[from, limit)` at which its priced cost, at least `lowest`, may be least in a
  /// piece.
  private mutating func walk(
    _ index: Int, of slot: Int, _ term: TermStore.WindowTerm, on machine: Int, from: Int64,
    limit: Int64, lowest: Int64, _ border: Int, _ table: PriceTable, into first: Int
  ) {
    let need = Int64(term.need)
    let last = limit - need
    if last < from { return }
    let count = ChainInTime.pieceCount - 1
    var head = table.grid.cell(machine, at: from)
    var tail = head
    while table.knots[tail + 1].begin < from + need { tail += 1 }
    var startPiece = 0
    while startPiece < count, borders[border + startPiece] <= from { startPiece += 1 }
    var endPiece = endPiece(border, from + need)
    var start = from
    var cost = table.cost(from: start, in: head, to: start + need, in: tail)
    take(term.cost + cost, index, of: slot, start, startPiece, endPiece, first)
    while start < last {
      // Nothing that begins in a piece pays if its end at the earliest, the dearest, is too cheap already.
      if ready[startPiece].cost >= min(most, done[first + endPiece].cost) - lowest {
        if startPiece == count || borders[border + startPiece] > last { return }
        start = borders[border + startPiece]
        while table.knots[head + 1].begin <= start { head += 1 }
        while table.knots[tail + 1].begin < start + need { tail += 1 }
        cost = table.cost(from: start, in: head, to: start + need, in: tail)
      } else {
        let toHead = table.knots[head + 1].begin - start
        let toTail = table.knots[tail + 1].begin - start - need
        let toStart = startPiece < count ? borders[border + startPiece] - start : .max
        let toEnd = endPiece < count ? borders[border + count + endPiece] - start - need : .max
        let step = min(min(toHead, toTail), min(toStart, toEnd), last - start)
        let slope = table.knots[tail].price - table.knots[head].price
        if step > 1, toStart == step || toEnd == step {
          take(
            term.cost + cost + slope * (step - 1), index, of: slot, start + step - 1, startPiece,
            endPiece, first)
        }
        cost += slope * step
        start += step
        if toHead == step { head += 1 }
        if toTail == step { tail += 1 }
      }
      while startPiece < count, borders[border + startPiece] <= start { startPiece += 1 }
      while endPiece < count, borders[border + count + endPiece] <= start + need { endPiece += 1 }
      take(term.cost + cost, index, of: slot, start, startPiece, endPiece, first)
    }
  }

  /// The first start from `from` on that lies in a piece or a later one.
  @inline(__always)
  func start(_ from: Int64, inPiece piece: Int, _ border: Int) -> Int64 {
    piece == 0 ? from : max(from, borders[border + piece - 1])
  }

  /// The piece in which a booking that ends before working time `end` ends.
  @inline(__always)
  func endPiece(_ border: Int, _ end: Int64) -> Int {
    let count = ChainInTime.pieceCount - 1
    var piece = 0
    while piece < count, borders[border + count + piece] <= end { piece += 1 }
    return piece
  }

  /// Takes a stage done by a term from `start` on in, if it costs less than what is known.
  @inline(__always)
  mutating func take(
    _ cost: Int64, _ term: Int, of slot: Int, _ start: Int64, _ startPiece: Int, _ endPiece: Int,
    _ first: Int
  ) {
    let before = ready[startPiece]
    if before.cost == .max { return }
    let total = min(TermStore.costMax, before.cost + cost)
    if total >= most { return }
    // What is done by a piece is done by all later ones.
    var piece = endPiece
    while piece < ChainInTime.pieceCount, total < done[first + piece].cost {
      done[first + piece] = Done(
        cost: total, term: Int32(term), slot: Int32(slot), before: before.before,
        start: Int32(start))
      piece += 1
    }
  }
}
