import CapacityModel

/// The least that an order of one stage costs: exactly in one part, by a relaxation in several.
struct StageRelaxation {
  let parts: PartCosts

  /// The least cost of the order; `nil` where no way is within the budget and below `limit`.
  func leastCost(counting: Counting, below limit: Int128) -> Int128? {
    let whole = wholeCost(counting: counting, below: limit)
    let partsMax = partsMax
    // A single piece stays whole.
    guard partsMax > 1, parts.stage.quantity > 1 else { return whole }
    return SplitRelaxation(parts: parts, partsMax: partsMax)
      .leastCost(counting: counting, below: whole ?? limit) ?? whole
  }

  /// `K`: how many parts the order allows, and how many units have room for one, each making one
  /// part at the most.
  private var partsMax: Int64 {
    let allowed = Int64(parts.order.partsMax)
    guard allowed > 1 else { return allowed }
    var machines: Set<Int> = []
    var units: Int64 = 0
    for eligible in parts.supply.offers where eligible.fit != nil {
      let machine = eligible.offer.machine
      guard machines.insert(machine).inserted else { continue }
      units += Int64(parts.lookup.dataset.machines[machine].units)
      if units >= allowed { return allowed }
    }
    return units
  }

  /// The least of the offers that make the whole stage in one part, over all starts.
  private func wholeCost(counting: Counting, below limit: Int128) -> Int128? {
    let quantity = parts.stage.quantity
    let budget = 10_000 * Int128(parts.order.budgetFen)
    var least: Int128?
    for eligible in parts.supply.offers where eligible.parts.upperBound == quantity {
      guard let need = parts.need(of: quantity, on: eligible.offer),
        let charge = parts.charge(of: quantity, on: eligible.offer)
      else { continue }
      let fen = charge + parts.freight(of: quantity, from: eligible)
      // Hours cost nothing at the least.
      guard Counting.money.fen(fen) <= budget, counting.fen(fen) < least ?? limit,
        let priced = parts.leastPricedCost(of: need, on: eligible)
      else { continue }
      let cost = counting.fen(fen) + counting.priced(priced)
      if cost < least ?? limit { least = cost }
    }
    return least
  }
}
