import CapacityModel
import CapacityVerification
import Testing

/// What would let an order in.
@Suite struct FixesTests {
  /// A world with order A left over and nothing booked.
  private func world(
    _ reason: UnmatchedReason, stage: Int64? = nil, fix: String = "",
    of stages: [Stage] = [Stage(process: 0, quantity: 100)],
    change: (inout World) -> Void = { _ in }
  ) -> World {
    var world = World()
    world.addOrder("A", stages: stages)
    world.addUnmatched("A", reason, stage: stage, fix: fix)
    change(&world)
    return world
  }

  @Test func `the smallest extension of the deadline comes first`() {
    func tooLate(_ fix: String) -> World {
      world(.tooLate, fix: fix) { $0.dataset.orders[0].deadline = 3_000 }
    }
    // From Wuxi it is here at 06:14.
    #expect(tooLate("deadline +5h 24m").rules() == [])
    for wrong in ["deadline +5h 24m 1s", "deadline +5h 23m 59s", "budget +1.00", ""] {
      #expect(tooLate(wrong).rules() == [.fix])
    }
    #expect(
      tooLate("").findings().map(\.message) == ["no fix should be 'deadline +5h 24m'"])
  }

  @Test func `a delivery may arrive after the horizon`() {
    let late = world(.tooLate, fix: "deadline +5h 24m") {
      $0.dataset.orders[0].release = World.at(7, 0) - 3_000
      $0.dataset.orders[0].deadline = World.at(7, 0)
      $0.dataset.orders[0].pricingModes = .piece
    }
    #expect(late.rules() == [])
  }

  @Test func `the extension looks at what bookings and promises leave`() {
    func full(_ fix: String) -> World {
      world(.noCapacity, fix: fix) {
        $0.dataset.orders[0].deadline = World.at(0, 12)
        $0.dataset.orders[0].budgetFen = 6_600
        $0.dataset.promised = [
          PromisedBooking(
            id: Identifier("P"), machine: 0,
            span: TimeSpan(start: World.at(0, 8), end: World.at(0, 18)))
        ]
        $0.addOrder("B")
        $0.addBooking("B") {
          // Leaves from 19:00 to 20:00 that day, and the morning after from 08:00.
          $0.start = World.at(0, 18)
          $0.end = World.at(0, 19)
          $0.quantityHundredths = 5_000
          $0.workingSeconds = 3_600
          $0.chargeFen = 3_600
        }
        $0.dataset.stages[1].quantity = 50
      }
    }
    #expect(full("deadline +20h 50m").rules() == [])
    #expect(full("").rules() == [.fix])
    // Work that cannot pause waits for the morning.
    var unbroken = full("deadline +21h 50m")
    unbroken.dataset.processes[0].isResumable = false
    #expect(unbroken.rules() == [])
  }

  @Test func `a budget is added where no deadline helps`() {
    func overBudget(_ fix: String) -> World {
      world(.overBudget, fix: fix) { $0.dataset.orders[0].budgetFen = 6_000 }
    }
    #expect(overBudget("budget +6.00").rules() == [])
    #expect(overBudget("budget +6.01").rules() == [.fix])
    #expect(overBudget("budget +6").rules() == [.fix])
    #expect(overBudget("").rules() == [.fix])
  }

  @Test func `nothing helps where no machine has the time`() {
    let never = world(.tooLate, of: [Stage(process: 1, quantity: 721)])
    #expect(never.rules() == [])
  }

  @Test func `a deadline that moves lets in certificates that begin later`() {
    let later = world(.overBudget, fix: "deadline +1d 9h 50m") {
      $0.dataset.orders[0].certifications = [0]
      $0.dataset.orders[0].budgetFen = 10_000
      $0.dataset.factories[0].certifications = [
        HeldCertification(certification: 0, firstDay: World.firstDay + 4)
      ]
      $0.dataset.factories[1].certifications = [HeldCertification(certification: 0)]
    }
    #expect(later.rules() == [])
  }

  /// A filter, its fix, and whether that is enough; `change` makes the filter bite.
  private struct FilterCase {
    var reason: UnmatchedReason
    var enough: [String]
    var notEnough: [String]
    var stage = Stage(process: 0, quantity: 100)
    var change: (inout World) -> Void = { _ in }
  }

  private let filterCases = [
    FilterCase(
      reason: .noPricingMode, enough: ["pricing_mode time", "pricing_mode piece"],
      notEnough: ["pricing_mode value", "pricing_mode barter", "deadline +1d"],
      change: { $0.dataset.orders[0].pricingModes = .value }),
    FilterCase(
      reason: .noCertification,
      enough: ["certification ISO9001 at F1", "certification ISO9001 at F2"],
      notEnough: [
        "certification CNAS at F1", "certification ISO9001 at F3", "certification at F1",
        "certification ISO9001",
      ],
      change: { $0.dataset.orders[0].certifications = [0] }),
    FilterCase(
      reason: .noTolerance, enough: ["tolerance IT6 at M1", "tolerance IT5 at M2"],
      notEnough: ["tolerance IT7 at M1", "tolerance 6 at M1", "tolerance IT6 at F1"],
      stage: Stage(process: 0, quantity: 100, toleranceIT: 6)),
    FilterCase(
      reason: .noMaterial, enough: ["material Ti 6 at V at M1", "material Ti 6 at V at M2"],
      notEnough: ["material steel at M1", "material Ti at M1", "material Ti 6 at V at M3"],
      stage: Stage(process: 0, quantity: 100, material: 1),
      change: { $0.dataset.offers[0].materials = [0] }),
    FilterCase(
      reason: .noSize, enough: ["size 700x500x500 at M1", "size 1x1x700 at M1"],
      notEnough: ["size 699.999x500x500 at M1", "size 700x500 at M1", "size 700x500x500 at M2"],
      stage: Stage(process: 1, quantity: 100, box: Box(length: 700_000, width: 1_000, height: 0))),
    FilterCase(
      reason: .noQuantity, enough: ["max_quantity 600 at M2"],
      notEnough: ["max_quantity 599 at M2", "min_quantity 1 at M2", "max_quantity 600 at M1"],
      stage: Stage(process: 0, quantity: 600),
      change: {
        $0.dataset.orders[0].pricingModes = .piece
        $0.dataset.orders[0].budgetFen = 200_000
      }),
    FilterCase(
      reason: .noQuantity, enough: ["min_quantity 4 at M2", "min_quantity 0.50 at M2"],
      notEnough: ["min_quantity 5 at M2", "min_quantity 4.001 at M2"],
      stage: Stage(process: 0, quantity: 4),
      change: { $0.dataset.orders[0].pricingModes = .piece }),
  ]

  @Test func `a fix for a filter must let the order in`() {
    for filterCase in filterCases {
      func rules(_ fix: String) -> [Rule] {
        world(
          filterCase.reason, stage: 1, fix: fix, of: [filterCase.stage], change: filterCase.change
        ).rules()
      }
      #expect(rules("") == [])
      for fix in filterCase.enough { #expect(rules(fix) == [], "\(fix)") }
      for fix in filterCase.notEnough { #expect(rules(fix) == [.fix], "\(fix)") }
    }
  }

  @Test func `a fix for a filter must leave the deadline and the budget kept`() {
    func fixed(_ change: (inout World) -> Void) -> [Rule] {
      world(
        .noTolerance, stage: 1, fix: "tolerance IT6 at M1",
        of: [Stage(process: 0, quantity: 100, toleranceIT: 6)], change: change
      ).rules()
    }
    #expect(fixed { $0.dataset.orders[0].deadline = World.at(0, 9) } == [.fix])
    #expect(fixed { $0.dataset.orders[0].budgetFen = 6_599 } == [.fix])
    // A promise that takes all of the week.
    #expect(
      fixed {
        $0.dataset.promised = [
          PromisedBooking(
            id: Identifier("P"), machine: 0, span: TimeSpan(start: 0, end: World.at(7, 0)))
        ]
      } == [.fix])
  }

  @Test(arguments: [
    "deadline", "deadline ", "deadline +", "deadline 1d", "deadline +0d", "deadline +1d 0h",
    "deadline +24h", "deadline +60m", "deadline +1h 1d", "deadline +1h 1h", "deadline +01h",
    "deadline +1d  4h", "deadline +1d4h", "deadline +1w", "deadline +99999999999999999999d",
    "deadline -1d", "budget +0.00", "budget +1", "budget +1.0", "budget +1.000", "budget 1.00",
    "budget +01.00", "budget +-1.00", "budget +99999999999999999999.00", "priority +1", "x", " ",
  ]) func `a fix that cannot be read is found`(fix: String) {
    var chain = World.chain()
    chain.bookings = []
    chain.addUnmatched("A", .noCapacity, fix: fix)
    #expect(chain.rules() == [.fix])
  }

  @Test func `a fix of a chain must not contradict what is surely needed`() {
    func rules(_ reason: UnmatchedReason, _ fix: String, change: (inout World) -> Void) -> [Rule] {
      var chain = World.chain()
      chain.bookings = []
      chain.addUnmatched("A", reason, fix: fix)
      change(&chain)
      return chain.rules()
    }
    let late: (inout World) -> Void = { $0.dataset.orders[0].deadline = World.at(0, 1) }
    #expect(rules(.tooLate, "deadline +1d", change: late) == [])
    #expect(rules(.tooLate, "", change: late) == [])
    #expect(rules(.tooLate, "deadline +1s", change: late) == [.fix])
    #expect(rules(.tooLate, "tolerance IT7 at M1", change: late) == [.fix])
    let poor: (inout World) -> Void = { $0.dataset.orders[0].budgetFen = 100 }
    #expect(rules(.overBudget, "budget +1000.00", change: poor) == [])
    #expect(rules(.overBudget, "budget +10.00", change: poor) == [.fix])
  }
}
