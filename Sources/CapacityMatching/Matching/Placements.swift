internal import CapacityModel

/// How each order of a pass is served, in columns: parts of all orders lie in one array.
struct Placements: Sendable {
  /// One part of a stage.
  struct Part: Sendable {
    /// Among the market's offers.
    var offer: Int32
    /// Among all units of the market.
    var unit: Int32
    /// From 1.
    var stage: Int32
    /// Wall time.
    var start: Int32
    var end: Int32
    var need: Int32
    var quantity: Int64
    var chargeFen: Int64
  }

  private(set) var parts: [Part] = []
  /// For each order where its parts begin, -1 if it is not served, and how many there are.
  private var firstPart: [Int32]
  private var partCount: [Int32]
  private var freightOfOrder: [Int64]

  /// Nothing is served yet.
  init(orderCount: Int) {
    firstPart = [Int32](repeating: -1, count: orderCount)
    partCount = [Int32](repeating: 0, count: orderCount)
    freightOfOrder = [Int64](repeating: 0, count: orderCount)
  }

  /// Orders that may be served.
  var orderCount: Int { firstPart.count }

  func isServed(_ order: Int) -> Bool { firstPart[order] >= 0 }

  /// The parts of an order by stage, then part; empty if it is not served.
  func parts(of order: Int) -> ArraySlice<Part> {
    let first = max(0, Int(firstPart[order]))
    return parts[first..<first + Int(partCount[order])]
  }

  /// What all shipments of an order cost, in fen.
  func freightFen(of order: Int) -> Int64 { freightOfOrder[order] }

  /// Serves `order`, which is not served yet.
  mutating func serve(_ order: Int, by placement: Placement) {
    firstPart[order] = Int32(parts.count)
    partCount[order] = Int32(placement.parts.count)
    freightOfOrder[order] = placement.freightFen
    var place = 0
    for stage in placement.partCounts.indices {
      for _ in 0..<placement.partCounts[stage] {
        let part = placement.parts[place]
        parts.append(
          Part(
            offer: Int32(part.offer), unit: Int32(part.unit), stage: Int32(stage + 1),
            start: Int32(part.start), end: Int32(part.end), need: Int32(part.need),
            quantity: part.quantity, chargeFen: part.chargeFen))
        place += 1
      }
    }
  }

  /// Serves `order`, which is not served yet, as `other` does, if it does.
  mutating func takeOver(_ order: Int, from other: Placements) {
    if !other.isServed(order) { return }
    firstPart[order] = Int32(parts.count)
    partCount[order] = other.partCount[order]
    freightOfOrder[order] = other.freightOfOrder[order]
    parts.append(contentsOf: other.parts(of: order))
  }
}
