import CapacityModel
import CapacityVerification
import Testing

/// Every number of `summary.json`.
@Suite struct SummaryTests {
  /// One order served by M1, one left over, and all keys right.
  private func world() -> World {
    var world = World.served()
    world.dataset.orders[0].priority = 2
    world.addOrder("B") {
      $0.cluster = 1
      $0.budgetFen = 30_000
    }
    world.addUnmatched("B", .noCapacity)
    world.dataset.promised = [
      PromisedBooking(
        id: Identifier("P"), machine: 0,
        span: TimeSpan(start: World.at(1, 6), end: World.at(1, 10)))
    ]
    func yuan(_ fen: Int64) -> SummaryValue { .hundredths(fen) }
    func count(_ count: Int64) -> SummaryValue { .hundredths(count * 100) }
    world.summary = [
      "schema_version": count(1), "engine_version": .text("1.0.0"), "dataset": .text("small"),
      "options.objective": .text("surplus"), "options.effort": count(0), "options.seed": count(7),
      "seed": count(7), "objective_kind": .text("surplus"),
      // 2 x (1,000 - 66).
      "objective": yuan(186_800), "upper_bound": .null, "gap_percent": .null,
      // 100 x (1,868 - 3) / 3: a fen more or less of first come is another percentage.
      "first_come_objective": yuan(300), "benefit_over_first_come_percent": .hundredths(6_216_667),
      "orders.total": count(2), "orders.promised": count(0), "orders.matched": count(1),
      "orders.unmatched": count(1), "bookings": count(1), "fill_rate_percent": .hundredths(5_000),
      "budget_matched": yuan(100_000), "charges": yuan(6_600), "freight": yuan(0),
      "revenue.time": yuan(6_600), "revenue.piece": yuan(0), "revenue.value": yuan(0),
      // 7 x 12 hours of M1 and twice 7 x 24 of M2; the promise covers two open hours.
      "utilisation.booked_s": count(6_600), "utilisation.promised_s": count(7_200),
      "utilisation.open_s": count(420 * 3_600), "utilisation.percent": .hundredths(91),
    ]
    for reason in UnmatchedReason.allCases {
      world.summary["unmatched_by_reason.\(reason.rawValue)"] = count(reason == .noCapacity ? 1 : 0)
    }
    for level in ["cluster", "county", "city", "province"] {
      world.summary["local_supporting_rate.\(level).numerator"] = yuan(100_000)
      world.summary["local_supporting_rate.\(level).denominator"] = yuan(130_000)
      world.summary["local_supporting_rate.\(level).percent"] = .hundredths(7_692)
    }
    return world
  }

  @Test func `a right summary finds nothing`() {
    #expect(world().allFindings() == [])
  }

  @Test func `each key is looked at`() {
    let right = world()
    for key in right.summary.keys.sorted() {
      var world = right
      world.summary[key] = nil
      #expect(
        world.allFindings().contains { $0.place == "summary.json: \(key)" && $0.rule == .summary })
      world.summary[key] = .flag(true)
      #expect(world.allFindings().contains { $0.place == "summary.json: \(key)" })
      if case .hundredths(let number) = right.summary[key], key != "options.effort" {
        for wrong in [number &+ 1, .min, .max] {
          world.summary[key] = .hundredths(wrong)
          #expect(!world.allFindings().isEmpty)
        }
      }
    }
  }

  @Test(
    arguments: [
      // Not asked for.
      (.null, 186_800, .null),
      // Earned nothing: nothing is a percentage of it.
      (.hundredths(0), 186_800, .null),
      // Earned as much.
      (.hundredths(186_800), 186_800, .hundredths(0)),
      // Earned more: -0.005 % is rounded half up, to nothing, and a fen more is not.
      (.hundredths(3_736_000_000), 3_735_813_200, .hundredths(0)),
      (.hundredths(3_736_000_000), 3_735_813_199, .hundredths(-1)),
      // More than a file can hold.
      (.hundredths(1), 4_000_000_000_000_000_000, .hundredths(.max)),
    ] as [(SummaryValue, Int64, SummaryValue)])
  func `the benefit follows from first come and the objective`(
    firstCome: SummaryValue, objective: Int64, benefit: SummaryValue
  ) {
    func findings(_ benefit: SummaryValue) -> [String] {
      var world = world()
      world.summary["objective"] = .hundredths(objective)
      world.summary["first_come_objective"] = firstCome
      world.summary["benefit_over_first_come_percent"] = benefit
      // What the objective should be is another test's.
      return world.allFindings().map(\.place).filter { $0 != "summary.json: objective" }
    }
    #expect(findings(benefit) == [])
    let wrong: [SummaryValue] =
      if case .hundredths(let number) = benefit {
        [.hundredths(number &- 1), .hundredths(number &+ 1), .null]
      } else {
        [.hundredths(0), .text("none")]
      }
    for wrong in wrong {
      #expect(findings(wrong) == ["summary.json: benefit_over_first_come_percent"])
    }
  }

  @Test func `first come never earns less than nothing`() {
    var world = world()
    world.summary["first_come_objective"] = .hundredths(-1)
    #expect(
      world.allFindings().map(\.message)
        == [
          "-0.01 should be a number of at least 0, or null",
          "62166.67 should be null, for first come earned nothing",
        ].reversed())
  }

  @Test func `a key too many is found`() {
    var world = world()
    world.summary["revenue.barter"] = .hundredths(0)
    #expect(world.allFindings().map(\.place) == ["summary.json: revenue.barter"])
  }

  @Test func `a bound without prices is judged as what no prices prove`() {
    var world = world()
    world.summary["upper_bound"] = .hundredths(1_000_000)
    // 2 x (1,000 - 66) for A, and 300 - 66 - 60 for B, whose goods go from Ningbo to Wuxi.
    #expect(
      world.allFindings().map(\.message) == [
        "null should be 81.32", "10000.00 is too high: these prices prove 2042.00",
      ])
  }

  @Test func `the objective follows its kind`() {
    var world = world()
    world.summary["first_come_objective"] = .null
    world.summary["benefit_over_first_come_percent"] = .null
    for (kind, objective) in [("fill", Int64(200)), ("value", 200_000)] {
      world.summary["options.objective"] = .text(kind)
      world.summary["objective_kind"] = .text(kind)
      world.summary["objective"] = .hundredths(objective)
      #expect(world.allFindings() == [])
    }
    world.summary["options.objective"] = .text("surplus")
    #expect(world.allFindings().map(\.place) == ["summary.json: objective_kind"])
  }

  @Test func `a region counts where the code says it and a factory stands in it`() {
    var world = world()
    // Only the city is known of Wuxi, and no factory is left there at that level or below.
    world.dataset.clusters[1].regionCode = "3202"
    world.summary["local_supporting_rate.county.denominator"] = .hundredths(100_000)
    world.summary["local_supporting_rate.county.percent"] = .hundredths(10_000)
    #expect(world.allFindings() == [])
  }
}
