import CapacityModel
import TestSupport
import Testing

@testable import CapacityVerification

/// Bounds beside promised bookings, worked out by hand; in micro-yuan where it matters.
@Suite struct RoomsTests {
  private static let week = World.at(7, 0)

  /// 1,000 yuan for so many pieces on M1, which has two units; M2 makes none.
  ///
  /// On M1 `q` of them take 600 + 60 q seconds and 6.00 + 0.60 q; an hour of drawing before them takes M2 and
  /// 50.00. By `hop`, on Monday, unit 1 is taken for the week, and unit 2 is free from then on.
  private func hopping(
    at hop: Int64 = World.at(0, 9, 30), pieces: Int64 = 100, partsMax: Int = 1,
    drawing: Bool = false, process: Int = 0
  ) -> World {
    var world = World()
    let stage = Stage(process: process, quantity: pieces)
    let stages = drawing ? [Stage(process: 2, quantity: 100, unit: .hour), stage] : [stage]
    world.addOrder("A", stages: stages) { $0.partsMax = partsMax }
    world.dataset.machines[0].units = 2
    world.dataset.offers[1].quantityMaxHundredths = 400
    world.promise(unit: 1, from: hop, to: Self.week)
    world.promise(unit: 2, from: 0, to: hop)
    return world
  }

  @Test func `one part of one stage may hop between units, others may not`() {
    // Until 11:00 each unit is free for 5,400 s.
    func world(_ pieces: Int64, _ partsMax: Int, drawing: Bool = false) -> World {
      var world = hopping(pieces: pieces, partsMax: partsMax, drawing: drawing)
      world.dataset.orders[0].deadline = World.at(0, 11)
      return world
    }
    world(100, 1).expectBound(100_000 - 6_600)
    // 50 and 46 of two parts, each in 3,600 s or less.
    world(100, 2).expectBound(100_000 - 6_960)
    // 80 take 5,400 s.
    world(80, 1, drawing: true).expectBound(100_000 - 5_000 - 5_400)
    world(81, 1, drawing: true).expectBound(0)
    world(81, 1).expectBound(100_000 - 5_460)
  }

  @Test func `prices of one room alone count`() {
    // A fen a second but from 9 to 10, of which each unit has half an hour.
    func expect(_ cost: Int64, _ partsMax: Int, drawing: Bool = false) {
      var world = hopping(partsMax: partsMax, drawing: drawing)
      world.price(10_000, from: 0, to: World.at(0, 9), openSeconds: 3_600)
      world.price(10_000, from: World.at(0, 10), to: Self.week, openSeconds: 295_200)
      world.expectBound(298_800 + 100_000 - cost)
    }
    expect(6_600 + 3_000, 1)
    expect(5_000 + 6_600 + 4_800, 1, drawing: true)
    // 50 and 46 pay for 1,800 and 1,560 s; larger ones no less, and the whole 114.00.
    expect(6_960 + 3_360, 2)
  }

  @Test func `a stage that may be split is made whole in one room`() {
    // The least part has all 100 pieces, and two of them are dearer.
    func world(_ hop: Int64) -> World {
      var world = hopping(at: hop, partsMax: 2)
      world.dataset.orders[0].deadline = World.at(0, 11)
      world.dataset.offers[0].quantityMinHundredths = 10_000
      return world
    }
    world(World.at(0, 9, 50)).expectBound(100_000 - 6_600)
    world(World.at(0, 9, 50) - 1).expectBound(0)
    world(World.at(0, 9, 10)).expectBound(100_000 - 6_600)
    world(World.at(0, 9, 10) + 1).expectBound(0)
  }

