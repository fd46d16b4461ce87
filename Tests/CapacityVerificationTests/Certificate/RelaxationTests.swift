import CapacityModel
import CapacityVerification
import Testing

/// Bounds of orders in several stages or parts, worked out by hand; in micro-yuan where it matters.
@Suite struct RelaxationTests {
  /// Hours of drawing in Wuxi, then 100 pieces milled in either place, then 100 forged in Ningbo.
  ///
  /// Drawing costs a tenth of a third of 1,000 yuan: 33.33. Milling costs 66.00 for 6,600 s on M1
  /// and 200.00 for 3,000 s on M2; forging 60.00 for 6,000 s on M1. From Wuxi 100 kg pay 77.28.
  private func chain(hours: Int64 = 2, partsMax: Int = 1) -> World {
    var world = World()
    world.addOrder(
      "A",
      stages: [
        Stage(process: 2, quantity: 100 * hours, unit: .hour), Stage(process: 0, quantity: 100),
        Stage(process: 1, quantity: 100),
      ]
    ) {
      $0.weightGrams = 100_000
      $0.partsMax = partsMax
    }
    return world
  }

  private let week = World.at(7, 0)

  @Test func `stages take the cheapest way through the clusters`() {
    chain().expectBound(100_000 - 3_333 - 6_600 - 6_000)
    // At a fen a second milling stays on M1, at five it moves to M2: 39,600 are more than
    // 20,000 + 7,728.
    var world = chain()
    world.price(10_000, from: 0, to: week, openSeconds: 302_400)
    world.expectBound(302_400 + 100_000 - 3_333 - 13_200 - 12_000)
    world.shadowPrices[0].microYuanPerSecond = 50_000
    world.expectBound(5 * 302_400 + 100_000 - 3_333 - 27_728 - 36_000)
    // Design does not ship: it is made in Wuxi, and nothing travels for it.
    world.dataset.orders[0].weightGrams = 10_000_000_000
    world.expectBound(5 * 302_400 + 100_000 - 3_333 - 39_600 - 36_000)
  }

  @Test func `stages follow each other to within a piece of the order's time`() {
    // Monday from 8 to 10 has no price: milling and forging both fit, though not one after another.
    func priced(hours: Int64) -> World {
      var world = chain(hours: hours)
      world.price(10_000, from: World.at(0, 10), to: week, openSeconds: 302_400 - 7_200)
      return world
    }
    let freeTime: Int64 = 302_400 - 7_200
    // A piece of three days is 4,050 s. Milling ends at 09:50, in the piece from 09:00 to 10:07:30: forging may
    // begin at 09:00, and pays for 2,400 s.
    priced(hours: 2).expectBound(freeTime + 100_000 - 3_333 - 6_600 - (6_000 + 2_400))
    // Drawing from 00:30 until 08:30 leaves milling 5,400 s; it ends at 10:20, in the piece of 4,021.875 s that begins at
    // 09:26:15. Forging pays for 3,975 s from then on.
    var later = priced(hours: 8)
    later.dataset.orders[0].release = World.at(0, 0, 30)
    later.expectBound(freeTime + 100_000 - 3_333 - (6_600 + 1_200) - (6_000 + 3_975))
  }

  @Test func `windows end where the stages after them must begin`() {
    // Wednesday from 18 on has no price. Forging, not resumable, must begin by 18:20, milling end by
    // then: 1,200 s of it are free of charge.
    var world = chain()
    world.price(10_000, from: 0, to: World.at(2, 18), openSeconds: 2 * 43_200 + 36_000)
    world.expectBound(122_400 + 100_000 - 3_333 - (6_600 + 5_400) - 6_000)
  }

  @Test func `stages that cannot follow each other earn nothing`() {
    // Forging must begin on M1 by 18:20, after 6,600 s of milling there and 7,200 s of drawing. Milling takes
    // 3,000 s in Wuxi, but from there goods travel for hours.
    let last = World.at(0, 18, 20) - 6_600 - 7_200
    func released(_ release: Int64) -> World {
      var world = chain()
      world.dataset.orders[0].release = release
      world.dataset.orders[0].deadline = World.at(0, 20)
      return world
    }
    released(last).expectBound(100_000 - 3_333 - 6_600 - 6_000)
    released(last + 1).expectBound(0)
  }

  @Test func `a chain above its budget counts nothing, whatever the prices`() {
    var world = chain()
    // The declared value stays what it was.
    world.dataset.orders[0].budgetFen = 15_933
    world.expectBound(15_933, objective: .value)
    world.dataset.orders[0].budgetFen = 15_932
    world.expectBound(0, objective: .value)
  }

  @Test func `parts of several stages cost the unit cost of the largest one`() {
    // 33,333,333 for drawing, 66,000,000 for milling, 60,000,000 for forging. The three stages and two ways may be
    // 2 fen too cheap each, 100,000 in all; 840,766,667 are left.
    chain(partsMax: 2).expectBound(84_077)
    // Drawing and milling in Wuxi, M1 at five fen a second: 200,000,000 for milling, 77,280,000 for the way,
    // 60,000,000 + 300,000,000 for forging.
    var world = chain(partsMax: 2)
    world.price(50_000, from: 0, to: week, openSeconds: 302_400)
    // 1,000,100,000 - 33,333,333 - 200,000,000 - 77,280,000 - 360,000,000 = 329,486,667.
    world.expectBound(5 * 302_400 + 32_949)
    // Forging has all 100 pieces in one part, for M1 has a single unit: 720 of its 6,000 s are free of it. Milling
    // must be done by the piece of time in which forging begins, so it is done in Wuxi.
    world.shadowPrices = []
    world.price(50_000, from: 0, to: World.at(2, 19, 48), openSeconds: 129_600 - 720)
    // 1,000,100,000 - 33,333,333 - 200,000,000 - 77,280,000 - (60,000,000 + 264,000,000) = 365,486,667.
    world.expectBound(5 * 128_880 + 36_549)
  }

  @Test func `hours that are split pay for running, too`() {
    // Drawing pays 7,200 s at a fen: 33,333,333 + 72,000,000; milling and forging on M1.
    // 1,000,100,000 - 105,333,333 - 66,000,000 - 60,000,000 = 768,766,667.
    var world = chain(partsMax: 2)
    world.price(10_000, "M2", from: 0, to: week, openSeconds: 2 * 604_800)
    world.expectBound(2 * 604_800 + 76_877)
  }

  @Test func `work of set-ups alone pays for the cheapest of them, over closed time where it may`()
  {
    // Forging takes 600 s however many pieces a part has, and 6.00. Monday's last and Tuesday's first
    // five minutes have no price, which leaves milling no cheaper than in Wuxi.
    var world = chain(partsMax: 2)
    world.dataset.offers[2].cycleMilliseconds = 0
    world.dataset.offers[2].setupSeconds = 600
    world.price(50_000, from: 0, to: World.at(0, 19, 55), openSeconds: 42_900)
    world.price(50_000, from: World.at(1, 8, 5), to: week, openSeconds: 6 * 43_200 - 300)
    // It is not resumable, so half of the ten minutes are at five fen: 15,000,000.
    // 1,000,100,000 - 33,333,333 - 200,000,000 - 77,280,000 - (6,000,000 + 15,000,000) = 668,486,667.
    world.expectBound(5 * (302_400 - 600) + 66_849)
    world.dataset.processes[1].isResumable = true
    world.expectBound(5 * (302_400 - 600) + 68_349)
    world.price(50_000, from: World.at(1, 8), to: World.at(1, 8, 5))
    world.expectBound(5 * (302_400 - 300) + 66_849)
  }
}
