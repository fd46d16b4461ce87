import CapacityModel

/// The least that an order of one stage costs: exactly in one part, by a relaxation in several.
struct StageRelaxation {
  let lookup: DatasetIndex
  let prices: [PricedTime]
  let terms: Terms
  let supply: StageSupply
  private let parts: PartCosts

  private var stage: Stage { supply.stage }
  private var budget: Int128 { 10_000 * Int128(terms.order.budgetFen) }
  /// `K`.
  private var partsMax: Int64 { Int64(terms.order.partsMax) }

  init(lookup: DatasetIndex, prices: [PricedTime], terms: Terms, supply: StageSupply) {
    self.lookup = lookup
    self.prices = prices
    self.terms = terms
    self.supply = supply
    parts = PartCosts(charges: lookup.charges, order: terms.order, stage: supply.stage)
  }

  /// The least cost of the order; `nil` where no way is within the budget.
  func leastCost(counting: Counting) -> Int128? {
    let whole = wholeCost(counting: counting)
    guard partsMax > 1 else { return whole }
    let split = splitCost(counting: counting)
    if let whole, let split { return min(whole, split) }
    return whole ?? split
  }

  /// The least of the offers that make the whole stage in one part, over all starts.
  private func wholeCost(counting: Counting) -> Int128? {
    let quantity = stage.quantity
    var least: Int128?
    for eligible in supply.offers where eligible.parts.upperBound == quantity {
      guard let need = lookup.charges.need(of: quantity, unit: stage.unit, on: eligible.offer),
        let charge = lookup.charges.charge(
          of: quantity, order: terms.order, stage: stage, on: eligible.offer)
      else { continue }
      let fen = charge + freight(of: quantity, from: eligible)
      // Hours cost nothing at the least.
      guard Counting.money.fen(fen) <= budget, least.map({ counting.fen(fen) < $0 }) ?? true,
        let priced = leastPricedCost(of: need, on: eligible)
      else { continue }
      let cost = counting.fen(fen) + counting.priced(priced)
      least = min(least ?? cost, cost)
    }
    return least
  }

  /// The least of the ways to split the stage: by how large the largest part is.
  private func splitCost(counting: Counting) -> Int128? {
    let lowestPrices = supply.offers.map {
      $0.hasRoom ? prices[$0.offer.machine].lowestPrice(in: $0.window) : nil
    }
    var least: Int128?
    for step in 0..<4 {
      let range = largestPart(step)...largestPart(step + 1)
      guard
        let largest = costOfLargest(from: range.lowerBound, counting: counting),
        let others = costOfOthers(largest: range, lowestPrices, counting: counting)
      else { continue }
      let cost = largest + others
      if cost.money <= budget { least = min(least ?? cost.counted, cost.counted) }
    }
    return least
  }

  /// `q(g)`: between this and `q(g + 1)` the largest part is on step `g`.
  private func largestPart(_ step: Int) -> Int64 {
    if step == 4 { return stage.quantity }
    let quarters = Int128(stage.quantity) * (4 + Int128(partsMax - 1) * Int128(step))
    return Int64(ceilDivided(quarters, by: 4 * Int128(partsMax)))
  }

  /// `H(g)`: what a largest part of at least `least` costs.
  private func costOfLargest(from least: Int64, counting: Counting) -> TwofoldCost? {
    var found: TwofoldCost?
    for eligible in supply.offers where eligible.parts.upperBound >= least {
      let quantity = max(least, eligible.parts.lowerBound)
      guard let need = lookup.charges.need(of: quantity, unit: stage.unit, on: eligible.offer),
        let charge = parts.leastCharge(
          of: quantity...eligible.parts.upperBound, on: eligible.offer),
        let priced = leastPricedCost(of: need, on: eligible)
      else { continue }
      let fen = charge + freight(of: quantity, from: eligible)
      found.lower(
        to: TwofoldCost(
          counted: counting.fen(fen) + counting.priced(priced), money: Counting.money.fen(fen)))
    }
    return found
  }

  /// `R(g)`: what the parts beside the largest one cost together; `nil` where none can make them.
  private func costOfOthers(
    largest: ClosedRange<Int64>, _ lowestPrices: [Int64?], counting: Counting
  ) -> TwofoldCost? {
    let rest = stage.quantity - largest.upperBound
    if rest == 0 { return TwofoldCost(counted: 0, money: 0) }
    var found: TwofoldCost?
    for (eligible, lowestPrice) in zip(supply.offers, lowestPrices) {
      guard let lowestPrice else { continue }
      let most = min(eligible.parts.upperBound, stage.quantity - largest.lowerBound)
      guard most >= eligible.parts.lowerBound else { continue }
      let delivery = supply.ships ? parts.delivery(of: most, by: route(from: eligible)) : 0
      func cost(_ counting: Counting) -> Int128 {
        let unitCost = parts.unitCost(
          ofLargest: most, on: eligible.offer, lowestPrice: lowestPrice, delivery: delivery,
          counting: counting)
        // A charge and a shipment may each be half a fen less than the unit cost says.
        return max(
          0, share(rest, of: unitCost, in: most) - counting.fen(Int128(partsMax)))
      }
      found.lower(to: TwofoldCost(counted: cost(counting), money: cost(.money)))
    }
    return found
  }

  /// The least that the hours of work cost in the window; `nil` where it has no place there.
  private func leastPricedCost(of need: Int128, on eligible: EligibleOffer) -> Int128? {
    let need = Int64(clamping: need)
    let machine = eligible.offer.machine
    let starts = lookup.openTime(ofMachine: machine).starts(
      of: need, from: eligible.window.lowerBound, to: eligible.window.upperBound,
      isResumable: supply.isResumable)
    return prices[machine].leastCost(of: need, starts: starts)
  }

  /// What a part pays for its way to the customer, in fen.
  private func freight(of quantity: Int64, from eligible: EligibleOffer) -> Int128 {
    guard supply.ships else { return 0 }
    return route(from: eligible).cost(
      weightGrams: terms.order.weightGrams, numerator: quantity, denominator: stage.quantity)
  }

  private func route(from eligible: EligibleOffer) -> Route {
    lookup.routes.route(from: eligible.cluster, to: terms.order.cluster)
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
