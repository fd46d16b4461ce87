internal import CapacityModel

/// Between which times the stages of an order may lie, by the shortest possible chain.
struct ChainWindows: Sendable {
  /// For each stage the wall time before which nothing of it starts.
  private(set) var begins: [Int64] = []
  /// For each stage the wall time after which nothing of it ends.
  private(set) var ends: [Int64] = []

  /// Works out both for the stages of an order; `eligible` holds the offers of all, `lists` whose is whose.
  ///
  /// - Returns: Whether there may be a way at all.
  mutating func find(
    _ order: OrderDemand, eligible: [Int32], lists: [Range<Int>], in market: Market
  ) -> Bool {
    begins.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    var time = order.release
    for number in lists.indices {
      begins.append(time)
      ends.append(order.deadline)
      var earliest = Int64.max
      for place in lists[number] {
        earliest = min(
          earliest,
          earliestEnd(Int(eligible[place]), order, number, after: time, in: market))
      }
      if earliest == .max { return false }
      time = earliest
    }
    var number = lists.count - 1
    while number > 0 {
      var latest: Int64 = -1
      for place in lists[number] {
        latest = max(latest, latestStart(Int(eligible[place]), order, number, in: market))
      }
      if latest < 0 { return false }
      ends[number - 1] = latest
      number -= 1
    }
    return true
  }

  /// The wall time by which a part of a stage must end on an offer.
  func limit(_ offer: Int, _ order: OrderDemand, _ number: Int, in market: Market) -> Int64 {
    let columns = market.machines[Int(market.conditions[offer].machine)]
    var limit = min(
      ends[number],
      market.certificates.window(set: order.certificateSet, factory: columns.factory).to)
    if number == order.lastShippingStage {
      let lane = market.freight.lane(from: columns.cluster, to: order.cluster)
      limit = min(limit, order.deadline - lane.transitSeconds)
    }
    return limit
  }

  /// The window of an offer in a stage, in working time.
  func window(
    _ offer: Int, _ order: OrderDemand, _ number: Int, in market: Market
  ) -> OrderView.Window {
    let columns = market.machines[Int(market.conditions[offer].machine)]
    let certificate = market.certificates.window(
      set: order.certificateSet, factory: columns.factory)
    return OrderView.Window(
      from: market.openTime.work(
        columns.calendar, before: max(begins[number], certificate.from)),
      limit: market.openTime.work(
        columns.calendar, before: limit(offer, order, number, in: market)))
  }

  private func earliestEnd(
    _ offer: Int, _ order: OrderDemand, _ number: Int, after time: Int64, in market: Market
  ) -> Int64 {
    let stage = market.stages[order.stages.lowerBound + number]
    let columns = market.machines[Int(market.conditions[offer].machine)]
    let certificate = market.certificates.window(
      set: order.certificateSet, factory: columns.factory)
    let need = market.shortestNeed(offer, stage, order)
    let from = market.openTime.work(columns.calendar, before: max(time, certificate.from))
    let total = market.openTime.total(columns.calendar)
    if market.isResumable[stage.process] {
      return from + need <= total
        ? market.openTime.wallEnd(columns.calendar, of: from + need) : .max
    }
    let start = market.openTime.earliestUnbrokenStart(
      columns.calendar, need: need, from: from, limit: total)
    return start < 0 ? .max : market.openTime.wallEnd(columns.calendar, of: start + need)
  }

  private func latestStart(
    _ offer: Int, _ order: OrderDemand, _ number: Int, in market: Market
  ) -> Int64 {
    let stage = market.stages[order.stages.lowerBound + number]
    let calendar = market.machines[Int(market.conditions[offer].machine)].calendar
    let start =
      market.openTime.work(calendar, before: limit(offer, order, number, in: market))
      - market.shortestNeed(offer, stage, order)
    return start < 0 ? -1 : market.openTime.wallStart(calendar, of: start)
  }
}

extension Market {
  /// The smallest and the largest part of a stage on an offer, in the stage's unit.
  @inline(__always)
  func partSizes(_ offer: Int, _ stage: StageDemand) -> (least: Int64, most: Int64) {
    let conditions = conditions[offer]
    return (
      max(1, stage.quantity(reaching: conditions.quantityMinHundredths)),
      min(stage.quantity, stage.quantity(within: conditions.quantityMaxHundredths))
    )
  }

  /// The working time of the whole stage, or of the smallest part where parts are allowed.
  func shortestNeed(_ offer: Int, _ stage: StageDemand, _ order: OrderDemand) -> Int64 {
    need(
      offer, stage,
      quantity: order.partsMax == 1 ? stage.quantity : partSizes(offer, stage).least)
  }
}
