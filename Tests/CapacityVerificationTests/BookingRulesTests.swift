import CapacityModel
import CapacityVerification
import Testing

/// Rules that one row breaks or keeps by itself.
@Suite struct BookingRulesTests {
  @Test func `a good result finds nothing`() {
    #expect(World.served().findings() == [])
    #expect(World.chain().findings() == [])
  }

  @Test func `a row is right if any offer of its machine agrees`() {
    var world = World.served()
    var dearer = world.dataset.offers[0]
    dearer.setupFeeFen = 10_000
    world.dataset.offers.insert(dearer, at: 0)
    #expect(world.rules() == [])
    world.bookings[0].chargeFen += 1
    #expect(world.rules() == [.charge])
  }

  @Test func `rule 2 wants the stage's process`() {
    var world = World.served()
    world.bookings[0].process = Identifier("forge")
    world.bookings[0].workingSeconds = 6_000
    world.bookings[0].chargeFen = 6_000
    world.bookings[0].end = World.at(0, 8) + 6_000
    #expect(world.rules() == [.offer])
  }

  @Test func `rule 2 wants a mode that the order takes`() {
    var world = World.served()
    world.dataset.orders[0].pricingModes = [.piece, .value]
    #expect(world.rules() == [.offer])
  }

  @Test func `rule 2 wants an offer in that mode`() {
    var world = World.served()
    world.bookings[0].pricing = .value
    #expect(world.rules() == [.offer])
  }

  @Test func `rule 2 wants a quantity within the offer's`() {
    var world = World.served()
    world.dataset.offers[0].quantityMaxHundredths = 9_900
    #expect(world.rules() == [.offer])
    world.dataset.offers[0].quantityMaxHundredths = 10_000
    world.dataset.offers[0].quantityMinHundredths = 10_000
    #expect(world.rules() == [])
  }

  @Test func `rule 3 wants every certificate`() {
    var world = World.served()
    world.dataset.orders[0].certifications = [0, 1]
    world.dataset.factories[0].certifications = [HeldCertification(certification: 1)]
    let findings = world.findings()
    #expect(findings.map(\.rule) == [.suitability])
    #expect(findings.first?.message == "'F1' holds no ISO9001")
  }

  @Test(arguments: [
    // The first valid day, the last one, and whether a booking on the Monday is right.
    (0, 0, true), (1, 9, false), (-5, -1, false), (-1, 1, true),
  ]) func `rule 3 wants certificates on the booking's days`(
    first: Int64, last: Int64, isRight: Bool
  ) {
    var world = World.served()
    world.dataset.orders[0].certifications = [0]
    world.dataset.factories[0].certifications = [
      HeldCertification(
        certification: 0, firstDay: World.firstDay + first, lastDay: World.firstDay + last)
    ]
    #expect(world.rules() == (isRight ? [] : [.suitability]))
  }

  @Test func `a booking that ends at midnight does not touch the next day`() {
    var world = World()
    world.addOrder("A") {
      $0.certifications = [0]
      $0.budgetFen = 50_000
    }
    world.dataset.factories[1].certifications = [
      HeldCertification(certification: 0, lastDay: World.firstDay)
    ]
    world.addBookingInWuxi("A") {
      $0.start = World.at(1, 0) - 3_000
      $0.end = World.at(1, 0)
    }
    #expect(world.rules() == [])
    world.bookings[0].start += 1
    world.bookings[0].end += 1
    #expect(world.rules() == [.suitability])
  }

