/// What a match did, in numbers that are the same on every machine.
package struct CountFigures: Codable, Equatable, Sendable {
  package var orders: Int
  package var matchedOrders: Int
  package var objectiveFen: Int
  package var blocksLookedAt: Int
  package var offersLookedAt: Int
  package var placesSought: Int
  package var timelineSteps: Int
  /// Calls of malloc and its kin in a match on one thread; `nil` where they cannot be counted.
  package var allocations: Int?

  enum CodingKeys: String, CodingKey {
    case orders
    case matchedOrders = "matched_orders"
    case objectiveFen = "objective_fen"
    case blocksLookedAt = "blocks_looked_at"
    case offersLookedAt = "offers_looked_at"
    case placesSought = "places_sought"
    case timelineSteps = "timeline_steps"
    case allocations
  }

  /// The counts of a match.
  package init(
    orders: Int, matchedOrders: Int, objectiveFen: Int, blocksLookedAt: Int, offersLookedAt: Int,
    placesSought: Int, timelineSteps: Int, allocations: Int?
  ) {
    self.orders = orders
    self.matchedOrders = matchedOrders
    self.objectiveFen = objectiveFen
    self.blocksLookedAt = blocksLookedAt
    self.offersLookedAt = offersLookedAt
    self.placesSought = placesSought
    self.timelineSteps = timelineSteps
    self.allocations = allocations
  }

  /// The counts that may be limited, by the names that `limits.json` uses without `_per_order`.
  package var named: [(name: String, count: Int)] {
    var named = [
      ("blocks_looked_at", blocksLookedAt), ("offers_looked_at", offersLookedAt),
      ("places_sought", placesSought), ("timeline_steps", timelineSteps),
    ]
    if let allocations { named.append(("allocations", allocations)) }
    return named
  }

  /// What can be limited: each count for an order.
  package var perOrder: [(name: String, value: Double)] {
    named.map { entry in
      let value = Double(entry.count) / Double(max(1, orders))
      return ("\(entry.name)_per_order", rounded(value, places: 3))
    }
  }

  /// Every name that can be limited.
  package static var limitNames: [String] {
    CountFigures(
      orders: 1, matchedOrders: 0, objectiveFen: 0, blocksLookedAt: 0, offersLookedAt: 0,
      placesSought: 0, timelineSteps: 0, allocations: 0
    ).perOrder.map(\.name)
  }
}

/// The counts of several scenarios: what `--counts` writes.
package struct CountReport: Codable, Equatable, Sendable {
  /// A scenario's counts, and the same for an order.
  package struct Entry: Codable, Equatable, Sendable {
    package var name: String
    package var counts: CountFigures
    package var perOrder: [String: Double]

    enum CodingKeys: String, CodingKey {
      case name
      case counts
      case perOrder = "per_order"
    }

    /// The entry of a scenario.
    package init(name: String, counts: CountFigures) {
      self.name = name
      self.counts = counts
      perOrder = Dictionary(uniqueKeysWithValues: counts.perOrder.map { ($0.name, $0.value) })
    }
  }

  package var scenarios: [Entry]

  /// A report of entries.
  package init(scenarios: [Entry]) { self.scenarios = scenarios }
}
