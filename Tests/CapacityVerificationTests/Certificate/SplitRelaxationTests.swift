import CapacityModel
import CapacityVerification
import Testing

/// Bounds of orders of one stage in several parts, worked out by hand; in micro-yuan where it
/// matters.
@Suite struct SplitRelaxationTests {
  /// 100 pieces in two parts or more on M1 or M2, without weight, at most so many in one part.
  ///
  /// On M1 `q` of them take 600 + 60 q seconds and 6.00 + 0.60 q. M2 takes 2.00 each and a way of
  /// 60.00, so M1 is always cheaper; of its two units each may make a part.
  private func split(
    _ partsMax: Int = 2, most: Int64 = 1_000, change: (inout Order) -> Void = { _ in }
  ) -> World {
    var world = World()
    world.addOrder("A") {
      $0.partsMax = partsMax
      change(&$0)
    }
    world.dataset.machines[0].units = 2
    for offer in 0..<2 { world.dataset.offers[offer].quantityMaxHundredths = most * 100 }
    return world
  }

  private let week = World.at(7, 0)

  @Test func `of two parts each pays in full`() {
    // Whole the stage takes 66.00; two set-ups are dearer.
    split().expectBound(100_000 - 6_600)
    // The largest part has at least 50, 54, 57, ... pieces, and the other one 46, 43, ...: together
    // 96 or 97 and two set-ups. 12,000,000 + 96 x 600,000 = 69,600,000.
    var world = split(most: 60)
    world.expectBound(100_000 - 6_960)
    // At a fen a second all of it costs twice as much.
    world.price(10_000, from: 0, to: week, openSeconds: 2 * 302_400)
    world.expectBound(2 * 302_400 + 100_000 - 13_920)
  }

  @Test func `two parts each find their own cheapest hours`() {
    // Three fen a second but for the first hour: 50 pieces fit into it, and 46.
    var world = split(most: 60)
    world.price(30_000, from: World.at(0, 9), to: week, openSeconds: 2 * 298_800)
    world.expectBound(6 * 298_800 + 100_000 - 6_960)
    // At least 57 pieces, 4,020 s, have 420 of them at three fen.
    world.dataset.offers[0].quantityMinHundredths = 5_700
    world.dataset.offers[1].quantityMinHundredths = 5_700
    // Twice 6.00 + 34.20 + 12.60, for the other part is not held to what is left.
    world.expectBound(6 * 298_800 + 100_000 - 2 * 5_280)
  }

  @Test func `a largest part that no offer allows is left out`() {
    // One of two parts has 50 or more.
    split(most: 50).expectBound(100_000 - 6_960)
    split(most: 49).expectBound(0)
  }

  @Test func `of three parts those beside the largest pay the unit cost`() {
    // Beside the largest a part has up to 49 pieces: 35,400,000, so 100 cost 72,244,897.
    // 34 or more: 26,400,000, and 62 of the others 44,791,836 less three fen: 71,161,836.
    // 38 and 58, 42 and 54 are less, 46 or more least: 33,600,000, and 50 of the others 36,122,448 less
    // three fen: 69,692,448.
    var world = split(3, most: 49)
    world.expectBound(93_031)
    // At a fen a second 100 cost twice as much, and so do 46: 139,414,897.
    world.price(10_000, from: 0, to: week, openSeconds: 2 * 302_400)
    world.expectBound(2 * 302_400 + 86_059)
  }

  @Test func `half a stage is the most that a part beside the largest has`() {
    // 50 pieces take 36,000,000. With the largest part on M2 alone nothing is cheaper: 100 cost
    // 72,000,000; 34 and 62: 26,400,000 + 44,640,000 - 30,000 = 71,010,000, or 50 and 45:
    // 36,000,000 + 32,400,000 - 30,000 = 68,370,000, or 75 and 20: 51,000,000 + 14,370,000, or 80 and
    // 16: 54,000,000 + 11,490,000, or 84 and 12: 56,400,000 + 8,610,000, or 88 and 8: 58,800,000 +
    // 5,730,000, or 92 and 4: 61,200,000 + 2,850,000 = 64,050,000, the least, or 96 and 1: 63,600,000
    // + 690,000. What is not listed is no less.
    split(3).expectBound(100_000 - 6_405)
    // Up to 80 the 65,370,000 of 75 and 20 are the least.
    split(3, most: 83).expectBound(100_000 - 6_537)
  }

  @Test func `the cheapest interval is between borders of prices`() {
    var world = split(3, most: 49)
    // Half an hour at 1,000, the rest at 30,000: 1,800 s of it run for 1,200 s at 1,500 each, which
    // 660 s (11,000) and 3,540 s (18,367) do not come near. 100 pieces: 72,244,897 + 9,000,000.
    // 34: 26,400,000 + 1,800,000 + 840 x 30,000 = 53,400,000; 62 of the others 50,371,836 - 30,000.
    // 103,741,836 are less than with 38 or more.
    world.price(1_000, from: 0, to: World.at(0, 8, 30), openSeconds: 3_600)
    world.price(30_000, from: World.at(0, 8, 30), to: week, openSeconds: 2 * 300_600)
    world.expectBound(360 + 6 * 300_600 + 89_626)
  }

  @Test func `the cheapest interval may be the shortest`() {
    var world = split(3, most: 49)
    // 630 s have no price: a piece runs its minute for 900,000, 15,000 a second; 49 for 29,694.
    // 100 pieces: 72,244,897 + 90,000,000. 34: 26,400,000 + 2,010 x 30,000 = 86,700,000; 62 of the
    // others 100,591,836 - 30,000. 187,261,836 are less than with 38 or more.
    world.price(
      30_000, from: World.at(0, 8, 10) + 30, to: week, openSeconds: 2 * 301_770)
    world.expectBound(6 * 301_770 + 81_274)
  }

