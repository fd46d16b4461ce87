internal import CapacityModel

/// When the pieces of orders of several stages begin, kept for orders that are priced again and again.
struct KeptBorders: Sendable {
  /// By order; empty if none are kept.
  private var ofOrders: [PieceBorders] = []

  static let none = KeptBorders()

  private init() {}

  /// Of all chains of a store, in the calendars of all their terms.
  init(_ store: TermStore, _ market: Market) {
    let nothing = PieceBorders(pieceCount: ChainInTime.pieceCount)
    ofOrders = [PieceBorders](repeating: nothing, count: market.orders.count)
    for program in store.programs where program.shape == .chain {
      var borders = nothing
      borders.cut(
        market.orders[Int(program.order)], horizonEnd: market.horizon.lengthSeconds)
      for slot in store.slots[program.slots] {
        for term in slot.first..<slot.first + slot.count {
          let machine =
            slot.isRate
            ? Int(store.rates[term].machine) : market.machine(of: store.windows[term])
          _ = borders.place(of: market.machines[machine].calendar, market.openTime)
        }
      }
      ofOrders[Int(program.order)] = borders
    }
  }

  /// Those of an order; `nil` if they are not kept.
  func of(_ order: Int32) -> PieceBorders? {
    if ofOrders.isEmpty || ofOrders[Int(order)].isEmpty { return nil }
    return ofOrders[Int(order)]
  }
}
