import CapacityData
import CapacityModel
import Foundation
import Testing

@Suite struct HostileInputTests {
  /// Bytes that mean something somewhere in the files.
  private static let spice: [[UInt8]] = [
    [0], [0xFF], [0xC2, 0x85], [0x22], [0x2C], [0x0A], [0x0D], [0x2D], [0x3B], [0x3A], [0x40],
    [0x2F],
    [0x7B], [0x5D], [0x5C], [0x2E], Array("99999999999999999999".utf8),
    Array("9223372036854775807".utf8), Array("e999".utf8), Array("24:00".utf8),
    Array("9999-12-31T23:59".utf8), Array("0001-01-01T00:00".utf8), Array("é".utf8), [],
  ]

  @Test(arguments: UInt64(1)...40)
  func `for any seed, a damaged dataset reads or is refused, and never traps`(
    _ seed: UInt64
  ) throws {
    var generator = SplitMix64(state: seed)
    let names = try FileManager.default.contentsOfDirectory(atPath: baseFolder).sorted()
    for _ in 0..<8 {
      var changes: [String: [UInt8]?] = [:]
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        let name = names[Int.random(in: 0..<names.count, using: &generator)]
        var bytes = Array(try baseText(name).utf8)
        for _ in 0...Int.random(in: 0...3, using: &generator) {
          let start = Int.random(in: 0...bytes.count, using: &generator)
          let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
          let extra = Self.spice[Int.random(in: 0..<Self.spice.count, using: &generator)]
          bytes.replaceSubrange(start..<end, with: extra)
        }
        changes[name] = bytes
      }
      try withDataset(changes) { folder in
        do {
          let dataset = try DatasetReader(folder: folder).read().dataset
          // What is accepted can be used: every index leads somewhere.
          for order in dataset.orders {
            #expect(!order.stages.isEmpty && dataset.clusters.indices.contains(order.cluster))
            #expect(order.release <= order.deadline)
          }
        } catch DataError.problems(let problems, _) {
          #expect(!problems.isEmpty, "seed \(seed)")
          for problem in problems { #expect(!problem.description.isEmpty) }
        }
      }
    }
  }

  @Test(
    arguments: [
      // K1 is closed from 12:00 to 13:30, and closed on Wednesday; M1 works by it.
      ("2026-03-02T12:00", "2026-03-02T13:30", true),
      ("2026-03-02T12:00", "2026-03-02T13:31", false),
      ("2026-03-03T17:30", "2026-03-05T08:00", true),
      ("2026-03-03T17:30", "2026-03-05T08:01", false),
      // The first Saturday is worked, the second is not.
      ("2026-03-07T08:00", "2026-03-07T08:01", false),
      ("2026-03-14T08:00", "2026-03-14T12:00", true),
      // Nothing is open outside the horizon.
      ("2026-02-23T08:00", "2026-02-23T12:00", true),
      ("2026-03-17T08:00", "2026-03-17T12:00", true),
      ("2026-02-23T08:00", "2026-03-02T08:01", false),
    ])
  func `promised bookings may overlap where nothing is open`(
    _ start: String, _ end: String, _ isFine: Bool
  ) throws {
    let rows = ["B1", "B2"].map { "\($0),M1,\(start),\(end)\n" }.joined()
    let lines = try problems {
      _ = try read(["bookings.csv": "booking_id,machine_id,start,end\n" + rows])
    }
    #expect(
      lines
        == (isFine
          ? []
          : [
            "bookings.csv:3:7: start: the booking shares open time of \"M1\" unit 1 with \"B1\" "
              + "(line 2); move one of the two to another time or unit"
          ]))
  }

  @Test(
    arguments: [
      // Sunday 22:00 to Monday 06:00, also from the evening before the horizon.
      ("2026-03-02T05:59", "2026-03-02T06:00", false),
      ("2026-03-02T06:00", "2026-03-08T22:00", true),
      ("2026-03-08T21:00", "2026-03-08T22:01", false),
      ("2026-03-09T00:00", "2026-03-09T00:01", false),
    ])
  func `hours past midnight belong to the day that they begin on`(
    _ start: String, _ end: String, _ isFine: Bool
  ) throws {
    let rows = ["B1", "B2"].map { "\($0),M1,\(start),\(end)\n" }.joined()
    let lines = try problems {
      _ = try read([
        "calendars.csv": "calendar_id,kind,days,from,to\nK1,weekly,Sun,22:00,06:00\n",
        "bookings.csv": "booking_id,machine_id,start,end\n" + rows,
      ])
    }
    #expect(lines.isEmpty == isFine)
  }

  @Test func `a booking inside a long one is found although others lie between`() throws {
    let lines = try problems {
      _ = try read([
        "bookings.csv": """
        booking_id,machine_id,start,end
        C,M2,2026-03-05T00:00,2026-03-06T00:00
        B,M2,2026-03-03T00:00,2026-03-03T01:00
        A,M2,2026-03-02T00:00,2026-03-10T00:00

        """
      ])
    }
    #expect(
      lines.map { $0.prefix(30) } == Array(repeating: "bookings.csv:4:6: start: the b", count: 2))
  }

  @Test func `a file of nothing but the same id is told quickly`() throws {
    let header = "order_id,cluster_id,budget,process,quantity\n"
    let rows = String(repeating: "O1,C1,1,MIL,1\n", count: 20_000)
    let lines = try problems {
      _ = try read(["orders.csv": header + rows, "stages.csv": "order_id,stage,process,quantity\n"])
    }
    #expect(lines.count == 21)
    #expect(lines.last == "and 19979 more")
  }
}
