import CapacityModel

/// How small a part of a stage can be when the others are as large as can be.
///
/// Every unit makes one part at the most, so the other parts are on units of their own, and what these do
/// not make is left for this one.
struct LeastParts {
  let lookup: DatasetIndex
  /// `K`: at least 2.
  let partsMax: Int

  /// The supply of a divided stage of several, each offer with the least part that it comes to; offers that do
  /// not come to one are left out.
  ///
  /// What fits is set, by the least parts that the offers themselves ask for.
  func raised(_ supply: StageSupply) -> StageSupply {
    var fits: [Int: Int64] = [:]
    for eligible in supply.offers {
      guard let fit = eligible.fit else { continue }
      fits[eligible.offer.machine] = max(fits[eligible.offer.machine] ?? 0, fit)
    }
    let (most, last) = largest(fits)
    var raised = supply
    raised.offers = supply.offers.compactMap { eligible in
      guard let fit = eligible.fit, let machineFit = fits[eligible.offer.machine] else {
        return nil
      }
      // The others are the largest without a unit of this machine, or without the last of them.
      let least = Int128(supply.stage.quantity) - most + Int128(max(machineFit, last))
      if least <= Int128(eligible.parts.lowerBound) { return eligible }
      guard least <= Int128(fit),
        let need = lookup.charges.need(
          of: Int64(least), unit: supply.stage.unit, on: eligible.offer)
      else { return nil }
      var offer = eligible
      offer.parts = Int64(least)...eligible.parts.upperBound
      offer.shortestNeed = Int64(clamping: need)
      return offer
    }
    return raised
  }

  /// What the `K` units that make the largest parts make together, and the last of them alone; 0 where
  /// there are not as many.
  private func largest(_ fits: [Int: Int64]) -> (most: Int128, last: Int64) {
    var left = partsMax
    var most: Int128 = 0
    for (machine, fit) in fits.sorted(by: { $0.value > $1.value }) {
      let units = min(left, lookup.dataset.machines[machine].units)
      most += Int128(units) * Int128(fit)
      left -= units
      if left == 0 { return (most, fit) }
    }
    return (most, 0)
  }
}
