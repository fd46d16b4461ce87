/// The only booking of an order, as a plan has it.
struct PlannedBooking: Sendable {
  /// Index into the market's orders.
  var order: Int
  /// Among the market's offers.
  var offer: Int
  /// Among all units of the market.
  var unit: Int
  /// In working time of the machine.
  var workStart: Int64
}
