internal import CapacityModel

/// What decides whether an offer serves a stage; small, since every search reads it first.
struct OfferConditions: Sendable {
  var machine: Int32
  var mode: PricingModes
  var hasCycle: Bool
  var toleranceIT: Int16
  /// One bit for each material modulo 64; all bits when any will do.
  var materialMask: UInt64
  /// Indices into the market's materials.
  var materials: Range<Int32>
  var quantityMinHundredths: Int64
  var quantityMaxHundredths: Int64
  var sides: Sides

  init(offer: Offer, machine: Machine, materials: Range<Int>) {
    self.machine = Int32(offer.machine)
    mode = PricingModes(offer.pricing.mode)
    hasCycle = offer.cycleMilliseconds != nil
    toleranceIT = Int16(machine.toleranceIT)
    materialMask = offer.materials.isEmpty ? .max : 0
    for material in offer.materials { materialMask |= 1 << UInt64(material & 63) }
    self.materials = Int32(materials.lowerBound)..<Int32(materials.upperBound)
    quantityMinHundredths = offer.quantityMinHundredths
    quantityMaxHundredths = offer.quantityMaxHundredths
    sides = Sides(machine.box)
  }
}

/// The conditions of Docs/rules.md, in the order in which they are asked.
///
/// An offer fails at the first that it does not meet.
public enum OfferFilter: Int, CaseIterable, Sendable {
  /// Its process is another one. Offers are looked up by process, so none fails here.
  case process
  /// Its pricing mode is not taken, or cannot serve the stage's unit.
  case pricingMode
  /// Its factory lacks a certificate on every day that matters.
  case certification
  /// Its machine is too coarse.
  case tolerance
  /// It does not take the material.
  case material
  /// Its machine is too small.
  case size
  /// It takes no such quantity.
  case quantity
  /// It meets them all.
  case none
}

extension Market {
  /// The first condition of `stage` that `offer` fails.
  ///
  /// For an order of several parts an offer with too small a maximum passes: it may take a part.
  @inline(__always)
  func firstFailure(of offer: Int, for stage: StageDemand, in order: OrderDemand) -> OfferFilter {
    let conditions = conditions[offer]
    if stage.modes.isDisjoint(with: conditions.mode) { return .pricingMode }
    if !stage.isHours && !conditions.hasCycle { return .pricingMode }
    if !certificates.holds(
      set: order.certificateSet, factory: machines[Int(conditions.machine)].factory,
      between: order.release, and: order.deadline)
    {
      return .certification
    }
    if Int(conditions.toleranceIT) > stage.toleranceIT { return .tolerance }
    if stage.material >= 0, !accepts(stage.material, conditions) { return .material }
    if !conditions.sides.holds(stage.sides) { return .size }
    let hundredths = stage.hundredths(stage.quantity)
    if hundredths < conditions.quantityMinHundredths { return .quantity }
    if hundredths > conditions.quantityMaxHundredths, order.partsMax == 1 { return .quantity }
    return .none
  }

  /// Whether an offer takes a material.
  @inline(__always)
  func accepts(_ material: Int32, _ conditions: OfferConditions) -> Bool {
    if conditions.materialMask & (1 << UInt64(material & 63)) == 0 { return false }
    if conditions.materials.isEmpty { return true }
    for index in conditions.materials where materials[Int(index)] == material { return true }
    return false
  }
}
