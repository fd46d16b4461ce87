/// One part of an order, as a plan has it.
struct PlannedPart: Sendable {
  /// Among the market's offers.
  var offer: Int32
  /// Among the units of a region, or of the market.
  var unit: Int32
  /// From 0.
  var stage: Int32
  /// In working time of the machine.
  var start: Int32
  var need: Int32
  var quantity: Int64
}

/// How an order is served, as a plan has it.
struct PlannedOrder: Sendable {
  /// Index into the market's orders.
  var order: Int
  /// By stage, then in the order in which parts are laid.
  var parts: [PlannedPart]
}
