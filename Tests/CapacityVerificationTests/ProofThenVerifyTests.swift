import CapacityModel
import CapacityVerification
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import CapacityMatching

/// Matches with proofs, and what the verifier, which shares nothing with them, makes of them.
@Suite struct `Proving, then verifying` {
  /// What is found in a result, its summary cut down to the proof.
  private func findings(
    _ result: MatchResult, _ objective: ObjectiveKind, in dataset: Dataset
  ) -> [String] {
    var records = records(of: result, in: dataset)
    records.summary = proofSummary(of: result, objective)
    return Verifier(dataset: dataset).verify(records)
      .filter {
        !$0.place.hasPrefix("summary.json")
          || ["objective", "upper_bound", "gap_percent"].contains {
            [place = $0.place] in place == "summary.json: " + $0
          }
      }
      .map { "\($0.place) rule \($0.rule): \($0.message)" }
  }

  private func expectNothing(
    _ result: MatchResult, _ objective: ObjectiveKind, in dataset: Dataset, _ note: String
  ) {
    for finding in findings(result, objective, in: dataset) {
      Issue.record("\(note): \(finding)")
    }
    #expect(
      result.certificate?.upperBoundFen ?? -1 >= result.objectiveFen, "\(note)")
  }

  /// Stops a search once this many rounds of its improvement are over.
  private func control(rounds: Int) -> SearchControl {
    let reports = CallCounter()
    let looks = CallCounter()
    return SearchControl(
      isStopped: { reports.calls > 0 && looks.call() > rounds },
      report: { _ in reports.call() })
  }

  /// How many random datasets are matched: many more where minutes do not matter (`make torture`).
  private static let datasetCount: UInt64 =
    ProcessInfo.processInfo.environment["CAPMATCH_TORTURE"] == nil ? 130 : 1_000

  @Test(arguments: UInt64(1)...datasetCount)
  func `finds nothing on random datasets`(seed: UInt64) async {
    var shape = RandomDatasetShape()
    shape.orders = seed % 3 == 0 ? 60 : 20
    shape.machines = seed % 3 == 0 ? 12 : 5
    shape.splitPercent = 60
    shape.multiStagePercent = 50
    let dataset = randomDataset(seed: seed, shape: shape)
    let objective = ObjectiveKind.allCases[Int(seed % 3)]
    let result = await Matcher(
      dataset, options: MatchOptions(objective: objective, seed: seed)
    ).match(control: seed % 10 == 0 ? SearchControl() : control(rounds: 3))
    expectNothing(result, objective, in: dataset, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...100)
  func `finds nothing on tiny datasets, whose machines are open for less than a minute`(
    seed: UInt64
  ) async {
    let dataset = tinyDataset(seed: seed, ordersMax: 6)
    let objective = ObjectiveKind.allCases[Int(seed % 3)]
    let result = await Matcher(
      dataset, options: MatchOptions(objective: objective)
    ).match(control: control(rounds: 3))
    expectNothing(result, objective, in: dataset, "seed \(seed)")
  }

  /// Prices by lot, from none at all to what nobody pays.
  private func prices(_ grid: PriceGrid, _ random: inout TestRandom) -> [Double] {
    let most: Int64 = random.pick([0, 100, 40_000, 400_000, 5_000_000, 1 << 60])
    return (0..<grid.cellCount).map { _ in
      random.chance(25) ? 0 : Double(random.int64(0...most))
    }
  }

  @Test(arguments: ObjectiveKind.allCases)
  func `is to the fen the bound that the engine computes, whatever the prices`(
    objective: ObjectiveKind
  ) async {
    for seed in UInt64(1)...150 {
      var random = TestRandom(seed: seed)
      var shape = RandomDatasetShape()
      shape.orders = 25
      shape.splitPercent = 60
      shape.multiStagePercent = 40
      var dataset = randomDataset(seed: seed, shape: shape)
      for index in dataset.offers.indices where random.chance(8) {
        // All of the work is setting up.
        guard dataset.offers[index].cycleMilliseconds != nil else { continue }
        dataset.offers[index].cycleMilliseconds = 0
        dataset.offers[index].setupSeconds = random.int64(1...9_000)
      }
      let market = Market(dataset)
      let store =
        await AllTerms.build(
          market, in: Rooms(market, opening: market.openingTimelines()), objective: objective,
          threads: 1
        ).joined ?? TermStore(objective)
      for draw in 0..<3 {
        let grid = PriceGrid(
          market, opening: market.openingTimelines(),
          fineness: random.pick([1, 5, 28, 112, 448]))
        let prices = prices(grid, &random)
        let table = PriceTable(grid, prices)
        var pricer = OrderPricer(market, table, objective: objective)
        var usage = CellUsage(cellCount: table.knots.count)
        let bound = store.programs.reduce(table.worthOfFreeTime()) {
          $0 + Int128(pricer.best($1, in: store, usage: &usage))
        }
        let pricing = ProvenPrices(grid: grid, prices: prices, bound: bound)
        if bound > Int128(Int64.max / 20_000) * 10_000 { continue }
        // Nobody is served; only the proof is looked at.
        let result = MatchResult(
          bookings: [], matched: [], unmatched: [], objectiveFen: 0,
          certificate: pricing.certificate(market))
        let found = findings(result, objective, in: dataset).filter {
          $0.hasPrefix("shadow_prices.csv") || $0.hasPrefix("summary.json: upper_bound")
        }
        #expect(found == [], "seed \(seed), draw \(draw)")
      }
    }
  }

  // MARK: - Searches that are stopped

  private func dataset(seed: UInt64) -> Dataset { randomDataset(seed: seed) }

  @Test(arguments: UInt64(1)...20)
  func `finds nothing in what a search that is stopped at once gives`(seed: UInt64) async {
    let dataset = dataset(seed: seed)
    let result = await Matcher(dataset, options: MatchOptions(effort: 4)).match(
      control: SearchControl(isStopped: { true }))
    expectNothing(result, .surplus, in: dataset, "seed \(seed)")
    #expect(!result.bookings.isEmpty, "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...20)
  func `finds nothing in what a search that is stopped anywhere gives`(seed: UInt64) async {
    let dataset = dataset(seed: seed)
    let looks = CallCounter()
    // No search ends by itself within so many.
    let last = Int(seed * seed / 2)
    let result = await Matcher(dataset, options: MatchOptions(effort: 2)).match(
      control: SearchControl(isStopped: { looks.call() > last }))
    expectNothing(result, .surplus, in: dataset, "seed \(seed)")
    #expect(looks.calls > last, "seed \(seed)")
  }

  /// A clock that a look at it moves on.
  @Test(arguments: [2.0, 0.3, 0.02, 0.004], [0.0, 0.5])
  func `finds nothing in what a search against time gives, and the search ends`(
    step: Double, start: Double
  ) async {
    for seed in UInt64(1)...3 {
      let dataset = dataset(seed: seed)
      let looks = CallCounter()
      let clock: @Sendable () -> Double = { start + Double(looks.call()) * step }
      let result = await Matcher(dataset, options: MatchOptions(effort: 1)).match(
        control: SearchControl(timeUsed: clock))
      expectNothing(result, .surplus, in: dataset, "seed \(seed), step \(step)")
      #expect(!result.bookings.isEmpty, "seed \(seed)")
      // It does not go on looking for long once time is over: each of the 200 and some passes that a
      // small dataset may make asks once.
      #expect(Double(looks.calls) * step < 1.5 + 260 * step, "seed \(seed), step \(step)")
    }
  }
}
