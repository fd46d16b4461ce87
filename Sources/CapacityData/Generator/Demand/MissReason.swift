/// Why no offer can serve an order, in the sequence in which results look for a reason.
enum MissReason: String, CaseIterable, Sendable {
  case noProcess = "no_process"
  case noPricingMode = "no_pricing_mode"
  case noCertification = "no_certification"
  case noTolerance = "no_tolerance"
  case noMaterial = "no_material"
  case noSize = "no_size"
  case noQuantity = "no_quantity"
  case tooLate = "too_late"
  case overBudget = "over_budget"
}
