/// All offers of one process, and what orders need to know of them as a whole.
struct ProcessMarket: Sendable {
  /// The most offers that a reference price is the median of.
  private static let panelSize = 15

  private(set) var offers: [SyntheticOffer] = []

  /// Offers spread evenly over the market for ordinary and for hard materials.
  private var panels: (ordinary: [SyntheticOffer], hard: [SyntheticOffer]) = ([], [])

  /// The finest tolerance grade.
  private(set) var bestTolerance = ToleranceGrade.coarsest
  /// The longest side of a part that fits anywhere; `Int32.max` if one machine takes any part.
  private(set) var longestSide = 0
  /// The smallest quantity that any offer takes, and the largest.
  private(set) var minimumQuantity = Int(Int32.max)
  private(set) var maximumQuantity = 0
  private(set) var certificates: UInt16 = 0
  private var cycleMilliseconds = Int.max
  private var setupSeconds = Int.max
  /// The least cost by pricing: of a charge, and of a piece or hundredth of an hour in 10^-4 fen.
  private var leastCharge = [Int](repeating: .max, count: SyntheticPricing.allCases.count)
  private var leastUnit = [Int](repeating: .max, count: SyntheticPricing.allCases.count)
  private var leastShare = Int.max

  /// Adds an offer.
  mutating func add(_ offer: SyntheticOffer) {
    offers.append(offer)
    bestTolerance = min(bestTolerance, Int(offer.toleranceGrade))
    longestSide = max(longestSide, Int(offer.sides.2))
    minimumQuantity = min(minimumQuantity, Int(offer.minimumQuantity))
    maximumQuantity = max(maximumQuantity, Int(offer.maximumQuantity))
    certificates |= offer.certificatesSometime
    cycleMilliseconds = min(cycleMilliseconds, Int(offer.cycleMilliseconds))
    setupSeconds = min(setupSeconds, Int(offer.setupSeconds))
    let slot = offer.pricing.rawValue
    leastCharge[slot] = min(leastCharge[slot], Int(offer.minimumChargeFen))
    switch offer.pricing {
    case .time:
      let unitMilliseconds = offer.cycleMilliseconds == 0 ? 36_000 : Int(offer.cycleMilliseconds)
      leastUnit[slot] = min(leastUnit[slot], Int(offer.rateFen) * unitMilliseconds / 360)
    case .piece: leastUnit[slot] = min(leastUnit[slot], Int(offer.lowestPieceFen) * 10_000)
    case .value: leastShare = min(leastShare, Int(offer.shareBasisPoints))
    }
  }

  /// Chooses the panels of reference offers, after the last offer was added.
  mutating func seal() {
    func panel(of offers: [SyntheticOffer]) -> [SyntheticOffer] {
      let count = min(Self.panelSize, offers.count)
      return (0..<count).map { offers[$0 * offers.count / count] }
    }
    panels = (panel(of: offers.filter { !$0.isHard }), panel(of: offers.filter(\.isHard)))
  }

  /// Returns the median cost of a quantity over the market, at the machines' rates.
  ///
  /// With many offers it is the median over a panel: a median over all of them for every order
  /// would take longer than everything else together.
  func medianCostFen(quantity: Int, isHard: Bool) -> Int {
    let panel = isHard ? panels.hard : panels.ordinary
    guard !panel.isEmpty else { return 0 }
    return panel.map { $0.rateCostFen(quantity: quantity) }.sorted()[panel.count / 2]
  }

  /// Returns a time that no offer can beat.
  func leastNeedSeconds(quantity: Int) -> Int {
    let work =
      cycleMilliseconds == 0 ? quantity * 36 : (quantity * cycleMilliseconds + 999) / 1000
    return setupSeconds + work
  }

  /// Returns a charge that no offer in one of the pricings can beat, for an order of one stage.
  func leastChargeFen(quantity: Int, pricings: UInt8, declaredFen: Int) -> Int {
    var least = Int.max
    for pricing in SyntheticPricing.allCases
    where pricings & pricing.bit != 0 && leastCharge[pricing.rawValue] != .max {
      let price =
        pricing == .value
        ? declaredFen / 10_000 * leastShare : quantity * leastUnit[pricing.rawValue] / 10_000
      least = min(least, max(price, leastCharge[pricing.rawValue]))
    }
    return least
  }
}
