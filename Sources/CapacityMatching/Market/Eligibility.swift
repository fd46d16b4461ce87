internal import CapacityModel

/// What decides whether an offer serves a stage: one cache line, since searches read it first.
struct OfferConditions: Sendable {
  var quantityMinHundredths: Int64
  var quantityMaxHundredths: Int64
  var sides: Sides
  /// One bit for each material modulo 32; all bits when any will do.
  var materialMask: UInt32
  /// One bit for each certificate modulo 32 that the factory holds on some day.
  var certificateMask: UInt32
  var machine: Int32
  var factory: Int32
  private var firstMaterial: Int32
  private var materialCount: Int16
  private var toleranceNumber: Int8
  var mode: PricingModes
  var hasCycle: Bool

  var toleranceIT: Int { Int(toleranceNumber) }
  /// Indices into the market's materials.
  var materials: Range<Int> {
    Int(firstMaterial)..<Int(firstMaterial) + Int(materialCount)
  }

  init(offer: Offer, machine: Machine, certificateMask: UInt32, materials: Range<Int>) {
    self.machine = Int32(offer.machine)
    factory = Int32(machine.factory)
    mode = PricingModes(offer.pricing.mode)
    hasCycle = offer.cycleMilliseconds != nil
    toleranceNumber = Int8(machine.toleranceIT)
    materialMask = offer.materials.isEmpty ? .max : 0
    for material in offer.materials { materialMask |= 1 << UInt32(material & 31) }
    self.certificateMask = certificateMask
    firstMaterial = Int32(materials.lowerBound)
    materialCount = Int16(materials.count)
    quantityMinHundredths = offer.quantityMinHundredths
    quantityMaxHundredths = offer.quantityMaxHundredths
    sides = Sides(machine.box)
  }
}

extension Factory {
  /// One bit for each certificate modulo 32.
  var certificateMask: UInt32 {
    certifications.reduce(0) { $0 | 1 << UInt32($1.certification & 31) }
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
  /// Whether `offer` meets every condition of `stage`: as ``firstFailure(of:for:in:)`` says, but with
  /// what is cheap to ask asked first.
  @inline(__always)
  func serves(_ offer: Int, _ stage: StageDemand, in order: OrderDemand) -> Bool {
    let conditions = conditions[offer]
    if order.certificateMask & ~conditions.certificateMask != 0 { return false }
    if conditions.toleranceIT > stage.toleranceIT { return false }
    if stage.modes.isDisjoint(with: conditions.mode) { return false }
    if !stage.isHours && !conditions.hasCycle { return false }
    let hundredths = stage.hundredths(stage.quantity)
    if hundredths < conditions.quantityMinHundredths { return false }
    if hundredths > conditions.quantityMaxHundredths, order.partsMax == 1 { return false }
    if !conditions.sides.holds(stage.sides) { return false }
    if stage.material >= 0, !accepts(stage.material, conditions) { return false }
    return certificates.holds(
      set: order.certificateSet, factory: Int(conditions.factory), between: order.release,
      and: order.deadline)
  }

  /// The first condition of `stage` that `offer` fails.
  ///
  /// For an order of several parts an offer with too small a maximum passes: it may take a part.
  @inline(__always)
  func firstFailure(of offer: Int, for stage: StageDemand, in order: OrderDemand) -> OfferFilter {
    let conditions = conditions[offer]
    if stage.modes.isDisjoint(with: conditions.mode) { return .pricingMode }
    if !stage.isHours && !conditions.hasCycle { return .pricingMode }
    if !certificates.holds(
      set: order.certificateSet, factory: Int(conditions.factory),
      between: order.release, and: order.deadline)
    {
      return .certification
    }
    if conditions.toleranceIT > stage.toleranceIT { return .tolerance }
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
    if conditions.materialMask & (1 << UInt32(material & 31)) == 0 { return false }
    if conditions.materials.isEmpty { return true }
    for index in conditions.materials where materials[index] == material { return true }
    return false
  }
}
