import CapacityModel
import CapacityVerification
import Testing

/// Why orders are left over.
@Suite struct ReasonsTests {
  /// The rules found when the only order is left over for a reason.
  private func rules(
    _ reason: UnmatchedReason, stage: Int64? = nil, fix: String = "", in world: World
  ) -> [Rule] {
    var world = world
    world.addUnmatched("A", reason, stage: stage, fix: fix)
    return world.rules()
  }

  /// A world with one order of one stage.
  private func world(
    _ stage: Stage = Stage(process: 0, quantity: 100),
    change: (inout World) -> Void = { _ in }
  ) -> World {
    var world = World()
    world.addOrder("A", stages: [stage])
    change(&world)
    return world
  }

  /// Worlds whose order fails at a filter, by the reason that is true.
  private func filtered() -> [(UnmatchedReason, World)] {
    [
      (.noProcess, world { $0.dataset.offers.removeAll { $0.process == 0 } }),
      (.noPricingMode, world { $0.dataset.orders[0].pricingModes = .value }),
      // Hours are not sold by the piece.
      (
        .noPricingMode,
        world(Stage(process: 0, quantity: 100, unit: .hour)) {
          $0.dataset.orders[0].pricingModes = .piece
        }
      ),
      // Without a cycle time there are no pieces.
      (.noPricingMode, world(Stage(process: 2, quantity: 100))),
      (.noCertification, world { $0.dataset.orders[0].certifications = [0] }),
      // Each certificate is held on some day, but not both on one day.
      (
        .noCertification,
        world {
          $0.dataset.orders[0].certifications = [0, 1]
          $0.dataset.factories[0].certifications = [
            HeldCertification(certification: 0, lastDay: World.firstDay),
            HeldCertification(certification: 1, firstDay: World.firstDay + 1),
          ]
        }
      ),
      // The day of the deadline still counts, the day after does not.
      (
        .noCertification,
        world {
          $0.dataset.orders[0].certifications = [0]
          $0.dataset.factories[0].certifications = [
            HeldCertification(certification: 0, firstDay: World.firstDay + 4)
          ]
        }
      ),
      (.noTolerance, world(Stage(process: 0, quantity: 100, toleranceIT: 6))),
      // M1 is precise but takes no titanium, M2 is not precise: the filter for the material is last.
      (
        .noMaterial,
        world(Stage(process: 0, quantity: 100, material: 1, toleranceIT: 7)) {
          $0.dataset.offers[0].materials = [0]
        }
      ),
      (
        .noSize,
        world(
          Stage(
            process: 1, quantity: 1, box: Box(length: 700_000, width: 1, height: 1)))
      ),
      (
        .noQuantity,
        world(Stage(process: 0, quantity: 600)) { $0.dataset.orders[0].pricingModes = .piece }
      ),
      // Two units of M2 take 500 each.
      (
        .noQuantity,
        world(Stage(process: 0, quantity: 1_001)) {
          $0.dataset.orders[0].pricingModes = .piece
          $0.dataset.orders[0].partsMax = 3
        }
      ),
      // Every minimum is larger.
      (
        .noQuantity,
        world(Stage(process: 0, quantity: 4)) {
          $0.dataset.orders[0].pricingModes = .piece
          $0.dataset.orders[0].partsMax = 2
        }
      ),
    ]
  }

  @Test func `a filter that took the last offer is the reason, and no other is`() {
    for (reason, world) in filtered() {
      for claim in UnmatchedReason.allCases {
        #expect(rules(claim, stage: 1, in: world) == (claim == reason ? [] : [.reason]))
        #expect(rules(claim, in: world) == [.reason])
      }
      #expect(rules(reason, stage: 2, in: world) == [.reason])
      #expect(rules(reason, stage: .max, in: world) == [.reason])
    }
  }

  @Test func `parts may use every unit of a machine`() {
    // Two units of M2 take 500 each.
    let split = world(Stage(process: 0, quantity: 1_000)) {
      $0.dataset.orders[0].pricingModes = .piece
      $0.dataset.orders[0].partsMax = 3
    }
    #expect(rules(.noQuantity, stage: 1, in: split) == [.reason])
    #expect(rules(.noCapacity, in: split) == [])
  }

  @Test func `open spans that touch are one`() {
    let twoShifts = world(Stage(process: 1, quantity: 300)) {
      $0.dataset.calendars[0].weekly = [
        WeeklyHours(days: 0x7F, fromSecondOfDay: 28_800, toSecondOfDay: 43_200),
        WeeklyHours(days: 0x7F, fromSecondOfDay: 43_200, toSecondOfDay: 57_600),
      ]
    }
    #expect(rules(.tooLate, in: twoShifts) == [.reason])
    #expect(rules(.noCapacity, in: twoShifts) == [])
  }

