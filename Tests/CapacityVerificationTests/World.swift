import CapacityModel
import CapacityVerification
import Testing

/// A small dataset and result that a test changes in one place, and what the verifier finds then.
///
/// The horizon is the week from Monday 2026-03-02 in +08:00. F1 in Ningbo has M1 (one unit, open
/// 08:00 to 20:00), F2 in Wuxi has M2 (two units, always open); 216 km lie between them.
struct World {
  var dataset: Dataset
  var bookings: [BookingRecord] = []
  var unmatched: [UnmatchedRecord] = []
  var summary: [String: SummaryValue] = [:]
  var shadowPrices: [ShadowPriceRecord] = []

  static let startEpochSeconds: Int64 = 1_772_380_800
  /// 2026-03-02, counted from 1970-01-01.
  static let firstDay: Int64 = 20_514

  init() {
    dataset = Dataset(
      name: "small",
      horizon: Horizon(
        startEpochSeconds: Self.startEpochSeconds, lengthSeconds: 7 * 86_400,
        zoneOffsetSeconds: 28_800),
      clusters: [
        Cluster(
          id: Identifier("NB"), name: "Ningbo", latitudeMicrodegrees: 29_868_000,
          longitudeMicrodegrees: 121_544_000, regionCode: "330281"),
        Cluster(
          id: Identifier("WX"), name: "Wuxi", latitudeMicrodegrees: 31_490_000,
          longitudeMicrodegrees: 120_310_000, regionCode: "320211"),
      ],
      factories: [
        Factory(id: Identifier("F1"), name: "F1", cluster: 0),
        Factory(id: Identifier("F2"), name: "F2", cluster: 1),
      ],
      calendars: [
        WorkCalendar(
          id: Identifier("day"),
          weekly: [WeeklyHours(days: 0x7F, fromSecondOfDay: 28_800, toSecondOfDay: 72_000)])
      ],
      machines: [
        Machine(
          id: Identifier("M1"), factory: 0, calendar: 0,
          box: Box(length: 600_000, width: 300_000, height: 400_000), toleranceIT: 7),
        Machine(id: Identifier("M2"), factory: 1, units: 2, toleranceIT: 12),
      ],
      processes: [
        Process(id: Identifier("mill"), name: "mill"),
        Process(id: Identifier("forge"), name: "forge", isResumable: false),
        Process(id: Identifier("draw"), name: "draw", stageKind: .design, ships: false),
      ],
      offers: [
        // 36 yuan an hour is a fen a second.
        Offer(
          machine: 0, process: 0, pricing: .time(hourlyRateFen: 3_600), cycleMilliseconds: 60_000,
          setupSeconds: 600),
        Offer(
          machine: 1, process: 0,
          pricing: .piece(tiers: [
            PriceTier(fromQuantity: 1, priceFen: 250), PriceTier(fromQuantity: 50, priceFen: 200),
          ]), cycleMilliseconds: 30_000, materials: [0], quantityMinHundredths: 500,
          quantityMaxHundredths: 50_000),
        Offer(
          machine: 0, process: 1, pricing: .time(hourlyRateFen: 3_600), cycleMilliseconds: 60_000),
        Offer(
          machine: 1, process: 2, pricing: .value(shareBasisPoints: 1_000),
          cycleMilliseconds: nil),
      ],
      certificationNames: ["ISO9001", "CNAS"], materialNames: ["steel", "Ti 6 at V"])
  }

  /// Seconds from the horizon's start; day 0 is the Monday.
  static func at(_ day: Int64, _ hour: Int64, _ minute: Int64 = 0) -> Int64 {
    day * 86_400 + hour * 3_600 + minute * 60
  }

  /// An order for Ningbo with 1,000 yuan and until Thursday, 00:00; `change` makes it another one.
  mutating func addOrder(
    _ id: String, stages: [Stage] = [Stage(process: 0, quantity: 100)],
    change: (inout Order) -> Void = { _ in }
  ) {
    let first = dataset.stages.count
    dataset.stages += stages
    var order = Order(
      id: Identifier(id), cluster: 0, release: 0, deadline: Self.at(3, 0), budgetFen: 100_000,
      stages: first..<dataset.stages.count)
    change(&order)
    dataset.orders.append(order)
  }

