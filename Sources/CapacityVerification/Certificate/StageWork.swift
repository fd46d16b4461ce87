import CapacityModel

/// What a stage has of one offer while it is placed in time: so many open seconds one after the other.
protocol StageWork {
  /// The least that it costs at any start in a range, in micro-yuan.
  ///
  /// - Parameters:
  ///   - starts: The open seconds that it may begin at; no range comes before one that was asked for.
  ///   - limit: A cost that is known already.
  /// - Returns: `nil` if it costs no less than `limit`.
  mutating func leastCost(startingIn starts: ClosedRange<Int64>, below limit: Int128?) -> Int128?
}

/// All of a stage as one booking.
struct WholeStage: StageWork {
  /// In micro-yuan, as often as money counts.
  private let charge: Int128
  /// In seconds.
  let need: Int64
  private let prices: PricedTime

  /// The booking of a whole stage; `nil` where the offer has no charge for it.
  init?(_ eligible: EligibleOffer, parts: PartCosts, counting: Counting) {
    let quantity = parts.stage.quantity
    guard let charge = parts.charge(of: quantity, on: eligible.offer),
      let need = parts.need(of: quantity, on: eligible.offer)
    else { return nil }
    self.charge = counting.fen(charge)
    self.need = need
    prices = parts.prices[eligible.offer.machine]
  }

  func leastCost(startingIn starts: ClosedRange<Int64>, below limit: Int128?) -> Int128? {
    // Hours cost nothing at the least.
    guard charge < limit ?? .max, let priced = prices.leastCost(of: need, starts: [starts]) else {
      return nil
    }
    let cost = charge + priced
    return cost < limit ?? .max ? cost : nil
  }
}
