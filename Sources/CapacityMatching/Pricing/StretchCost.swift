internal import CapacityModel

/// A stretch of a machine's seconds at their prices.
struct PricedStretch: Sendable {
  /// In working time.
  var start: Int64
  /// What all of it costs, in micro-yuan.
  var cost: Int64
  /// What its cheapest second costs, in micro-yuan.
  var lowestPrice: Int64
}

/// What a stage in several parts costs at the least if one of the parts takes all of some stretch of seconds
/// (`Docs/certificate.md`, "Several stages, several parts").
struct StretchCost: Sendable {
  /// Seconds of a stretch: no part takes less.
  let need: Int64
  /// What the stage costs wherever the stretch is, in micro-yuan.
  let least: Int64
  private let term: TermStore.RateTerm
  private let quantity: Int64
  /// What the stage costs beside its seconds.
  private let money: Int64
  /// The interval that parts would choose, and what the stage's seconds cost there.
  private let cheapest: PricedRate
  private let cheapestHours: Int64

  /// Of a term of a slot of rates at the prices of `table`.
  init(
    _ term: TermStore.RateTerm, of slot: TermStore.Slot, at table: PriceTable,
    _ starts: inout WindowMaximum
  ) {
    self.term = term
    quantity = slot.quantity
    need = Int64(term.needMin)
    money = StretchCost.money(of: term, slot)
    cheapest = table.cheapestRate(term, &starts)
    cheapestHours = cheapest.cost(of: quantity, cycle: term.cycle, most: term.most)
    least = min(TermStore.costMax, money + cheapestHours)
  }

  /// What a stage costs beside its seconds.
  static func money(of term: TermStore.RateTerm, _ slot: TermStore.Slot) -> Int64 {
    scaledDown(term.cost, share: slot.quantity, of: term.most) + slot.setup
  }

  /// What a stage costs at the least, all its seconds at the lowest price of the term's window.
  @inline(__always)
  static func lowest(
    of term: TermStore.RateTerm, _ slot: TermStore.Slot, at table: PriceTable
  ) -> Int64 {
    let price = table.lowestPrice(
      Int(term.machine), from: Int64(term.from), limit: Int64(term.limit))
    let hours = hours(of: term, quantity: slot.quantity, at: price)
    return min(TermStore.costMax, money(of: term, slot) + hours)
  }

  /// What a stage's seconds cost at the least where none has a lower price: no part spreads its set-up over more than
  /// the longest.
  @inline(__always)
  static func hours(of term: TermStore.RateTerm, quantity: Int64, at price: Int64) -> Int64 {
    if term.cycle == 0 { return 0 }
    let rate = PricedRate(
      priced: price * Int64(term.needMax), running: term.runningMost, from: 0, to: 0)
    return rate.cost(of: quantity, cycle: term.cycle, most: term.most)
  }

  /// What the stage costs at the least around a stretch.
  @inline(__always)
  func cost(around stretch: PricedStretch) -> Int64 {
    let hours = max(cheapestHours, hoursInside(stretch), hoursAroundCheapest(of: stretch))
    return min(TermStore.costMax, money + hours)
  }

  /// A part takes all of the stretch, and runs no longer than the longest.
  @inline(__always)
  private func hoursInside(_ stretch: PricedStretch) -> Int64 {
    PricedRate(priced: stretch.cost, running: term.runningMost, from: 0, to: 0)
      .cost(of: quantity, cycle: term.cycle, most: term.most)
  }

  /// No part has a cheaper second.
  @inline(__always)
  private func hoursAroundCheapest(of stretch: PricedStretch) -> Int64 {
    StretchCost.hours(of: term, quantity: quantity, at: stretch.lowestPrice)
  }

  /// Seconds by whose prices the cost around a stretch changes, and how much of them the stage uses.
  func used(around stretch: PricedStretch, at table: PriceTable) -> PricedRate {
    let inside = hoursInside(stretch)
    let aroundCheapest = hoursAroundCheapest(of: stretch)
    if cheapestHours > max(inside, aroundCheapest) { return cheapest }
    let end = stretch.start + need
    if inside >= aroundCheapest {
      return PricedRate(
        priced: stretch.cost, running: term.runningMost, from: stretch.start, to: end)
    }
    let cell = table.cheapestCell(Int(term.machine), from: stretch.start, limit: end)
    let from = max(stretch.start, table.knots[cell].begin)
    let to = min(end, table.knots[cell + 1].begin)
    return PricedRate(
      priced: (to - from) * stretch.lowestPrice,
      running: max(1, (to - from) * term.runningMost / Int64(term.needMax)), from: from, to: to)
  }
}

extension PriceTable {
  /// The stretch of `need` seconds from `start` on; the cells hold its first and its last second.
  @inline(__always)
  func stretch(from start: Int64, in head: Int, need: Int64, to tail: Int) -> PricedStretch {
    var lowest = knots[head].price
    var cell = head
    while cell < tail {
      cell += 1
      lowest = min(lowest, knots[cell].price)
    }
    return PricedStretch(
      start: start, cost: cost(from: start, in: head, to: start + need, in: tail),
      lowestPrice: lowest)
  }
}
