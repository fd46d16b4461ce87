import CapacityModel
import CapacityVerification
import Testing

/// Bounds of orders of several stages in several parts, worked out by hand; in micro-yuan where it matters.
@Suite struct StretchTests {
  private static let week = World.at(7, 0)

  /// Twice `half` hundredths of an hour of drawing on M2, then 100 pieces of milling on M1, up to `most` in a part;
  /// two parts of each at the most, on the two units that each machine has.
  ///
  /// Drawing costs 50.00. Milling `q` pieces takes 600 + 60 q seconds and 6.00 + 0.60 q. In parts of 60 all of it
  /// costs 70.00, with 100/60 set-ups; there are two at least, so that the last third of one comes on top: 72.00. Both
  /// stages and the way may be two fen too cheap each: 878,060,000 are left of 1,000 yuan.
  ///
  /// Parts from 40 to 50 and from 51 to 60 pieces are looked at by themselves.
  ///
  /// If drawing is halved, no part of it has more than half, so that each has just that; else one may have a
  /// hundredth of an hour.
  private func world(
    half: Int64 = 1_200, isHalved: Bool = true, most: Int64 = 60, partsMax: Int = 2
  ) -> World {
    var world = World()
    world.addOrder(
      "A",
      stages: [
        Stage(process: 2, quantity: 2 * half, unit: .hour), Stage(process: 0, quantity: 100),
      ]
    ) { $0.partsMax = partsMax }
    world.dataset.machines[0].units = 2
    world.dataset.offers[0].quantityMaxHundredths = most * 100
    world.dataset.offers[1].quantityMaxHundredths = 400
    world.dataset.offers[3].quantityMaxHundredths = isHalved ? half : 2 * half
    return world
  }

  /// The time of both units of M1 costs a fen a second but for some spans of Monday between 8 and 20.
  private func expectBound(_ fen: Int64, ofPriced world: World, free: [TimeSpan]) {
    var world = world
    var start = World.at(0, 8)
    var pricedSeconds: Int64 = 0
    for span in free {
      if span.start > start {
        world.price(10_000, from: start, to: span.start, openSeconds: 2 * (span.start - start))
        pricedSeconds += span.start - start
      }
      start = span.end
    }
    let rest = World.at(0, 20) - start + 6 * 43_200
    world.price(10_000, from: start, to: Self.week, openSeconds: 2 * rest)
    world.expectBound(2 * (pricedSeconds + rest) + fen)
  }

  private let firstHour = TimeSpan(start: World.at(0, 8), end: World.at(0, 9))
  private let halfHour = TimeSpan(start: World.at(0, 15), end: World.at(0, 15, 30))

  @Test func `cheap hours of a stage do not count before the stage before it can be done`() {
    // A part of milling has 40 pieces and 3,000 s or more. A hundredth of an hour of drawing ends before 8, and
    // milling finds the first hour.
    expectBound(87_806, ofPriced: world(isHalved: false), free: [firstHour])
    // Half a day of drawing ends at 12 or later, in the piece of 4,050 s that begins at 11:15. From then on 60 pieces
    // pay for 4,200 s, 100 for 70,000,000.
    expectBound(80_806, ofPriced: world(), free: [firstHour])
    // A piece begins at 9, so nine hours of drawing end in it, and 36 s less in the one from 07:52:30 on.
    expectBound(80_806, ofPriced: world(half: 900), free: [firstHour])
    expectBound(87_806, ofPriced: world(half: 899), free: [firstHour])
  }

  @Test func `hours cost the largest of three terms`() {
    // The stretch of 3,000 s has all of the half hour, the cheapest interval lies in the first one: 1,200 s at a
    // fen for each 3,000 s that 50 pieces run, 24,000,000 for 6,000. That of 51 pieces has 1,860 s for 3,600.
    expectBound(85_406, ofPriced: world(), free: [firstHour, halfHour])
    // Without the first hour the cheapest interval has 1,200 s at a fen, too, but runs for 2,400 s: 30,000,000.
    expectBound(84_806, ofPriced: world(), free: [halfHour])
    // Where no second of the stretch is free set-ups pay: 42,000,000 for 3,600 s of running.
    expectBound(80_806, ofPriced: world(), free: [firstHour])
  }

