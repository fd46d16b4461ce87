import CapacityModel
import CapacityVerification
import Testing

/// The rows of `shadow_prices.csv`, and what the summary says about them.
@Suite struct PriceRulesTests {
  /// A served order of 100 pieces, and M1 at a fen a second on the first two days.
  ///
  /// M1 charges 66.00 and M2 with freight 260.00; from Wednesday on M1 has no price, so the most that
  /// the order could earn is 1,000 - 66. All free time costs 2 x 43,200 fen.
  private static func world() -> World {
    var world = World.served()
    world.priceDays(10_000, 0...1)
    return world
  }

  private static let boundFen: Int64 = 93_400 + 86_400

  @Test func `right rows and the bound that they prove find nothing`() {
    Self.world().expectBound(Self.boundFen)
  }

  @Test func `a bound that is too low is found, and what the prices prove instead`() {
    let findings = Self.world().certificateFindings(bound: Self.boundFen - 1)
    #expect(
      findings.map(\.message) == [
        "1797.99 is too low: these prices prove only 1798.00"
      ])
    #expect(findings.map(\.place) == ["summary.json: upper_bound"])
    #expect(findings.map(\.rule) == [.summary])
  }

  @Test func `a bound that is too high is found as well`() {
    #expect(
      Self.world().certificateFindings(bound: Self.boundFen + 1).map(\.message)
        == ["1798.01 is too high: these prices prove 1798.00"])
  }

  @Test func `null with rows is found once, and nothing else about them`() {
    var world = Self.world()
    world.shadowPrices[1].machineID = Identifier("M9")
    let findings = world.certificateFindings(bound: nil)
    #expect(findings.map(\.message) == ["2 prices stand here, and upper_bound is null"])
    #expect(findings.map(\.place) == ["shadow_prices.csv:2"])
    #expect(findings.map(\.rule) == [.price])
  }

  @Test func `null without rows finds nothing`() {
    #expect(World.served().certificateFindings(bound: nil) == [])
  }

  /// A change of the second row, Tuesday, and what is then said.
  private static let broken: [(@Sendable (inout World) -> Void, Rule, String)] = [
    (
      { $0.shadowPrices[1].machineID = Identifier("M9") }, .ids,
      "machine_id: 'M9' is not in machines.csv"
    ),
    (
      { $0.shadowPrices[1].microYuanPerSecond = -1 }, .price,
      "micro_yuan_per_s: -1, and no price is below 0"
    ),
    // Empty.
    (
      { $0.shadowPrices[1].end = $0.shadowPrices[1].start }, .price,
      "the period from 2026-03-03T00:00:00+08:00 to 2026-03-03T00:00:00+08:00 holds no time"
    ),
    // Reversed.
    (
      { $0.shadowPrices[1].end = 0 }, .price,
      "the period from 2026-03-03T00:00:00+08:00 to 2026-03-02T00:00:00+08:00 holds no time"
    ),
    // A second before the horizon; it is closed, so the open seconds are as before.
    (
      {
        $0.shadowPrices.swapAt(0, 1)
        $0.shadowPrices[1].start = -1
      }, .price,
      "the period from 2026-03-01T23:59:59+08:00 to 2026-03-03T00:00:00+08:00 is not within the"
        + " horizon"
    ),
    // A second after the horizon: Tuesday to the end of Sunday are six days of twelve hours.
    (
      {
        $0.shadowPrices[1].end = 7 * 86_400 + 1
        $0.shadowPrices[1].openSeconds = 6 * 43_200
      }, .price,
      "the period from 2026-03-03T00:00:00+08:00 to 2026-03-09T00:00:01+08:00 is not within the"
        + " horizon"
    ),
    // A second of Monday twice.
    (
      { $0.shadowPrices[1].start -= 1 }, .price,
      "the period shares time with that of shadow_prices.csv:2"
    ),
    (
      { $0.shadowPrices[1].openSeconds = 43_201 }, .price,
      "open_s: 43201, and 43200 open seconds of the period are not promised"
    ),
    (
      { $0.shadowPrices[1].openSeconds = .min }, .price,
      "open_s: \(Int64.min), and 43200 open seconds of the period are not promised"
    ),
  ]

  @Test(arguments: broken.indices)
  func `each broken row is found, and then no bound is held against it`(_ index: Int) {
    let (change, rule, message) = Self.broken[index]
    var world = Self.world()
    change(&world)
    let lines = world.shadowPrices.indices.map { Int64($0) + 2 }
    for (place, line) in lines.enumerated() { world.shadowPrices[place].line = Int(line) }
    let findings = world.certificateFindings(bound: 1)
    #expect(findings.map(\.message) == [message])
    #expect(findings.map(\.rule) == [rule])
    #expect(findings.map(\.place) == ["shadow_prices.csv:3"])
  }

  @Test func `a period inside of another one is found, and the one after it is not`() {
    var world = World.served()
    world.price(1, from: 0, to: World.at(2, 0), openSeconds: 86_400)
    world.price(1, from: World.at(0, 8), to: World.at(0, 9))
    world.price(1, from: World.at(1, 8), to: World.at(1, 9))
    world.price(1, from: World.at(2, 0), to: World.at(3, 0), openSeconds: 43_200)
    let message = "the period shares time with that of shadow_prices.csv:2"
    let findings = world.certificateFindings(bound: 1)
    #expect(findings.map(\.message) == [message, message])
    #expect(findings.map(\.place) == ["shadow_prices.csv:3", "shadow_prices.csv:4"])
  }

  @Test func `a thousand periods of a machine are allowed, one more is found at its row`() {
    var world = World()
    for second in 0..<Int64(1_000) {
      world.price(0, from: World.at(0, 8) + second, to: World.at(0, 8) + second + 1)
    }
    world.expectBound(0)
    world.price(0, from: World.at(0, 9), to: World.at(0, 10))
    world.price(0, from: World.at(0, 10), to: World.at(0, 11))
    let findings = world.certificateFindings(bound: 0)
    #expect(
      findings.map(\.message) == [
        "'M1' has 1002 periods, and at most 1000 are allowed"
      ])
    #expect(findings.map(\.place) == ["shadow_prices.csv:1002"])
  }

  @Test func `open seconds count all units, and what is promised of each unit once`() {
    var world = World()
    func promise(_ unit: Int, _ start: Int64, _ end: Int64) {
      world.dataset.promised.append(
        PromisedBooking(
          id: Identifier("P\(world.dataset.promised.count)"), machine: 1, unit: unit,
          span: TimeSpan(start: World.at(0, start), end: World.at(0, end))))
    }
    // Unit 1 from 6 to 11, unit 2 from 8 to 9: of the ten hours from 5 to 10 five are taken.
    promise(1, 6, 9)
    promise(1, 7, 8)
    promise(1, 8, 11)
    promise(2, 8, 9)
    world.price(10_000, "M2", from: World.at(0, 5), to: World.at(0, 10), openSeconds: 5 * 3_600)
    world.expectBound(5 * 3_600)
    // Of the two hours from 10 to 11 one.
    world.price(10_000, "M2", from: World.at(0, 10), to: World.at(0, 11), openSeconds: 3_600)
    world.expectBound(6 * 3_600)
  }

  @Test func `absurd rows are found without a trap`() {
    for (start, end) in [(Int64.min, Int64.max), (.max, .min), (.min, .min), (.max, .max)] {
      var world = World.served()
      world.price(.max, from: start, to: end, openSeconds: .max)
      world.price(.max, from: start, to: end, openSeconds: .min)
      #expect(!world.certificateFindings(bound: .max).isEmpty)
    }
  }

  @Test func `the largest price is reckoned with`() {
    var world = World.served()
    world.price(.max, from: 0, to: World.at(7, 0), openSeconds: 7 * 43_200)
    #expect(
      world.certificateFindings(bound: .max).map(\.message).first?.contains("is too low") == true)
  }

  @Test func `the gap is in percent of the bound, rounded up, and 0 of nothing`() {
    func gapFindings(_ bound: Int64, objective: Int64, gap: SummaryValue) -> [String] {
      var world = Self.world()
      world.summary = [
        "objective_kind": .text("surplus"), "objective": .hundredths(objective),
        "upper_bound": .hundredths(bound), "gap_percent": gap,
      ]
      return world.allFindings().filter { $0.place == "summary.json: gap_percent" }.map(\.message)
    }
    // 119,800 of 179,800 are 66.629...
    #expect(gapFindings(Self.boundFen, objective: 60_000, gap: .hundredths(6_663)) == [])
    #expect(
      gapFindings(Self.boundFen, objective: 60_000, gap: .hundredths(6_662))
        == ["66.62 should be 66.63"])
    #expect(gapFindings(Self.boundFen, objective: Self.boundFen, gap: .hundredths(0)) == [])
    #expect(gapFindings(0, objective: 0, gap: .hundredths(0)) == [])
    #expect(gapFindings(0, objective: 0, gap: .null) == ["null should be 0.00"])
    // It is held against the bound that stands beside it, so a wrong bound is found once.
    #expect(gapFindings(100_000, objective: 60_000, gap: .hundredths(4_000)) == [])
  }

  @Test func `null and a gap do not go together`() {
    var world = World.served()
    world.summary = ["upper_bound": .null, "gap_percent": .hundredths(0)]
    #expect(
      world.allFindings().contains {
        $0.message == "0.00 should be null, for nothing was proven"
      })
  }
}