  /// A row for 100 pieces on M1 from Monday 08:00, which is right for an order as `addOrder` makes
  /// it: 600 s and 100 minutes, 66.00 yuan, no freight.
  mutating func addBooking(
    _ order: String, stage: Int64 = 1, part: Int64 = 1,
    change: (inout BookingRecord) -> Void = { _ in }
  ) {
    var record = BookingRecord(
      line: bookings.count + 2, bookingID: Identifier("\(order)/\(stage)/\(part)"),
      orderID: Identifier(order), stage: stage, part: part, machineID: Identifier("M1"), unit: 1,
      factoryID: Identifier("F1"), process: Identifier("mill"), pricing: .time,
      quantityHundredths: 10_000, start: Self.at(0, 8), end: Self.at(0, 8) + 6_600,
      workingSeconds: 6_600, chargeFen: 6_600, freightFen: 0)
    change(&record)
    bookings.append(record)
  }

  /// The same work on M2: 50 minutes by the piece, 200.00 yuan, and 5.4 hours to Ningbo.
  mutating func addBookingInWuxi(
    _ order: String, stage: Int64 = 1, part: Int64 = 1,
    change: (inout BookingRecord) -> Void = { _ in }
  ) {
    addBooking(order, stage: stage, part: part) {
      $0.machineID = Identifier("M2")
      $0.factoryID = Identifier("F2")
      $0.pricing = .piece
      $0.end = $0.start + 3_000
      $0.workingSeconds = 3_000
      $0.chargeFen = 20_000
      $0.freightFen = 6_000
      change(&$0)
    }
  }

  mutating func addUnmatched(
    _ order: String, _ reason: UnmatchedReason, stage: Int64? = nil, fix: String = ""
  ) {
    unmatched.append(
      UnmatchedRecord(
        line: unmatched.count + 2, orderID: Identifier(order), stage: stage, reason: reason,
        detail: "in words", fix: fix))
  }

  /// All findings.
  ///
  /// Each of them must have words in Chinese as well, whatever the test is about.
  func allFindings() -> [Finding] {
    let findings = Verifier(dataset: dataset).verify(
      ResultRecords(
        bookings: bookings, unmatched: unmatched, summary: summary,
        shadowPrices: shadowPrices))
    for finding in findings {
      let chinese = finding.words.chinese
      #expect(
        chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(chinese)")
    }
    return findings
  }

  /// All findings but those about `summary.json`, which most tests leave empty.
  func findings() -> [Finding] { allFindings().filter { $0.rule != .summary } }

  /// The rules of ``findings()``.
  func rules() -> [Rule] { findings().map(\.rule) }
}

extension World {
  /// One order, well served by M1.
  static func served() -> World {
    var world = World()
    world.addOrder("A")
    world.addBooking("A")
    return world
  }

  /// Order A: two hours of drawing in Wuxi, then 100 pieces milled in either place, then 100 forged in Ningbo.
  mutating func addChain(partsMax: Int) {
    addOrder(
      "A",
      stages: [
        Stage(process: 2, quantity: 200, unit: .hour), Stage(process: 0, quantity: 100),
        Stage(process: 1, quantity: 100),
      ]
    ) {
      $0.partsMax = partsMax
      $0.weightGrams = 100_000
    }
  }

  /// Two hours of drawing in Wuxi, then 100 pieces milled half there, half in Ningbo, then 100
  /// forged in Ningbo: 100 kg of goods, delivered to Ningbo.
  static func chain() -> World {
    var world = World()
    world.addChain(partsMax: 2)
    world.addBookingInWuxi("A") {
      $0.process = Identifier("draw")
      $0.unit = 2
      $0.pricing = .value
      $0.quantityHundredths = 200
      $0.start = at(0, 6)
      $0.end = at(0, 8)
      $0.workingSeconds = 7_200
      // A tenth of a third of 1,000 yuan.
      $0.chargeFen = 3_333
      // One shipment of half the goods: 60 yuan and 0.0008 x 50 kg x 216 km.
      $0.freightFen = 6_864
    }
    world.addBooking("A", stage: 2, part: 1) {
      $0.quantityHundredths = 5_000
      $0.end = $0.start + 3_600
      $0.workingSeconds = 3_600
      $0.chargeFen = 3_600
    }
    world.addBookingInWuxi("A", stage: 2, part: 2) {
      $0.quantityHundredths = 5_000
      $0.end = $0.start + 1_500
      $0.workingSeconds = 1_500
      $0.chargeFen = 10_000
      $0.freightFen = 0
    }
    world.addBooking("A", stage: 3) {
      $0.process = Identifier("forge")
      // The second half arrives at 13:49 (08:25 and 5.4 hours).
      $0.start = at(0, 13, 49)
      $0.end = $0.start + 6_000
      $0.workingSeconds = 6_000
      $0.chargeFen = 6_000
    }
    return world
  }
}