  @Test func `rule 3 wants tolerance, material and size`() {
    var world = World.served()
    world.dataset.stages[0].toleranceIT = 6
    #expect(world.rules() == [.suitability])
    world = World.served()
    world.dataset.stages[0].material = 1
    #expect(world.rules() == [])
    world.dataset.offers[0].materials = [0]
    #expect(world.rules() == [.suitability])
    world = World.served()
    // Both boxes are sorted: the longest side of one meets the longest of the other.
    world.dataset.stages[0].box = Box(length: 300_000, width: 600_000, height: 400_000)
    #expect(world.rules() == [])
    world.dataset.stages[0].box = Box(length: 300_001, width: 600_000, height: 400_000)
    let findings = world.findings()
    #expect(findings.map(\.rule) == [.suitability])
    #expect(
      findings.first?.message
        == "a part of 300.001x600x400 mm does not fit 'M1' (600x300x400 mm)")
  }

  @Test func `rule 4 wants a start and an end in open time`() {
    var world = World.served()
    world.bookings[0].start = World.at(0, 7)
    #expect(world.rules() == [.calendar])
    world = World.served()
    world.bookings[0].start = World.at(0, 20) - 6_600
    world.bookings[0].end = World.at(0, 21)
    #expect(world.rules() == [.calendar])
  }

  @Test func `rule 4 wants exactly the work in open time`() {
    var world = World.served()
    world.bookings[0].end += 1
    #expect(
      world.findings().map(\.message) == [
        "6601 open seconds lie between 2026-03-02T08:00:00+08:00 and 2026-03-02T09:50:01+08:00,"
          + " and the work takes 6600"
      ])
    #expect(world.rules() == [.calendar])
  }

  @Test func `rule 4 lets resumable work run over closed time`() {
    var world = World.served()
    world.bookings[0].start = World.at(0, 19)
    world.bookings[0].end = World.at(1, 8) + 3_000
    #expect(world.rules() == [])
    world.dataset.processes[0].isResumable = false
    #expect(world.rules() == [.calendar])
  }

  @Test func `rule 4 knows that open spans win over closed ones`() {
    var world = World.served()
    world.dataset.calendars[0].closed = [TimeSpan(start: 0, end: World.at(1, 0))]
    #expect(world.rules() == [.calendar, .calendar, .calendar])
    world.dataset.calendars[0].open = [TimeSpan(start: World.at(0, 8), end: World.at(0, 10))]
    #expect(world.rules() == [])
  }

  @Test func `hours past midnight begin on the evening before the horizon`() {
    var world = World.served()
    world.dataset.calendars[0].weekly = [
      // Sundays from 22:00 to 06:00.
      WeeklyHours(days: 0x40, fromSecondOfDay: 79_200, toSecondOfDay: 21_600)
    ]
    world.bookings[0].start = 0
    world.bookings[0].end = 6_600
    #expect(world.rules() == [])
  }

  @Test func `nothing is open outside the horizon`() {
    var world = World()
    world.addOrder("A") { $0.deadline = World.at(9, 0) }
    world.addBookingInWuxi("A") {
      $0.start = World.at(7, 0) - 1_500
      $0.end = World.at(7, 0) + 1_500
    }
    #expect(world.rules() == [.calendar, .calendar])
  }

  @Test func `rule 5 wants no start before the release`() {
    var world = World.served()
    world.dataset.orders[0].release = World.at(0, 9)
    let findings = world.findings()
    #expect(findings.map(\.rule) == [.release])
    #expect(
      findings.first?.message
        == "starts at 2026-03-02T08:00:00+08:00, before the release 2026-03-02T09:00:00+08:00")
    #expect(findings.first?.place == "bookings.csv:2")
    #expect(findings.first?.order == Identifier("A"))
  }

  @Test func `the charge and the working time are recomputed`() {
    var world = World.served()
    world.bookings[0].workingSeconds = 6_599
    #expect(world.rules() == [.workingTime])
    world = World.served()
    world.bookings[0].chargeFen = 6_599
    #expect(
      world.findings().map(\.message) == ["charge: 65.99 yuan, and the offer asks 66.00 yuan"])
  }

  @Test func `time is billed in whole increments, and the minimum is charged`() {
    var world = World.served()
    world.dataset.offers[0].billingIncrementSeconds = 3_600
    world.bookings[0].chargeFen = 7_200
    #expect(world.rules() == [])
    world.dataset.offers[0].setupFeeFen = 100
    world.dataset.offers[0].minimumChargeFen = 7_301
    world.bookings[0].chargeFen = 7_301
    #expect(world.rules() == [])
  }

  @Test(arguments: [(49, 12_250), (50, 10_000), (10, 2_500)])
  func `a part pays the price of the highest tier that it reaches`(
    quantity: Int64, chargeFen: Int64
  ) {
    var world = World()
    world.addOrder("A", stages: [Stage(process: 0, quantity: quantity)])
    world.addBookingInWuxi("A") {
      $0.quantityHundredths = quantity * 100
      $0.workingSeconds = quantity * 30
      $0.end = $0.start + quantity * 30
      $0.chargeFen = chargeFen
    }
    #expect(world.rules() == [])
  }

  @Test func `ids that name nothing are findings`() {
    var world = World.served()
    world.bookings[0].machineID = Identifier("M9")
    #expect(world.rules() == [.ids])
    world = World.served()
    world.bookings[0].orderID = Identifier("Z")
    #expect(world.rules() == [.ids, .ids, .coverage])
    world = World.served()
    world.bookings[0].factoryID = Identifier("F2")
    world.bookings[0].unit = 2
    world.bookings[0].bookingID = Identifier("A-1-1")
    #expect(world.rules() == [.ids, .ids, .ids])
    world = World.served()
    world.bookings[0].process = Identifier("bake")
    #expect(world.rules() == [.offer, .ids])
  }

  @Test(arguments: [Int64.min, Int64.min + 1, -1, 0, 1, 99, Int64.max - 1, Int64.max])
  func `absurd numbers are found and do not trap`(number: Int64) {
    let changes: [(inout BookingRecord) -> Void] = [
      { $0.stage = number }, { $0.part = number }, { $0.unit = number },
      { $0.quantityHundredths = number }, { $0.start = number }, { $0.end = number },
      { $0.workingSeconds = number }, { $0.chargeFen = number }, { $0.freightFen = number },
      {
        $0.start = number
        $0.end = number
      },
      {
        $0.quantityHundredths = number
        $0.workingSeconds = number
        $0.chargeFen = number
        $0.freightFen = number
      },
    ]
    for row in 0..<4 {
      for change in changes {
        var world = World.chain()
        world.addOrder("B")
        world.addUnmatched("B", .noCapacity)
        let before = world.bookings[row]
        change(&world.bookings[row])
        // A 1 may be right elsewhere: unit 1 is as good as unit 2.
        if world.bookings[row] != before && number != 1 { #expect(!world.findings().isEmpty) }
        for other in world.bookings.indices { change(&world.bookings[other]) }
        world.unmatched[0].stage = number
        _ = world.allFindings()
      }
    }
  }
}
