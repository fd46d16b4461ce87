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

  @Test func `each stage finds its own cheapest hours in its window`() {
    // Monday from 8 to 10 has no price: milling and forging both fit, though not one after another.
    func priced(hours: Int64) -> World {
      var world = chain(hours: hours)
      world.price(10_000, from: World.at(0, 10), to: week, openSeconds: 302_400 - 7_200)
      return world
    }
    let freeTime: Int64 = 302_400 - 7_200
    priced(hours: 2).expectBound(freeTime + 100_000 - 3_333 - 6_600 - 6_000)
    // Drawing until 08:30 leaves milling 5,400 s of them; forging begins 3,000 s later, for
    // milling might be done by then in Wuxi: 09:20, and has 2,400 s.
    var later = priced(hours: 8)
    later.dataset.orders[0].release = World.at(0, 0, 30)
    later.expectBound(freeTime + 100_000 - 3_333 - (6_600 + 1_200) - (6_000 + 3_600))
  }

  @Test func `windows end where the stages after them must begin`() {
    // Wednesday from 18 on has no price. Forging, not resumable, must begin by 18:20, milling end by
    // then: 1,200 s of it are free of charge.
    var world = chain()
    world.price(10_000, from: 0, to: World.at(2, 18), openSeconds: 2 * 43_200 + 36_000)
    world.expectBound(122_400 + 100_000 - 3_333 - (6_600 + 5_400) - 6_000)
  }

  @Test func `stages that cannot follow each other earn nothing`() {
    // Drawing must end for forging to begin on M1 by 18:20, and 3,000 s of milling before.
    let last = World.at(0, 18, 20) - 3_000 - 7_200
    func released(_ release: Int64) -> World {
      var world = chain()
      world.dataset.orders[0].release = release
      world.dataset.orders[0].deadline = World.at(0, 20)
      return world
    }
    // Both ways of milling are cut: M1's 6,600 s do not fit into what the windows leave.
    released(last).expectBound(100_000 - 3_333 - 20_000 - 7_728 - 6_000)
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
    // 2 parts a stage may be 2 fen too cheap: 33,333,333 - 20,000 for drawing, 66,000,000 - 20,000
    // for milling, 60,000,000 - 20,000 for forging; 840,726,667 are left.
    chain(partsMax: 2).expectBound(84_073)
    // Drawing and milling in Wuxi, M1 at five fen a second: 200,000,000 - 20,000 for milling,
    // 77,280,000 - 20,000 for the way, 60,000,000 + 300,000,000 - 20,000 for forging.
    var world = chain(partsMax: 2)
    world.price(50_000, from: 0, to: week, openSeconds: 302_400)
    // 1,000,000,000 - 33,313,333 - 199,980,000 - 77,260,000 - 359,980,000 = 329,466,667.
    world.expectBound(5 * 302_400 + 32_947)
    // A minute without a price makes all work free of it that has it in its window. Milling ends by
    // 19:59, for a piece of forging must begin then.
    world.shadowPrices.removeAll()
    world.price(50_000, from: 0, to: World.at(2, 19, 58), openSeconds: 129_600 - 120)
    world.expectBound(5 * 129_480 + 84_073)
    world.shadowPrices.removeAll()
    world.price(50_000, from: 0, to: World.at(2, 19, 59), openSeconds: 129_600 - 60)
    // 1,000,000,000 - 33,313,333 - 199,980,000 - 77,260,000 - 59,980,000 = 629,466,667.
    world.expectBound(5 * 129_540 + 62_947)
  }

  /// 100 pieces in two parts on M1 or M2, without weight.
  private func split(change: (inout Order) -> Void = { _ in }) -> World {
    var world = World()
    world.addOrder("A") {
      $0.partsMax = 2
      change(&$0)
    }
    return world
  }

  @Test func `a split stage pays for its largest part and the unit cost of the others`() {
    // The largest part has at least 50, 63, 75 or 88 pieces. In whole M1 takes 66.00.
    // 50: 36,000,000 for it, and 37 of the others at 36,000,000 / 50 each, less two fen: 62,620,000.
    // 63: 43,800,000 + floor(25 x 28,200,000 / 37) - 20,000 = 62,834,054.
    // 75: 51,000,000 + 12 x 21,000,000 / 25 - 20,000 = 61,060,000.
    // 88: 58,800,000, which is the least.
    split().expectBound(100_000 - 5_880)
    // At a fen a second all of it costs twice as much: 117,600,000.
    var world = split()
    world.price(10_000, from: 0, to: week, openSeconds: 302_400)
    world.expectBound(302_400 + 100_000 - 11_760)
  }

  @Test func `a largest part that no offer allows is left out`() {
    var world = split()
    // M1 takes 60 pieces at the most: from 63 on M2 makes the largest part, for 126.00 and a way of
    // 60.00 or more. So 62,620,000 are the least.
    world.dataset.offers[0].quantityMaxHundredths = 6_000
    world.expectBound(100_000 - 6_262)
    // And none takes less than 51: the others of 37 or more cannot be made then, nor those of 25 or
    // 12; with 88 or more nothing is left to make, and M2 takes 176.00 + 60.00, in whole 260.00.
    world.dataset.offers[0].quantityMinHundredths = 5_100
    world.dataset.offers[1].quantityMinHundredths = 5_100
    world.expectBound(100_000 - 23_600)
  }

  @Test func `a larger part may come to a lower price by the piece`() {
    // 60 pieces on M2 alone: 2.50 each, 2.00 from 50 on, and 60.00 for each way; at least 5 pieces.
    var world = World()
    world.addOrder("A", stages: [Stage(process: 0, quantity: 60)]) {
      $0.partsMax = 2
      $0.pricingModes = .piece
    }
    // 30: min(30 x 2.50, 50 x 2.00) + 60.00 = 135.00; 22 of the others at (75.00 + 60.00) / 30, less
    // two fen: 98,980,000. Together 233,980,000.
    // 38: 95.00 + 60.00; floor(15 x 115,000,000 / 22) - 20,000 = 78,389,090. 233,389,090.
    // 45: 100.00 + 60.00, for 50 cost less than 45; 7 x 97,500,000 / 15 - 20,000. 205,480,000.
    // 53: 106.00 + 60.00 = 166,000,000, the least; in whole it is 180.00.
    world.expectBound(100_000 - 16_600)
    // With 52 at the most only the first three are left.
    world.dataset.offers[1].quantityMaxHundredths = 5_200
    world.expectBound(100_000 - 20_548)
  }

  @Test func `below its first tier a part pays the first price`() {
    var world = split { $0.pricingModes = .piece }
    // 3.00 each from 80 pieces on, and so for fewer; without freight within Wuxi.
    world.dataset.offers[1].pricing = .piece(tiers: [PriceTier(fromQuantity: 80, priceFen: 300)])
    world.dataset.offers[1].quantityMaxHundredths = 6_000
    world.dataset.orders[0].cluster = 1
    // 50: 150.00, not 240.00, and 37 x 3.00 - 0.02.
    world.expectBound(100_000 - 15_000 - 11_098)
  }

  @Test func `a way to split above the budget is left out`() {
    var world = split { $0.budgetFen = 5_880 }
    world.expectBound(5_880, objective: .value)
    world.dataset.orders[0].budgetFen = 5_879
    world.expectBound(0, objective: .value)
  }
}
