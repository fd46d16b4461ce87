import CapacityModel

/// Looks for a way to serve an order on machines that are empty but for their calendars.
///
/// What it finds is a real plan, so it refutes `too_late` and `over_budget`; that it finds nothing
/// proves nothing. Stage by stage it tries the offers that finish first and that cost least, with
/// parts of even size, and keeps a few plans that are not both later and dearer than another.
struct Plans {
  /// What a search found.
  struct Answer {
    /// A plan makes the deadline.
    var makesDeadline = false
    /// One that makes it is within the budget, too.
    var isAffordable = false
  }

  /// How many offers of a stage are tried on each count, how many plans go on to the next stage,
  /// and into how many parts a stage is split at most.
  private static let offersMax = 6
  private static let plansMax = 4
  private static let partsMax = 64

  let lookup: DatasetIndex
  let placements: Placements
  private var dataset: Dataset { lookup.dataset }

  /// Goods of the last stage so far that ships, where they are and from when.
  private struct Goods {
    var quantity: Int64
    var cluster: Int
    var end: Int64
  }

  /// A plan of the first stages.
  private struct Plan {
    /// When the last of its parts ends.
    var ready: Int64
    var goods: [Goods] = []
    var costFen: Int128 = 0
  }

  /// Searches for a plan.
  func search(terms: Terms, offersByStage: [[Int]]) -> Answer {
    var plans = [Plan(ready: terms.order.release)]
    for (stage, offers) in zip(terms.stages, offersByStage) {
      let assignments = assignments(of: stage, terms: terms, offers: offers)
      var next: [Plan] = []
      for plan in plans {
        for assignment in assignments {
          if let extended = extend(plan, by: stage, on: assignment, terms: terms) {
            next.append(extended)
          }
        }
      }
      plans = thinned(next)
    }
    var answer = Answer()
    for plan in plans {
      guard let cost = delivered(plan, terms: terms) else { continue }
      answer.makesDeadline = true
      if cost <= Int128(terms.order.budgetFen) { answer.isAffordable = true }
    }
    return answer
  }

  /// Lists of offers, one for each of the even parts of a stage.
  private func assignments(of stage: Stage, terms: Terms, offers: [Int]) -> [[Int]] {
    partCounts(of: stage, terms: terms, offers: offers).flatMap { partCount in
      assignments(of: stage, terms: terms, offers: offers, partCount: partCount)
    }
  }

  private func partCounts(of stage: Stage, terms: Terms, offers: [Int]) -> [Int] {
    guard terms.order.partsMax > 1 else { return [1] }
    var largest: Int64 = 1
    for offer in offers {
      let bounds = placements.filters.quantityBounds(of: dataset.offers[offer], terms: terms)
      let most = min(bounds.upperBound, stage.quantityHundredths)
      largest = max(largest, stage.unit == .piece ? most / 100 : most)
    }
    let fewest = Int64(ceilDivided(Int128(stage.quantity), by: Int128(largest)))
    let most = min(Int64(terms.order.partsMax), Int64(Self.partsMax), stage.quantity)
    return Set([1, 2, fewest, most]).filter { $0 <= most }.sorted().map { Int($0) }
  }

  private func assignments(
    of stage: Stage, terms: Terms, offers: [Int], partCount: Int
  ) -> [[Int]] {
    struct Candidate {
      var offer: Int
      var end: Int64
      var costFen: Int128
    }
    let sizes = evenParts(of: stage.quantity, count: partCount)
    let factor: Int64 = stage.unit == .piece ? 100 : 1
    var candidates: [Candidate] = []
    for index in offers {
      let offer = dataset.offers[index]
      let bounds = placements.filters.quantityBounds(of: offer, terms: terms)
      guard let largest = sizes.first, let smallest = sizes.last,
        bounds.contains(largest * factor), bounds.contains(smallest * factor),
        let need = lookup.charges.need(of: largest, unit: stage.unit, on: offer),
        let charge = lookup.charges.charge(
          of: largest, order: terms.order, stage: stage, on: offer),
        let end = placements.earliestEnd(
          of: need, process: stage.process, machine: offer.machine, from: terms.order.release,
          latest: terms.order.deadline, terms: terms)
      else { continue }
      let route = lookup.routes.route(
        from: lookup.cluster(ofMachine: offer.machine), to: terms.order.cluster)
      candidates.append(
        Candidate(
          offer: index, end: clampedSum(end, route.transitSeconds),
          costFen: charge
            + route.cost(
              weightGrams: terms.order.weightGrams, numerator: largest,
              denominator: stage.quantity)))
    }
    let earliest = candidates.sorted {
      ($0.end, $0.costFen, $0.offer) < ($1.end, $1.costFen, $1.offer)
    }
    let cheapest = candidates.sorted {
      ($0.costFen, $0.end, $0.offer) < ($1.costFen, $1.end, $1.offer)
    }
    var found: [[Int]] = []
    for ranked in [earliest, cheapest] {
      // All parts on identical units of one machine.
      let roomy = ranked.filter {
        dataset.machines[dataset.offers[$0.offer].machine].units >= partCount
      }
      for candidate in roomy.prefix(Self.offersMax) {
        found.append(Array(repeating: candidate.offer, count: partCount))
      }
      // The parts over the best units, whichever machine they belong to.
      guard partCount > 1 else { continue }
      var usedMachines: Set<Int> = []
      var mixed: [Int] = []
      for candidate in ranked where mixed.count < partCount {
        let machine = dataset.offers[candidate.offer].machine
        guard usedMachines.insert(machine).inserted else { continue }
        let units = min(partCount - mixed.count, dataset.machines[machine].units)
        mixed += Array(repeating: candidate.offer, count: units)
      }
      if mixed.count == partCount { found.append(mixed) }
    }
    return found
  }