  @Test func `the lowest stage without offers is named`() {
    var world = World()
    world.addOrder(
      "A",
      stages: [
        Stage(process: 2, quantity: 100, unit: .hour),
        Stage(process: 0, quantity: 100, toleranceIT: 5), Stage(process: 2, quantity: 1),
      ])
    #expect(rules(.noTolerance, stage: 2, in: world) == [])
    #expect(rules(.noPricingMode, stage: 3, in: world) == [.reason])
  }

  @Test func `a stage that passes the filters has no reason of its own`() {
    #expect(rules(.noSize, stage: 1, in: world()) == [.reason])
    #expect(rules(.noCapacity, stage: 1, in: world()) == [.reason])
  }

  @Test func `words are missed`() {
    var world = world()
    world.addUnmatched("A", .noCapacity)
    world.unmatched[0].detail = ""
    #expect(world.rules() == [.detail])
  }

  /// For one stage in one part the three reasons are decided exactly.
  @Test func `one stage in one part is too late, over budget or out of capacity`() {
    func expect(
      _ truth: UnmatchedReason, in world: World, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      for claim in [UnmatchedReason.tooLate, .overBudget, .noCapacity] {
        var world = world
        world.addUnmatched("A", claim)
        #expect(
          world.rules().contains(.reason) == (claim != truth), "\(claim)",
          sourceLocation: sourceLocation)
      }
    }
    // On Monday M1 can end at 09:50.
    let ninefifty = World.at(0, 8) + 6_600
    expect(.noCapacity, in: world { $0.dataset.orders[0].deadline = ninefifty })
    expect(.noCapacity, in: world { $0.dataset.orders[0].budgetFen = 6_600 })
    // In Wuxi it is done at 00:50 and here at 06:14, for 260 yuan.
    expect(
      .noCapacity,
      in: world {
        $0.dataset.orders[0].deadline = 3_000 + 19_440
        $0.dataset.orders[0].budgetFen = 26_000
      })
    expect(
      .overBudget,
      in: world {
        $0.dataset.orders[0].deadline = ninefifty - 1
        $0.dataset.orders[0].budgetFen = 25_999
      })
    expect(.tooLate, in: world { $0.dataset.orders[0].deadline = 3_000 + 19_439 })
    // A certificate that ends too soon leaves a day to pass the filter, and no time.
    expect(
      .tooLate,
      in: world {
        $0.dataset.orders[0].certifications = [0]
        $0.dataset.orders[0].release = World.at(0, 19)
        $0.dataset.factories[0].certifications = [
          HeldCertification(certification: 0, lastDay: World.firstDay)
        ]
      })
    // Work that cannot pause and is longer than a shift is never done.
    expect(
      .tooLate, in: world(Stage(process: 1, quantity: 721)) { $0.dataset.orders[0].deadline = .max }
    )
    // Promised bookings are not looked at: what they take is capacity.
    expect(
      .noCapacity,
      in: world {
        $0.dataset.promised = [
          PromisedBooking(
            id: Identifier("P"), machine: 0, span: TimeSpan(start: 0, end: World.at(7, 0)))
        ]
        $0.dataset.orders[0].budgetFen = 10_000
      })
  }

  @Test func `a plan refutes that a chain is too late or over budget`() {
    var world = World.chain()
    world.bookings = []
    #expect(rules(.tooLate, in: world) == [.reason])
    #expect(rules(.overBudget, in: world) == [.reason])
    #expect(rules(.noCapacity, in: world) == [])
    world.dataset.orders[0].deadline = World.at(0, 9)
    #expect(rules(.tooLate, in: world) == [])
    world.dataset.orders[0].deadline = World.at(3, 0)
    world.dataset.orders[0].budgetFen = 3_000
    #expect(rules(.overBudget, in: world) == [])
    #expect(rules(.tooLate, in: world) == [.reason])
  }

  @Test func `a plan in parts refutes that one stage is too late`() {
    // 100 pieces take 50 minutes on one unit in Wuxi, 25 on both.
    let halved = world {
      $0.dataset.orders[0].deadline = 1_500 + 19_440
      $0.dataset.orders[0].partsMax = 2
    }
    #expect(rules(.tooLate, in: halved) == [.reason])
    #expect(
      rules(.tooLate, in: world { $0.dataset.orders[0].deadline = 1_500 + 19_440 })
        .contains(.reason) == false)
  }
}
