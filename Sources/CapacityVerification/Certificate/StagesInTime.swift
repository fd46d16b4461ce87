import CapacityModel

/// The least that the stages of an order cost when each begins no earlier than in the piece of time in which the
/// one before it ends.
///
/// A stage is one booking, or where it is divided a stretch that lies inside of all its parts of like sizes. Within a
/// piece nothing is known of before and after: of one part each that is all that this leaves out of rules 6 and 7
/// between stages next to each other. Of several, all shares of the order go the way that is cheapest for one of them.
struct StagesInTime {
  /// For each piece the least cost of what is done by its end; `nil` where nothing can be.
  private typealias Reached = [Int128?]
  /// The least cost of a stage that begins in one piece and ends in another.
  private typealias Hours = [TimePieces.Ends: Int128]

  private let chain: ChainRelaxation
  private let counting: Counting
  private let pieces: TimePieces

  init(_ chain: ChainRelaxation, counting: Counting) {
    self.chain = chain
    self.counting = counting
    pieces = TimePieces(of: chain.terms.order, horizon: chain.lookup.dataset.horizon)
  }

  /// The least cost of the whole order; `nil` where its stages find no place one after the other.
  func leastCost(_ stages: [ChainStage]) -> Int128? {
    // By the cluster that the goods are in; `nil` before anything was made.
    var reached: [Int?: Reached] = [
      nil: Reached(repeating: 0, count: TimePieces.count)
    ]
    for (index, stage) in stages.enumerated() {
      let hours = hours(stage)
      if stage.ships {
        let isFresh = index > 0 && stages[index - 1].ships
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
      var beginning = Reached(repeating: nil, count: TimePieces.count)
      for (origin, costs) in reached {
        guard let origin else {
          beginning = costs
          continue
        }
        let way = chain.way(from: origin, to: cluster, counting: counting)
        let transit =
          isFresh ? chain.lookup.routes.route(from: origin, to: cluster).transitSeconds : 0
        for piece in beginning.indices {
          let left = clampedSum(pieces.first(of: piece + 1) - 1, -transit)
          guard left >= pieces.start, let cost = costs[pieces.piece(of: left)] else { continue }
          beginning[piece] = min(beginning[piece] ?? (cost + way), cost + way)
        }
      }
      next[cluster] = done(stageHours, beginning: beginning)
    }
    return next
  }

  /// What is done by the end of each piece, if a stage may begin in each for the cost of what is before it.
  private func done(_ hours: Hours, beginning: Reached) -> Reached {
    var done = Reached(repeating: nil, count: TimePieces.count)
    for (ends, cost) in hours {
      guard let before = beginning[ends.begin] else { continue }
      done[ends.end] = min(done[ends.end] ?? (before + cost), before + cost)
    }
    for piece in done.indices.dropFirst() {
      guard let earlier = done[piece - 1] else { continue }
      done[piece] = min(done[piece] ?? earlier, earlier)
    }
    return done
  }

  /// What a stage costs by its cluster and by the pieces in which it begins and ends.
  private func hours(_ stage: ChainStage) -> [Int: Hours] {
    let parts = stage.parts
    var found: [Int: Hours] = [:]
    for eligible in stage.wholeOffers {
      guard let whole = WholeStage(eligible, parts: parts, counting: counting) else { continue }
      let starts = starts(of: whole.need, on: eligible, parts)
      lower(&found[eligible.cluster, default: [:]], to: whole, startingIn: starts)
    }
    guard let divided = stage.divided else { return found }
    for eligible in divided.offers {
      let starts = starts(of: eligible.shortestNeed, on: eligible, parts)
      guard let first = starts.first?.range.lowerBound,
        let stretch = Stretch(
          eligible, units: divided.units,
          money: divided.moneyCost(on: eligible, counting: counting), from: first)
      else { continue }
      lower(&found[eligible.cluster, default: [:]], to: stretch, startingIn: starts)
    }
    return found
  }

  /// Where work may begin, by the pieces that it begins and ends in.
  private func starts(
    of need: Int64, on eligible: EligibleOffer, _ parts: PartCosts
  ) -> [TimePieces.Starts] {
    pieces.cut(
      parts.starts(of: need, on: eligible), need: need,
      parts.lookup.openTime(ofMachine: eligible.offer.machine))
  }

  /// Lowers what a stage costs to what its work on an offer does, wherever that may start.
  private func lower(
    _ hours: inout Hours, to work: some StageWork, startingIn starts: [TimePieces.Starts]
  ) {
    var work = work
    for start in starts {
      let cost = work.leastCost(startingIn: start.range, below: hours[start.pieces])
      if let cost { hours[start.pieces] = cost }
    }
  }
}