  @Test func `set-ups alone pay for a stretch`() {
    // Milling takes 600 s and 6.00 for up to 60 pieces: 12.00 for the two parts that it has at least.
    func setups(isHalved: Bool) -> World {
      var world = world(isHalved: isHalved)
      world.dataset.offers[0].cycleMilliseconds = 0
      return world
    }
    expectBound(93_806, ofPriced: setups(isHalved: false), free: [firstHour])
    // Once drawing is done 600 s cost 6.00 for 60 pieces, and 10.00 for all.
    expectBound(92_806, ofPriced: setups(isHalved: true), free: [firstHour])
  }

  @Test func `a part is no smaller than what all other units leave`() {
    // Eleven minutes have no price, enough for a piece.
    let free = [TimeSpan(start: World.at(0, 8), end: World.at(0, 8, 11))]
    // Whole, milling costs 66.00 and 59.40 for its other seconds; in two parts 72.00, rounded down: 71,999,997.
    expectBound(87_807, ofPriced: world(isHalved: false, most: 100), free: free)
    // Of two parts each has 40 or more: 2,340 s at a fen for 2,400 s of running, 58,500,000 for 6,000.
    expectBound(81_956, ofPriced: world(isHalved: false), free: free)
    // Drawing that is almost all in one part is a micro-yuan cheaper, rounded down, so that a fen more is told from here on.
    // A third unit makes no difference to two parts; of three each may have a piece. Three fen come off each stage and the way.
    var three = world(isHalved: false)
    three.dataset.machines[0].units = 3
    three.expectBound(87_807)
    three.dataset.orders[0].partsMax = 3
    three.expectBound(87_810)
    // Fifty of fifty: 72.00, and 2,940 s for 3,000 s of running.
    expectBound(81_926, ofPriced: world(isHalved: false, most: 50), free: free)
    world(isHalved: false, most: 49).expectBound(0)
    // With one unit a part is the whole.
    var one = world(isHalved: false, most: 100)
    one.dataset.machines[0].units = 1
    one.expectBound(88_407)
    one.dataset.offers[0].quantityMaxHundredths = 9_999
    one.expectBound(0)
  }

  @Test func `an offer whose least part does not fit is left out, of what the budget pays, too`() {
    // M3 makes up to 30 pieces for nothing, without a set-up that could come on top: all of M1 costs 70.00. Of two parts M3
    // would have 40 or more.
    func withM3(partsMax: Int, budget: Int64 = 100_000) -> World {
      var world = world(partsMax: partsMax)
      world.dataset.orders[0].budgetFen = budget
      world.dataset.machines.append(
        Machine(id: Identifier("M3"), factory: 0, calendar: 0, toleranceIT: 7))
      world.dataset.offers.append(
        Offer(
          machine: 2, process: 0, pricing: .time(hourlyRateFen: 0), cycleMilliseconds: 60_000,
          quantityMaxHundredths: 3_000))
      return world
    }
    withM3(partsMax: 2).expectBound(88_006)
    withM3(partsMax: 2, budget: 11_994).expectBound(11_994, objective: .value)
    withM3(partsMax: 2, budget: 11_993).expectBound(0, objective: .value)
    // Drawing is all that three parts pay for, and milling for nothing may be too cheap as well: nine fen come off.
    withM3(partsMax: 3).expectBound(95_009)
    withM3(partsMax: 3, budget: 4_991).expectBound(4_991, objective: .value)
    withM3(partsMax: 3, budget: 4_990).expectBound(0, objective: .value)
  }
}
