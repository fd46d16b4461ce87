public import CapacityModel

/// How large a random dataset is and what it holds.
public struct RandomDatasetShape: Sendable {
  /// Orders.
  public var orders = 20
  /// Machines.
  public var machines = 6
  /// Processes.
  public var processes = 3
  /// Percent of the processes that a machine offers.
  public var offerPercent = 60
  /// Days of the horizon.
  public var days = 7
  /// Percent of orders with several stages.
  public var multiStagePercent = 35
  /// Percent of orders that allow several parts.
  public var splitPercent = 40
  /// Whether machines have calendars and promised bookings.
  public var hasCalendars = true

  /// Creates the default shape.
  public init() {}
}

/// A valid dataset that between a few hundred seeds meets every rule.
public func randomDataset(
  seed: UInt64, shape: RandomDatasetShape = RandomDatasetShape()
) -> Dataset {
  var maker = RandomDatasetMaker(seed: seed, shape: shape)
  return maker.make()
}

private struct RandomDatasetMaker {
  var random: TestRandom
  let shape: RandomDatasetShape
  let horizonSeconds: Int64
  var dataset: Dataset

  init(seed: UInt64, shape: RandomDatasetShape) {
    random = TestRandom(seed: seed)
    self.shape = shape
    horizonSeconds = Int64(shape.days) * 86_400
    dataset = Dataset(
      name: "random \(seed)",
      horizon: Horizon(
        // Monday 2026-03-02T00:00+08:00.
        startEpochSeconds: 1_772_380_800, lengthSeconds: horizonSeconds,
        zoneOffsetSeconds: 28_800),
      certificationNames: ["CNAS", "ISO9001"], materialNames: ["Al", "Ti", "steel"])
  }

  mutating func make() -> Dataset {
    places()
    calendars()
    machines()
    offers()
    for number in 0..<shape.orders { order(number) }
    promised()
    return dataset
  }

  private func padded(_ prefix: String, _ number: Int) -> Identifier {
    let digits = String(number)
    return Identifier(prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits)
  }

  private mutating func places() {
    let codes = ["510112", "510181", "510603", ""]
    for number in 0..<3 {
      dataset.clusters.append(
        Cluster(
          id: padded("C", number), name: "cluster \(number)",
          latitudeMicrodegrees: random.int64(30_000_000...31_000_000),
          longitudeMicrodegrees: random.int64(103_500_000...104_500_000),
          regionCode: random.pick(codes)))
    }
    if random.chance(50) {
      dataset.lanes.append(
        FreightLane(
          fromCluster: 0, toCluster: 1, shipmentFen: random.int64(0...20_000),
          microYuanPerKg: random.int64(0...900_000),
          transitMicroHours: random.int64(0...9_000_000)))
    }
    for number in 0..<4 {
      var held: [HeldCertification] = []
      for certification in 0..<2 where random.chance(60) {
        let today: Int64 = 20_514
        held.append(
          HeldCertification(
            certification: certification,
            firstDay: random.chance(30) ? today + random.int64(-3...4) : nil,
            lastDay: random.chance(30) ? today + random.int64(2...9) : nil))
      }
      dataset.factories.append(
        Factory(
          id: padded("F", number), name: "factory \(number)", cluster: random.int(0...1),
          certifications: held))
    }
  }

  private mutating func calendars() {
    let hour: Int64 = 3_600
    dataset.calendars = [
      WorkCalendar(
        id: Identifier("K0"),
        weekly: [
          WeeklyHours(days: 0b001_1111, fromSecondOfDay: 8 * hour, toSecondOfDay: 12 * hour),
          WeeklyHours(days: 0b001_1111, fromSecondOfDay: 13 * hour, toSecondOfDay: 18 * hour),
        ],
        open: [TimeSpan(start: 5 * 24 * hour + 9 * hour, end: 5 * 24 * hour + 15 * hour)],
        closed: [TimeSpan(start: 24 * hour, end: 36 * hour)]),
      WorkCalendar(
        id: Identifier("K1"),
        weekly: [
          WeeklyHours(days: 0b111_1111, fromSecondOfDay: 22 * hour, toSecondOfDay: 6 * hour)
        ]),
      WorkCalendar(
        id: Identifier("K2"), closed: [TimeSpan(start: 30 * hour, end: 54 * hour)]),
      WorkCalendar(
        id: Identifier("K3"),
        open: [
          TimeSpan(start: -5 * hour, end: 40 * hour),
          TimeSpan(start: 60 * hour, end: 900 * hour),
        ]),
    ]
  }

