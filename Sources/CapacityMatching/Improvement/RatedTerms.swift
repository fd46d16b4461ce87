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

/// Where parts of a stage of an order of several may be made.
struct RatedPart: Sendable {
  /// The booking of the smallest part, its charge left out.
  var term: TermStore.WindowTerm
  /// What all of the stage costs at the least in parts, in micro-yuan, wherever they are made.
  var costOfStage: Int64
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
  /// For each program of several stages where their parts may be made: `parts[firstPart[p]..<firstPart[p + 1]]`, by stage.
  private var firstPart: [Int] = [0]
  private var parts: [RatedPart] = []

  /// Nothing is rated yet.
  init() {}

  /// Rates the terms of all orders of `store`; what is far from paying its seconds is left out.
  ///
  /// - Complexity: O(terms x cells of a window).
  init(_ market: Market, _ store: TermStore, at table: PriceTable, threads: Int) async {
    let ranges = await inParallel(over: store.programs.count, threads: threads) { range in
      var part = RatedTerms()
      var pricer = OrderPricer(market, table, objective: store.objective)
      for program in store.programs[range] {
        let earned = pricer.earned(program, in: store)
        part.append(program, earning: earned, in: store, table, market)
        if program.shape == .chain {
          part.appendParts(program, in: store, costs: pricer.chain.lowest.ofSlots, market)
        }
        part.firstPart.append(part.parts.count)
      }
      return part
    }
    for part in ranges {
      reduced += part.reduced
      first += part.first.dropFirst().map { $0 + terms.count }
      firstPart += part.firstPart.dropFirst().map { $0 + parts.count }
      terms += part.terms
      parts += part.parts
    }
  }

  /// The terms of a program.
  func of(_ program: Int) -> ArraySlice<RatedTerm> { terms[first[program]..<first[program + 1]] }

  /// Where parts of a program's stages may be made, if it has several.
  func parts(of program: Int) -> ArraySlice<RatedPart> {
    parts[firstPart[program]..<firstPart[program + 1]]
  }

  /// Appends where parts of stages may be made; `costs` has what each slot costs at the least.
  private mutating func appendParts(
    _ program: TermStore.Program, in store: TermStore, costs: [Int64], _ market: Market
  ) {
    let demand = market.orders[Int(program.order)]
    var next = program.slots.lowerBound
    while next < program.slots.upperBound {
      let number = store.slots[next].stage
      let first = next
      while next < program.slots.upperBound, store.slots[next].stage == number { next += 1 }
      let stage = market.stages[demand.stages.lowerBound + Int(number)]
      var costOfStage = Int64.max
      // Each offer stands there once for each range of its sizes.
      var windows: [Int32: Range<Int32>] = [:]
      for slot in first..<next where store.slots[slot].isRate {
        costOfStage = min(costOfStage, costs[slot - program.slots.lowerBound])
        let own = store.slots[slot]
        for term in store.rates[own.first..<own.first + own.count] {
          windows[term.machine] = term.from..<term.limit
        }
      }
      if windows.isEmpty { continue }
      for offer in market.offersOfProcess[stage.process]
      where market.serves(offer, stage, in: demand) {
        guard let window = windows[market.machineOfOffer[offer]] else { continue }
        let sizes = market.partSizes(offer, stage)
        if sizes.least >= stage.quantity { continue }
        let need = market.need(offer, stage, quantity: sizes.least)
        parts.append(
          RatedPart(
            term: TermStore.WindowTerm(
              offer: Int32(offer), need: Int32(min(need, Int64(Int32.max))),
              from: window.lowerBound, limit: window.upperBound, cost: 0),
            costOfStage: costOfStage, stage: number,
            isUnbroken: !market.isResumable[stage.process]))
      }
    }
  }

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
