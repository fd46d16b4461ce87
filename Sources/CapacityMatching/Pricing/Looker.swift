internal import CapacityModel

/// Looks at orders, one after the other, at given prices: what they earn, and which of their terms matter.
///
/// Terms that are kept are looked at as they are. Where they are not, those of an order of one stage are worked out only as
/// far as they may matter at the prices (`Looker+Ranges.swift`), which proves the same.
struct Looker: Sendable {
  /// What a look is for.
  enum Purpose: Sendable {
    /// To know what all orders earn at the most.
    case proof
    /// The same, and to keep terms for sweeps, of each slot as many.
    case proofAndTerms(KeptTerms)
    /// To keep terms for sweeps alone: where terms are worked out anew, only the most promising offers are looked at.
    case terms(KeptTerms)
  }

  let purpose: Purpose
  var pricer: OrderPricer
  var builder: TermBuilder
  /// The terms of the order at hand.
  var terms: TermStore
  var offers = RankedOffers()
  var ranges = SizeRanges()
  /// What all orders so far earn at most together, in micro-yuan.
  private(set) var earned: Int128 = 0
  /// The terms that matter, of all orders so far.
  private(set) var near: TermStore

  init(
    _ market: Market, _ table: PriceTable, for purpose: Purpose, objective: ObjectiveKind
  ) {
    self.purpose = purpose
    pricer = OrderPricer(market, table, objective: objective)
    // What is cheapest is looked for in the order of costs; what is kept is sorted in the end.
    builder = TermBuilder(
      market, in: table.grid.rooms, objective: objective, sorts: purpose.kept == nil)
    terms = TermStore(objective)
    near = TermStore(objective)
  }

  /// Looks at an order, whose terms are worked out for that.
  mutating func look(at index: Int) {
    let order = pricer.market.orders[index]
    if order.stages.count == 1, pricer.scale.weight(order) > 0, lookAtRanked(index) {
      finish()
    } else {
      lookAtAllTerms(of: index)
    }
  }

  /// Looks at an order, all of whose terms are worked out.
  mutating func lookAtAllTerms(of index: Int) {
    terms.removeAll()
    builder.append(index, to: &terms)
    near.isInRange = near.isInRange && terms.isInRange
    if let program = terms.programs.first { look(at: program, in: terms) }
  }

  /// Looks at a program of a store.
  mutating func look(at program: TermStore.Program, in store: TermStore) {
    let own =
      if let kept = purpose.kept {
        pricer.best(program, in: store, keeping: &near, kept)
      } else {
        pricer.best(program, in: store)
      }
    earned += Int128(own)
  }

  /// Notes what the order at hand does, as what is cheapest of its terms is known, and keeps them.
  private mutating func finish() {
    guard let program = terms.programs.first else { return }
    earned += Int128(pricer.best(byChoicesFor: program, in: terms))
    guard let kept = purpose.kept else { return }
    var own = program
    own.slots = near.slots.count..<near.slots.count + program.slots.count
    for var slot in terms.slots[program.slots] {
      if slot.isRate {
        pricer.appendFilled(slot, terms, to: &near, most: 2 * kept.ofPart)
        continue
      }
      let windows = terms.windows[slot.first..<slot.first + slot.count]
      slot.first = near.windows.count
      near.windows.append(contentsOf: windows)
      near.slots.append(slot)
    }
    near.programs.append(own)
  }
}

extension Looker.Purpose {
  /// How many terms are kept; `nil` for none.
  var kept: KeptTerms? {
    switch self {
    case .proof: nil
    case .proofAndTerms(let kept), .terms(let kept): kept
    }
  }
}
