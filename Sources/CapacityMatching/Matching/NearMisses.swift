internal import CapacityModel

/// A set of filters that an offer fails.
struct FilterSet: OptionSet, Sendable {
  let rawValue: Int
  init(rawValue: Int) { self.rawValue = rawValue }
  init(_ filter: OfferFilter) { rawValue = 1 << filter.rawValue }

  /// The filters in the set, in the order in which they are asked.
  var filters: [OfferFilter] {
    OfferFilter.allCases.filter { contains(FilterSet($0)) }
  }
}

extension Market {
  /// Every filter that the offer fails, not the first alone.
  func failures(of offer: Int, for stage: StageDemand, in order: OrderDemand) -> FilterSet {
    var failures: FilterSet = []
    let conditions = conditions[offer]
    if stage.modes.isDisjoint(with: conditions.mode) || (!stage.isHours && !conditions.hasCycle) {
      failures.insert(FilterSet(.pricingMode))
    }
    let factory = machines[Int(conditions.machine)].factory
    if !certificates.holds(
      set: order.certificateSet, factory: factory, between: order.release, and: order.deadline)
    {
      failures.insert(FilterSet(.certification))
    }
    if conditions.toleranceIT > stage.toleranceIT { failures.insert(FilterSet(.tolerance)) }
    if stage.material >= 0, !accepts(stage.material, conditions) {
      failures.insert(FilterSet(.material))
    }
    if !conditions.sides.holds(stage.sides) { failures.insert(FilterSet(.size)) }
    let hundredths = stage.hundredths(stage.quantity)
    if hundredths < conditions.quantityMinHundredths
      || hundredths > conditions.quantityMaxHundredths
    {
      failures.insert(FilterSet(.quantity))
    }
    return failures
  }

  /// The one change that would make `offer` pass, if `filter` is all that it fails and one does.
  func fix(
    _ filter: OfferFilter, for offer: Int, stage: StageDemand, stageBox: Box, in order: OrderDemand
  ) -> Fix? {
    guard failures(of: offer, for: stage, in: order) == FilterSet(filter) else { return nil }
    let conditions = conditions[offer]
    let machine = Int(conditions.machine)
    switch filter {
    case .process, .none:
      return nil
    case .pricingMode:
      // An offer that cannot serve the unit at all is beyond the buyer's say.
      if !stage.isHours && !conditions.hasCycle { return nil }
      if stage.isHours && conditions.mode == .piece { return nil }
      return .pricingMode(terms[offer].mode)
    case .certification:
      let factory = machines[machine].factory
      let missing = certificates.names(inSet: order.certificateSet).first { lacked in
        certificates.holds(
          set: order.certificateSet, but: lacked, factory: factory, between: order.release,
          and: order.deadline)
      }
      return missing.map { .certification($0, factory: factory) }
    case .tolerance:
      return .tolerance(stage.toleranceIT, machine: machine)
    case .material:
      return .material(Int(stage.material), machine: machine)
    case .size:
      return .size(stageBox, machine: machine)
    case .quantity:
      let hundredths = stage.hundredths(stage.quantity)
      return hundredths < conditions.quantityMinHundredths
        ? .quantityMin(hundredths, machine: machine)
        : .quantityMax(hundredths, machine: machine)
    }
  }
}
