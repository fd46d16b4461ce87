import CapacityModel

/// The least that an order of one stage costs in two parts or more, by how large the largest is.
///
/// - Precondition: The stage has more than one unit.
struct SplitRelaxation {
  /// The sizes of the largest part are looked at in this many steps.
  private static let stepCount = 8

  let parts: PartCosts
  private let offers: [EligibleOffer]
  /// The lowest price in the window of each offer; 0 where no part has room in it.
  private let lowestPrices: [Int64]

  private var quantity: Int64 { parts.stage.quantity }
  /// `K`.
  private var partsMax: Int64 { Int64(parts.order.partsMax) }

  init(parts: PartCosts) {
    self.parts = parts
    offers = parts.supply.offers
    lowestPrices = parts.supply.offers.map {
      $0.hasRoom ? parts.prices[$0.offer.machine].lowestPrice(in: $0.window) : 0
    }
  }

  /// The least over all steps; `nil` where no way is within the budget.
  func leastCost(counting: Counting) -> Int128? {
    let budget = 10_000 * Int128(parts.order.budgetFen)
    let unitCost = partsMax > 2 ? costInSmallParts(counting: counting) : nil
    var least: Int128?
    for step in 0..<Self.stepCount {
      // The others are one piece at the least.
      let rest = max(1, quantity - largestPart(step + 1))
      guard
        let largest = leastCost(ofPartFrom: largestPart(step), counting: counting),
        let others = partsMax == 2
          ? leastCost(ofPartFrom: rest, counting: counting)
          : unitCost.map({ costOfOthers(rest, at: $0, counting: counting) })
      else { continue }
      let cost = largest + others
      if cost.money <= budget { least = min(least ?? cost.counted, cost.counted) }
    }
    return least
  }

  /// `q(g)`: between this and `q(g + 1)` the largest part is on step `g`.
  private func largestPart(_ step: Int) -> Int64 {
    let steps = Int128(Self.stepCount)
    let eighths = Int128(quantity) * (steps + Int128(partsMax - 1) * Int128(step))
    return Int64(ceilDivided(eighths, by: steps * Int128(partsMax)))
  }

  /// `H(y)`: what one part of at least `least` costs; `nil` where none can make it.
  private func leastCost(ofPartFrom least: Int64, counting: Counting) -> TwofoldCost? {
    var found: TwofoldCost?
    for (eligible, lowestPrice) in zip(offers, lowestPrices)
    where eligible.parts.upperBound >= least {
      let quantity = max(least, eligible.parts.lowerBound)
      guard let need = parts.need(of: quantity, on: eligible.offer),
        let charge = parts.leastCharge(
          of: quantity...eligible.parts.upperBound, on: eligible.offer)
      else { continue }
      let fen = charge + parts.freight(of: quantity, from: eligible)
      let hours = counting.priced(Int128(lowestPrice) * Int128(need))
      // An offer that is dearer even in hours of the lowest price need not look for its own.
      if let found, found.money <= Counting.money.fen(fen),
        found.counted <= counting.fen(fen) + hours
      {
        continue
      }
      guard let priced = parts.leastPricedCost(of: need, on: eligible) else { continue }
      found.lower(
        to: TwofoldCost(
          counted: counting.fen(fen) + counting.priced(priced), money: Counting.money.fen(fen)))
    }
    return found
  }

  /// `U`: what the whole stage costs in parts that are not larger than another one.
  private func costInSmallParts(counting: Counting) -> TwofoldCost? {
    let units = UnitCosts(parts: parts)
    var found: TwofoldCost?
    for eligible in offers where eligible.hasRoom {
      let largest = min(eligible.parts.upperBound, quantity / 2)
      guard largest >= eligible.parts.lowerBound else { continue }
      let delivery = units.delivery(of: largest, from: eligible)
      func cost(_ counting: Counting, below limit: Int128?) -> Int128? {
        units.leastCost(
          of: quantity, inPartsUpTo: largest, on: eligible, delivery: delivery,
          counting: counting, below: limit)
      }
      let counted = cost(counting, below: found?.counted)
      let money = cost(.money, below: found?.money)
      if let before = found {
        found = TwofoldCost(counted: counted ?? before.counted, money: money ?? before.money)
      } else if let counted, let money {
        found = TwofoldCost(counted: counted, money: money)
      }
    }
    return found
  }

  /// `R(g)` of three parts or more: what those beside the largest cost at the cost of the stage.
  private func costOfOthers(
    _ rest: Int64, at unitCost: TwofoldCost, counting: Counting
  ) -> TwofoldCost {
    unitCost.map(
      { cost, counting in
        // A charge and a shipment may each be half a fen less than the unit cost says.
        max(
          0,
          share(Int128(rest), of: cost, in: Int128(quantity)) - counting.fen(Int128(partsMax)))
      }, counting: counting)
  }
}

extension TwofoldCost? {
  /// Lowers each of both costs by itself.
  fileprivate mutating func lower(to cost: TwofoldCost) {
    self = TwofoldCost(
      counted: Swift.min(self?.counted ?? cost.counted, cost.counted),
      money: Swift.min(self?.money ?? cost.money, cost.money))
  }
}
