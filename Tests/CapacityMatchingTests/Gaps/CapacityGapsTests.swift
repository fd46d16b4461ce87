import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

@Suite struct CapacityGapsTests {
  /// A result in which all orders are left over.
  private func nothingServed(_ dataset: Dataset, _ certificate: Certificate? = nil) -> MatchResult {
    let unmatched = dataset.orders.indices.map {
      UnmatchedOrder(
        order: $0, stage: nil, reason: .noCapacity, fix: nil, evidence: .servingOffers(1))
    }
    return MatchResult(
      bookings: [], matched: [], unmatched: unmatched, objectiveFen: 0, certificate: certificate)
  }

  private func price(_ machine: Int, openSeconds: Int64, microYuan: Int64) -> ShadowPrice {
    ShadowPrice(
      machine: machine, period: TimeSpan(start: 0, end: 3_600), openSeconds: openSeconds,
      microYuanPerSecond: microYuan)
  }

  /// Adds an order of some stages.
  private func add(
    _ stages: [Stage], cluster: Int, budgetFen: Int64, to dataset: inout Dataset
  ) {
    let first = dataset.stages.count
    dataset.stages += stages
    dataset.orders.append(
      Order(
        id: Identifier("O\(dataset.orders.count)"), cluster: cluster, release: 0,
        deadline: 86_400, budgetFen: budgetFen, stages: first..<dataset.stages.count))
  }

  /// Two processes, of which the second has one offer, in hours, in the second cluster.
  private func dataset() -> Dataset {
    var dataset = Workshop().dataset
    dataset.processes.append(Process(id: Identifier("P1"), name: "P1"))
    dataset.offers.append(
      Offer(
        machine: 1, process: 1, pricing: .time(hourlyRateFen: 6_000), cycleMilliseconds: nil,
        setupSeconds: 30))
    (dataset.orders, dataset.stages) = ([], [])
    return dataset
  }

