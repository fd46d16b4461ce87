import CapacityModel

/// The least that an order of one stage costs in two parts or more, by how large the largest is.
///
/// - Precondition: The stage has more than one unit.
struct SplitRelaxation {
  let parts: PartCosts
  /// `K`: no split has more parts; at least 2.
  let partsMax: Int64
  /// `G`: the sizes of the largest part are looked at in this many steps.
  private let stepCount: Int
  private let offers: [EligibleOffer]
  /// The lowest price in the window of each offer; 0 where no part has room in it.
  private let lowestPrices: [Int64]

  private var quantity: Int64 { parts.stage.quantity }

  init(parts: PartCosts, partsMax: Int64) {
    self.parts = parts
    self.partsMax = partsMax
    stepCount = parts.lookup.dataset.orders.count > 100_000 ? 8 : 16
    offers = parts.supply.offers
    lowestPrices = parts.supply.offers.map {
      $0.fit != nil ? parts.prices[$0.offer.machine].lowestPrice(in: $0.window) : 0
    }
  }

  /// The least over all steps; `nil` where no way is within the budget and below `limit`.
  func leastCost(counting: Counting, below limit: Int128) -> Int128? {
    let budget = 10_000 * Int128(parts.order.budgetFen)
    var others: OtherParts?
    var least = limit
    for step in 0..<stepCount {
      let largest = leastCosts(ofPartFrom: largestPart(step), counting: counting)
      // The others do not cost less than nothing.
      guard let first = largest.first, first.cost < least else { continue }
      let bound = largestPart(step + 1)
      // They are one piece at the least.
      let rest = max(1, quantity - bound)
      let cost: Int128?
      let money: Int128?
      if partsMax == 2 {
        let other = leastCosts(ofPartFrom: rest, counting: counting)
        cost = largest.pairCost(with: other)
        money = other.money
      } else {
        if others == nil {
          others = OtherParts(
            parts: parts, partsMax: partsMax, offers: offers, lowestPrices: lowestPrices,
            counting: counting)
        }
        cost = others?.leastCost(of: rest, inPartsUpTo: bound, beside: largest)
        money = others?.leastMoney(of: rest)
      }
      guard let cost, let money, let largestMoney = largest.money,
        largestMoney + money <= budget
      else { continue }
      least = min(least, cost)
    }
    return least == limit ? nil : least
  }

  /// `q(g)`: between this and `q(g + 1)` the largest part is on step `g`.
  private func largestPart(_ step: Int) -> Int64 {
    let steps = Int128(stepCount)
    let pieces = Int128(quantity) * (steps + Int128(partsMax - 1) * Int128(step))
    return Int64(ceilDivided(pieces, by: steps * Int128(partsMax)))
  }

  /// `H(m, y)`: what one part of at least `least` costs on the two machines that ask least.
  private func leastCosts(ofPartFrom least: Int64, counting: Counting) -> CheapestMachines {
    var found = CheapestMachines()
    for (eligible, lowestPrice) in zip(offers, lowestPrices)
    where eligible.parts.upperBound >= least {
      let quantity = max(least, eligible.parts.lowerBound)
      guard let need = parts.need(of: quantity, on: eligible.offer),
        let charge = parts.leastCharge(
          of: quantity...eligible.parts.upperBound, on: eligible.offer)
      else { continue }
      let fen = charge + parts.freight(of: quantity, from: eligible)
      let money = Counting.money.fen(fen)
      let machine = eligible.offer.machine
      // An offer that is too dear even in hours of the lowest price need not look for its own.
      let lowest = counting.fen(fen) + counting.priced(Int128(lowestPrice) * Int128(need))
      guard found.mayTake(lowest, money: money, on: machine),
        let priced = parts.leastPricedCost(of: need, on: eligible)
      else { continue }
      found.take(
        counting.fen(fen) + counting.priced(priced), money: money, on: machine,
        hasSeveralUnits: parts.lookup.dataset.machines[machine].units > 1)
    }
    return found
  }
}