  /// Whole parts that differ by one at most, larger ones first.
  private func evenParts(of quantity: Int64, count: Int) -> [Int64] {
    let (size, rest) = quantity.quotientAndRemainder(dividingBy: Int64(count))
    return (0..<count).map { Int64($0) < rest ? size + 1 : size }
  }

  /// The plan with one stage more; `nil` where it misses the deadline or a rule.
  private func extend(
    _ plan: Plan, by stage: Stage, on offers: [Int], terms: Terms
  ) -> Plan? {
    let sizes = evenParts(of: stage.quantity, count: offers.count)
    let clusters = offers.map { lookup.cluster(ofMachine: dataset.offers[$0].machine) }
    let ships = dataset.processes[stage.process].ships
    var extended = plan
    // All parts wait for all parts before: later than rule 6 asks, and simpler.
    var starts = [Int64](repeating: plan.ready, count: offers.count)
    if ships && !plan.goods.isEmpty {
      let before = plan.goods.map(\.quantity).reduce(0, +)
      for overlap in overlaps(of: plan.goods.map(\.quantity), with: sizes) {
        let goods = plan.goods[overlap.from]
        let route = lookup.routes.route(from: goods.cluster, to: clusters[overlap.to])
        starts[overlap.to] = max(
          starts[overlap.to], clampedSum(goods.end, route.transitSeconds))
        extended.costFen += route.cost(
          weightGrams: terms.order.weightGrams, numerator: overlap.length,
          denominator: before * stage.quantity)
      }
    }
    var goods: [Goods] = []
    for part in offers.indices {
      let offer = dataset.offers[offers[part]]
      guard let need = lookup.charges.need(of: sizes[part], unit: stage.unit, on: offer),
        let charge = lookup.charges.charge(
          of: sizes[part], order: terms.order, stage: stage, on: offer),
        let end = placements.earliestEnd(
          of: need, process: stage.process, machine: offer.machine, from: starts[part],
          latest: terms.order.deadline, terms: terms)
      else { return nil }
      extended.costFen += charge
      extended.ready = max(extended.ready, end)
      goods.append(Goods(quantity: sizes[part], cluster: clusters[part], end: end))
    }
    if ships { extended.goods = goods }
    return extended
  }

  /// What the plan costs with its delivery; `nil` where that comes too late.
  private func delivered(_ plan: Plan, terms: Terms) -> Int128? {
    let quantity = plan.goods.map(\.quantity).reduce(0, +)
    var cost = plan.costFen
    for goods in plan.goods {
      let route = lookup.routes.route(from: goods.cluster, to: terms.order.cluster)
      if clampedSum(goods.end, route.transitSeconds) > terms.order.deadline { return nil }
      cost += route.cost(
        weightGrams: terms.order.weightGrams, numerator: goods.quantity, denominator: quantity)
    }
    return cost
  }

  /// A few plans of which none is both later and dearer than another.
  private func thinned(_ plans: [Plan]) -> [Plan] {
    var kept: [Plan] = []
    for plan in plans.sorted(by: { ($0.ready, $0.costFen) < ($1.ready, $1.costFen) })
    where kept.last.map({ plan.costFen < $0.costFen }) ?? true {
      kept.append(plan)
    }
    guard kept.count > Self.plansMax else { return kept }
    // The earliest, the cheapest, and some between them.
    return (0..<Self.plansMax).map { kept[$0 * (kept.count - 1) / (Self.plansMax - 1)] }
  }
}