  private mutating func machines() {
    for number in 0..<shape.processes {
      dataset.processes.append(
        Process(
          id: padded("P", number), name: "process \(number)", isResumable: random.chance(65),
          ships: random.chance(80)))
    }
    for number in 0..<shape.machines {
      dataset.machines.append(
        Machine(
          id: padded("M", number), factory: random.int(0...3),
          calendar: shape.hasCalendars && random.chance(70) ? random.int(0...3) : nil,
          units: random.chance(25) ? random.int(2...3) : 1,
          box: random.chance(30)
            ? Box(length: 500_000, width: 300_000, height: random.int64(100_000...900_000))
            : .unlimited,
          toleranceIT: random.chance(30) ? random.int(6...12) : 6))
    }
  }

  private mutating func offers() {
    for machine in dataset.machines.indices {
      for process in dataset.processes.indices where random.chance(shape.offerPercent) {
        for _ in 0..<(random.chance(20) ? 2 : 1) { offer(machine, process) }
      }
    }
  }

  private mutating func offer(_ machine: Int, _ process: Int) {
    let pricing: Pricing
    switch random.int(0...2) {
    case 0: pricing = .time(hourlyRateFen: random.int64(3_000...20_000))
    case 1:
      pricing = .piece(tiers: [
        PriceTier(fromQuantity: random.int64(1...5), priceFen: random.int64(900...2_000)),
        PriceTier(fromQuantity: 50, priceFen: random.int64(400...900)),
      ])
    default: pricing = .value(shareBasisPoints: random.int64(100...6_000))
    }
    let isHourly = random.chance(10) && pricing.mode != .piece
    dataset.offers.append(
      Offer(
        machine: machine, process: process, pricing: pricing,
        cycleMilliseconds: isHourly ? nil : random.int64(20_000...900_000),
        setupSeconds: random.int64(0...7_200),
        setupFeeFen: random.chance(50) ? random.int64(0...9_000) : 0,
        minimumChargeFen: random.chance(50) ? random.int64(0...30_000) : 0,
        billingIncrementSeconds: random.pick([60, 900, 1_800, 3_600]),
        materials: random.chance(50) ? [] : random.pick([[0], [1, 2], [0, 2]]),
        quantityMinHundredths: random.chance(15) ? random.int64(1...5) * 100 : 0,
        quantityMaxHundredths: random.chance(30) ? random.int64(10...120) * 100 : .max))
  }

  private mutating func order(_ number: Int) {
    let stageCount = random.chance(shape.multiStagePercent) ? random.int(2...4) : 1
    let first = dataset.stages.count
    for _ in 0..<stageCount {
      let isHours = random.chance(15)
      dataset.stages.append(
        Stage(
          process: random.int(0...(shape.processes - 1)),
          quantity: isHours ? random.int64(25...1_200) : random.int64(1...100),
          unit: isHours ? .hour : .piece,
          material: random.chance(25) ? random.int(0...2) : nil,
          toleranceIT: random.chance(25) ? random.int(7...10) : 18,
          box: random.chance(25)
            ? Box(length: 400_000, width: random.int64(1...600_000), height: 200_000) : .zero))
    }
    let release = random.int64(-86_400...(horizonSeconds * 3 / 4))
    let window = random.int64(20_000...(horizonSeconds * Int64(1 + stageCount) / 3))
    dataset.orders.append(
      Order(
        id: padded("O", number), cluster: random.int(0...2), release: release,
        deadline: release + window,
        budgetFen: random.int64(20_000...150_000) * Int64(stageCount),
        declaredValueFen: random.chance(50) ? random.int64(50_000...200_000) : nil,
        priority: random.chance(20) ? random.int64(2...5) : 1,
        pricingModes: random.chance(20) ? random.pick([.time, [.piece, .value], .value]) : .any,
        partsMax: random.chance(shape.splitPercent) ? random.int(2...5) : 1,
        certifications: random.chance(20) ? random.pick([[0], [1], [0, 1]]) : [],
        weightGrams: random.int64(0...400_000), stages: first..<dataset.stages.count))
  }

  private mutating func promised() {
    guard shape.hasCalendars else { return }
    for number in 0..<(shape.machines / 3) {
      let machine = random.int(0...(shape.machines - 1))
      if dataset.promised.contains(where: { $0.machine == machine }) { continue }
      let start = random.int64(-3_600...horizonSeconds)
      dataset.promised.append(
        PromisedBooking(
          id: padded("B", number), machine: machine,
          unit: random.int(1...dataset.machines[machine].units),
          span: TimeSpan(
            start: start,
            end: start + random.int64(600...(random.chance(50) ? 9_000 : 90_000))),
          orderID: number == 0 && shape.orders > 3 ? dataset.orders[1].id : nil))
    }
  }
}
