internal import CapacityModel

/// A booking that may serve an order, or a stage of one, with what it costs at the least.
struct RatedTerm: Sendable {
  /// Its cost with that of the cheapest seconds of its window, in micro-yuan: no place costs less.
  var ideal: Int64
  /// Among the store's window terms.
  var term: Int32
  /// The stage's number from 0.
  var stage: Int32
  /// Whether no closed time may lie inside.
  var isUnbroken: Bool
}

/// The terms of each order at given prices, the most promising first.
struct RatedTerms: Sendable {
  /// For each program of the store what it earns at the prices, in micro-yuan.
  private(set) var reduced: [Int64] = []
  /// For each program its terms: `terms[first[p]..<first[p + 1]]`, by stage, then ascending in ``RatedTerm/ideal``.
  private var first: [Int] = [0]
  private var terms: [RatedTerm] = []

  /// Nothing is rated yet.
  init() {}

  /// Rates the terms of all orders of `store`; what is far from paying its seconds is left out.
  ///
  /// - Complexity: O(terms x cells of a window).
  init(_ market: Market, _ store: TermStore, at table: PriceTable, threads: Int) async {
    let parts = await inParallel(over: store.programs.count, threads: threads) { range in
      var part = RatedTerms()
      var pricer = OrderPricer(market, table, objective: store.objective)
      for program in store.programs[range] {
        let earned = pricer.earned(program, in: store)
        part.append(program, earning: earned, in: store, table, market)
      }
      return part
    }
    for part in parts {
      reduced += part.reduced
      first += part.first.dropFirst().map { $0 + terms.count }
      terms += part.terms
    }
  }

  /// The terms of a program.
  func of(_ program: Int) -> ArraySlice<RatedTerm> { terms[first[program]..<first[program + 1]] }

  private mutating func append(
    _ program: TermStore.Program, earning earned: Int64, in store: TermStore, _ table: PriceTable,
    _ market: Market
  ) {
    var most = earned
    let begin = terms.count
    for slot in store.slots[program.slots] where !slot.isRate {
      for index in slot.first..<slot.first + slot.count {
        let term = store.windows[index]
        guard let start = table.cheapestStart(of: term, isUnbroken: slot.isUnbroken, in: market)
        else { continue }
        if program.shape != .chain {
          let left = program.value - term.cost - start.cost
          most = max(most, left)
          if left < -(program.value - term.cost) / 2 { continue }
        }
        terms.append(
          RatedTerm(
            ideal: term.cost + start.cost, term: Int32(index), stage: slot.stage,
            isUnbroken: slot.isUnbroken))
      }
      // Smaller parts of the same offers tell nothing new.
      if program.shape != .chain { break }
    }
    terms[begin...].sort { ($0.stage, $0.ideal, $0.term) < ($1.stage, $1.ideal, $1.term) }
    first.append(terms.count)
    reduced.append(most)
  }
}
