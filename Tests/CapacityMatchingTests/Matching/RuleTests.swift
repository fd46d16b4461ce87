import CapacityModel
import Testing

@testable import CapacityMatching

/// Each rule of Docs/rules.md on its own: what it forbids is cheaper, and is not taken.
@Suite struct `Rules that every answer keeps` {
  private let hour: Int64 = 3_600

  @Test func `without obstacles the cheapest offer makes the order at its release`() async {
    let shop = Workshop()
    let result = await shop.match()
    #expect(shop.machines(of: result) == [0])
    #expect(result.bookings[0].span == TimeSpan(start: 0, end: 600))
    #expect(result.bookings[0].chargeFen == 1_000)
    #expect(result.objectiveFen == 49_000)
  }

  @Test func `rule 1: an order whose second stage cannot be made books nothing`() async {
    var shop = Workshop()
    shop.dataset.processes.append(Process(id: Identifier("P1"), name: "P1"))
    shop.setStages([Stage(process: 0, quantity: 10), Stage(process: 1, quantity: 10)])
    let result = await shop.match()
    #expect(result.bookings.isEmpty)
    #expect(result.unmatched.first?.reason == .noProcess)
    #expect(result.unmatched.first?.stage == 2)
  }

  @Test func `rule 2: a pricing mode that the order does not take is passed over`() async {
    var shop = Workshop()
    shop.dataset.offers[1].pricing = .piece(tiers: [PriceTier(fromQuantity: 1, priceFen: 500)])
    shop.dataset.orders[0].pricingModes = .piece
    let result = await shop.match()
    #expect(shop.machines(of: result) == [1])
  }

  @Test(arguments: [(Int64(1_100), Int64.max), (0, 900)])
  func `rule 2: a quantity outside the offer's limits is passed over`(
    least: Int64, most: Int64
  ) async {
    var shop = Workshop()
    shop.dataset.offers[0].quantityMinHundredths = least
    shop.dataset.offers[0].quantityMaxHundredths = most
    let result = await shop.match()
    #expect(shop.machines(of: result) == [1])
  }

  @Test func `rule 3: the factory must hold the certificate over the whole booking`() async {
    var shop = Workshop()
    let monday: Int64 = 20_514
    shop.dataset.orders[0].certifications = [0]
    shop.dataset.factories[1].certifications = [HeldCertification(certification: 0)]
    #expect(shop.machines(of: await shop.match()) == [1])
    // Valid on Monday alone: a job that ends at midnight fits, a longer one does not.
    shop.dataset.factories[0].certifications = [
      HeldCertification(certification: 0, firstDay: monday, lastDay: monday)
    ]
    shop.dataset.orders[0].budgetFen = 1_000_000
    shop.dataset.stages[0].quantity = 24 * 60
    #expect(shop.machines(of: await shop.match()) == [0])
    shop.dataset.stages[0].quantity += 1
    #expect(shop.machines(of: await shop.match()) == [1])
  }

  @Test func `rule 3: tolerance, material and size must fit, sides in any order`() async {
    var shop = Workshop()
    shop.dataset.machines[0].toleranceIT = 8
    shop.dataset.machines[1].toleranceIT = 7
    shop.dataset.stages[0].toleranceIT = 7
    #expect(shop.machines(of: await shop.match()) == [1])
    shop = Workshop()
    shop.dataset.offers[0].materials = [1]
    shop.dataset.stages[0].material = 0
    #expect(shop.machines(of: await shop.match()) == [1])
    shop = Workshop()
    shop.dataset.machines[0].box = Box(length: 100, width: 200, height: 300)
    shop.dataset.stages[0].box = Box(length: 300, width: 100, height: 200)
    #expect(shop.machines(of: await shop.match()) == [0])
    shop.dataset.stages[0].box = Box(length: 300, width: 200, height: 200)
    #expect(shop.machines(of: await shop.match()) == [1])
  }

  @Test func `rule 4: resumable work runs on over closed time, other work does not`() async {
    var shop = Workshop()
    shop.dataset.calendars = [
      WorkCalendar(
        id: Identifier("K"),
        weekly: [
          WeeklyHours(days: 127, fromSecondOfDay: 8 * hour, toSecondOfDay: 9 * hour),
          WeeklyHours(days: 127, fromSecondOfDay: 10 * hour, toSecondOfDay: 16 * hour),
        ])
    ]
    shop.dataset.machines[0].calendar = 0
    shop.dataset.stages[0].quantity = 90
    var result = await shop.match()
    #expect(result.bookings.map(\.span) == [TimeSpan(start: 8 * hour, end: 10 * hour + 1_800)])
    #expect(result.bookings[0].workingSeconds == 5_400)
    shop.dataset.processes[0].isResumable = false
    result = await shop.match()
    #expect(result.bookings.map(\.span) == [TimeSpan(start: 10 * hour, end: 11 * hour + 1_800)])
  }

