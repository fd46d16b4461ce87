internal import CapacityModel

/// The offers for a process in one pricing mode, ascending in their *slope*: the least that a unit
/// costs there, whatever the quantity.
///
/// By `time` the slope is fen a piece of cycle time alone, by the `piece` the lowest tier's price, by
/// `value` basis points. Times ``Market/scale(of:in:)`` it is a lower bound of the charge: set-ups,
/// fees, minimum charges and rounding up only add. Slopes are doubles, since they steer a search and
/// are never reported.
struct OfferGroup: Sendable {
  var mode: PricingMode
  var offers: Range<Int>

  /// The mode as a set.
  var modes: PricingModes { PricingModes(mode) }

  /// Adds the offer that follows the last.
  mutating func include(_ offer: Int) { offers = offers.lowerBound..<(offer + 1) }
}

/// The offers of each process, by mode, then slope, then the dataset's order.
func offersByProcess(_ dataset: Dataset) -> [[(slope: Double, offer: Int)]] {
  var offersOf = [[(slope: Double, offer: Int)]](repeating: [], count: dataset.processes.count)
  for (index, offer) in dataset.offers.enumerated() {
    offersOf[offer.process].append((slope(of: offer), index))
  }
  func rank(_ offer: Int) -> UInt8 { PricingModes(dataset.offers[offer].pricing.mode).rawValue }
  for process in offersOf.indices {
    offersOf[process].sort {
      (rank($0.offer), $0.slope, $0.offer) < (rank($1.offer), $1.slope, $1.offer)
    }
  }
  return offersOf
}

private func slope(of offer: Offer) -> Double {
  switch offer.pricing {
  case .time(let hourlyRateFen):
    Double(hourlyRateFen) * Double(offer.cycleMilliseconds ?? 0) / 3_600_000
  case .piece(let tiers):
    Double(tiers.reduce(Int64.max) { min($0, $1.priceFen) })
  case .value(let shareBasisPoints):
    Double(shareBasisPoints)
  }
}

extension Market {
  /// What a slope of the group is multiplied by to bound the charge of the whole stage from below.
  func scale(of stage: StageDemand, in group: OfferGroup) -> Double {
    switch group.mode {
    case .time: stage.isHours ? 0 : Double(stage.quantity)
    case .piece: Double(stage.quantity)
    case .value:
      Double(orders[stage.order].declaredValueFen) / Double(10_000 * stage.stageCount)
    }
  }

  /// Whether the offer, and every later one of its group, surely charges more than `fen`.
  ///
  /// Charges are rounded half up, so one may lie half a fen below its bound; doubles lose far less.
  @inline(__always)
  func charges(_ offer: Int, _ scale: Double, above fen: Int64) -> Bool {
    slopes[offer] * scale * (1 - 1e-9) - 1 > Double(fen)
  }

  /// A lower bound of the working time of `quantity`, whatever the offer.
  func leastNeed(_ stage: StageDemand, quantity: Int64) -> Int64 {
    let fastest = fastest[stage.process]
    return fastest.setupSeconds
      + (stage.isHours
        ? quantity * 36 : divideUp(quantity * fastest.cycleMilliseconds, by: 1_000))
  }
}
