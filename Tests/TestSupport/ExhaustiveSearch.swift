public import CapacityModel

/// The best of all answers to a ``tinyDataset(seed:ordersMax:)``, found by trying all of them.
///
/// What an order costs does not depend on when it is made, so that an answer is, for each unit, a sequence
/// of orders with offers, each as early as possible after the one before: whoever starts later leaves no more to
/// those that follow.
public struct ExhaustiveSearch {
  /// An order made by an offer on a unit.
  private struct Way {
    var order: Int
    /// What it earns, in fen.
    var earned: Int64
    /// For each second its earliest end if it starts then or later; -1 if there is none.
    var ends: [Int]
  }

  /// The ways of each unit.
  private var ways: [[Way]] = []

  /// Lists the ways.
  public init(_ dataset: Dataset, _ objective: ObjectiveKind) {
    let length = Int(dataset.horizon.lengthSeconds)
    let promised = Set(dataset.promised.compactMap { $0.orderID?.text })
    for (index, machine) in dataset.machines.enumerated() {
      for unit in 1...machine.units {
        let isFree = (0..<length).map { second -> Bool? in
          guard isOpen(Int64(second), machine, in: dataset) else { return nil }
          return !dataset.promised.contains {
            $0.machine == index && $0.unit == unit
              && $0.span.start <= second && second < $0.span.end
          }
        }
        var found: [Way] = []
        for (number, order) in dataset.orders.enumerated()
        where !promised.contains(order.id.text) {
          for offer in dataset.offers where offer.machine == index {
            if let way = ExhaustiveSearch.way(number, order, offer, isFree, objective, dataset) {
              found.append(way)
            }
          }
        }
        ways.append(found)
      }
    }
  }

  /// The largest objective of any answer, in fen.
  public func bestObjectiveFen() -> Int64 { best(from: 0, after: 0, served: 0) }

  private func best(from unit: Int, after second: Int, served: UInt64) -> Int64 {
    if unit == ways.count { return 0 }
    var most = best(from: unit + 1, after: 0, served: served)
    for way in ways[unit] where served & (1 << UInt64(way.order)) == 0 {
      if second >= way.ends.count || way.ends[second] < 0 { continue }
      let rest = best(
        from: unit, after: way.ends[second], served: served | 1 << UInt64(way.order))
      most = max(most, way.earned + rest)
    }
    return most
  }

  private static func way(
    _ number: Int, _ order: Order, _ offer: Offer, _ isFree: [Bool?], _ objective: ObjectiveKind,
    _ dataset: Dataset
  ) -> Way? {
    let stage = dataset.stages[order.stages.lowerBound]
    let process = dataset.processes[stage.process]
    let factory = dataset.factories[dataset.machines[offer.machine].factory]
    guard offer.process == stage.process, let cycle = offer.cycleMilliseconds,
      order.pricingModes.contains(PricingModes(offer.pricing.mode)),
      stage.quantity * 100 >= offer.quantityMinHundredths,
      stage.quantity * 100 <= offer.quantityMaxHundredths
    else { return nil }
    let need = offer.setupSeconds + (stage.quantity * cycle + 999) / 1_000
    let lane = dataset.lanes.first {
      $0.fromCluster == factory.cluster && $0.toCluster == order.cluster
    }
    var costFen = chargeFen(offer, order, stage, need)
    var deadline = order.deadline
    if process.ships, let lane {
      // Micro-yuan a kilogram are ten-millionths of a fen a gram.
      costFen +=
        lane.shipmentFen
        + (lane.microYuanPerKg * order.weightGrams + 5_000_000) / 10_000_000
      deadline -= (lane.transitMicroHours * 3_600 + 500_000) / 1_000_000
    }
    if costFen > order.budgetFen { return nil }
    let midnight = dataset.horizon.lengthSeconds / 2
    let held = factory.certifications.first
    func isCertified(_ second: Int) -> Bool {
      if order.certifications.isEmpty { return true }
      guard let held else { return false }
      let day: Int64 = second < midnight ? 20_514 : 20_515
      return day >= held.firstDay ?? .min && day <= held.lastDay ?? .max
    }
    /// The end of work that starts at a second, if it may.
    func end(from start: Int) -> Int? {
      guard start >= order.release, isFree[start] == true else { return nil }
      var left = need
      for second in start..<isFree.count {
        if second >= deadline || !isCertified(second) { return nil }
        guard let free = isFree[second] else {
          if process.isResumable { continue }
          return nil
        }
        if !free { return nil }
        left -= 1
        if left == 0 { return second + 1 }
      }
      return nil
    }
    var ends = [Int](repeating: -1, count: isFree.count)
    for second in ends.indices.reversed() {
      ends[second] = end(from: second) ?? (second + 1 < ends.count ? ends[second + 1] : -1)
    }
    return Way(order: number, earned: earned(order, costFen, objective), ends: ends)
  }

  private static func earned(
    _ order: Order, _ costFen: Int64, _ objective: ObjectiveKind
  ) -> Int64 {
    switch objective {
    case .surplus: order.priority * (order.budgetFen - costFen)
    case .value: order.priority * order.budgetFen
    case .fill: order.priority * 100
    }
  }

  private static func chargeFen(
    _ offer: Offer, _ order: Order, _ stage: Stage, _ need: Int64
  ) -> Int64 {
    let amount: Int64
    switch offer.pricing {
    case .time(let rate):
      let increment = offer.billingIncrementSeconds
      amount = ((need + increment - 1) / increment * increment * rate + 1_800) / 3_600
    case .piece(let tiers):
      let tier = tiers.last { $0.fromQuantity <= stage.quantity } ?? tiers[0]
      amount = tier.priceFen * stage.quantity
    case .value(let share): amount = (share * order.declaredValueFen + 5_000) / 10_000
    }
    return max(offer.minimumChargeFen, amount + offer.setupFeeFen)
  }
}

/// Whether a machine with a calendar without weekly hours is open.
private func isOpen(_ second: Int64, _ machine: Machine, in dataset: Dataset) -> Bool {
  guard let index = machine.calendar else { return true }
  func holds(_ spans: [TimeSpan]) -> Bool {
    spans.contains { $0.start <= second && second < $0.end }
  }
  let calendar = dataset.calendars[index]
  if holds(calendar.open) { return true }
  return calendar.open.isEmpty && !holds(calendar.closed)
}