  @Test func `a room runs on over closed time, and over what is promised there`() {
    func world(until start: Int64, process: Int = 0) -> World {
      var world = World()
      world.addOrder(
        "A",
        stages: [
          Stage(process: 2, quantity: 100, unit: .hour), Stage(process: process, quantity: 100),
        ])
      world.dataset.offers[1].quantityMaxHundredths = 400
      world.promise(from: -100, to: start)
      world.promise(from: World.at(0, 20, 30), to: World.at(1, 7))
      world.promise(from: World.at(1, 9), to: Self.week + 100)
      return world
    }
    // 100 pieces take 6,600 s, an hour of it on Tuesday.
    world(until: World.at(0, 19, 10)).expectBound(100_000 - 5_000 - 6_600)
    world(until: World.at(0, 19, 10) + 1).expectBound(0)
    // Forging keeps to one day, and takes 6,000 s.
    world(until: World.at(0, 18, 20), process: 1).expectBound(100_000 - 5_000 - 6_000)
    world(until: World.at(0, 18, 20) + 1, process: 1).expectBound(0)
  }

  /// Hours of drawing in Wuxi, then 100 pieces milled in either place, then 100 forged in Ningbo; on each
  /// day each unit of M1 is free for so many seconds from 08:00 on.
  private func chain(freeSeconds: Int64, partsMax: Int, units: Int = 1) -> World {
    var world = World()
    world.addChain(partsMax: partsMax)
    world.dataset.machines[0].units = units
    for unit in 1...units {
      for day in Int64(0)..<7 {
        world.promise(unit: unit, from: World.at(day, 8) + freeSeconds, to: World.at(day + 1, 8))
      }
    }
    return world
  }

  @Test func `charges of a stage count where it has a place in one of the rooms`() {
    // Milling for 6,600 s on M1 costs 66.00, in Wuxi 200.00 and the way of 77.28.
    func world(_ freeSeconds: Int64, budget: Int64) -> World {
      var world = chain(freeSeconds: freeSeconds, partsMax: 1)
      world.dataset.orders[0].budgetFen = budget
      return world
    }
    world(6_600, budget: 15_933).expectBound(15_933, objective: .value)
    world(6_599, budget: 3_333 + 27_728 + 6_000).expectBound(37_061, objective: .value)
    world(6_599, budget: 3_333 + 27_728 + 5_999).expectBound(0, objective: .value)
  }

  @Test func `parts of several stages are no larger than the longest room`() {
    func world(_ freeSeconds: Int64, units: Int = 2) -> World {
      chain(freeSeconds: freeSeconds, partsMax: 2, units: units)
    }
    // 50 pieces of milling take an hour and 36.00, so 100 cost 72.00; forging has no set-up. 1,000,100,000
    // - 33,333,333 - 72,000,000 - 60,000,000 = 834,766,667.
    world(3_600).expectBound(83_477)
    // 49 cost 35,400,000: 72,244,897, and 834,521,770 are left.
    world(3_599).expectBound(83_453)
    // 40 cost 30,000,000: 75,000,000, and 831,766,667 are left. Both units forge 50.
    world(3_000).expectBound(83_177)
    world(2_999).expectBound(0)
    // A single unit forges all 100. 90 of milling cost 60,000,000: 66,666,666, and 840,100,001 are left.
    world(6_000, units: 1).expectBound(84_011)
    world(5_999, units: 1).expectBound(0)
  }

  @Test func `an offer whose least part has no room is left out`() {
    // In up to 100 parts each stage may be 100 fen too cheap, and each way: 5,000,000. On M1 each of 100 units may have one.
    func world(_ freeSeconds: Int64) -> World {
      chain(freeSeconds: freeSeconds, partsMax: 100, units: 100)
    }
    func onM1(_ freeSeconds: Int64) -> World {
      var world = world(freeSeconds)
      world.dataset.offers[1].quantityMaxHundredths = 400
      return world
    }
    // A piece takes 660 s and 6.60: 1,005,000,000 - 33,333,333 - 660,000,000 - 60,000,000.
    onM1(660).expectBound(25_167)
    onM1(659).expectBound(0)
    // In Wuxi milling costs 200,000,000, and the way 77,280,000.
    world(659).expectBound(63_439)
  }

