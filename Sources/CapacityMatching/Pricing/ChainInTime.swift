internal import CapacityModel

/// What an order of several stages costs at the least, its stages one after the other.
///
/// The time between release and deadline is cut into ``pieceCount`` pieces; a stage begins no earlier than in
/// the piece in which the one before ends, goods brought in between. A dynamic program over stages,
/// clusters and pieces finds the cheapest such chain (`Docs/certificate.md`, "Several stages, one part each", and
/// "several parts").
///
/// What every stage costs at the least (``LowestCosts``) and what that makes ahead of each (``ClusterPaths``) rules most
/// starts out: only what may still become the cheapest is followed, so that the result is the same. Of the last stage only the
/// cheapest matters, whenever it ends.
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
    /// The piece by whose end it is done.
    var piece: Int32 = 0
  }

  /// Something done before that costs less than all that is done in earlier pieces.
  struct Arrival: Sendable {
    /// The piece in which a stage may begin after it at the earliest.
    var piece: Int
    /// In micro-yuan, with the way of the goods to the stage.
    var cost: Int64
    /// The stage before, among ``done``.
    var before: Int32
  }

  /// For each stage and each place of the goods what costs less than all that is done in earlier pieces.
  private(set) var done: [Done] = []
  /// The stage and the place at hand: for each piece what is done by its end.
  private(set) var block: [Done] = []
  /// For each piece what may be begun there that could not be in the piece before.
  private var ready: [(cost: Int64, before: Int32)] = []
  /// Those of ``ready`` that cost less than all in earlier pieces.
  private(set) var arrivals: [Arrival] = []
  /// Whether the stage at hand is the last one: it does not matter in which piece it ends.
  private(set) var isLast = false
  /// When pieces begin in each calendar seen.
  var borders = PieceBorders(pieceCount: ChainInTime.pieceCount)
  /// What the order's slots and their terms cost at the least.
  var lowest = LowestCosts()
  private var paths = ClusterPaths()

  /// What costs this much or more up to the stage at hand is of no interest.
  private(set) var most = Int64.max
  /// The last stage of the chain found, among ``done``; -1 if there is none.
  private(set) var last: Int32 = -1

  /// The least cost of a chain, in micro-yuan, `.max` if none costs less than `below`; `known` may tell when the order's
  /// pieces begin.
  ///
  /// - Complexity: O(terms x (cells of the window + pieces) + stages x clusters squared x pieces).
  mutating func find(
    _ order: OrderDemand, slots: Range<Int>, in store: TermStore, _ table: PriceTable,
    _ market: Market, weight: Int64, below: Int64, borders known: PieceBorders?
  ) -> Int64 {
    last = -1
    lowest.find(slots, in: store, table, market)
    let least = paths.find(
      order, slots: slots, of: store.slots, costs: lowest.ofSlots, weight: weight, market)
    if least >= below { return .max }
    if let known {
      borders = known
    } else {
      borders.cut(order, horizonEnd: market.horizon.lengthSeconds)
    }
    // Most chains cost little more than that: not to look for dearer ones first saves most of the walks.
    if below < .max {
      let found = search(
        order, in: store, table, market, weight: weight, below: least + (below - least) / 16)
      if found < .max { return found }
    }
    return search(order, in: store, table, market, weight: weight, below: below)
  }

  /// The least cost of a chain that costs less than `below`, in micro-yuan; `.max` if none does.
  private mutating func search(
    _ order: OrderDemand, in store: TermStore, _ table: PriceTable, _ market: Market,
    weight: Int64, below: Int64
  ) -> Int64 {
    last = -1
    var best = below
    done.removeAll(keepingCapacity: true)
    done.append(Done(cost: 0))
    // Where the goods are before the stage at hand, and what is done with them there.
    var places: [(cluster: Int32, done: Range<Int>)] = [(-1, 0..<1)]
    var shippedBefore = false
    for stage in paths.layers {
      isLast = stage.states.upperBound == paths.states.count
      var next: [(cluster: Int32, done: Range<Int>)] = []
      for (number, state) in paths.states[stage.states].enumerated() {
        // What is ahead comes on top.
        most = best == .max ? .max : best - min(best, state.ahead)
        ready.removeAll(keepingCapacity: true)
        ready.append(contentsOf: repeatElement((.max, -1), count: ChainInTime.pieceCount))
        if stage.ships {
          for place in places {
            let way = market.wayCost(
              order, from: place.cluster, to: Int(state.cluster), weight: weight)
            let lane =
              shippedBefore
              ? market.freight.lane(from: Int(place.cluster), to: Int(state.cluster)) : nil
            begin(after: place.done, delay: lane?.transitSeconds ?? 0, way: way)
          }
        } else {
          begin(after: places[number].done, delay: 0, way: 0)
        }
        let own = add(state.slots, store, table, market)
        next.append((state.cluster, own))
        if isLast, !own.isEmpty {
          best = min(TermStore.costMax, done[own.upperBound - 1].cost + state.ahead)
          last = Int32(own.upperBound - 1)
        }
      }
      places = next
      shippedBefore = stage.ships
    }
    return last < 0 ? .max : best
  }

  /// Takes in when a stage may begin after what is done in one place, `delay` later.
  private mutating func begin(after range: Range<Int>, delay: Int64, way: Int64) {
    var piece = 0
    for index in range {
      let own = done[index]
      // A piece goes whose last second, less the delay, lies in the piece by which it is done or in a later one.
      let earliest = borders.pieceStarts[Int(own.piece)] + 1 + delay
      while borders.pieceStarts[piece + 1] < earliest {
        piece += 1
        if piece == ChainInTime.pieceCount { return }
      }
      let cost = min(TermStore.costMax, own.cost + way)
      if cost < ready[piece].cost { ready[piece] = (cost, own.term < 0 ? -1 : Int32(index)) }
    }
  }

  /// Finds the cheapest ways to have a stage done by some slots, after what is ready; where they stand among ``done``.
  private mutating func add(
    _ slots: Range<Int>, _ store: TermStore, _ table: PriceTable, _ market: Market
  ) -> Range<Int> {
    arrivals.removeAll(keepingCapacity: true)
    for (piece, own) in ready.enumerated() where own.cost < arrivals.last?.cost ?? .max {
      arrivals.append(Arrival(piece: piece, cost: own.cost, before: own.before))
    }
    let first = done.count
    guard let cheapest = arrivals.last else { return first..<first }
    block.removeAll(keepingCapacity: true)
    block.append(contentsOf: repeatElement(Done(), count: ChainInTime.pieceCount))
    for number in slots {
      if store.slots[number].isRate {
        addParts(number, store, table, market, after: cheapest.cost)
      } else {
        addWholes(number, store, table, market, after: cheapest.cost)
      }
    }
    var least = Int64.max
    for (piece, own) in block.enumerated() where own.cost < least {
      least = own.cost
      done.append(own)
      done[done.count - 1].piece = Int32(piece)
    }
    return first..<done.count
  }

  // MARK: - What a walk finds

  /// Takes a stage done by a term from `start` on in, if that costs less than all that the walk has found so far.
  @inline(__always)
  func take(
    _ cost: Int64, _ term: Int, of slot: Int, _ start: Int64, at position: inout Position
  ) {
    let before = arrivals[position.arrival]
    let total = min(TermStore.costMax, before.cost + cost)
    if total >= min(most, position.best.cost) { return }
    position.best = Done(
      cost: total, term: Int32(term), slot: Int32(slot), before: before.before,
      start: Int32(start))
  }

  /// Leaves a piece behind: what was found by its end counts there.
  @inline(__always)
  mutating func leavePiece(_ position: inout Position) {
    if position.best.cost < block[position.endPiece].cost {
      block[position.endPiece] = position.best
    }
    position.endPiece += 1
  }

  /// Ends a walk: what is done by a piece is done by all later ones.
  mutating func finish(_ position: Position) {
    var piece = position.endPiece
    while piece < ChainInTime.pieceCount, position.best.cost < block[piece].cost {
      block[piece] = position.best
      piece += 1
    }
  }
}
