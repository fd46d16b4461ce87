internal import CapacityModel

/// One part of a stage in a trail: where and when it would be made, and what that charges.
struct PlacedPart: Sendable {
  var offer: Int
  /// Among all units of the market.
  var unit: Int
  var cluster: Int
  /// The quantity of the stage's earlier parts: its interval of the stage begins there.
  var offset: Int64
  var quantity: Int64
  /// Working time of the machine's calendar.
  var workStart: Int64
  var need: Int64
  /// Wall time.
  var start: Int64
  /// Wall time.
  var end: Int64
  var chargeFen: Int64

  /// A stand-in before there is a part.
  static let none = PlacedPart(
    offer: -1, unit: 0, cluster: 0, offset: 0, quantity: 0, workStart: 0, need: 0, start: 0,
    end: 0, chargeFen: 0)
}

/// A stage placed after others: one node of the tree of ways that a search keeps.
struct PlacedStage: Sendable {
  /// The node of the stage before; -1 for stage 1.
  var parent: Int
  /// The node of the last stage, up to this one, that ships; -1 if none does yet.
  var goods: Int
  var quantity: Int64
  var parts: Range<Int>
  /// Charges and freight so far, in fen; what the last goods pay to the customer is not in it.
  var costFen: Int64
  /// When the last of its parts ends.
  var end: Int64
}

/// The ways to serve one order that a search holds, stage by stage.
struct Trail: Sendable {
  var nodes: [PlacedStage] = []
  var parts: [PlacedPart] = []

  mutating func removeAll() {
    nodes.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
  }

  /// Appends a stage whose parts stand at the end of the trail, from `firstPart` on, after node `way`; its node.
  mutating func appendNode(
    ofPartsFrom firstPart: Int, stage: StageDemand, after way: Int, freightFen: Int64
  ) -> Int {
    var costFen = (way < 0 ? 0 : nodes[way].costFen) + freightFen
    var end: Int64 = 0
    for place in firstPart..<parts.count {
      costFen += parts[place].chargeFen
      end = max(end, parts[place].end)
    }
    let index = nodes.count
    nodes.append(
      PlacedStage(
        parent: way, goods: stage.ships ? index : (way < 0 ? -1 : nodes[way].goods),
        quantity: stage.quantity, parts: firstPart..<parts.count, costFen: costFen, end: end))
    return index
  }
}

/// When something can begin or is there, and what bringing it there costs.
struct Arrival: Sendable {
  var time: Int64
  var freightFen: Int64
}

extension Market {
  /// A part of `stage` that begins at `workStart` on a unit of the offer's machine.
  func placedPart(
    _ stage: StageDemand, offer: Int, unit: Int, workStart: Int64, offset: Int64, quantity: Int64,
    need: Int64
  ) -> PlacedPart {
    let columns = machines[machineOfUnit[unit]]
    return PlacedPart(
      offer: offer, unit: unit, cluster: columns.cluster, offset: offset, quantity: quantity,
      workStart: workStart, need: need,
      start: openTime.wallStart(columns.calendar, of: workStart),
      end: openTime.wallEnd(columns.calendar, of: workStart + need),
      chargeFen: charge(offer, stage, quantity: quantity, need: need))
  }

  /// When a part of `stage` in `cluster` can start after `node`, and what its goods cost to bring.
  ///
  /// Rules 5 to 7: the release for stage 1, else the end of every part that feeds it, and the
  /// arrival of every shipment to it.
  ///
  /// `node` is the stage before in `trail`, -1 for stage 1; `offset` and `quantity` are the part's
  /// interval of the stage.
  func arrival(
    at cluster: Int, of stage: StageDemand, offset: Int64, quantity: Int64, after node: Int,
    in trail: Trail
  ) -> Arrival {
    let order = orders[stage.order]
    if node < 0 { return Arrival(time: order.release, freightFen: 0) }
    var arrival = Arrival(time: order.release, freightFen: 0)
    let before = trail.nodes[node]
    for index in before.parts {
      let part = trail.parts[index]
      let shared = overlap(
        offset, quantity, of: stage.quantity, part.offset, part.quantity, of: before.quantity)
      if shared > 0 { arrival.time = max(arrival.time, part.end) }
    }
    if !stage.ships || before.goods < 0 { return arrival }
    let goods = trail.nodes[before.goods]
    for index in goods.parts {
      let part = trail.parts[index]
      let shared = overlap(
        offset, quantity, of: stage.quantity, part.offset, part.quantity, of: goods.quantity)
      if shared == 0 || part.cluster == cluster { continue }
      let lane = freight.lane(from: part.cluster, to: cluster)
      arrival.time = max(arrival.time, part.end + lane.transitSeconds)
      arrival.freightFen += freight.cost(
        lane, grams: order.weightGrams, numerator: shared,
        denominator: stage.quantity * goods.quantity)
    }
    return arrival
  }

  /// When everything after `node`, the order's last stage, is made and delivered, and what the
  /// shipments to the customer cost (Rules 7 and 8).
  func delivery(of order: OrderDemand, after node: Int, in trail: Trail) -> Arrival {
    let last = trail.nodes[node]
    var arrival = Arrival(time: last.end, freightFen: 0)
    if last.goods < 0 { return arrival }
    let goods = trail.nodes[last.goods]
    for index in goods.parts {
      let part = trail.parts[index]
      if part.cluster == order.cluster {
        arrival.time = max(arrival.time, part.end)
        continue
      }
      let lane = freight.lane(from: part.cluster, to: order.cluster)
      arrival.time = max(arrival.time, part.end + lane.transitSeconds)
      arrival.freightFen += freight.cost(
        lane, grams: order.weightGrams, numerator: part.quantity, denominator: goods.quantity)
    }
    return arrival
  }

  /// How much two intervals share, in units of 1 over the product of both wholes; 0 if nothing.
  ///
  /// Quantities are at most 1e9, so the products fit.
  @inline(__always)
  private func overlap(
    _ offset: Int64, _ quantity: Int64, of whole: Int64, _ otherOffset: Int64,
    _ otherQuantity: Int64, of otherWhole: Int64
  ) -> Int64 {
    let start = max(offset * otherWhole, otherOffset * whole)
    let end = min((offset + quantity) * otherWhole, (otherOffset + otherQuantity) * whole)
    return max(0, end - start)
  }
}
