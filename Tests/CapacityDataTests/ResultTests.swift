import CapacityData
import CapacityModel
import Foundation
import Testing

@Suite struct ResultTests {
  /// A result of the base dataset: order O2 in two stages, O1 and O3 left over.
  private static let result = MatchResult(
    bookings: [
      Booking(
        order: 1, stage: 1, part: 1, offer: 2, unit: 1, quantity: 400,
        span: TimeSpan(start: 118_800, end: 133_200), workingSeconds: 14_400,
        chargeFen: 48_000),
      Booking(
        order: 1, stage: 2, part: 1, offer: 3, unit: 1, quantity: 50,
        span: TimeSpan(start: 133_200, end: 135_750), workingSeconds: 2_550,
        chargeFen: 37_500),
    ],
    matched: [MatchedOrder(order: 1, bookings: 0..<2, freightFen: 5_400)],
    unmatched: [
      UnmatchedOrder(
        order: 0, stage: nil, reason: .noCapacity, fix: .budget(addFen: 32_000),
        evidence: .servingOffers(1)),
      UnmatchedOrder(
        order: 2, stage: 1, reason: .noCertification, fix: .certification(1, factory: 1),
        evidence: .servingOffers(1)),
    ], objectiveFen: 1_227_300,
    certificate: Certificate(
      upperBoundFen: 2_000_000,
      prices: [
        ShadowPrice(
          machine: 0, period: TimeSpan(start: 0, end: 86_400), openSeconds: 43_200,
          microYuanPerSecond: 148_000),
        ShadowPrice(
          machine: 1, period: TimeSpan(start: 86_400, end: 172_800), openSeconds: 82_800,
          microYuanPerSecond: 1_206),
      ]))

  private static let summary = JSONDocument.object([
    .init("schema_version", .integer(1)), .init("dataset", .string("a \"b\"\n中")),
    .init("objective", .money(1_227_300)), .init("upper_bound", .null),
    .init("orders", .object([.init("total", .integer(3)), .init("matched", .integer(1))])),
    .init("proven", .flag(false)), .init("empty", .object([])),
    .init("run", .object([.init("seconds", .number("0.1234"))])),
  ])

  private static func write(to folder: String, force: Bool = false) throws -> Dataset {
    let dataset = try read().dataset
    try ResultWriter(folder: folder, force: force).write(
      result: result, dataset: dataset, details: ["taken, or worth more elsewhere", "a, \"b\""],
      summary: summary)
    return dataset
  }

  @Test(arguments: [
    // What a spreadsheet would run, also where it is quoted or full-width.
    ("=1+2", true), ("+1", true), ("-1", true), ("@SUM(A1)", true), ("\t=1", true), ("\r=1", true),
    ("=\"a\",b", true), ("＝1", true), ("＋1", true), ("－1", true), ("＠A", true),
    // What reads like one that was defused.
    ("'=1", true), ("''@", true),
    // What is left as it is.
    ("1=2", false), ("'a", false), ("'", false), ("", false), ("、=1", false), (" =1", false),
    ("’=1", false),
  ])
  func `free text cannot begin a formula, and reads as it was`(
    text: String, isDefused: Bool
  ) throws {
    try withTemporaryFolder { folder in
      let dataset = try read().dataset
      try ResultWriter(folder: folder + "/out", force: false).write(
        result: Self.result, dataset: dataset, details: [text, "plain"], summary: Self.summary)
      let rows = try String(contentsOfFile: folder + "/out/unmatched.csv", encoding: .utf8)
      let cell = rows.dropFirst("order_id,stage,reason,detail,fix\nO1,,no_capacity,".count)
      let begins = cell.drop { $0 == "\"" }.hasPrefix("'" + text.replacing("\"", with: "\"\""))
      #expect(begins == isDefused, "\(cell)")
      let records = try ResultReader(folder: folder + "/out", horizon: dataset.horizon).read()
      #expect(records.unmatched.map(\.detail) == [text, "plain"])
    }
  }