  @Test func `rule 4: no unit is booked twice, promised time included`() async {
    var shop = Workshop()
    shop.dataset.promised = [
      PromisedBooking(
        id: Identifier("B"), machine: 0, span: TimeSpan(start: 300, end: 2 * hour))
    ]
    shop.dataset.orders.append(shop.dataset.orders[0])
    shop.dataset.orders[1].id = Identifier("O1")
    shop.dataset.orders[1].stages = 1..<2
    shop.dataset.stages.append(shop.dataset.stages[0])
    let result = await shop.match()
    #expect(
      result.bookings.map(\.span) == [
        TimeSpan(start: 2 * hour, end: 2 * hour + 600),
        TimeSpan(start: 2 * hour + 600, end: 2 * hour + 1_200),
      ])
    shop.dataset.machines[0].units = 2
    let units = await shop.match().bookings.map(\.unit)
    #expect(units == [2, 2])
  }

  @Test func `rule 5: stage 1 does not start before the release`() async {
    var shop = Workshop()
    shop.dataset.orders[0].release = 5_000
    #expect(await shop.match().bookings.map(\.span.start) == [5_000])
    shop.dataset.orders[0].release = -5_000
    #expect(await shop.match().bookings.map(\.span.start) == [0])
  }

  @Test func `rule 6: a stage waits for what feeds it`() async {
    var shop = Workshop()
    shop.setStages([Stage(process: 0, quantity: 10), Stage(process: 0, quantity: 20)])
    let result = await shop.match()
    #expect(
      result.bookings.map(\.span) == [
        TimeSpan(start: 0, end: 600), TimeSpan(start: 600, end: 1_800),
      ])
  }

  @Test func `rule 7: goods travel between clusters and to the customer`() async {
    var shop = Workshop()
    shop.dataset.processes.append(Process(id: Identifier("P1"), name: "P1"))
    shop.dataset.offers[1].process = 1
    shop.setStages([Stage(process: 0, quantity: 10), Stage(process: 1, quantity: 10)])
    var result = await shop.match()
    // 2 h there, 3 h back; 10 and 20 yuan.
    #expect(
      result.bookings.map(\.span) == [
        TimeSpan(start: 0, end: 600), TimeSpan(start: 600 + 2 * hour, end: 1_200 + 2 * hour),
      ])
    #expect(result.matched.map(\.freightFen) == [3_000])
    // A second stage that ships nothing needs neither: the goods never leave the first cluster.
    shop.dataset.processes[1].ships = false
    result = await shop.match()
    #expect(result.bookings.map(\.span.start) == [0, 600])
    #expect(result.matched.map(\.freightFen) == [0])
  }

  @Test func `rule 8: work and delivery end by the deadline`() async {
    var shop = Workshop()
    shop.dataset.offers.removeFirst()
    shop.dataset.orders[0].deadline = 600 + 3 * hour
    #expect(await shop.match().matched.count == 1)
    shop.dataset.orders[0].deadline -= 1
    let result = await shop.match()
    #expect(result.unmatched.first?.reason == .tooLate)
    #expect(result.unmatched.first?.fix == .deadline(addSeconds: 1))
  }

  @Test func `rule 9: parts go to units of their own and add up`() async {
    var shop = Workshop()
    shop.dataset.offers[0].quantityMaxHundredths = 700
    shop.dataset.offers.removeLast()
    shop.dataset.orders[0].partsMax = 2
    #expect(await shop.match().bookings.isEmpty)
    shop.dataset.machines[0].units = 2
    let result = await shop.match()
    #expect(result.bookings.map(\.quantity).reduce(0, +) == 10)
    #expect(Set(result.bookings.map(\.unit)) == [1, 2])
    #expect(result.bookings.allSatisfy { $0.quantity <= 7 })
  }

  @Test func `rule 10: charges and freight stay within the budget`() async {
    var shop = Workshop()
    shop.dataset.offers.removeFirst()
    shop.dataset.orders[0].budgetFen = 4_000
    #expect(await shop.match().matched.count == 1)
    shop.dataset.orders[0].budgetFen = 3_999
    let result = await shop.match()
    #expect(result.unmatched.first?.reason == .overBudget)
    #expect(result.unmatched.first?.fix == .budget(addFen: 1))
  }

  @Test func `the dearer order takes what only one can have`() async {
    var shop = Workshop()
    shop.dataset.offers.removeLast()
    shop.dataset.orders[0].deadline = 600
    shop.dataset.orders.append(shop.dataset.orders[0])
    shop.dataset.orders[1].id = Identifier("O1")
    shop.dataset.orders[1].budgetFen = 60_000
    shop.dataset.orders[1].stages = 1..<2
    shop.dataset.stages.append(shop.dataset.stages[0])
    let result = await shop.match()
    #expect(result.matched.map(\.order) == [1])
    #expect(result.unmatched.map(\.reason) == [.noCapacity])
    #expect(result.unmatched.map(\.fix) == [.deadline(addSeconds: 600)])
  }

  @Test func `an order that a promised booking serves stands nowhere`() async {
    var shop = Workshop()
    shop.dataset.promised = [
      PromisedBooking(
        id: Identifier("B"), machine: 0, span: TimeSpan(start: 0, end: 60),
        orderID: Identifier("O0"))
    ]
    let result = await shop.match()
    #expect(result.matched.isEmpty && result.unmatched.isEmpty)
  }

  @Test func `objectives count points or budgets instead of surplus`() async {
    var shop = Workshop()
    shop.dataset.orders[0].priority = 7
    let fill = await Matcher(shop.dataset, options: MatchOptions(objective: .fill)).match()
    #expect(fill.objectiveFen == 700)
    let value = await Matcher(shop.dataset, options: MatchOptions(objective: .value)).match()
    #expect(value.objectiveFen == 7 * 50_000)
  }
}
