import CapacityModel
import CapacityVerification
import Testing

/// Rules about all rows of an order, and about rows of several.
@Suite struct OrderRulesTests {
  @Test func `rule 1 wants every stage`() {
    var world = World.chain()
    world.bookings.removeLast()
    #expect(world.rules() == [.allOrNothing])
  }

  @Test func `rule 6 wants a part to wait for what feeds it`() {
    var world = World.chain()
    world.bookings[2].start -= 60
    world.bookings[2].end -= 60
    let findings = world.findings()
    #expect(findings.map(\.rule) == [.feeding])
    #expect(findings.first?.place == "bookings.csv:4")
  }

  @Test func `rule 6 wants no more than that`() {
    // Two even parts feed two even parts pair by pair.
    var world = World()
    world.addOrder(
      "A", stages: [Stage(process: 0, quantity: 100), Stage(process: 0, quantity: 50)]
    ) { $0.partsMax = 2 }
    let starts: [[Int64]] = [[8, 10], [9, 12]]
    for stage in 0..<2 {
      for part in 0..<2 {
        world.addBookingInWuxi("A", stage: Int64(stage + 1), part: Int64(part + 1)) {
          let quantity: Int64 = stage == 0 ? 50 : 25
          $0.unit = Int64(part + 1)
          $0.quantityHundredths = quantity * 100
          $0.start = World.at(0, starts[stage][part])
          $0.end = $0.start + quantity * 30
          $0.workingSeconds = quantity * 30
          $0.chargeFen = stage == 0 ? 10_000 : 6_250
          $0.freightFen = stage == 0 && part == 0 ? 12_000 : 0
        }
      }
    }
    #expect(world.rules() == [])
    // A larger first part feeds both.
    world.bookings[0].quantityHundredths = 5_100
    world.bookings[0].workingSeconds = 1_530
    world.bookings[0].end = world.bookings[0].start + 1_530
    world.bookings[0].chargeFen = 10_200
    world.bookings[1].quantityHundredths = 4_900
    world.bookings[1].workingSeconds = 1_470
    world.bookings[1].end = world.bookings[1].start + 1_470
    world.bookings[1].chargeFen = 12_250
    #expect(world.rules() == [])
    world.bookings[2].start = World.at(0, 8, 20)
    world.bookings[2].end = world.bookings[2].start + 750
    #expect(world.rules() == [.feeding, .goods, .calendar].sorted { $0.rank < $1.rank })
  }

