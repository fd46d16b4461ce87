internal import CapacityModel

/// What no way to serve an order can beat, on machines empty but for their calendars.
struct EmptyMachineBounds: Sendable {
  /// Nothing is made and delivered before; `nil` if it cannot be within the horizon.
  var earliestTime: Int64?
  /// No way that could make the deadline costs less, in fen; `nil` if none could.
  var leastCostFen: Int64?
}

extension Market {
  /// Bounds for an order of several stages or parts.
  ///
  /// They can only be too kind, never too strict: `too_late` and `over_budget` rest on them.
  ///
  /// Time: each stage begins when the stage before can have ended anywhere, transit not counted but
  /// for the one to the customer. Where parts are allowed, a part may be as small as an offer
  /// takes, but one part of the last stage holds at least the stage's quantity over `max_parts`.
  ///
  /// Cost: each stage's cheapest offer by itself, split parts at their cheapest unit cost; the
  /// cheapest way to the customer.
  ///
  /// - Complexity: O(offers of the order's processes).
  func emptyMachineBounds(of orderIndex: Int) -> EmptyMachineBounds {
    let order = orders[orderIndex]
    var begin = order.release
    var leastFen: Int64 = 0
    var arrival = Int64.min
    for index in order.stages {
      let stage = stages[index]
      let number = index - order.stages.lowerBound
      guard
        let found = bounds(
          of: stage, in: order, begin: begin, isLast: index == order.stages.upperBound - 1,
          shipsLast: number == order.lastShippingStage)
      else { return EmptyMachineBounds(earliestTime: nil, leastCostFen: nil) }
      begin = found.partEnd
      arrival = max(arrival, found.arrival)
      // Parts round for themselves: each may come out half a fen less than its share.
      let rounding = order.partsMax == 1 ? 0 : min(Int64(order.partsMax), stage.quantity)
      leastFen += max(0, found.leastFen - rounding)
    }
    return EmptyMachineBounds(earliestTime: max(begin, arrival), leastCostFen: leastFen)
  }

  private struct StageBounds {
    /// The earliest end of any part; of the largest part in the last stage.
    var partEnd: Int64
    /// The earliest time at which the last goods reach the customer; `Int64.min` if not this stage.
    var arrival: Int64
    var leastFen: Int64
  }

  private func bounds(
    of stage: StageDemand, in order: OrderDemand, begin: Int64, isLast: Bool, shipsLast: Bool
  ) -> StageBounds? {
    var partEnd = Int64.max
    var arrival = Int64.max
    var leastFen = Int64.max
    let largestPart = divideUp(stage.quantity, by: Int64(order.partsMax))
    for offer in offersOfProcess[stage.process]
    where firstFailure(of: offer, for: stage, in: order) == .none {
      let conditions = conditions[offer]
      let columns = machines[Int(conditions.machine)]
      let least = max(1, stage.quantity(reaching: conditions.quantityMinHundredths))
      let most = min(stage.quantity, stage.quantity(within: conditions.quantityMaxHundredths))
      if most < least { continue }
      // The last stage's largest part, or that of the last goods: it decides when all is done.
      let isWhole = order.partsMax == 1
      let smallQuantity = isWhole ? stage.quantity : least
      let largeQuantity = isWhole ? stage.quantity : min(most, max(least, largestPart))
      let deliveryLane = freight.lane(from: columns.cluster, to: order.cluster)
      guard
        let small = earliestEnd(
          need(offer, stage, quantity: smallQuantity), after: begin, machine: columns,
          resumable: isResumable[stage.process], certificateSet: order.certificateSet)
      else { continue }
      let large =
        isWhole
        ? small
        : earliestEnd(
          need(offer, stage, quantity: largeQuantity), after: begin, machine: columns,
          resumable: isResumable[stage.process], certificateSet: order.certificateSet)
      partEnd = min(partEnd, isLast ? (large ?? .max) : small)
      let delivered = shipsLast ? deliveryLane.transitSeconds : 0
      if shipsLast, let large { arrival = min(arrival, large + delivered) }
      if small + delivered <= order.deadline {
        var cost = leastCharge(offer, stage, isWhole: isWhole)
        if shipsLast {
          cost += freight.cost(deliveryLane, ofAll: order)
        }
        leastFen = min(leastFen, cost)
      }
    }
    if partEnd == .max { return nil }
    if shipsLast, arrival == .max { return nil }
    return StageBounds(
      partEnd: partEnd, arrival: shipsLast ? arrival : .min,
      leastFen: leastFen == .max ? 0 : leastFen)
  }

  /// The least that the whole stage costs if every part of it cost what the offer's cheapest
  /// seconds or pieces do.
  private func leastCharge(_ offer: Int, _ stage: StageDemand, isWhole: Bool) -> Int64 {
    let quantity = stage.quantity
    if isWhole {
      return charge(offer, stage, quantity: quantity, need: need(offer, stage, quantity: quantity))
    }
    let terms = terms[offer]
    switch terms.mode {
    case .time:
      let seconds = min(
        need(offer, stage, quantity: quantity) - terms.setupSeconds, Limits.horizonSecondsMax)
      return seconds * terms.rate / 3_600
    case .piece:
      let cheapest = terms.tiers.reduce(Int64.max) { min($0, tiers[Int($1)].priceFen) }
      return min(cheapest * quantity, Market.unaffordableFen)
    case .value:
      return terms.rate * orders[stage.order].declaredValueFen / (10_000 * stage.stageCount)
    }
  }

  /// When `need` seconds of work end at the earliest on an empty machine.
  private func earliestEnd(
    _ need: Int64, after begin: Int64, machine: MachineColumns, resumable: Bool,
    certificateSet: Int
  ) -> Int64? {
    let certificate = certificates.window(set: certificateSet, factory: machine.factory)
    let calendar = machine.calendar
    let from = openTime.work(calendar, before: max(begin, certificate.from))
    let limit = openTime.work(calendar, before: certificate.to)
    if resumable {
      return from + need <= limit ? openTime.wallEnd(calendar, of: from + need) : nil
    }
    let start = openTime.earliestUnbrokenStart(calendar, need: need, from: from, limit: limit)
    return start < 0 ? nil : openTime.wallEnd(calendar, of: start + need)
  }
}
