import CapacityData
import CapacityModel
import Foundation
import Testing

@Suite struct DatasetReaderTests {
  @Test func `every cell of the base dataset is read as it is written`() throws {
    let read = try read()
    let dataset = read.dataset
    #expect(read.warnings == [])
    #expect(dataset.name == "base")
    // 2026-03-02T00:00+08:00, two weeks.
    let start: Int64 = 1_772_380_800
    #expect(
      dataset.horizon
        == Horizon(
          startEpochSeconds: start, lengthSeconds: 14 * 86_400, zoneOffsetSeconds: 28_800))
    #expect(dataset.freightRates == FreightRates())
    #expect(
      dataset.clusters.first
        == Cluster(
          id: Identifier("C1"), name: "Longquanyi", latitudeMicrodegrees: 30_560_000,
          longitudeMicrodegrees: 104_270_000, regionCode: "510112"))
    #expect(dataset.certificationNames == ["IATF16949", "ISO9001"])
    // 2025-07-01, 2026-06-30 and 2026-03-31 in days from 1970.
    #expect(
      dataset.factories.map(\.certifications) == [
        [
          HeldCertification(certification: 0, firstDay: 20_270, lastDay: 20_634),
          HeldCertification(certification: 1),
        ], [HeldCertification(certification: 1, lastDay: 20_543)],
      ])
    #expect(
      dataset.calendars == [
        WorkCalendar(
          id: Identifier("K1"),
          weekly: [
            WeeklyHours(days: 0b1_1111, fromSecondOfDay: 28_800, toSecondOfDay: 43_200),
            WeeklyHours(days: 0b1_1111, fromSecondOfDay: 48_600, toSecondOfDay: 63_000),
          ],
          open: [TimeSpan(start: 5 * 86_400 + 28_800, end: 5 * 86_400 + 43_200)],
          closed: [TimeSpan(start: 2 * 86_400, end: 3 * 86_400)])
      ])
    #expect(
      dataset.machines.first
        == Machine(
          id: Identifier("M1"), factory: 0, equipmentClass: "mill", calendar: 0, units: 2,
          box: Box(length: 600_000, width: 400_000, height: 300_000), toleranceIT: 7))
    #expect(dataset.processes.map(\.id.text) == ["DSN", "MIL", "TRN"])
    #expect(dataset.processes.map(\.ships) == [false, true, true])
    #expect(dataset.processes.map(\.isResumable) == [true, true, false])
    #expect(dataset.materialNames == ["Al", "steel"])
    #expect(
      dataset.offers == [
        Offer(
          machine: 0, process: 1, pricing: .time(hourlyRateFen: 18_000),
          cycleMilliseconds: 30_000, setupSeconds: 600, minimumChargeFen: 5_000,
          billingIncrementSeconds: 1_800, materials: [0, 1]),
        Offer(
          machine: 0, process: 1,
          pricing: .piece(tiers: [
            PriceTier(fromQuantity: 1, priceFen: 1_250),
            PriceTier(fromQuantity: 100, priceFen: 1_120),
            PriceTier(fromQuantity: 1_000, priceFen: 980),
          ]), cycleMilliseconds: 30_500, setupFeeFen: 2_000, quantityMinHundredths: 100,
          quantityMaxHundredths: 500_000),
        Offer(
          machine: 1, process: 0, pricing: .time(hourlyRateFen: 12_000), cycleMilliseconds: nil,
          quantityMinHundredths: 50, quantityMaxHundredths: 4_000),
        Offer(
          machine: 1, process: 2, pricing: .value(shareBasisPoints: 750),
          cycleMilliseconds: 45_000, setupSeconds: 300),
      ])
    #expect(
      dataset.orders == [
        Order(
          id: Identifier("O1"), customer: "Acme", cluster: 0, release: 28_800,
          deadline: 4 * 86_400 + 64_800, budgetFen: 123_450, declaredValueFen: 200_000,
          pricingModes: [.time, .piece], certifications: [1], weightGrams: 12_500,
          stages: 0..<1),
        Order(
          id: Identifier("O2"), customer: "Bolt", cluster: 1, release: 86_400 + 28_800,
          deadline: 10 * 86_400 + 64_800, budgetFen: 500_000, priority: 3, partsMax: 2,
          weightGrams: 40_000, stages: 1..<3),
        Order(
          id: Identifier("O3"), customer: "Acme", cluster: 0, release: 0,
          deadline: 14 * 86_400, budgetFen: 80_000, stages: 3..<4),
      ])
    #expect(
      dataset.stages == [
        Stage(
          process: 1, quantity: 100, material: 1, toleranceIT: 8,
          box: Box(length: 200_000, width: 100_000, height: 50_000)),
        Stage(process: 0, quantity: 400, unit: .hour),
        Stage(
          process: 2, quantity: 50, material: 1, toleranceIT: 9,
          box: Box(length: 80_000, width: 80_000, height: 300_000)),
        Stage(process: 0, quantity: 250, unit: .hour),
      ])
    #expect(
      dataset.lanes == [
        FreightLane(
          fromCluster: 0, toCluster: 1, shipmentFen: 4_800, microYuanPerKg: 150_000,
          transitMicroHours: 3_500_000)
      ])
    #expect(
      dataset.promised == [
        PromisedBooking(
          id: Identifier("B1"), machine: 0, span: TimeSpan(start: 28_800, end: 43_200)),
        PromisedBooking(
          id: Identifier("B2"), machine: 1,
          span: TimeSpan(start: 86_400 + 32_400, end: 86_400 + 36_000),
          orderID: Identifier("O9")),
      ])
  }

  /// Only the columns that are required, and only the files.
  private static let smallest: [String: [UInt8]?] = [
    "dataset.json": nil, "calendars.csv": nil, "stages.csv": nil,
    "freight.csv": nil, "bookings.csv": nil,
    "clusters.csv": Array("cluster_id,latitude,longitude\nC1,30.5,104\n".utf8),
    "factories.csv": Array("factory_id,cluster_id\nF1,C1\n".utf8),
    "machines.csv": Array("machine_id,factory_id\nM1,F1\n".utf8),
    "processes.csv": Array("process\nMIL\n".utf8),
    "offers.csv": Array("machine_id,process,pricing,hourly_rate\nM1,MIL,time,180\n".utf8),
    "orders.csv": Array(
      """
      order_id,cluster_id,release,deadline,budget,process,quantity
      O1,C1,2026-03-02T08:00,2026-03-03T08:00,100,MIL,5
      O2,C1,2026-03-02T09:00,2026-03-04T08:00Z,200,MIL,6

      """.utf8),
  ]

  @Test func `what is left out has its defaults`() throws {
    let dataset = try withDataset(Self.smallest) { folder in
      try DatasetReader(folder: folder).read().dataset
    }
    let horizon = Horizon(
      startEpochSeconds: 1_772_409_600, lengthSeconds: 2 * 86_400 + 8 * 3_600,
      zoneOffsetSeconds: 28_800)
    let expected = Dataset(
      horizon: horizon,
      clusters: [
        Cluster(
          id: Identifier("C1"), name: "C1", latitudeMicrodegrees: 30_500_000,
          longitudeMicrodegrees: 104_000_000)
      ],
      factories: [Factory(id: Identifier("F1"), name: "F1", cluster: 0)],
      machines: [Machine(id: Identifier("M1"), factory: 0)],
      processes: [Process(id: Identifier("MIL"), name: "MIL")],
      offers: [
        Offer(
          machine: 0, process: 0, pricing: .time(hourlyRateFen: 18_000), cycleMilliseconds: nil)
      ],
      orders: [
        Order(
          id: Identifier("O1"), cluster: 0, release: 0, deadline: 86_400, budgetFen: 10_000,
          stages: 0..<1),
        Order(
          id: Identifier("O2"), cluster: 0, release: 3_600, deadline: 2 * 86_400 + 8 * 3_600,
          budgetFen: 20_000, stages: 1..<2),
      ],
      stages: [Stage(process: 0, quantity: 5), Stage(process: 0, quantity: 6)])
    #expect(dataset == expected)
  }

  @Test(arguments: ["dataset.json", "calendars.csv"])
  func `an optional file that is there and cannot be read is not passed over`(
    _ name: String
  ) throws {
    try withDataset([name: nil]) { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/" + name, withIntermediateDirectories: false)
      do {
        _ = try DatasetReader(folder: folder).read()
        Issue.record("read a folder as a file")
      } catch DataError.unreadable(let path, let reason) {
        #expect(path == folder + "/" + name)
        #expect(reason.english == "it is a folder")
      }
    }
  }

  @Test func `a missing dataset is bad data and a file in its place is unreadable`() throws {
    try withTemporaryFolder { folder in
      let lines = try problems { _ = try DatasetReader(folder: folder + "/none").read() }
      #expect(
        lines == ["\(folder)/none: there is no such folder; write the path of a dataset"])
      try "".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
      #expect(throws: DataError.self) { try DatasetReader(folder: folder + "/file").read() }
    }
  }

  @Test func `unknown columns and keys are warned of and ignored`() throws {
    let read = try read([
      "freight.csv": "from_cluster,x,to_cluster\nC1,,C2\n",
      "dataset.json": "{\"horizon_end\": \"2026-03-20T00:00\",\n \"colour\": 1}",
    ])
    #expect(
      read.warnings.map(\.english) == [
        "dataset.json:2:2: \"colour\" is no key of dataset.json; it is ignored",
        "freight.csv:1:14: \"x\" is no column of freight.csv; it is ignored",
      ])
  }

  @Test func `an order may leave out its times where dataset json names the horizon`() throws {
    let dataset = try read().dataset
    #expect(dataset.orders[2].release == 0)
    #expect(dataset.orders[2].deadline == dataset.horizon.lengthSeconds)
  }

  @Test func `the horizon spans the orders' times where nothing names it`() throws {
    let dataset = try read(["dataset.json": "{}"]).dataset
    #expect(dataset.orders.map(\.release) == [0, 86_400, 0])
    #expect(dataset.horizon.lengthSeconds == 10 * 86_400 + 36_000)
    #expect(dataset.orders[2].deadline == dataset.horizon.lengthSeconds)
  }

  @Test(
    arguments: [
      ("2026-03-02T08:00", 28_800), ("2026-03-02T08:00:30", 28_830),
      ("2026-03-02T00:00Z", 28_800), ("2026-03-02T08:00+08:00", 28_800),
      ("2026-03-01T19:00:00-05:00", 28_800), ("2026-03-02T24:00", 86_400),
      ("2025-03-02T08:00", 28_800 - 365 * 86_400),
    ] as [(String, Int64)])
  func `a time is read with and without an offset`(_ text: String, _ seconds: Int64) throws {
    let orders = try baseText("orders.csv").replacing("2026-03-02T08:00", with: text)
    #expect(try read(["orders.csv": orders]).dataset.orders[0].release == seconds)
  }

  @Test(
    arguments: [
      "2026-03-02", "2026-3-2T08:00", "2026-03-02T8:00", "2026-03-02t08:00", "2026-03-02T08",
      "2026-02-29T08:00", "2026-03-02T24:01", "2026-03-02T08:60", "2026-03-02T08:00:60",
      "2026-03-02T08:00+0800", "2026-03-02T08:00+08", "2026-03-02T08:00z", "2026-03-02T08:00+19:00",
      "2026-03-02T08:00.5", "0000-03-02T08:00", "2026-03-02T08:00Zx", "2026-00-02T08:00",
    ])
  func `what is not quite a time is refused`(_ text: String) throws {
    let orders = try baseText("orders.csv").replacing("2026-03-02T08:00", with: text)
    let lines = try problems { _ = try read(["orders.csv": orders]) }
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("orders.csv:2:12: release: \"\(text)\" is not a time;") == true)
  }

  @Test(
    arguments: [
      ("30.1234565", 30_123_457), ("30.1234564999", 30_123_456), ("-30.1234565", -30_123_457),
      ("90", 90_000_000), ("-90.0000001", -90_000_000), ("0.00000049", 0),
    ] as [(String, Int64)])
  func `latitudes are rounded to millionths of a degree`(_ text: String, _ value: Int64) throws {
    let clusters = try baseText("clusters.csv").replacing("30.56", with: text)
    let dataset = try read(["clusters.csv": clusters]).dataset
    #expect(dataset.clusters[0].latitudeMicrodegrees == value)
  }

  @Test(
    arguments: [
      "", "+5", ".5", "5.", "1e3", "1_000", "0x10", "１２", "5 0", "--5", "-", ".", "1.2.3", "NaN",
      "5-",
    ])
  func `what is not quite a number is refused`(_ text: String) throws {
    let orders = try baseText("orders.csv").replacing("1234.50", with: text)
    let lines = try problems { _ = try read(["orders.csv": orders]) }
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("orders.csv:2:46: budget: ") == true)
  }

  @Test(
    arguments: [
      ("8e-4", 800), ("0.8E-3", 800), ("\"0.0008\"", 800), ("80e-5", 800), ("1e1", 10_000_000),
      ("null", 800), ("0", 0),
    ] as [(String, Int64)])
  func `numbers of dataset json are exact however they are written`(
    _ text: String, _ value: Int64
  ) throws {
    let json = try baseText("dataset.json").replacing("0.0008", with: text)
    #expect(try read(["dataset.json": json]).dataset.freightRates.microYuanPerKgKm == value)
  }
}
