public import CapacityModel

/// How the offers of one stage's process fare against the filters of Docs/rules.md.
public struct StageFilters: Equatable, Sendable {
  /// All offers of the process.
  public var offerCount: Int
  /// How many offers each filter took, by ``OfferFilter/rawValue``; the last entry counts those left.
  public var taken: [Int]
  /// The filter that took the last offer; `nil` if some are left.
  public var emptiedBy: OfferFilter?

  /// How many offers are left after `filter` and all before it.
  public func left(after filter: OfferFilter) -> Int {
    taken[0...filter.rawValue].reduce(offerCount, -)
  }

  /// The reason code that an emptying filter gives.
  public var reason: UnmatchedReason? {
    switch emptiedBy {
    case .process: .noProcess
    case .pricingMode: .noPricingMode
    case .certification: .noCertification
    case .tolerance: .noTolerance
    case .material: .noMaterial
    case .size: .noSize
    case .quantity: .noQuantity
    case .some(.none), nil: nil
    }
  }
}

extension Market {
  /// Whether some offer surely passes every filter of a stage and takes the whole of it.
  ///
  /// - Complexity: O(offers of the process), far less where many pass.
  func passesFilters(_ index: Int) -> Bool {
    let stage = stages[index]
    let order = orders[stage.order]
    return offersOfProcess[stage.process].contains { offer in
      serves(offer, stage, in: order)
        && stage.hundredths(stage.quantity) <= conditions[offer].quantityMaxHundredths
    }
  }

  /// Passes all offers of the stage's process through the filters.
  ///
  /// - Complexity: O(offers of the process).
  func filters(ofStage index: Int) -> StageFilters {
    let stage = stages[index]
    let order = orders[stage.order]
    let offers = offersOfProcess[stage.process]
    var taken = [Int](repeating: 0, count: OfferFilter.allCases.count)
    // The largest part of each machine, where parts must be added up.
    var mostOfMachine: [Int: Int64] = [:]
    for offer in offers {
      let failure = firstFailure(of: offer, for: stage, in: order)
      taken[failure.rawValue] += 1
      if failure == .none, order.partsMax > 1 {
        let machine = Int(conditions[offer].machine)
        let most = min(
          stage.quantity, stage.quantity(within: conditions[offer].quantityMaxHundredths))
        mostOfMachine[machine] = max(mostOfMachine[machine] ?? 0, most)
      }
    }
    if order.partsMax > 1, taken[OfferFilter.none.rawValue] > 0,
      !canAddUp(mostOfMachine, to: stage.quantity, partsMax: order.partsMax)
    {
      taken[OfferFilter.quantity.rawValue] += taken[OfferFilter.none.rawValue]
      taken[OfferFilter.none.rawValue] = 0
    }
    var emptiedBy: OfferFilter?
    if offers.isEmpty {
      emptiedBy = .process
    } else if taken[OfferFilter.none.rawValue] == 0 {
      emptiedBy = OfferFilter.allCases.last { $0 != .none && taken[$0.rawValue] > 0 }
    }
    return StageFilters(offerCount: offers.count, taken: taken, emptiedBy: emptiedBy)
  }

  /// Whether the largest parts over `partsMax` units reach `quantity`.
  private func canAddUp(
    _ mostOfMachine: [Int: Int64], to quantity: Int64, partsMax: Int
  ) -> Bool {
    var remaining = quantity
    var parts = partsMax
    let largestFirst = mostOfMachine.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (machine, most) in largestFirst where most > 0 && parts > 0 {
      let units = min(parts, machines[machine].unitCount)
      // Units beyond what is needed would only overflow the product.
      let used = min(Int64(units), divideUp(remaining, by: most))
      remaining -= min(remaining, used * most)
      if remaining == 0 { return true }
      parts -= units
    }
    return false
  }
}
