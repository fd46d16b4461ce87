import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// What an order is found to earn without working out all its terms.
@Suite struct `A look at orders whose terms are not kept` {
  /// Orders of one stage, most of which may be split, on offers that differ in mode, tiers, minimum and size; in turn as drawn,
  /// with costs that are often equal, with short cycles where roundings weigh most, and with work beyond all time.
  private func dataset(seed: UInt64, _ random: inout TestRandom) -> Dataset {
    var shape = RandomDatasetShape()
    shape.orders = 25
    shape.splitPercent = 70
    shape.multiStagePercent = 10
    var dataset = randomDataset(seed: seed, shape: shape)
    for index in dataset.offers.indices {
      switch seed % 4 {
      case 1: dataset.offers[index].minimumChargeFen = random.pick([10_000, 20_000])
      case 2 where dataset.offers[index].cycleMilliseconds != nil:
        dataset.offers[index].cycleMilliseconds = random.int64(1_001...1_999)
      case 3 where dataset.offers[index].cycleMilliseconds != nil && random.chance(50):
        dataset.offers[index].cycleMilliseconds = 7_200_000
      default: break
      }
    }
    for index in dataset.stages.indices where seed % 4 == 3 && random.chance(30) {
      dataset.stages[index].quantity = 1_000_000
    }
    return dataset
  }

  @Test func `finds what all terms say`() {
    var random = TestRandom(seed: 20_261_130)
    var earning = [0, 0, 0, 0]
    for seed in UInt64(1)...400 {
      let drawn = RandomGrid(dataset(seed: seed, &random), &random)
      let objective = seed % 5 == 0 ? ObjectiveKind.value : .surplus
      for order in drawn.market.orders.indices {
        var ranked = Looker(drawn.market, drawn.table, for: .proof, objective: objective)
        ranked.look(at: order)
        var all = Looker(drawn.market, drawn.table, for: .proof, objective: objective)
        all.lookAtAllTerms(of: order)
        #expect(
          ranked.earned == all.earned, "seed \(seed), order \(order), \(objective)")
        guard ranked.earned > 0, let program = all.terms.programs.first else { continue }
        earning[Int(program.shape.rawValue)] += 1
      }
    }
    // Whole, in two parts, in more, and of several stages.
    for count in earning { #expect(count > 100, "\(earning)") }
  }

  @Test func `keeps terms that prove no more than all do, and use the time of what they choose`() {
    var random = TestRandom(seed: 20_261_131)
    var sameCount = 0
    for seed in UInt64(1)...120 {
      let drawn = RandomGrid(dataset(seed: seed, &random), &random)
      var kept = Looker(
        drawn.market, drawn.table, for: .terms(.alone(orders: drawn.market.orders.count)),
        objective: .surplus)
      var all = Looker(drawn.market, drawn.table, for: .proof, objective: .surplus)
      for order in drawn.market.orders.indices {
        kept.look(at: order)
        all.lookAtAllTerms(of: order)
      }
      var pricer = OrderPricer(drawn.market, drawn.table, objective: .surplus)
      let again = kept.near.programs.reduce(Int128(0)) {
        $0 + Int128(pricer.best($1, in: kept.near))
      }
      #expect(again == kept.earned, "seed \(seed)")
      #expect(kept.earned <= all.earned, "seed \(seed)")
      sameCount += kept.earned == all.earned ? 1 : 0
    }
    // Few offers: nearly always all that matter are looked at.
    #expect(sameCount > 100)
  }
}