  @Test func `rule 7 wants a part to wait for its goods`() {
    var world = World.chain()
    world.bookings[3].start -= 1
    world.bookings[3].end -= 1
    let findings = world.findings()
    #expect(findings.map(\.rule) == [.goods])
    #expect(
      findings.first?.message
        == "starts at 2026-03-02T13:48:59+08:00, before the goods of 'A/2/2' arrive at"
        + " 2026-03-02T13:49:00+08:00")
  }

  @Test func `rule 8 counts the way to the customer`() {
    var world = World()
    world.addOrder("A") { $0.deadline = World.at(0, 8) + 3_000 + 19_440 }
    world.addBookingInWuxi("A")
    #expect(world.rules() == [])
    world.dataset.orders[0].deadline -= 1
    #expect(world.rules() == [.deadline])
    // A lane that is agreed takes the place of the distance.
    world.dataset.lanes = [
      FreightLane(
        fromCluster: 1, toCluster: 0, shipmentFen: 6_000, transitMicroHours: 1_500_000)
    ]
    #expect(world.rules() == [])
  }

  @Test func `rule 8 wants the last stage made by the deadline`() {
    var world = World.served()
    world.dataset.orders[0].deadline = World.at(0, 9)
    #expect(world.rules() == [.deadline])
  }

  @Test func `rule 9 wants parts that add up, few enough, whole, on units of their own`() {
    var world = World.chain()
    world.dataset.orders[0].partsMax = 1
    #expect(world.rules() == [.parts])
    world = World.chain()
    world.dataset.stages[1].quantity = 101
    #expect(world.rules() == [.parts])
    world = World.chain()
    world.bookings[1].quantityHundredths = 5_050
    #expect(world.rules() == [.parts, .parts])
    world = World.chain()
    world.bookings[2] = world.bookings[1]
    world.bookings[2].line = 4
    world.bookings[2].part = 2
    world.bookings[2].bookingID = Identifier("A/2/2")
    world.bookings[2].start += 3_600
    world.bookings[2].end += 3_600
    world.bookings[0].freightFen = 0
    #expect(world.rules() == [.parts])
  }

  @Test func `rule 10 wants charges and freight within the budget`() {
    var world = World.chain()
    let spent = world.bookings.reduce(0) { $0 + $1.chargeFen + $1.freightFen }
    world.dataset.orders[0].declaredValueFen = 100_000
    world.dataset.orders[0].budgetFen = spent
    #expect(world.rules() == [])
    world.dataset.orders[0].budgetFen = spent - 1
    #expect(world.rules() == [.budget])
  }

  @Test func `freight stands on the first row alone`() {
    var world = World.chain()
    world.bookings[0].freightFen += 1
    #expect(world.rules() == [.freight])
    world = World.chain()
    world.bookings[0].freightFen = 0
    world.bookings[1].freightFen = 6_864
    #expect(world.rules() == [.freight, .freight])
  }

  @Test func `a shipment of a share is rounded half up once`() {
    var world = World()
    world.addOrder("A", stages: [Stage(process: 0, quantity: 100)]) {
      $0.weightGrams = 1
      $0.cluster = 0
    }
    // A gram at 5 yuan a kg is half a fen.
    world.dataset.lanes = [FreightLane(fromCluster: 1, toCluster: 0, microYuanPerKg: 5_000_000)]
    world.addBookingInWuxi("A") { $0.freightFen = 1 }
    #expect(world.rules() == [])
    world.dataset.lanes[0].microYuanPerKg = 4_999_999
    #expect(world.rules() == [.freight])
  }

  @Test func `no unit is booked twice`() {
    var world = World.served()
    world.addOrder("B")
    world.addBooking("B") {
      $0.start += 6_599
      $0.end += 6_599
    }
    let findings = world.findings()
    #expect(findings.map(\.rule) == [.calendar])
    #expect(findings.first?.message == "shares 1 open seconds of unit 1 of 'M1' with 'A/1/1'")
    world.bookings[1].start += 1
    world.bookings[1].end += 1
    #expect(world.rules() == [])
  }

  @Test func `promised bookings count for the open seconds that they cover`() {
    var world = World.served()
    world.dataset.promised = [
      PromisedBooking(
        id: Identifier("P"), machine: 0, span: TimeSpan(start: -500, end: World.at(0, 8)))
    ]
    #expect(world.rules() == [])
    world.dataset.promised[0].span.end += 1
    #expect(world.rules() == [.calendar])
    world.dataset.promised[0].span = TimeSpan(start: World.at(0, 9), end: World.at(0, 9, 1))
    #expect(world.rules() == [.calendar])
  }

  @Test func `every order stands exactly once`() {
    var world = World.served()
    world.addOrder("B")
    #expect(world.rules() == [.coverage])
    world.addUnmatched("A", .noCapacity)
    world.addUnmatched("B", .noCapacity)
    world.addUnmatched("B", .noCapacity)
    #expect(world.rules() == [.coverage, .coverage])
    world.addUnmatched("Z", .noCapacity)
    #expect(world.rules() == [.coverage, .coverage, .ids])
  }

  @Test func `an order that a promised booking serves stands in neither file`() {
    var world = World.served()
    world.dataset.promised = [
      PromisedBooking(
        id: Identifier("P"), machine: 1, span: TimeSpan(start: 0, end: 60),
        orderID: Identifier("A"))
    ]
    #expect(world.rules() == [.promised])
    world.bookings = []
    #expect(world.rules() == [])
    world.addUnmatched("A", .noCapacity)
    #expect(world.rules() == [.promised])
  }

  @Test func `rows stand by order, stage and part, once each`() {
    var world = World.chain()
    world.bookings.swapAt(2, 3)
    #expect(world.rules() == [.sort])
    world = World.served()
    world.addBooking("A")
    #expect(world.rules().contains(.sort))
    world = World()
    world.addOrder("A")
    world.addOrder("B")
    world.addUnmatched("B", .noCapacity)
    world.addUnmatched("A", .noCapacity)
    #expect(world.rules() == [.sort])
  }

  @Test func `findings come by file and row, then rule`() {
    var world = World.chain()
    world.bookings[3].chargeFen = 1
    world.bookings[3].factoryID = Identifier("F9")
    world.bookings[1].workingSeconds = 1
    world.addOrder("B")
    world.addUnmatched("B", .noTolerance, stage: 1)
    let findings = world.findings()
    #expect(
      findings.map { "\($0.place) \($0.rule.rawValue)" } == [
        "bookings.csv:3 working_time", "bookings.csv:5 charge", "bookings.csv:5 ids",
        "unmatched.csv:2 reason",
      ])
  }
}

extension Rule {
  /// Where the rule stands among findings about one row.
  var rank: Int { Rule.allCases.firstIndex(of: self) ?? 0 }
}
