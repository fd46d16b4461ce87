internal import CapacityModel

/// An offer on its way into the market.
struct RankedOffer {
  /// The least that a unit costs, whatever the quantity.
  ///
  /// By `time` fen a piece of cycle time alone, by the `piece` the lowest tier's price, by `value`
  /// basis points. A double, since it steers searches and is never reported.
  var slope: Double
  /// The dataset's index.
  var offer: Int
  /// Ties go to the lower one: by pricing mode, then slope, then the dataset's order.
  var rank: Int32 = 0
}

/// The offers of each process in the order in which blocks are cut from them: by pricing mode, then
/// the machine's cluster, then ``RankedOffer/rank``.
func offersByProcess(_ dataset: Dataset) -> [[RankedOffer]] {
  var offersOf = [[RankedOffer]](repeating: [], count: dataset.processes.count)
  for (index, offer) in dataset.offers.enumerated() {
    offersOf[offer.process].append(RankedOffer(slope: slope(of: offer), offer: index))
  }
  func mode(_ offer: Int) -> UInt8 { PricingModes(dataset.offers[offer].pricing.mode).rawValue }
  func cluster(_ offer: Int) -> Int {
    dataset.factories[dataset.machines[dataset.offers[offer].machine].factory].cluster
  }
  for process in offersOf.indices {
    offersOf[process].sort {
      (mode($0.offer), $0.slope, $0.offer) < (mode($1.offer), $1.slope, $1.offer)
    }
    for place in offersOf[process].indices { offersOf[process][place].rank = Int32(place) }
    offersOf[process].sort {
      (mode($0.offer), cluster($0.offer), $0.rank) < (mode($1.offer), cluster($1.offer), $1.rank)
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
  /// A lower bound of the working time of `quantity`, whatever the offer.
  func leastNeed(_ stage: StageDemand, quantity: Int64) -> Int64 {
    let fastest = fastest[stage.process]
    return stage.need(
      setupSeconds: fastest.setupSeconds, cycleMilliseconds: fastest.cycleMilliseconds,
      quantity: quantity)
  }
}
