import CapacityModel
import Synchronization
import TestSupport
import Testing

@testable import CapacityMatching

/// Whole matches above effort 0.
@Suite struct `The guided search` {
  private func shape(orders: Int, machines: Int) -> RandomDatasetShape {
    var shape = RandomDatasetShape()
    shape.orders = orders
    shape.machines = machines
    return shape
  }

  /// Keeps what a search reports.
  private final class Reports: Sendable {
    private let reported = Mutex<[SearchState]>([])

    var states: [SearchState] { reported.withLock { $0 } }

    func add(_ state: SearchState) { reported.withLock { $0.append(state) } }
  }

  @Test func `finds the best of all answers to a tiny dataset, or nearly`() async {
    var count = 0
    var bestCount = 0
    var lostShare = 0.0
    var missed: [UInt64] = []
    for seed in UInt64(10_001)...10_060 {
      let dataset = tinyDataset(seed: seed, ordersMax: 6)
      let objective = ObjectiveKind.allCases[Int(seed % 3)]
      let optimum = ExhaustiveSearch(dataset, objective).bestObjectiveFen()
      let result = await Matcher(dataset, options: MatchOptions(objective: objective)).match()
      #expect(result.objectiveFen <= optimum, "seed \(seed)")
      let bound = result.certificate?.upperBoundFen ?? -1
      #expect(bound >= optimum, "seed \(seed)")
      if optimum == 0 { continue }
      count += 1
      if result.objectiveFen == optimum { bestCount += 1 } else { missed.append(seed) }
      lostShare += Double(optimum - result.objectiveFen) / Double(optimum)
    }
    #expect(count > 40)
    #expect(bestCount * 100 >= count * 95, "best in \(bestCount) of \(count), not in \(missed)")
    #expect(lostShare <= 0.01 * Double(count), "lost \(lostShare) in \(count), in \(missed)")
  }

  @Test(arguments: [true, false])
  func `proves 0 where no order can be served`(hasOrders: Bool) async {
    var workshop = Workshop()
    if hasOrders { workshop.dataset.orders[0].budgetFen = 1 } else { workshop.dataset.orders = [] }
    let result = await Matcher(workshop.dataset).match()
    #expect(result.certificate == Certificate(upperBoundFen: 0, prices: []))
    #expect(result.unmatched.count == workshop.dataset.orders.count)
  }

  @Test func `makes a part no larger than leaves the other one its lower price`() async {
    var workshop = Workshop()
    workshop.dataset.factories[1].cluster = 0
    workshop.dataset.orders[0].partsMax = 2
    workshop.dataset.orders[0].budgetFen = 150_000
    workshop.setStages([Stage(process: 0, quantity: 450)])
    let tiers = [
      [PriceTier(fromQuantity: 1, priceFen: 200)],
      [PriceTier(fromQuantity: 1, priceFen: 300), PriceTier(fromQuantity: 200, priceFen: 210)],
    ]
    for offer in tiers.indices {
      workshop.dataset.offers[offer].pricing = .piece(tiers: tiers[offer])
      workshop.dataset.offers[offer].quantityMaxHundredths = 330 * 100
    }
    let result = await Matcher(workshop.dataset).match()
    // 330 and 120 pieces, the first price as often as can be, would cost 102,000.
    #expect(workshop.machines(of: result) == [0, 1])
    #expect(result.bookings.map(\.quantity) == [250, 200])
    #expect(result.objectiveFen == 150_000 - 250 * 200 - 200 * 210)
  }

  @Test func `keeps a stage within its certificates, however late the next one begins`() async {
    let (hour, day): (Int64, Int64) = (3_600, 86_400)
    var workshop = Workshop()
    workshop.setStages([Stage(process: 0, quantity: 16 * 60), Stage(process: 1, quantity: 10)])
    workshop.dataset.processes.append(Process(id: Identifier("P1"), name: "P1"))
    workshop.dataset.offers[1].process = 1
    // Whoever makes the first stage may do so on the first day alone; the second stage begins on the fourth.
    workshop.dataset.factories[0].certifications = [
      HeldCertification(certification: 0, lastDay: 20_514)
    ]
    workshop.dataset.factories[1].certifications = [HeldCertification(certification: 0)]
    workshop.dataset.promised = [
      PromisedBooking(
        id: Identifier("P"), machine: 1, unit: 1, span: TimeSpan(start: 0, end: 3 * day))
    ]
    workshop.dataset.orders[0].certifications = [0]
    workshop.dataset.orders[0].deadline = 6 * day
    workshop.dataset.orders[0].budgetFen = 200_000
    // Had the first stage until the fourth day, there would be time for another order.
    workshop.dataset.stages.append(Stage(process: 0, quantity: 12 * 60))
    workshop.dataset.orders.append(
      Order(
        id: Identifier("O1"), cluster: 0, release: 0, deadline: 12 * hour, budgetFen: 80_000,
        stages: 2..<3))
    let result = await Matcher(workshop.dataset).match()
    #expect(result.matched.map(\.order) == [0])
    #expect(result.bookings.allSatisfy { $0.stage > 1 || $0.span.end <= day })
  }