  @Test func `a result is written as it is documented`() throws {
    try withTemporaryFolder { folder in
      _ = try Self.write(to: folder + "/out")
      func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder + "/out/" + name, encoding: .utf8)
      }
      #expect(
        try text("bookings.csv") == """
          booking_id,order_id,stage,part,machine_id,machine_unit,factory_id,process,pricing,\
          quantity,start,end,working_time_s,charge,freight
          O2/1/1,O2,1,1,M2,1,F2,DSN,time,4.00,2026-03-03T09:00:00+08:00,\
          2026-03-03T13:00:00+08:00,14400,480.00,54.00
          O2/2/1,O2,2,1,M2,1,F2,TRN,value,50,2026-03-03T13:00:00+08:00,\
          2026-03-03T13:42:30+08:00,2550,375.00,0.00

          """)
      #expect(
        try text("unmatched.csv") == """
          order_id,stage,reason,detail,fix
          O1,,no_capacity,"taken, or worth more elsewhere",budget +320.00
          O3,1,no_certification,"a, ""b\""",certification ISO9001 at F2

          """)
      #expect(
        try text("summary.json") == """
          {
            "schema_version": 1,
            "dataset": "a \\"b\\"\\n中",
            "objective": 12273.00,
            "upper_bound": null,
            "orders": {
              "total": 3,
              "matched": 1
            },
            "proven": false,
            "empty": {},
            "run": {
              "seconds": 0.1234
            }
          }

          """)
      #expect(
        try text("shadow_prices.csv") == """
          machine_id,period_start,period_end,open_s,micro_yuan_per_s
          M1,2026-03-02T00:00:00+08:00,2026-03-03T00:00:00+08:00,43200,148000
          M2,2026-03-03T00:00:00+08:00,2026-03-04T00:00:00+08:00,82800,1206

          """)
      // 100 pieces take 3,050 s or 3,600 s. M1 has 148 free hours, M2, which is elsewhere, 335.
      #expect(
        try text("capacity_gaps.csv") == """
          process,cluster_id,unmatched_orders,unmatched_hours,unmatched_budget,\
          shadow_price_yuan_per_h
          MIL,C1,1,0.92,1234.50,43.20
          DSN,C1,1,2.50,800.00,0.30

          """)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out"])
    }
  }

  @Test func `where nothing was proven there is no price`() throws {
    try withTemporaryFolder { folder in
      let dataset = try read().dataset
      var result = Self.result
      result.certificate = nil
      try ResultWriter(folder: folder + "/out", force: false).write(
        result: result, dataset: dataset, summary: Self.summary
      ) { _ in "" }
      func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder + "/out/" + name, encoding: .utf8)
      }
      #expect(
        try text("shadow_prices.csv")
          == "machine_id,period_start,period_end,open_s,micro_yuan_per_s\n")
      #expect(try text("capacity_gaps.csv").hasSuffix("1234.50,\nDSN,C1,1,2.50,800.00,\n"))
    }
  }

  @Test func `what is written is read back`() throws {
    try withTemporaryFolder { folder in
      let dataset = try Self.write(to: folder + "/out")
      let records = try ResultReader(folder: folder + "/out", horizon: dataset.horizon).read()
      #expect(
        records.bookings == [
          BookingRecord(
            line: 2, bookingID: Identifier("O2/1/1"), orderID: Identifier("O2"), stage: 1,
            part: 1, machineID: Identifier("M2"), unit: 1, factoryID: Identifier("F2"),
            process: Identifier("DSN"), pricing: .time, quantityHundredths: 400, start: 118_800,
            end: 133_200, workingSeconds: 14_400, chargeFen: 48_000, freightFen: 5_400),
          BookingRecord(
            line: 3, bookingID: Identifier("O2/2/1"), orderID: Identifier("O2"), stage: 2,
            part: 1, machineID: Identifier("M2"), unit: 1, factoryID: Identifier("F2"),
            process: Identifier("TRN"), pricing: .value, quantityHundredths: 5_000,
            start: 133_200, end: 135_750, workingSeconds: 2_550, chargeFen: 37_500, freightFen: 0),
        ])
      #expect(
        records.unmatched == [
          UnmatchedRecord(
            line: 2, orderID: Identifier("O1"), stage: nil, reason: .noCapacity,
            detail: "taken, or worth more elsewhere", fix: "budget +320.00"),
          UnmatchedRecord(
            line: 3, orderID: Identifier("O3"), stage: 1, reason: .noCertification,
            detail: "a, \"b\"", fix: "certification ISO9001 at F2"),
        ])
      #expect(
        records.summary == [
          "schema_version": .hundredths(100), "dataset": .text("a \"b\"\n中"),
          "objective": .hundredths(1_227_300), "upper_bound": .null,
          "orders.total": .hundredths(300), "orders.matched": .hundredths(100),
          "proven": .flag(false),
        ])
    }
  }

  @Test func `a result serves as promised bookings of a later dataset`() throws {
    try withTemporaryFolder { folder in
      _ = try Self.write(to: folder + "/out")
      let bookings = try String(contentsOfFile: folder + "/out/bookings.csv", encoding: .utf8)
      let read = try read(["bookings.csv": bookings])
      #expect(read.warnings == [])
      #expect(read.dataset.promised.map(\.id.text) == ["O2/1/1", "O2/2/1"])
      #expect(read.dataset.promised.map(\.span) == Self.result.bookings.map(\.span))
    }
  }

  @Test func `the longest order id still makes a booking id that reads`() throws {
    let id = String(repeating: "订", count: 64)
    let bookings =
      "booking_id,machine_id,start,end,order_id\n\(id)/1/1,M2,"
      + "2026-03-03T09:00,2026-03-03T10:00,\(id)\n"
    #expect(try read(["bookings.csv": bookings]).dataset.promised.count == 1)
  }

  @Test func `an existing target is refused early and late, and replaced by force`() throws {
    try withTemporaryFolder { folder in
      let target = folder + "/out"
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
      try "old".write(toFile: target + "/old.txt", atomically: true, encoding: .utf8)
      #expect(throws: DataError.self) {
        try ResultWriter(folder: target, force: false).checkTarget()
      }
      do {
        _ = try Self.write(to: target)
        Issue.record("replaced a target without force")
      } catch DataError.targetExists(let path) {
        #expect(path == target)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: target) == ["old.txt"])
      _ = try Self.write(to: target, force: true)
      #expect(
        try Set(FileManager.default.contentsOfDirectory(atPath: target)) == [
          "bookings.csv", "unmatched.csv", "summary.json", "shadow_prices.csv", "capacity_gaps.csv",
        ])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out"])
    }
  }

  @Test func `force replaces what a link points to, and a file in the way`() throws {
    try withTemporaryFolder { folder in
      let files = FileManager.default
      _ = try Self.write(to: folder + "/real")
      try files.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: folder + "/real")
      try "old".write(toFile: folder + "/real/old.txt", atomically: true, encoding: .utf8)
      _ = try Self.write(to: folder + "/link/", force: true)
      #expect(try files.destinationOfSymbolicLink(atPath: folder + "/link") == folder + "/real")
      #expect(!files.fileExists(atPath: folder + "/real/old.txt"))
      try "old".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
      _ = try Self.write(to: folder + "/file", force: true)
      #expect(try files.contentsOfDirectory(atPath: folder + "/file").count == 5)
      #expect(try Set(files.contentsOfDirectory(atPath: folder)) == ["real", "link", "file"])
    }
  }

  @Test func `force does not replace a dataset`() throws {
    try withDataset { folder in
      do {
        _ = try Self.write(to: folder, force: true)
        Issue.record("replaced a dataset")
      } catch DataError.unwritable(_, let reason) {
        #expect(reason.english.contains("orders.csv"))
      }
      #expect(FileManager.default.fileExists(atPath: folder + "/orders.csv"))
    }
  }

  @Test func `a target in a missing folder is refused with the reason`() throws {
    try withTemporaryFolder { folder in
      do {
        _ = try Self.write(to: folder + "/none/out")
        Issue.record("wrote into a missing folder")
      } catch DataError.unwritable(_, let reason) {
        #expect(reason.english == "the folder that it should stand in is missing")
      }
    }
  }

  @Test func `whatever fails on the way, the old result stands whole`() throws {
    try withTemporaryFolder { folder in
      let target = folder + "/out"
      _ = try Self.write(to: target)
      let before = try Data(contentsOf: URL(fileURLWithPath: target + "/bookings.csv"))
      let staged = StagedFolder(target: target)
      try staged.begin()
      try staged.write("bookings.csv", [1, 2, 3])
      // The same name again: the system refuses, as it would on a full disk.
      #expect(throws: DataError.self) { try staged.write("bookings.csv", [4]) }
      staged.discard()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: target + "/bookings.csv")) == before)
      // A target that appeared meanwhile is not replaced without force either.
      try staged.begin()
      #expect(throws: DataError.self) { try staged.commit(force: false) }
      staged.discard()
      #expect(try Data(contentsOf: URL(fileURLWithPath: target + "/bookings.csv")) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out"])
    }
  }

  @Test func `a stop between the two renames puts the old result back`() throws {
    try withTemporaryFolder { folder in
      let target = folder + "/out"
      _ = try Self.write(to: target)
      let staged = StagedFolder(target: target)
      try staged.begin()
      let pid = ProcessInfo.processInfo.processIdentifier
      try FileManager.default.moveItem(
        atPath: target, toPath: folder + "/.out.capmatch-\(pid)-old")
      staged.discard()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: target).count == 5)
    }
  }

  @Test(
    arguments: [
      (
        "summary.json", "{\"objective\": 1.234}",
        "summary.json:1:2: objective: \"1.234\" has more than 2 decimal places; round it to 2 or fewer"
      ),
      (
        "summary.json", "{\"a\": {\"b\": [1]}}",
        "summary.json:1:8: a.b: the value is a list, and no key of a summary has one; write a number, "
          + "a text, true, false or null"
      ),
      (
        "summary.json", "{\"a\": x}",
        "summary.json:1:7: the file is not valid JSON; correct the JSON"
      ),
      (
        "summary.json", "{\"a\": 99999999999999999999}",
        "summary.json:1:2: a: \"99999999999999999999\" is above the largest allowed, "
          + "92233720368547758.07; write a smaller number"
      ),
      (
        "unmatched.csv", "order_id,stage,reason,detail,fix\nO1,x,no_capacity,,\nO1,,never,,\n",
        "unmatched.csv:2:4: stage: \"x\" is not a whole number; write it like 1"
      ),
      (
        "shadow_prices.csv",
        "machine_id,period_start,period_end,open_s,micro_yuan_per_s\n"
          + "M1,2026-03-02T00:00,2026-03-03T00:00,60,1.5\n",
        "shadow_prices.csv:2:41: micro_yuan_per_s: \"1.5\" is not a whole number; write it without "
          + "a decimal point"
      ),
      (
        "shadow_prices.csv",
        "machine_id,period_start,period_end,open_s,micro_yuan_per_s\nM1,soon,,60,1\n",
        "shadow_prices.csv:2:4: period_start: \"soon\" is not a time; write it like 2026-03-02T08:00"
      ),
      (
        "shadow_prices.csv", "",
        "shadow_prices.csv:1:1: the file is empty; write a header row: "
          + "machine_id,period_start,period_end,open_s,micro_yuan_per_s"
      ),
      (
        "bookings.csv", "booking_id\n",
        "bookings.csv:1:1: machine_id: the column is missing; add it to the header (its Chinese name "
          + "is 设备编号) and fill it"
      ),
    ])
  func `a result that cannot be parsed is told with its place`(
    _ file: String, _ text: String, _ line: String
  ) throws {
    try withTemporaryFolder { folder in
      let dataset = try Self.write(to: folder + "/out")
      try text.write(toFile: folder + "/out/" + file, atomically: true, encoding: .utf8)
      let lines = try problems {
        _ = try ResultReader(folder: folder + "/out", horizon: dataset.horizon).read()
      }
      #expect(lines.first == line)
    }
  }

  @Test(arguments: ["bookings.csv", "unmatched.csv", "summary.json", "shadow_prices.csv"])
  func `a result without one of its files is bad data`(_ file: String) throws {
    try withTemporaryFolder { folder in
      let dataset = try Self.write(to: folder + "/out")
      try FileManager.default.removeItem(atPath: folder + "/out/" + file)
      let lines = try problems {
        _ = try ResultReader(folder: folder + "/out", horizon: dataset.horizon).read()
      }
      #expect(lines.count == 1)
      #expect(lines.first?.hasPrefix("\(file): the file is missing; add it") == true)
    }
  }

  @Test func `prices are read with their lines, also those below zero`() throws {
    try withTemporaryFolder { folder in
      let dataset = try Self.write(to: folder + "/out")
      let text = """
        micro_yuan_per_s,machine_id,period_start,period_end,open_s
        -5,M2,2026-03-02T00:00,2026-03-03T00:00:00+08:00,60
        1000000,M9,2026-03-03T00:00Z,2026-03-02T00:00Z,-1

        """
      try text.write(
        toFile: folder + "/out/shadow_prices.csv", atomically: true, encoding: .utf8)
      let records = try ResultReader(folder: folder + "/out", horizon: dataset.horizon).read()
      let start = dataset.horizon.startEpochSeconds
      #expect(
        records.shadowPrices == [
          ShadowPriceRecord(
            line: 2, machineID: Identifier("M2"), start: 1_772_380_800 - start,
            end: 1_772_467_200 - start, openSeconds: 60, microYuanPerSecond: -5),
          ShadowPriceRecord(
            line: 3, machineID: Identifier("M9"), start: 1_772_496_000 - start,
            end: 1_772_409_600 - start, openSeconds: -1, microYuanPerSecond: 1_000_000),
        ])
    }
  }

  @Test func `values that break rules are still read, for verify to judge`() throws {
    try withTemporaryFolder { folder in
      let dataset = try Self.write(to: folder + "/out")
      let path = folder + "/out/bookings.csv"
      let text = try String(contentsOfFile: path, encoding: .utf8)
        .replacing("480.00", with: "-480.00").replacing("O2,1,1,M2,1", with: "O2,-7,0,M99,900")
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let records = try ResultReader(folder: folder + "/out", horizon: dataset.horizon).read()
      #expect(records.bookings[0].chargeFen == -48_000)
      #expect(records.bookings[0].stage == -7)
      #expect(records.bookings[0].unit == 900)
    }
  }
}
