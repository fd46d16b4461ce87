import CapacityModel

/// An offer that may make parts of a stage.
struct EligibleOffer {
  var offer: Offer
  /// Where its machine stands.
  var cluster: Int
  /// The least and the largest part, in the stage's own count.
  var parts: ClosedRange<Int64>
  /// The working time of the whole stage if it is not split, else of the least part; in seconds.
  var shortestNeed: Int64
  /// When the factory holds what the order asks for.
  var certified: TimeSpan
  /// The open seconds that its work may take; set by ``StageWindows``.
  var window: Range<Int64> = 0..<0
  /// The ranges of the window of which each booking lies in one; set by ``Rooms``.
  var rooms: [Range<Int64>] = []
  /// The largest part that takes no more seconds than the longest room; set by ``Rooms``, and for what is not the
  /// whole stage, or for parts of a range of sizes, by ``DividedStage``.
  ///
  /// `nil` where not even the least part does, and where stages are not split.
  var fit: Int64?
}

/// A stage and the offers that are eligible for it, at least one.
struct StageSupply {
  var stage: Stage
  var ships: Bool
  var isResumable: Bool
  var offers: [EligibleOffer]
}

/// Who may make the stages of an order (rules 2 and 3).
struct StageSupplies {
  let lookup: DatasetIndex
  let filters: Filters
  private var dataset: Dataset { lookup.dataset }

  /// The supply of each stage; `nil` where one has none.
  func make(_ terms: Terms) -> [StageSupply]? {
    var supplies: [StageSupply] = []
    for stage in terms.stages {
      let offers = filters.suitableOffers(for: stage, terms: terms)
        .compactMap { eligible(dataset.offers[$0], stage: stage, terms: terms) }
      if offers.isEmpty { return nil }
      let process = dataset.processes[stage.process]
      supplies.append(
        StageSupply(
          stage: stage, ships: process.ships, isResumable: process.isResumable, offers: offers))
    }
    return supplies
  }

  private func eligible(_ offer: Offer, stage: Stage, terms: Terms) -> EligibleOffer? {
    // Minimum and maximum are in hundredths; pieces are whole.
    let hundredths: Int64 = stage.unit == .piece ? 100 : 1
    let least = max(
      1, Int64(ceilDivided(Int128(offer.quantityMinHundredths), by: Int128(hundredths))))
    let most = min(stage.quantity, offer.quantityMaxHundredths / hundredths)
    let isSplit = terms.order.partsMax > 1
    guard least <= most, isSplit || most == stage.quantity,
      let need = lookup.charges.need(
        of: isSplit ? least : stage.quantity, unit: stage.unit, on: offer),
      let certified = certified(machine: offer.machine, terms: terms)
    else { return nil }
    return EligibleOffer(
      offer: offer, cluster: lookup.cluster(ofMachine: offer.machine), parts: least...most,
      shortestNeed: Int64(clamping: need), certified: certified)
  }

  private func certified(machine: Int, terms: Terms) -> TimeSpan? {
    if terms.order.certifications.isEmpty { return TimeSpan(start: .min, end: .max) }
    return filters.certifiedDays(ofMachine: machine, terms: terms)
      .map { filters.certificates.span(of: $0) }
  }
}
