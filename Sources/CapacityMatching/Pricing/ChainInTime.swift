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
  /// When pieces begin in each calendar seen.
  var borders = PieceBorders(pieceCount: ChainInTime.pieceCount)

  /// Chains that cost this much or more are not looked for.
  private(set) var most = Int64.max
  /// Scratch of the search for cheap intervals.
  var intervals = WindowMaximum()

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
    borders.cut(order, horizonEnd: market.horizon.lengthSeconds)
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
      let latest = borders.pieceStarts[piece + 1] - 1 - delay
      while from + 1 < pieces, borders.pieceStarts[from + 1] <= latest { from += 1 }
      if latest < borders.pieceStarts[0] { continue }
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
        addWholes(number, store, table, market, to: first, earliest: earliest)
      }
    }
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
