/// Spoils orders on purpose, so that they cannot be matched for a known reason.
///
/// An ordinary order has an offer for every stage: its witness. Spoiling changes one thing, and then the
/// filters, or a bound that no offer can beat, prove that the order misses for just that reason.
struct MissPlanter {
  /// The reasons that are planted.
  private static let reasons: [MissReason] = [
    .noProcess, .noCertification, .noTolerance, .noMaterial, .noSize, .noQuantity, .tooLate,
    .overBudget,
  ]

  /// From one reason to the next one to try: 3 visits all eight, and the reasons that often cannot be
  /// planted, which stand side by side, do not all pass on to the same one.
  private static let stride = 3

  /// Shortest work that a deadline can fall short of by minutes that mean something.
  private static let shortestLateSeconds = 1200

  /// The smallest bound that a budget is put below.
  private static let smallestChargeFen = 1000

  let processes: ProcessTable
  let markets: [ProcessMarket]
  let planner: RoutePlanner

  /// Spoils an order for a drawn reason, or the next one that can be planted in it.
  ///
  /// An order in which no reason can be planted stays as it is.
  ///
  /// - Parameters:
  ///   - order: The ordinary order.
  ///   - route: The route of its witnesses, if they can do it within the horizon.
  ///   - draws: The draws of the order.
  func spoil(_ order: inout SyntheticOrder, route: WitnessRoute?, draws: inout DrawStream) {
    let first = draws.below(Self.reasons.count)
    let stage = draws.below(order.stages.count)
    let amount = draws.within(30...80)
    for offset in Self.reasons.indices {
      let reason = Self.reasons[(first + offset * Self.stride) % Self.reasons.count]
      var spoiled = order
      let isSure =
        switch reason {
        case .tooLate: makeLate(&spoiled, percent: amount)
        case .overBudget: makePoor(&spoiled, route: route, percent: amount)
        default:
          breakRequirement(reason, of: &spoiled, stage: stage, amount: amount)
            && EligibilityFilters(markets: markets).reason(for: spoiled) == reason
        }
      guard isSure else { continue }
      spoiled.plantedMiss = reason
      order = spoiled
      return
    }
  }

  /// Asks one stage for something that no offer has.
  ///
  /// - Returns: Whether there is a way to ask for it.
  private func breakRequirement(
    _ reason: MissReason, of order: inout SyntheticOrder, stage index: Int, amount: Int
  ) -> Bool {
    let process = order.stages[index].process
    let market = markets[process]
    switch reason {
    case .noProcess:
      return askForUnoffered(of: &order, stage: index, amount: amount)
    case .noCertification:
      let unheld = (0...Certificates.neverHeld).first { market.certificates & 1 << $0 == 0 }
      order.certificates |= 1 << (unheld ?? Certificates.neverHeld)
    case .noTolerance:
      guard processes.processes[process].bestTolerance != nil else { return false }
      order.stages[index].toleranceGrade = market.bestTolerance - 1
    case .noMaterial:
      guard order.stages[index].witness.materials != 0 else { return false }
      order.stages[index].material = Materials.neverOffered
      // Often a real material will do, which only machines that fail another filter take.
      for material in Materials.indices(of: processes.processes[process].family) {
        var candidate = order
        candidate.stages[index].material = material
        if EligibilityFilters(markets: markets).reason(for: candidate) == .noMaterial {
          order = candidate
          break
        }
      }
    case .noSize:
      guard market.longestSide < Int(Int32.max) else { return false }
      let length = (market.longestSide + amount * 10) / 50 * 50 + 50
      order.stages[index].box = [length, length / 4, length / 8]
    case .noQuantity:
      return breakQuantity(of: &order, stage: index, amount: amount)
    case .noPricingMode, .tooLate, .overBudget:
      return false
    }
    return true
  }

  /// Asks for a process that no machine offers.
  private func askForUnoffered(
    of order: inout SyntheticOrder, stage index: Int, amount: Int
  ) -> Bool {
    let unoffered = processes.offeredCount..<processes.processes.count
    guard !unoffered.isEmpty else { return false }
    let process = unoffered.lowerBound + amount % unoffered.count
    order.stages[index].process = process
    if order.stages[index].isInHours != processes.processes[process].isSoldByTheHour {
      order.stages[index].isInHours.toggle()
      // A few pieces, or hours in hundredths: either way an ordinary number.
      order.stages[index].quantity = amount * 25
    }
    order.stages[index].material = nil
    return true
  }

  /// Asks for fewer pieces than any offer takes, or more where every offer has a limit.
  private func breakQuantity(
    of order: inout SyntheticOrder, stage index: Int, amount: Int
  ) -> Bool {
    guard !order.stages[index].isInHours else { return false }
    let market = markets[order.stages[index].process]
    if market.minimumQuantity > 1 {
      order.stages[index].quantity = max(1, (market.minimumQuantity - 1) * amount / 100)
      return true
    }
    guard market.maximumQuantity < Int(Int32.max) else { return false }
    order.partsMax = 1
    order.stages[index].quantity = market.maximumQuantity + 1 + amount / 10
    return true
  }

  /// Sets a deadline before the end of the fastest work that any offer could do around the clock.
  private func makeLate(_ order: inout SyntheticOrder, percent: Int) -> Bool {
    guard order.stages.count == 1, let stage = order.stages.first else { return false }
    let least = markets[stage.process].leastNeedSeconds(quantity: stage.quantity)
    guard least >= Self.shortestLateSeconds else { return false }
    order.partsMax = 1
    order.deadline = order.release + least * percent / 100 / 60 * 60
    return true
  }

  /// Sets a budget below what any offer charges, and leaves ample time.
  private func makePoor(
    _ order: inout SyntheticOrder, route: WitnessRoute?, percent: Int
  ) -> Bool {
    guard order.stages.count == 1, let stage = order.stages.first, let route else { return false }
    let least = markets[stage.process].leastChargeFen(
      quantity: stage.quantity, pricings: order.acceptedPricings, declaredFen: order.declaredFen)
    guard least >= Self.smallestChargeFen else { return false }
    order.partsMax = 1
    order.deadline = max(order.deadline, route.finish)
    order.budgetFen = least * percent / 10_000 * 100
    return true
  }
}
