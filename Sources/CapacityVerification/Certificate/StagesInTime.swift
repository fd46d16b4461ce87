import CapacityModel

/// The least that the stages of an order, one part each, cost when each begins no earlier than in the piece
/// of time in which the one before it ends.
///
/// The time between release and deadline is cut into 64 pieces of like length. Within a piece nothing is
/// known of before and after: that is all that this leaves out of rules 6 and 7 between stages next to each other.
struct StagesInTime {
  private static let pieceCount = 64

  /// For each piece the least cost of what is done by its end; `nil` where nothing can be.
  private typealias Reached = [Int128?]
  /// The least cost of a stage that begins in one piece and ends in another.
  private typealias Hours = [Pieces: Int128]

  private struct Pieces: Hashable {
    var begin: Int
    var end: Int
  }

  private let chain: ChainRelaxation
  private let counting: Counting
  private let start: Int64
  private let length: Int64

  init(_ chain: ChainRelaxation, counting: Counting) {
    self.chain = chain
    self.counting = counting
    let order = chain.terms.order
    start = max(0, order.release)
    let horizon = chain.lookup.dataset.horizon.lengthSeconds
    length = max(1, min(order.deadline, horizon) - start)
  }

  /// The least cost of the whole order; `nil` where its stages find no place one after the other.
  func leastCost(_ supplies: [StageSupply]) -> Int128? {
    // By the cluster that the goods are in; `nil` before anything was made.
    var reached: [Int?: Reached] = [
      nil: Reached(repeating: 0, count: StagesInTime.pieceCount)
    ]
    for (stage, supply) in supplies.enumerated() {
      let hours = hours(supply)
      if supply.ships {
        let isFresh = stage > 0 && supplies[stage - 1].ships
        reached = made(hours, after: reached, isFresh: isFresh)
      } else {
        let anywhere = hours.values.reduce(into: Hours()) { $0.merge($1, uniquingKeysWith: min) }
        reached = reached.mapValues { done(anywhere, beginning: $0) }
      }
    }
    return reached.compactMap { place, costs in
      guard let cost = costs.last ?? nil else { return nil }
      guard let place else { return cost }
      return cost
        + chain.way(from: place, to: chain.terms.order.cluster, counting: counting)
    }.min()
  }

  /// What a stage that ships leads to; `isFresh` says that the goods come from the stage just before.
  private func made(
    _ hours: [Int: Hours], after reached: [Int?: Reached], isFresh: Bool
  ) -> [Int?: Reached] {
    var next: [Int?: Reached] = [:]
    for (cluster, stageHours) in hours {
      var beginning = Reached(repeating: nil, count: StagesInTime.pieceCount)
      for (origin, costs) in reached {
        guard let origin else {
          beginning = costs
          continue
        }
        let way = chain.way(from: origin, to: cluster, counting: counting)
        let transit =
          isFresh ? chain.lookup.routes.route(from: origin, to: cluster).transitSeconds : 0
        for piece in beginning.indices {
          let left = clampedSum(first(of: piece + 1) - 1, -transit)
          guard left >= start, let cost = costs[self.piece(of: left)] else { continue }
          beginning[piece] = min(beginning[piece] ?? (cost + way), cost + way)
        }
      }
      next[cluster] = done(stageHours, beginning: beginning)
    }
    return next
  }

  /// What is done by the end of each piece, if a stage may begin in each for the cost of what is before it.
  private func done(_ hours: Hours, beginning: Reached) -> Reached {
    var done = Reached(repeating: nil, count: StagesInTime.pieceCount)
    for (pieces, cost) in hours {
      guard let before = beginning[pieces.begin] else { continue }
      done[pieces.end] = min(done[pieces.end] ?? (before + cost), before + cost)
    }
    for piece in done.indices.dropFirst() {
      guard let earlier = done[piece - 1] else { continue }
      done[piece] = min(done[piece] ?? earlier, earlier)
    }
    return done
  }

  /// What a stage costs by its cluster and by the pieces in which it begins and ends.
  private func hours(_ supply: StageSupply) -> [Int: Hours] {
    let parts = PartCosts(
      lookup: chain.lookup, prices: chain.prices, order: chain.terms.order, supply: supply)
    var found: [Int: Hours] = [:]
    for eligible in supply.offers {
      guard let charge = parts.charge(of: supply.stage.quantity, on: eligible.offer) else {
        continue
      }
      let open = chain.lookup.openTime(ofMachine: eligible.offer.machine)
      let need = eligible.shortestNeed
      let prices = chain.prices[eligible.offer.machine]
      let allStarts = parts.starts(of: need, on: eligible)
      if allStarts.isEmpty { continue }
      let borders = borders(need: need, open)
      for starts in allStarts {
        for range in cut(starts, at: borders) {
          let pieces = Pieces(
            begin: piece(of: open.time(ofOpenSecond: range.lowerBound)),
            end: piece(of: open.time(ofOpenSecond: range.lowerBound + need - 1) + 1))
          guard let priced = prices.leastCost(of: need, starts: [range]) else { continue }
          let cost = counting.fen(charge) + counting.priced(priced)
          let least = found[eligible.cluster, default: [:]][pieces] ?? cost
          found[eligible.cluster, default: [:]][pieces] = min(least, cost)
        }
      }
    }
    return found
  }

  /// The starts, ascending, from which on work begins or ends in another piece than before.
  private func borders(need: Int64, _ open: OpenTime) -> [Int64] {
    var borders: Set<Int64> = []
    for piece in 1..<StagesInTime.pieceCount {
      let first = first(of: piece)
      borders.insert(open.openSeconds(before: first))
      // Work ends in a piece from the second on that ends at its first.
      borders.insert(open.openSeconds(before: first - 1) + 1 - need)
    }
    return borders.sorted()
  }

  /// Cuts a range of starts so that all of a part begin in one piece and end in one piece.
  private func cut(
    _ starts: ClosedRange<Int64>, at borders: [Int64]
  ) -> [ClosedRange<Int64>] {
    let inside =
      [starts.lowerBound]
      + borders.filter { starts.lowerBound < $0 && $0 <= starts.upperBound }
    return inside.indices.map { index in
      inside[index]...(index + 1 < inside.count ? inside[index + 1] - 1 : starts.upperBound)
    }
  }

  /// The piece that a time lies in; the last one for all times after.
  private func piece(of time: Int64) -> Int {
    let number = Int128(time - start) * Int128(StagesInTime.pieceCount) / Int128(length)
    return Int(max(0, min(Int128(StagesInTime.pieceCount - 1), number)))
  }

  /// The first second that is not before a piece.
  private func first(of piece: Int) -> Int64 {
    start
      + Int64(ceilDivided(Int128(length) * Int128(piece), by: Int128(StagesInTime.pieceCount)))
  }
}