  @Test func `the cheapest interval lies in one room`() {
    var world = hopping(at: World.at(0, 9, 10), partsMax: 3)
    world.dataset.machines[0].units = 3
    world.promise(unit: 3, from: 0, to: Self.week)
    world.dataset.offers[0].quantityMaxHundredths = 4_900
    // Three fen a second but from 9:00 to 9:20, of which each unit has no more than a set-up takes: all running
    // pays. 100 pieces in parts of 49 cost 72,244,897 + 180,000,000.
    world.price(30_000, from: 0, to: World.at(0, 9), openSeconds: 3_600)
    world.price(30_000, from: World.at(0, 9, 20), to: Self.week, openSeconds: 297_600)
    // 46: 33,600,000 + 2,760 x 30,000 = 116,400,000; 50 of the others 126,122,448 less three fen. Together
    // 242,492,448; 34, 38 and 42 come to 243,961,836, 243,472,040 and 242,982,244.
    world.expectBound(3 * 301_200 + 75_751)
  }

  @Test func `work of set-ups alone lies in one room`() {
    // Forging, resumable here, takes 600 s however many pieces a part has, and 6.00. Monday's last and Tuesday's first
    // five minutes have no price, but no unit is free in both.
    var world = chain(freeSeconds: 0, partsMax: 2)
    world.dataset.processes[1].isResumable = true
    world.dataset.promised = []
    world.dataset.machines[0].units = 2
    world.promise(unit: 1, from: World.at(1, 6), to: Self.week)
    world.promise(unit: 2, from: 0, to: World.at(0, 23))
    world.dataset.offers[2].cycleMilliseconds = 0
    world.dataset.offers[2].setupSeconds = 600
    world.price(50_000, from: 0, to: World.at(0, 19, 55), openSeconds: 42_900)
    world.price(50_000, from: World.at(1, 8, 5), to: Self.week, openSeconds: 6 * 43_200 - 300)
    // 1,000,100,000 - 33,333,333 - 200,000,000 - 77,280,000 - 6,000,000 - 300 x 50,000 = 668,486,667.
    world.expectBound(5 * (302_400 - 600) + 66_849)
  }

  @Test func `parts beside the largest are no larger than the longest room`() {
    // In 3,000 s a unit makes 40 pieces: 30,000,000, so 100 cost 75,000,000.
    func world(_ freeSeconds: Int64) -> World {
      var world = World()
      world.addOrder("A") { $0.partsMax = 3 }
      world.dataset.machines[0].units = 3
      world.dataset.offers[1].quantityMaxHundredths = 400
      for unit in 1...3 {
        world.promise(unit: unit, from: World.at(0, 8) + freeSeconds, to: Self.week)
      }
      return world
    }
    // 38: 28,800,000; 58: 43,500,000 less three fen. With 34 and 62: 72,870,000.
    world(3_000).expectBound(100_000 - 7_227)
    // 37: 28,200,000, so 100 cost 76,216,216. 34: 26,400,000; 62: 47,254,053 less three fen, together
    // 73,624,053.
    world(2_820).expectBound(92_638)
  }

  @Test func `no more parts count than there are units with room for one`() {
    // 100 pieces in up to five parts, up to 60 in one, on the two units of M1.
    func world(_ change: (inout World) -> Void = { _ in }) -> World {
      var world = World()
      world.addOrder("A") { $0.partsMax = 5 }
      world.dataset.machines[0].units = 2
      world.dataset.offers[0].quantityMaxHundredths = 6_000
      world.dataset.offers[1].quantityMaxHundredths = 400
      change(&world)
      return world
    }
    // 50 and 46.
    world().expectBound(100_000 - 6_960)
    // A second offer brings no units.
    world { $0.dataset.offers.append($0.dataset.offers[0]) }.expectBound(100_000 - 6_960)
    // M2 takes parts of five pieces and 150 s or more.
    func withM2(freeSeconds: Int64) -> World {
      world {
        $0.dataset.offers[1].quantityMaxHundredths = 6_000
        $0.promise(machine: 1, unit: 1, from: freeSeconds, to: Self.week)
        $0.promise(machine: 1, unit: 2, from: 0, to: Self.week)
      }
    }
    withM2(freeSeconds: 149).expectBound(100_000 - 6_960)
    // Of four parts the largest has 58 to 63, 40,800,000, and the others 37 at those of 50: 26,640,000 less
    // four fen. Less comes to more: 54 and 42 to 68,600,000, 49 and 46 to 68,480,000.
    withM2(freeSeconds: 150).expectBound(100_000 - 6_740)
  }

