public import CapacityModel

/// Where shared equipment is missing: `capacity_gaps.csv`.
public struct CapacityGaps: Equatable, Sendable {
  /// One gap for each process and buyers' cluster that an unmatched order asks for; the largest budget
  /// first, equal ones in the dataset's order of processes, then clusters.
  ///
  /// An order of several stages counts once, with its whole budget, at each process that it asks for:
  /// rows do not add up.
  public let gaps: [CapacityGap]

  /// Adds up what a result leaves over.
  ///
  /// - Complexity: O(*s* log *s* + *q* *f*) in the stages left over and, summed over the processes, their
  ///   distinct quantities times the process's offers; O(machines + promised bookings) for prices.
  public init(_ result: MatchResult, of dataset: Dataset) {
    let left = StagesLeftOver(result, of: dataset)
    let offersOfProcess = Groups(
      dataset.offers.indices.lazy.map(Int32.init), keyCount: dataset.processes.count
    ) { dataset.offers[Int($0)].process }
    let prices = result.certificate.map { MachinePrices($0, of: dataset) }
    // By cluster, for one process at a time.
    var demands = [UnmetDemand](repeating: UnmetDemand(), count: dataset.clusters.count)
    var supplies = [PricedSupply](repeating: PricedSupply(), count: dataset.clusters.count)
    var lastProcess = [Int](repeating: -1, count: dataset.machines.count)
    var gaps: [CapacityGap] = []
    for process in dataset.processes.indices where !left.stages(of: process).isEmpty {
      let offers = offersOfProcess.members(process)
      left.add(process, of: dataset, offers: offers, to: &demands)
      var everywhere = PricedSupply()
      if let prices {
        for offer in offers {
          // A machine counts once, however many offers it has.
          let machine = dataset.offers[Int(offer)].machine
          if lastProcess[machine] == process { continue }
          lastProcess[machine] = process
          let cluster = dataset.factories[dataset.machines[machine].factory].cluster
          supplies[cluster].add(machine, at: prices)
          everywhere.add(machine, at: prices)
        }
      }
      for cluster in demands.indices {
        let demand = demands[cluster]
        let supply = supplies[cluster]
        demands[cluster] = UnmetDemand()
        supplies[cluster] = PricedSupply()
        if demand.orders == 0 { continue }
        gaps.append(
          CapacityGap(
            process: process, cluster: cluster, unmatchedOrders: demand.orders,
            unmatchedHoursHundredths: divideHalfUp(demand.seconds, by: 36),
            unmatchedBudgetFen: demand.budgetFen,
            shadowPriceFenPerHour: supply.fenPerHour ?? everywhere.fenPerHour))
      }
    }
    gaps.sort {
      ($1.unmatchedBudgetFen, $0.process, $0.cluster)
        < ($0.unmatchedBudgetFen, $1.process, $1.cluster)
    }
    self.gaps = gaps
  }
}

extension CapacityGaps {
  /// The first few gaps by what their hours would be worth at the shadow price, then by budget.
  ///
  /// - Complexity: O(*n* log *n*) in gaps.
  public func mostMissing(_ count: Int) -> [CapacityGap] {
    func worth(_ gap: CapacityGap) -> Int128 {
      Int128(gap.shadowPriceFenPerHour ?? 0) * gap.unmatchedHoursHundredths
    }
    // Gaps stand by budget already.
    let ranked = gaps.enumerated().sorted {
      let (left, right) = (worth($0.element), worth($1.element))
      return left != right ? left > right : $0.offset < $1.offset
    }
    return ranked.prefix(count).map(\.element)
  }
}