  @Test func `an order counts once at each process, with all its stages' hours`() {
    var dataset = dataset()
    // 10 + 11 pieces at a minute each, and 1.5 hours and 30 seconds.
    let hours = Stage(process: 1, quantity: 150, unit: .hour)
    add(
      [Stage(process: 0, quantity: 10), hours, Stage(process: 0, quantity: 11)], cluster: 0,
      budgetFen: 70_000, to: &dataset)
    add([hours], cluster: 0, budgetFen: 30_000, to: &dataset)
    // Nobody has a cycle time for pieces of P1: 0 hours.
    add([Stage(process: 1, quantity: 5)], cluster: 1, budgetFen: 100_000, to: &dataset)
    #expect(
      CapacityGaps(nothingServed(dataset), of: dataset).gaps == [
        // Equal budgets by process, then cluster. 3.0166... hours are rounded half up.
        CapacityGap(
          process: 1, cluster: 0, unmatchedOrders: 2, unmatchedHoursHundredths: 302,
          unmatchedBudgetFen: 100_000, shadowPriceFenPerHour: nil),
        CapacityGap(
          process: 1, cluster: 1, unmatchedOrders: 1, unmatchedHoursHundredths: 0,
          unmatchedBudgetFen: 100_000, shadowPriceFenPerHour: nil),
        CapacityGap(
          process: 0, cluster: 0, unmatchedOrders: 1, unmatchedHoursHundredths: 35,
          unmatchedBudgetFen: 70_000, shadowPriceFenPerHour: nil),
      ])
  }

  @Test func `orders that are served leave no gap`() async {
    let shop = Workshop()
    let result = await shop.match()
    #expect(result.matched.count == 1)
    #expect(CapacityGaps(result, of: shop.dataset).gaps == [])
  }

  @Test func `the price is the mean over the cluster's machines, weighted by free open time`() {
    var dataset = dataset()
    add([Stage(process: 0, quantity: 1)], cluster: 0, budgetFen: 3, to: &dataset)
    add([Stage(process: 1, quantity: 1)], cluster: 0, budgetFen: 2, to: &dataset)
    add([Stage(process: 1, quantity: 1)], cluster: 1, budgetFen: 1, to: &dataset)
    // A second machine of three units in the first cluster, with two offers for P0, counts once.
    dataset.machines.append(Machine(id: Identifier("M2"), factory: 0, units: 3))
    dataset.offers += [dataset.offers[0], dataset.offers[0]]
    dataset.offers[3].machine = 2
    dataset.offers[4].machine = 2
    let certificate = Certificate(
      upperBoundFen: 0,
      prices: [
        price(0, openSeconds: 604_800, microYuan: 10_000),
        price(2, openSeconds: 1_000, microYuan: 600_000),
        price(2, openSeconds: 1_000, microYuan: 4_800),
        price(1, openSeconds: 302_400, microYuan: 25_000),
      ])
    let prices = CapacityGaps(nothingServed(dataset, certificate), of: dataset).gaps
      .map(\.shadowPriceFenPerHour)
    // (6,048,000,000 + 604,800,000) / (4 x 604,800) = 2,750 micro-yuan a second, 9.90 yuan an hour;
    // P1 is made in the second cluster alone, where half the week has a price.
    #expect(prices == [990, 4_500, 4_500])
  }

  @Test func `without free open time in the cluster the price is that of all machines`() {
    var dataset = dataset()
    add([Stage(process: 0, quantity: 1)], cluster: 0, budgetFen: 3, to: &dataset)
    let certificate = Certificate(
      upperBoundFen: 0, prices: [price(1, openSeconds: 604_800, microYuan: 2_000)])
    func fenPerHour() -> Int64? {
      CapacityGaps(nothingServed(dataset, certificate), of: dataset).gaps[0].shadowPriceFenPerHour
    }
    #expect(fenPerHour() == 0)
    // Promised past the horizon's ends, and some of it twice: nothing is free.
    let spans = [TimeSpan(start: -50, end: 100), TimeSpan(start: 50, end: 700_000)]
    for (number, span) in spans.enumerated() {
      dataset.promised.append(
        PromisedBooking(id: Identifier("\(number)"), machine: 0, span: span))
    }
    #expect(fenPerHour() == 720)
    dataset.promised[0].span.end = 40
    #expect(fenPerHour() == 0)
    dataset.offers.removeAll { $0.process == 0 }
    #expect(fenPerHour() == nil)
  }

  @Test(arguments: UInt64(1)...60)
  func `for any seed, gaps are what plain sums say`(seed: UInt64) async {
    var shape = RandomDatasetShape()
    shape.orders = 60
    let dataset = randomDataset(seed: seed, shape: shape)
    var random = TestRandom(seed: seed)
    var result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
    let certificate = Certificate(
      upperBoundFen: 0,
      prices: dataset.machines.indices.flatMap { machine in
        (0..<random.int(0...3)).map { _ in
          price(
            machine, openSeconds: random.int64(0...100_000),
            microYuan: random.int64(0...9_000_000))
        }
      })
    result.certificate = certificate
    let expected = plainGaps(result, of: dataset, certificate: certificate)
    #expect(CapacityGaps(result, of: dataset).gaps == expected, "seed \(seed)")
    let unproven = expected.map {
      var gap = $0
      gap.shadowPriceFenPerHour = nil
      return gap
    }
    result.certificate = nil
    #expect(CapacityGaps(result, of: dataset).gaps == unproven, "seed \(seed)")
  }

  /// The gaps as `Docs/results.md` says them, each by itself.
  private func plainGaps(
    _ result: MatchResult, of dataset: Dataset, certificate: Certificate
  ) -> [CapacityGap] {
    let market = Market(dataset)
    let free = market.openingTimelines()
    func halfUp(_ value: Int128, _ divisor: Int128) -> Int128 {
      (2 * value + divisor) / (2 * divisor)
    }
    func mean(_ machines: [Int]) -> Int64? {
      var (priced, seconds): (Int128, Int128) = (0, 0)
      for machine in machines {
        for price in certificate.prices where price.machine == machine {
          priced += Int128(price.openSeconds) * Int128(price.microYuanPerSecond)
        }
        for unit in market.machineOfUnit.indices where market.machineOfUnit[unit] == machine {
          for gap in free.gapList(unit) { seconds += Int128(gap.to - gap.from) }
        }
      }
      return seconds == 0 ? nil : Int64(halfUp(priced * 3_600, seconds * 10_000))
    }
    var gaps: [CapacityGap] = []
    for process in dataset.processes.indices {
      let offers = dataset.offers.filter { $0.process == process }
      let machines = Set(offers.map(\.machine)).sorted()
      for cluster in dataset.clusters.indices {
        let orders = result.unmatched.map { dataset.orders[$0.order] }.filter { order in
          order.cluster == cluster
            && dataset.stages[order.stages].contains { $0.process == process }
        }
        if orders.isEmpty { continue }
        var seconds: Int64 = 0
        for stage in orders.flatMap({ dataset.stages[$0.stages] }) where stage.process == process {
          let needs = offers.compactMap { offer -> Int64? in
            switch stage.unit {
            case .hour:
              offer.pricing.mode == .piece ? nil : offer.setupSeconds + stage.quantity * 36
            case .piece:
              offer.cycleMilliseconds.map {
                offer.setupSeconds + (stage.quantity * $0 + 999) / 1_000
              }
            }
          }.sorted()
          guard !needs.isEmpty else { continue }
          seconds += (needs[(needs.count - 1) / 2] + needs[needs.count / 2] + 1) / 2
        }
        let local = machines.filter {
          dataset.factories[dataset.machines[$0].factory].cluster == cluster
        }
        gaps.append(
          CapacityGap(
            process: process, cluster: cluster, unmatchedOrders: orders.count,
            unmatchedHoursHundredths: halfUp(Int128(seconds), 36),
            unmatchedBudgetFen: orders.reduce(0) { $0 + $1.budgetFen },
            shadowPriceFenPerHour: mean(local) ?? mean(machines)))
      }
    }
    // Sorting is stable: equal budgets stay by process, then cluster.
    return gaps.sorted { $0.unmatchedBudgetFen > $1.unmatchedBudgetFen }
  }
}