  @Test func `roundings of as many parts as there are units come off`() {
    // Three units, up to 49 pieces in one part: 46 cost 33,600,000, 50 of the others 36,122,448 less three fen.
    func world(budget: Int64) -> World {
      var world = World()
      world.addOrder("A") {
        $0.partsMax = 9
        $0.budgetFen = budget
      }
      world.dataset.machines[0].units = 3
      world.dataset.offers[0].quantityMaxHundredths = 4_900
      world.dataset.offers[1].quantityMaxHundredths = 400
      return world
    }
    world(budget: 100_000).expectBound(93_031)
    world(budget: 6_970).expectBound(6_970, objective: .value)
    world(budget: 6_969).expectBound(0, objective: .value)
  }

  @Test func `a single unit has no split`() {
    func world(most: Int64) -> World {
      var world = World()
      world.addOrder("A") { $0.partsMax = 3 }
      world.dataset.offers[0].quantityMaxHundredths = most * 100
      world.dataset.offers[1].quantityMaxHundredths = 400
      return world
    }
    world(most: 100).expectBound(100_000 - 6_600)
    world(most: 99).expectBound(0)
  }

  @Test func `for any seed, rooms are what no promised booking of a unit takes`() {
    var roomCount = 0
    for seed in UInt64(1)...500 {
      var lots = SmallMarket.Random(state: seed)
      var random = TestRandom(seed: seed)
      let dataset = SmallMarket.world(&lots).dataset
      let lookup = DatasetIndex(dataset: dataset)
      let rooms = Rooms(lookup: lookup)
      for (index, machine) in dataset.machines.enumerated() {
        let open = (0..<SmallMarket.length).filter {
          SmallMarket.isOpen($0, machine: machine, in: dataset)
        }
        let first = random.int64(0...Int64(open.count))
        let window = first..<random.int64(first...Int64(open.count))
        var expected: Set<Range<Int64>> = []
        for unit in 1...machine.units {
          var begin: Int64?
          for number in window.lowerBound...window.upperBound {
            let isFree =
              number < window.upperBound
              && !dataset.promised.contains {
                $0.machine == index && $0.unit == unit && $0.span.start <= open[Int(number)]
                  && open[Int(number)] < $0.span.end
              }
            if isFree {
              begin = begin ?? number
            } else if let room = begin {
              expected.insert(room..<number)
              begin = nil
            }
          }
        }
        let widest = expected.filter { room in
          !expected.contains {
            $0 != room && $0.lowerBound <= room.lowerBound && room.upperBound <= $0.upperBound
          }
        }
        #expect(
          rooms.rooms(ofMachine: index, in: window)
            == widest.sorted { $0.lowerBound < $1.lowerBound }, "seed \(seed), machine \(index)")
        roomCount += widest.count > 1 ? 1 : 0
      }
    }
    // The lot must have drawn windows with several rooms.
    #expect(roomCount > 50, "\(roomCount)")
  }
}

extension World {
  /// Promises a unit from one time to another.
  fileprivate mutating func promise(
    machine: Int = 0, unit: Int = 1, from start: Int64, to end: Int64
  ) {
    dataset.promised.append(
      PromisedBooking(
        id: Identifier("P\(dataset.promised.count)"), machine: machine, unit: unit,
        span: TimeSpan(start: start, end: end)))
  }
}
