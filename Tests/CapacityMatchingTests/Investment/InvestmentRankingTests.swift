import CapacityModel
import Testing

@testable import CapacityMatching

@Suite struct `Ranking investments` {
  /// Prices that hold over the whole horizon of ten hours, by machine.
  private func certificate(_ prices: [Int: Int64], openSeconds: Int64 = 36_000) -> Certificate {
    Certificate(
      upperBoundFen: 0,
      prices: prices.sorted { $0.key < $1.key }.map { machine, price in
        ShadowPrice(
          machine: machine, period: TimeSpan(start: 0, end: 36_000), openSeconds: openSeconds,
          microYuanPerSecond: price)
      })
  }

  private func rank(
    _ dataset: Dataset, _ certificate: Certificate, leftOver: [Int] = []
  ) -> [Investment] {
    InvestmentRanking(dataset, certificate: certificate, leftOver: leftOver).investments
  }

  @Test func `the scarce machine is first, the free one last`() {
    let found = rank(MillAndLathe().dataset, certificate([0: 20_000]))
    #expect(found.map(\.kind) == [.equipmentClass("mill"), .equipmentClass("lathe")])
    // 36,000 s at 0.02 yuan, and 876 times that: a year has 8,760 hours.
    #expect(found[0].worthFen == 72_000)
    #expect(found[0].worthPerYearFen == 63_072_000)
    #expect(found[1].worthFen == 0)
    #expect(found[1].worthPerYearFen == 0)
  }

  @Test func `one unit counts, whatever stands there`() {
    var dataset = MillAndLathe().dataset
    dataset.machines[0].units = 3
    let found = rank(dataset, certificate([0: 20_000], openSeconds: 3 * 36_000))
    #expect(found[0].worthFen == 72_000)
  }

  @Test func `only the calendar's open time counts`() {
    var dataset = MillAndLathe().dataset
    dataset.calendars = [
      WorkCalendar(id: Identifier("K"), closed: [TimeSpan(start: 0, end: 26_000)])
    ]
    dataset.machines[0].calendar = 0
    let found = rank(dataset, certificate([0: 20_000], openSeconds: 10_000))
    #expect(found[0].worthFen == 20_000)
  }

  @Test func `promised time counts at the mean price of the free time`() {
    var dataset = MillAndLathe().dataset
    dataset.promised = [
      PromisedBooking(id: Identifier("P"), machine: 0, span: TimeSpan(start: 0, end: 18_000))
    ]
    let prices = [
      // Nobody can buy this time: its price says nothing.
      ShadowPrice(
        machine: 0, period: TimeSpan(start: 0, end: 18_000), openSeconds: 0,
        microYuanPerSecond: 900_000_000),
      ShadowPrice(
        machine: 0, period: TimeSpan(start: 18_000, end: 36_000), openSeconds: 18_000,
        microYuanPerSecond: 20_000),
    ]
    let found = rank(dataset, Certificate(upperBoundFen: 0, prices: prices))
    #expect(found[0].worthFen == 72_000)
  }

  @Test func `a machine without free time has no price to go by`() {
    var dataset = MillAndLathe().dataset
    dataset.promised = [
      PromisedBooking(id: Identifier("P"), machine: 0, span: TimeSpan(start: 0, end: 36_000))
    ]
    let found = rank(dataset, certificate([0: 900_000_000], openSeconds: 0))
    #expect(found.map(\.worthMicroYuan) == [0, 0])
  }

  @Test func `the worthiest machine of the class in the cluster is the model`() {
    var dataset = MillAndLathe().dataset
    for factory in [0, 1, 1] {
      let number = dataset.machines.count
      dataset.machines.append(
        Machine(id: Identifier("M\(number)"), factory: factory, equipmentClass: "mill"))
      dataset.offers.append(
        Offer(
          machine: number, process: 0, pricing: .time(hourlyRateFen: 6_000),
          cycleMilliseconds: nil))
    }
    let found = rank(dataset, certificate([0: 10, 2: 30, 3: 20, 4: 20]))
    #expect(found.map(\.model) == [2, 3, 1])
    #expect(found.map(\.cluster) == [0, 1, 0])
    #expect(found.map(\.factory) == [0, 1, 0])
  }

  @Test func `machines without a class go by what they serve, those without offers not at all`() {
    var dataset = MillAndLathe().dataset
    dataset.machines[0].equipmentClass = ""
    dataset.machines[1].equipmentClass = ""
    dataset.machines.append(
      Machine(id: Identifier("M2"), factory: 1, equipmentClass: "furnace"))
    let found = rank(dataset, certificate([1: 20_000]))
    #expect(found.map(\.kind) == [.processes([1]), .processes([0])])
  }

  @Test func `a cluster without a machine is a candidate where its buyers are left over with most`()
  {
    var dataset = MillAndLathe().dataset
    dataset.orders[2].cluster = 1
    // No factory, nowhere to put it.
    dataset.clusters.append(dataset.clusters[1])
    dataset.orders[3].cluster = 2
    let found = rank(dataset, certificate([0: 20_000]), leftOver: [2, 3])
    #expect(found.map(\.kind) == ["mill", "mill", "lathe"].map { .equipmentClass($0) })
    #expect(found.map(\.cluster) == [0, 1, 0])
    #expect(found.map(\.isStanding) == [true, false, true])
    #expect(found[1].model == 0)
    #expect(found[1].factory == 1)
    #expect(found[1].worthFen == 72_000)
  }

  @Test func `a new machine goes to the factory with the most units`() {
    var dataset = MillAndLathe().dataset
    dataset.factories.append(Factory(id: Identifier("F2"), name: "F2", cluster: 1))
    dataset.machines.append(Machine(id: Identifier("M2"), factory: 2, units: 2))
    dataset.orders[2].cluster = 1
    let found = rank(dataset, certificate([0: 20_000]), leftOver: [2])
    #expect(found.first { !$0.isStanding }?.factory == 2)
  }

  @Test func `absurd prices are cut off, not wrapped`() {
    let found = rank(MillAndLathe().dataset, certificate([0: .max], openSeconds: .max))
    #expect(found[0].worthPerYearFen == .max)
  }

  @Test(arguments: [
    // Price, a year's worth, tenths of months: rounded half up, and never.
    (Int64(38_000_000), Int64(12_000_000), Int64?(380)), (100, 240_000, 0), (1_000, 240_000, 1),
    (100, 0, nil), (.max, 1, .max),
  ])
  func `the payback is the price over a month's worth`(
    price: Int64, yearly: Int64, months: Int64?
  ) {
    #expect(Payback.tenthsOfMonths(priceFen: price, yearlyFen: yearly) == months)
  }
}