  @Test func `a larger part may come to a lower price by the piece`() {
    // 60 pieces on M2 alone: 2.50 each, 2.00 from 50 on, and 60.00 for each way; at least 5 pieces.
    func pieces(most: Int64) -> World {
      var world = World()
      world.addOrder("A", stages: [Stage(process: 0, quantity: 60)]) {
        $0.partsMax = 2
        $0.pricingModes = .piece
      }
      world.dataset.offers[1].quantityMaxHundredths = most * 100
      return world
    }
    // Whole: 120.00 + 60.00; two parts have two ways, which is dearer.
    pieces(most: 60).expectBound(100_000 - 18_000)
    // 51 and 7 are the least: 102.00, 17.50 and two ways. 49 cost 100.00, as 50 do, but have 9 beside
    // them.
    pieces(most: 52).expectBound(100_000 - 23_950)
    // Without a second tier all but 44 and 15 cost 145.00 and two ways.
    pieces(most: 49).expectBound(100_000 - 26_500)
  }

  @Test func `below its first tier a part pays the first price`() {
    var world = split(most: 60) { $0.pricingModes = .piece }
    // 3.00 each from 80 pieces on, and so for fewer; without freight within Wuxi.
    world.dataset.offers[1].pricing = .piece(tiers: [PriceTier(fromQuantity: 80, priceFen: 300)])
    world.dataset.orders[0].cluster = 1
    // 50 and 46, not 80 and 80.
    world.expectBound(100_000 - 28_800)
  }

  @Test func `a way to split above the budget is left out`() {
    split(most: 60) { $0.budgetFen = 6_960 }.expectBound(6_960, objective: .value)
    split(most: 60) { $0.budgetFen = 6_959 }.expectBound(0, objective: .value)
    // 69,692,448, as above.
    split(3, most: 49) { $0.budgetFen = 6_970 }.expectBound(6_970, objective: .value)
    split(3, most: 49) { $0.budgetFen = 6_969 }.expectBound(0, objective: .value)
  }

  @Test func `a single piece stays whole`() {
    for partsMax in [2, 3] {
      var world = split(partsMax)
      world.dataset.stages[0].quantity = 1
      world.expectBound(100_000 - 660)
    }
  }

  @Test func `one unit makes one part only`() {
    var world = split(most: 60)
    world.expectBound(100_000 - 6_960)
    world.dataset.machines[0].units = 1
    // 50 on M2, 100.00 and the way, and 46 on M1, 33.60; the other way round 46 on M2 cost as much
    // as 50 there.
    world.expectBound(100_000 - 19_360)
    // M2 takes no less than five pieces.
    world.dataset.offers[1].quantityMaxHundredths = 400
    world.expectBound(0)
  }

  /// 100 pieces in three parts on M1 or M4, up to 40 on each, or M3, up to 33; set-ups take 10, 30
  /// and 20 minutes.
  private func threeMachines() -> World {
    var world = split(3, most: 40)
    world.dataset.machines[0].units = 1
    world.dataset.offers[1].quantityMaxHundredths = 400
    for (id, setup, most) in [("M3", Int64(1_200), Int64(33)), ("M4", 1_800, 40)] {
      world.dataset.machines.append(
        Machine(id: Identifier(id), factory: 0, calendar: 0, toleranceIT: 7))
      world.dataset.offers.append(
        Offer(
          machine: world.dataset.machines.count - 1, process: 0,
          pricing: .time(hourlyRateFen: 3_600), cycleMilliseconds: 60_000, setupSeconds: setup,
          quantityMaxHundredths: most * 100))
    }
    return world
  }

  @Test func `the parts beside the largest fill one machine after the other`() {
    // The largest part has 34 to 38, the others 62, or 38 to 42, the others 58. All 100 cost 75,000,000
    // in parts of 40 on M1, 96,363,636 in parts of 33 on M3 and 105,000,000 on M4.
    // 38 on M1, 28,800,000; 33 on M3, 31,799,999; 25 on M4, 26,250,000; less three fen: 86,819,999.
    // 38 on M4, 40,800,000; 40 on M1, 30,000,000; 18 on M3, 17,345,454; less three fen: 88,115,454.
    // 34 on M1, 26,400,000; 33 on M3, 31,799,999; 29 on M4, 30,450,000; less three fen: 88,619,999.
    // 34 on M4, 38,400,000; 38 on M1, 28,500,000; 24 on M3, 23,127,272; less three fen: 89,997,272.
    var world = threeMachines()
    world.expectBound(100_000 - 8_681)
    // Two units make 58 at the cost of M1: 28,800,000 + 43,500,000 - 30,000; 34 and 62 cost more.
    world.dataset.machines[0].units = 2
    world.expectBound(100_000 - 7_227)
  }

  @Test func `parts that all machines together do not make are left out`() {
    var world = threeMachines()
    // Beside 38 on M1 there are 33 on M3 and 24 on M4, which make neither 34 nor 58.
    world.dataset.offers[world.dataset.offers.count - 1].quantityMaxHundredths = 2_400
    world.expectBound(0)
    // 25 on M4 cost 33,000,000: 28,800,000 + 31,799,999 + 33,000,000 - 30,000 = 93,569,999.
    world.dataset.offers[world.dataset.offers.count - 1].quantityMaxHundredths = 2_500
    world.expectBound(90_644)
    // Two units make two parts, one of them of 50.
    world.dataset.offers.removeLast()
    world.expectBound(0)
    // 33 and 33 are enough for 58 or 62.
    world.dataset.machines[2].units = 2
    // 38 cost 28,800,000; 58 cost 55,890,908 less three fen. With 34 and 62 it is 86,115,454.
    world.expectBound(100_000 - 8_466)
  }
}