  @Test(arguments: UInt64(1)...6)
  func `never gives a worse answer or a higher bound for more effort`(seed: UInt64) async {
    let objective = ObjectiveKind.allCases[Int(seed % 3)]
    let dataset = randomDataset(seed: seed, shape: shape(orders: 25, machines: 5))
    let reports = Reports()
    var results: [MatchResult] = []
    for effort in 0...3 {
      let options = MatchOptions(objective: objective, effort: effort, threads: 2)
      let control =
        effort == 3 ? SearchControl(report: { reports.add($0) }) : SearchControl()
      results.append(await Matcher(dataset, options: options).match(control: control))
    }
    #expect(results[0].certificate == nil)
    for (effort, (less, more)) in zip(results, results.dropFirst()).enumerated() {
      let note: Comment = "seed \(seed), effort \(effort + 1)"
      #expect(less.objectiveFen <= more.objectiveFen, note)
      let bound = more.certificate?.upperBoundFen ?? -1
      #expect(bound >= more.objectiveFen, note)
      if let before = less.certificate { #expect(bound <= before.upperBoundFen, note) }
    }
    // What it reports on the way is no better and no worse than that, and ends with the result.
    let states = reports.states
    #expect(states.map(\.effort) == [1, 1, 2, 2, 3, 3], "seed \(seed)")
    for (state, next) in zip(states, states.dropFirst()) {
      #expect(state.objectiveFen <= next.objectiveFen, "seed \(seed)")
      #expect(state.upperBoundFen ?? -1 >= next.upperBoundFen ?? .max, "seed \(seed)")
    }
    #expect(states.last?.objectiveFen == results[3].objectiveFen, "seed \(seed)")
    #expect(states.last?.upperBoundFen == results[3].certificate?.upperBoundFen, "seed \(seed)")
    for effort in 1...3 where states.count == 6 {
      let state = states[2 * effort - 1]
      #expect(state.objectiveFen == results[effort].objectiveFen, "seed \(seed)")
      #expect(
        state.upperBoundFen == results[effort].certificate?.upperBoundFen, "seed \(seed)")
    }
  }

  /// The larger ones have several regions, and more terms than are looked at in every step.
  @Test(arguments: [
    (UInt64(1), 1, 30, 6), (2, 2, 30, 6), (3, 1, 25, 90), (4, 2, 40, 100), (5, 1, 150, 90),
  ])
  func `gives the same result with one thread, two and five`(
    seed: UInt64, effort: Int, orders: Int, machines: Int
  ) async {
    let dataset = randomDataset(seed: seed, shape: shape(orders: orders, machines: machines))
    var results: [MatchResult] = []
    for threads in [1, 2, 5] {
      let options = MatchOptions(
        objective: ObjectiveKind.allCases[Int(seed % 3)], effort: effort, threads: threads)
      results.append(await Matcher(dataset, options: options).match())
    }
    for other in results.dropFirst() {
      #expect(other.bookings == results[0].bookings, "seed \(seed)")
      #expect(other.unmatched == results[0].unmatched, "seed \(seed)")
      #expect(other.certificate == results[0].certificate, "seed \(seed)")
      #expect(other == results[0], "seed \(seed)")
    }
    #expect(!results[0].bookings.isEmpty)
    #expect(results[0].certificate?.prices.isEmpty == false)
  }

  @Test(arguments: UInt64(1)...4)
  func `gives the same result however often it is asked how far it is`(seed: UInt64) async {
    let dataset = randomDataset(seed: seed, shape: shape(orders: 15, machines: 5))
    let plain = await Matcher(dataset).match()
    let calls = CallCounter()
    let watched = await Matcher(dataset).match(
      control: SearchControl(
        isStopped: {
          calls.call()
          return false
        }, targetGap: -1, report: { _ in calls.call() }))
    #expect(plain == watched, "seed \(seed)")
    #expect(calls.calls > 20)
  }

  @Test func `ends early where a gap that is small enough is proven`() async throws {
    let dataset = randomDataset(seed: 3, shape: shape(orders: 25, machines: 5))
    let full = Reports()
    _ = await Matcher(dataset, options: MatchOptions(effort: 3)).match(
      control: SearchControl(report: { full.add($0) }))
    let gaps = full.states.compactMap(\.gap)
    try #require(gaps.count == 6)
    #expect(gaps == gaps.sorted(by: >))
    for target in Set(gaps) {
      let reports = Reports()
      let result = await Matcher(dataset, options: MatchOptions(effort: 3)).match(
        control: SearchControl(targetGap: target, report: { reports.add($0) }))
      let first = try #require(gaps.firstIndex { $0 <= target })
      #expect(reports.states == Array(full.states[...first]), "target \(target)")
      let certificate = try #require(result.certificate)
      let gap = certificate.gapHundredthsOfPercent(objectiveFen: result.objectiveFen)
      #expect(gap <= target)
    }
  }
}
