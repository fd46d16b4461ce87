import CapacityModel
import CapacityVerification
import Testing

/// Bounds of orders in one part a stage, worked out by hand; 10,000 micro-yuan a second is a fen.
@Suite struct UpperBoundTests {
  /// One order of 100 pieces until Thursday: 6,600 s and 66.00 on M1 (08:00 to 20:00), 3,000 s and
  /// 260.00 with freight on M2.
  private func world(change: (inout Order) -> Void = { _ in }) -> World {
    var world = World()
    world.addOrder("A", change: change)
    return world
  }

  @Test func `without prices an order earns its budget less its cheapest offer`() {
    // 1,000 - 66; priority 3 counts each yuan three times.
    world().expectBound(93_400)
    world { $0.priority = 3 }.expectBound(3 * 93_400)
  }

  @Test func `value and fill count no charges, but the prices of time`() {
    var world = world { $0.priority = 3 }
    world.expectBound(300_000, objective: .value)
    world.expectBound(300, objective: .fill)
    // M1 and M2 at a tenth of a fen all the time: 302,400 and 2 x 604,800 seconds. The order takes
    // M2's 3,000 seconds, 300 fen.
    world.price(1_000, from: 0, to: World.at(7, 0), openSeconds: 7 * 43_200)
    world.price(1_000, "M2", from: 0, to: World.at(7, 0), openSeconds: 14 * 86_400)
    world.expectBound(30_240 + 120_960 + 300_000 - 300, objective: .value)
    world.expectBound(30_240 + 120_960, objective: .fill)
  }

  @Test func `a dear machine leaves the order to another one`() {
    var world = world()
    // A yuan a second for three days of 43,200 s; M2 is free: 1,000 - 260.
    world.priceDays(1_000_000, 0...2)
    world.expectBound(3 * 4_320_000 + 74_000)
  }

  @Test func `a booking finds the cheapest place, across borders of periods`() {
    var world = world()
    // Three fen a second but for Wednesday from 10 to 11: 3,600 of the 6,600 seconds are free.
    world.priceDays(30_000, 0...1)
    world.price(30_000, from: World.at(2, 0), to: World.at(2, 10), openSeconds: 7_200)
    world.price(30_000, from: World.at(2, 11), to: World.at(3, 0), openSeconds: 9 * 3_600)
    world.expectBound(3 * (2 * 43_200 + 39_600) + 100_000 - 6_600 - 3 * 3_000)
  }

  @Test func `only work that is not resumable keeps to one day`() {
    // 19:30 to 20:00 of Monday and 08:00 to 08:30 of Tuesday have no price, the rest 3 fen.
    func priced(_ process: Int) -> World {
      var world = World()
      world.addOrder("A", stages: [Stage(process: process, quantity: 100)]) {
        $0.pricingModes = .time
      }
      world.price(30_000, from: 0, to: World.at(0, 19, 30), openSeconds: 11 * 3_600 + 1_800)
      world.price(30_000, from: World.at(1, 8, 30), to: World.at(3, 0), openSeconds: 84_600)
      return world
    }
    let freeTime: Int64 = 3 * (3 * 43_200 - 3_600)
    // Milling: 6,600 s, an hour of it at night's borders.
    priced(0).expectBound(freeTime + 100_000 - 6_600 - 3 * 3_000)
    // Forging: 6,000 s and 60.00, half an hour of it at most.
    priced(1).expectBound(freeTime + 100_000 - 6_000 - 3 * 4_200)
  }

  @Test func `rounding up to the fen comes last`() {
    var world = World()
    world.price(1, from: World.at(0, 8), to: World.at(0, 8) + 9_999)
    world.price(1, from: World.at(0, 12), to: World.at(0, 12) + 1)
    // 10,000 micro-yuan are a fen.
    world.expectBound(1)
    world.price(1, from: World.at(0, 13), to: World.at(0, 13) + 1)
    world.expectBound(2)
  }

  @Test func `the window ends where goods can still make the deadline`() {
    // M2 alone, by the piece; 5.4 hours to Ningbo and 50 minutes of work.
    func priced(until time: Int64, deadline: Int64) -> World {
      var world = world {
        $0.pricingModes = .piece
        $0.deadline = deadline
      }
      // 100 fen a second: without a free second of it nothing is left.
      world.price(1_000_000, "M2", from: 0, to: time, openSeconds: 2 * time)
      return world
    }
    let way: Int64 = 19_440
    let end = World.at(1, 0)
    let freeTime = 200 * end
    priced(until: end, deadline: end + 3_000 + way).expectBound(freeTime + 74_000)
    // A second less, a second's price more.
    priced(until: end, deadline: end + 2_999 + way).expectBound(freeTime + 74_000 - 100)
  }

  @Test func `the window keeps to release and certificates`() {
    var world = world {
      $0.pricingModes = .time
      $0.release = World.at(0, 9)
      $0.deadline = World.at(4, 0)
      $0.certifications = [0]
    }
    world.dataset.factories[0].certifications = [
      HeldCertification(
        certification: 0, firstDay: World.firstDay + 1, lastDay: World.firstDay + 1)
    ]
    // Tuesday at a fen a second; Monday and Wednesday have no price, and no certificate.
    world.priceDays(10_000, 1...1)
    world.expectBound(43_200 + 100_000 - 6_600 - 6_600)
    // The certificate holds until Thursday; 18:10 is the last start on that day.
    world.dataset.factories[0].certifications[0].lastDay = World.firstDay + 3
    world.dataset.orders[0].release = World.at(3, 18, 10) + 1
    world.expectBound(43_200)
    world.dataset.orders[0].release = World.at(3, 18, 10)
    world.expectBound(43_200 + 93_400)
  }

  @Test func `an order that its budget does not pay for counts nothing`() {
    world { $0.budgetFen = 6_600 }.expectBound(0)
    world { $0.budgetFen = 6_600 }.expectBound(6_600, objective: .value)
    world { $0.budgetFen = 6_599 }.expectBound(0, objective: .value)
    // With a price on M1 the order would rather go to M2, which it cannot pay.
    var world = world { $0.budgetFen = 25_999 }
    world.priceDays(1_000_000, 0...2)
    world.expectBound(3 * 4_320_000)
  }

  @Test func `an order that a promise serves counts nothing, and its time is not free`() {
    var world = world()
    world.dataset.promised = [
      PromisedBooking(
        id: Identifier("P"), machine: 0,
        span: TimeSpan(start: World.at(0, 8), end: World.at(0, 10)), orderID: Identifier("A"))
    ]
    world.price(10_000, from: 0, to: World.at(1, 0), openSeconds: 36_000)
    world.expectBound(36_000)
  }

  @Test func `promised time may be used by an order that is alone`() {
    var world = world { $0.deadline = World.at(0, 10) }
    world.dataset.promised = [
      PromisedBooking(
        id: Identifier("P"), machine: 0,
        span: TimeSpan(start: World.at(0, 8), end: World.at(0, 20)))
    ]
    world.price(10_000, from: 0, to: World.at(1, 0), openSeconds: 0)
    world.expectBound(100_000 - 6_600 - 6_600)
  }
}
