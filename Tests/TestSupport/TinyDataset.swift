public import CapacityModel

/// A dataset of orders of one stage in one part, so small that every answer can be tried.
///
/// The horizon is a minute or so around a midnight, at which certificates end and begin. Everything that
/// decides is drawn by lot: hours, promised bookings, units, transits, all pricing modes.
public func tinyDataset(seed: UInt64, ordersMax: Int = 4) -> Dataset {
  var random = TestRandom(seed: seed)
  let length = random.int64(30...80)
  // 2026-03-02 is day 20,514 since 1970-01-01; the midnight after it is half-way.
  let midnight = length / 2
  var dataset = Dataset(
    name: "tiny \(seed)",
    horizon: Horizon(
      startEpochSeconds: 1_772_467_200 - midnight, lengthSeconds: length,
      zoneOffsetSeconds: 28_800),
    certificationNames: ["CNAS"])
  for number in 0..<2 {
    dataset.clusters.append(
      Cluster(
        id: Identifier("C\(number)"), name: "C\(number)",
        latitudeMicrodegrees: 30_000_000 + Int64(number) * 500_000,
        longitudeMicrodegrees: 104_000_000))
    dataset.lanes.append(
      FreightLane(
        fromCluster: number, toCluster: 1 - number, shipmentFen: random.int64(0...300),
        microYuanPerKg: random.int64(0...50_000),
        // Up to ten seconds.
        transitMicroHours: random.int64(0...2_800)))
    dataset.factories.append(
      Factory(
        id: Identifier("F\(number)"), name: "F\(number)", cluster: number,
        certifications: random.pick([
          [], [HeldCertification(certification: 0)],
          [HeldCertification(certification: 0, lastDay: 20_514)],
          [HeldCertification(certification: 0, firstDay: 20_515)],
        ])))
    dataset.calendars.append(calendar(number, length: length, &random))
    dataset.processes.append(
      Process(
        id: Identifier("P\(number)"), name: "P\(number)", isResumable: random.chance(50),
        ships: random.chance(60)))
  }
  for number in 0..<random.int(1...2) {
    dataset.machines.append(
      Machine(
        id: Identifier("M\(number)"), factory: number,
        calendar: random.chance(75) ? random.int(0...1) : nil, units: random.chance(20) ? 2 : 1))
    for process in 0..<2 where process == 0 || random.chance(60) {
      for _ in 0..<(random.chance(15) ? 2 : 1) {
        dataset.offers.append(offer(machine: number, process: process, &random))
      }
    }
  }
  for number in 0..<random.int(1...ordersMax) {
    let release = random.int64(-20...(length * 2 / 3))
    dataset.stages.append(
      Stage(process: random.chance(70) ? 0 : 1, quantity: random.int64(1...5)))
    dataset.orders.append(
      Order(
        id: Identifier("O\(number)"), cluster: random.int(0...1), release: release,
        deadline: release + random.int64(5...70), budgetFen: random.int64(200...4_000),
        declaredValueFen: random.chance(50) ? random.int64(100...9_000) : nil,
        priority: random.chance(30) ? random.int64(2...3) : 1,
        pricingModes: random.chance(15) ? random.pick([.time, [.piece, .value]]) : .any,
        certifications: random.chance(20) ? [0] : [], weightGrams: random.int64(0...5_000),
        stages: number..<number + 1))
  }
  for number in 0..<random.int(0...2) {
    let machine = random.int(0...(dataset.machines.count - 1))
    let start = random.int64(-10...length)
    let unit = random.int(1...dataset.machines[machine].units)
    dataset.promised.append(
      PromisedBooking(
        id: Identifier("B\(number)"), machine: machine, unit: unit,
        span: TimeSpan(start: start, end: start + random.int64(1...25)),
        orderID: random.chance(10) ? dataset.orders[0].id : nil))
  }
  return dataset
}

private func calendar(_ number: Int, length: Int64, _ random: inout TestRandom) -> WorkCalendar {
  func spans(_ most: Int, of lengths: ClosedRange<Int64>) -> [TimeSpan] {
    (0..<random.int(0...most)).map { _ in
      let start = random.int64(-10...length)
      return TimeSpan(start: start, end: start + random.int64(lengths))
    }
  }
  let opens = random.chance(50)
  return WorkCalendar(
    id: Identifier("K\(number)"), open: opens ? spans(4, of: 3...30) : [],
    closed: spans(3, of: 1...15))
}

private func offer(machine: Int, process: Int, _ random: inout TestRandom) -> Offer {
  let pricing: Pricing
  switch random.int(0...2) {
  case 0: pricing = .time(hourlyRateFen: random.int64(50_000...500_000))
  case 1:
    pricing = .piece(tiers: [
      PriceTier(fromQuantity: 1, priceFen: random.int64(100...600)),
      PriceTier(fromQuantity: 4, priceFen: random.int64(50...400)),
    ])
  default: pricing = .value(shareBasisPoints: random.int64(100...8_000))
  }
  return Offer(
    machine: machine, process: process, pricing: pricing,
    cycleMilliseconds: random.int64(700...6_000), setupSeconds: random.int64(0...6),
    setupFeeFen: random.chance(30) ? random.int64(0...300) : 0,
    minimumChargeFen: random.chance(30) ? random.int64(0...800) : 0,
    billingIncrementSeconds: random.pick([1, 5, 60]),
    quantityMinHundredths: random.chance(15) ? 200 : 0,
    quantityMaxHundredths: random.chance(15) ? 400 : .max)
}
