internal import CapacityModel

/// A stage of an order of several, made in several parts: what holds for all its offers (`Docs/certificate.md`, "Several
/// stages, several parts").
struct StageDivision: Sendable {
  /// Ranges of sizes of parts that are told apart.
  static let sizeSteps: Int64 = 4

  let leastParts: LeastParts
  /// The largest part of any offer; 0 if no offer makes one.
  let most: Int64
  /// Whether parts share set-ups out as if each were as large as ``most``; else as large as the offer makes them.
  let sharesByMost: Bool
  /// What is left of set-ups then, in micro-yuan, unweighted: it comes on top.
  let setup: Int64
}

// Stages of an order of several that are made in at least two parts.

extension TermBuilder {
  /// Works out the largest part that each offer of a stage has room for, and what follows for all of them.
  mutating func findDivision(_ number: Int, _ stage: StageDemand, _ demand: OrderDemand) {
    fits.removeAll(keepingCapacity: true)
    fits.append(contentsOf: repeatElement(0, count: eligible.count))
    fitOfMachine.removeAll(keepingCapacity: true)
    for place in lists[number] {
      let offer = Int(eligible[place])
      let window = chainWindows.window(offer, demand, number, in: market)
      var sizes = market.partSizes(offer, stage)
      // Beside it there is another part.
      sizes.most = min(sizes.most, stage.quantity - 1)
      let fit = sizes.least > sizes.most ? 0 : fittingMost(offer, stage, sizes: sizes, window)
      fits[place] = fit
      let machine = market.conditions[offer].machine
      fitOfMachine[machine] = max(fitOfMachine[machine] ?? 0, fit)
    }
    let leastParts = LeastParts(
      of: stage.quantity, partsMax: demand.partsMax,
      fits: fitOfMachine.map { ($0.value, market.machines[Int($0.key)].unitCount) })
    let most = fits[lists[number]].max() ?? 0
    let left = setupLeft(number, stage, most: most)
    division = StageDivision(
      leastParts: leastParts, most: most, sharesByMost: left != nil, setup: left ?? 0)
  }

  /// What is left of set-ups where parts share them out as if each made `most`; `nil` if the stage costs no more so than by
  /// each offer's own largest parts.
  private func setupLeft(_ number: Int, _ stage: StageDemand, most: Int64) -> Int64? {
    var (byFit, byMost, setup) = (Int64.max, Int64.max, Int64.max)
    for place in lists[number] where fits[place] > 0 {
      let offer = Int(eligible[place])
      func cost(sharedBy size: Int64) -> Int64 {
        scaledDown(
          market.leastUnitCost(offer, stage, most: size), share: stage.quantity, of: size)
      }
      byFit = min(byFit, cost(sharedBy: fits[place]))
      byMost = min(byMost, cost(sharedBy: most))
      setup = min(setup, market.leastSetupCost(offer))
    }
    if byFit == .max { return nil }
    let partCount = max(2, divideUp(stage.quantity, by: most))
    let left = scaledDown(setup, share: partCount * most - stage.quantity, of: most)
    return byMost + left > byFit ? left : nil
  }

  /// Appends a slot of where parts of a stage may be made; `false` if there are none.
  mutating func appendParts(
    _ offers: Range<Int>, _ number: Int, _ cluster: Int, _ demand: OrderDemand,
    to store: inout TermStore
  ) -> Bool {
    guard let division, division.most > 0 else { return false }
    let stage = market.stages[demand.stages.lowerBound + number]
    let slot = TermStore.Slot(
      first: store.rates.count, count: 0, isRate: true,
      isUnbroken: !market.isResumable[stage.process], stage: Int32(number),
      cluster: Int32(cluster), quantity: stage.quantity,
      setup: weighted(division.setup, by: scale.weight(demand)))
    var least = TermStore.costMax
    for place in offers where fits[place] > 0 {
      let offer = Int(eligible[place])
      let fitOfAll = fitOfMachine[market.conditions[offer].machine] ?? 0
      var from = max(
        market.partSizes(offer, stage).least, division.leastParts.onMachine(fitting: fitOfAll))
      let window = chainWindows.window(offer, demand, number, in: market)
      let costOfMost =
        division.sharesByMost ? market.leastUnitCost(offer, stage, most: division.most) : nil
      for step in 1...StageDivision.sizeSteps {
        let isLast = step == StageDivision.sizeSteps
        let end = stage.quantity * step / StageDivision.sizeSteps
        let to = isLast ? fits[place] : min(fits[place], end)
        if from > to { continue }
        let cost =
          costOfMost.map { scaledDown($0, share: to, of: division.most) }
          ?? market.leastUnitCost(offer, stage, most: to)
        let whole = appendRate(
          offer, demand, stage, sizes: (from, to), cost: cost, window: window, to: &store)
        least = min(least, whole)
        from = to + 1
      }
    }
    return append(
      slot, upTo: store.rates.count, costing: min(TermStore.costMax, least + division.setup),
      to: &store)
  }
}
