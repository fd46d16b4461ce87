import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import Foundation
import TestSupport
import Testing

@Suite struct `The factory's side` {
  private let tiny = projectFolder + "/Fixtures/tiny"
  private let sichuan = projectFolder + "/Fixtures/sichuan"

  @Test func `recommends orders of the Sichuan dataset to a machine, as text and as JSON`()
    async throws
  {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      try await matchFiles(sichuan, to: out)
      let run = try runCapmatch(["recommend", sichuan, out, "M101", "--top", "3"])
      #expect(run.code == 0)
      #expect(run.error == "")
      let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines[0] == "Machine M101, submerged arc at F33 in 德阳广汉")
      #expect(lines[1].hasPrefix("  open 664.00 h, promised 393.00 h, booked "))
      for title in ["rank", "order", "an hour", "what you would change", "or the buyer"] {
        #expect(lines[3].contains(title))
      }
      #expect(lines[6].hasPrefix("   3"))
      let words = ["recommend", sichuan, out, "M101", "--format", "json", "--rank-by", "order"]
      let one = try runCapmatch(words + ["--threads", "1"])
      #expect(try runCapmatch(words + ["--threads", "2"]).output == one.output)
      let document = try #require(
        JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [String: Any])
      #expect(document["machine_id"] as? String == "M101")
      #expect(document["rank_by"] as? String == "order")
      let list = try #require(document["recommendations"] as? [[String: Any]])
      #expect(!list.isEmpty)
      for (index, recommendation) in list.enumerated() {
        #expect(recommendation["rank"] as? Int == index + 1)
        #expect(
          Set(recommendation.keys) == [
            "rank", "order_id", "stage", "process", "quantity", "unit", "pricing",
            "working_time_s", "earns", "earns_per_hour", "changes", "reason", "fix",
          ])
        let changes = try #require(recommendation["changes"] as? [[String: Any]])
        for change in changes {
          #expect(
            Set(change.keys) == [
              "change", "by", "from", "to", "tier_from", "open", "fix", "earns", "machine_unit",
              "start", "end",
            ])
        }
      }
    }
  }

  @Test func `states what a factory booked, earned and left idle`() async throws {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      #expect(try runCapmatch(["match", tiny, "-o", out, "-q"]).code == 0)
      let bookings = try contents(out + "/bookings.csv").split(separator: "\n").dropFirst()
      let run = try runCapmatch(["statement", tiny, out, "F1"])
      #expect(run.code == 0)
      #expect(run.output.hasPrefix("Statement of F1"))
      #expect(run.output.contains("idle worth"))
      let json = try runCapmatch(["statement", tiny, out, "F1", "--format", "json"]).output
      let document = try #require(
        JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      let own = try #require(document["bookings"] as? [[String: Any]])
      #expect(own.count == bookings.filter { $0.contains(",F1,") }.count)
      #expect(!own.isEmpty)
      let revenue = try #require(document["revenue"] as? [String: Any])
      #expect(Set(revenue.keys) == ["time", "piece", "value", "total"])
      #expect(document["worth_counts"] as? String == "yuan of surplus")
    }
  }

  @Test func `a result without prices says so instead of 0`() async throws {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      try await matchFiles(tiny, to: out)
      let run = try runCapmatch(["statement", tiny, out, "F1"])
      #expect(run.code == 0)
      #expect(!run.output.contains("idle worth"))
      #expect(run.output.contains("is not known: the result has no shadow prices"))
      let json = try runCapmatch(["statement", tiny, out, "F1", "--format", "json"]).output
      #expect(json.contains("\"idle_worth\": null"))
      #expect(json.contains("\"worth_counts\": null"))
    }
  }

  @Test(arguments: [
    // A command, what it is asked about, and what it answers.
    ("recommend", "M11", "MACHINE: 'M11' is not in machines.csv of ", "did you mean 'M1'?"),
    ("recommend", "lathe", "MACHINE: 'lathe'", "write a machine_id that stands there"),
    ("statement", "F11", "FACTORY: 'F11' is not in factories.csv of ", "did you mean 'F1'?"),
    ("statement", "张三", "FACTORY: '张三'", "write a factory_id that stands there"),
  ])
  func `an unknown id is wrong usage`(
    command: String, id: String, complaint: String, remedy: String
  ) async throws {
    try await withTemporaryFolder { folder in
      let out = folder + "/out"
      try await matchFiles(tiny, to: out)
      let run = try runCapmatch([command, tiny, out, id])
      #expect(run.code == 2)
      #expect(run.output == "")
      #expect(run.error.contains(complaint))
      #expect(run.error.contains(remedy))
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `a statement has nothing of other parties in it`(seed: UInt64) async {
    var dataset = randomDataset(seed: seed)
    for order in dataset.orders.indices {
      dataset.orders[order].customer = "SECRET buyer \(order)"
      // Amounts that no charge can be: offers here charge a few hundred yuan, or a share below 61 %.
      dataset.orders[order].budgetFen = 913_740_000 + Int64(order)
      dataset.orders[order].declaredValueFen = 824_650_000 + Int64(order)
    }
    for cluster in dataset.clusters.indices {
      dataset.clusters[cluster].name = "SECRET cluster \(cluster)"
    }
    for factory in dataset.factories.indices {
      dataset.factories[factory].id = Identifier("SECRETF\(factory)X")
      dataset.factories[factory].name = "SECRET factory \(factory)"
    }
    for machine in dataset.machines.indices {
      dataset.machines[machine].id = Identifier("SECRETM\(machine)X")
      dataset.machines[machine].equipmentClass = "SECRET class \(machine)"
    }
    for promise in dataset.promised.indices {
      dataset.promised[promise].id = Identifier("SECRET promise \(promise)")
    }
    let result = await Matcher(dataset, options: MatchOptions(effort: 1)).match()
    let records = records(of: result, in: dataset)
    for factory in dataset.factories.indices {
      let statement = FactoryStatement(
        of: factory, in: dataset, bookings: records.bookings, certificate: result.certificate)
      let report = StatementReport(statement, of: dataset, objective: .surplus)
      for text in [report.text(in: .english), report.text(in: .chinese), report.json.text()] {
        var masked = text.replacingOccurrences(of: "SECRETF\(factory)X", with: "")
          .replacingOccurrences(of: "SECRET factory \(factory)", with: "")
        for machine in dataset.machines.indices
        where dataset.machines[machine].factory == factory {
          masked = masked.replacingOccurrences(of: "SECRETM\(machine)X", with: "")
            .replacingOccurrences(of: "SECRET class \(machine)", with: "")
        }
        #expect(!masked.contains("SECRET"), "seed \(seed)")
        for amount in ["91374", "9,137,4", "82465", "8,246,5"] {
          #expect(!masked.contains(amount), "seed \(seed)")
        }
        let others = records.bookings.filter { booking in
          !statement.bookings.contains { $0.bookingID == booking.bookingID }
        }
        for booking in others {
          #expect(!masked.contains("\"\(booking.bookingID.text)\""), "seed \(seed)")
        }
      }
    }
  }
}
