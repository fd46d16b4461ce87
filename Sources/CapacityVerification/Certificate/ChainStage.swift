import CapacityModel

/// One stage of several: who may make it in one part, and how it may be divided.
struct ChainStage {
  let parts: PartCosts
  /// The offers that may make all of it in one part.
  let wholeOffers: [EligibleOffer]
  /// `nil` where no more than one part may or can make it.
  let divided: DividedStage?

  var ships: Bool { parts.supply.ships }

  init(_ parts: PartCosts) {
    self.parts = parts
    wholeOffers = parts.supply.offers.filter { $0.parts.upperBound == parts.stage.quantity }
    divided = DividedStage(parts, partsMax: parts.order.partsMax)
  }

  /// The least cost in each cluster that can make the stage, in micro-yuan without prices.
  ///
  /// One part has a place in one of its rooms; of a divided stage that is not asked.
  func moneyCosts() -> [Int: Int128] {
    var found: [Int: Int128] = [:]
    let quantity = parts.stage.quantity
    for eligible in wholeOffers {
      guard let need = parts.need(of: quantity, on: eligible.offer),
        !parts.starts(of: need, on: eligible).isEmpty,
        let charge = parts.charge(of: quantity, on: eligible.offer)
      else { continue }
      found.lower(eligible.cluster, to: Counting.money.fen(charge))
    }
    guard let divided else { return found }
    for eligible in divided.offers {
      found.lower(eligible.cluster, to: divided.moneyCost(on: eligible, counting: .money))
    }
    return found
  }
}

extension [Int: Int128] {
  /// Lowers the cost at a key to `cost`, if it is not as low yet.
  mutating func lower(_ key: Int, to cost: Int128) {
    self[key] = Swift.min(self[key] ?? cost, cost)
  }
}
