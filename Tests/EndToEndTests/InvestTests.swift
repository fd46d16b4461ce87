import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import Foundation
import Testing

@Suite struct `The command invest` {
  private let tiny = projectFolder + "/Fixtures/tiny"

  private func matched(_ folder: String, _ words: String...) throws -> String {
    let out = folder + "/out"
    #expect(try runCapmatch(["match", tiny, "-o", out, "-q"] + words).code == 0)
    return out
  }

  private func invest(_ result: String, _ words: String...) throws -> Run {
    try runCapmatch(["invest", tiny, result] + words)
  }

  @Test func `ranks, confirms and tells the payback`() async throws {
    try await withTemporaryFolder { folder in
      let out = try matched(folder)
      let run = try invest(out, "--machine-price", "50000", "--top", "4")
      #expect(run.code == 0)
      #expect(run.error == "")
      let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
      for title in ["equipment class", "estimate/year", "confirmed/year", "payback"] {
        #expect(lines[0].contains(title))
      }
      // Four rows, an empty line, then what it means.
      #expect(lines[4].hasPrefix("   4"))
      #expect(lines[5] == "")
      #expect(lines[6].hasPrefix("4 of 8 candidates"))
      let quiet = try invest(out, "--machine-price", "50000", "--top", "4", "-q")
      #expect(quiet.output == lines.prefix(5).joined(separator: "\n") + "\n")
    }
  }

  @Test func `prints the same bytes whatever the threads`() async throws {
    try await withTemporaryFolder { folder in
      let out = try matched(folder)
      let one = try invest(out, "--format", "json", "--threads", "1")
      #expect(one.code == 0)
      #expect(try invest(out, "--format", "json", "--threads", "2").output == one.output)
      for key in [
        "\"objective_kind\": \"surplus\"", "\"unit\": \"yuan\"", "\"effort\": 1",
        "\"machine_price\": null", "\"objective_without\": 5693.12", "\"candidates\": 8",
        "\"gain_per_year\"", "\"payback_months\": null",
      ] {
        #expect(one.output.contains(key), "\(key)")
      }
      let unconfirmed = try invest(out, "--confirm", "0", "--format", "json", "--effort", "2")
      #expect(unconfirmed.output.contains("\"objective_without\": null"))
      #expect(unconfirmed.output.contains("\"effort\": 2"))
      #expect(!unconfirmed.output.contains("\"gain\""))
    }
  }

  @Test func `a result without prices is wrong usage`() async throws {
    try await withTemporaryFolder { folder in
      let run = try invest(matched(folder, "--effort", "0"))
      #expect(run.code == 2)
      #expect(run.error.contains("match the dataset with --effort 1 or more"))
    }
  }

  @Test func `points have no payback`() async throws {
    try await withTemporaryFolder { folder in
      let out = try matched(folder, "--objective", "fill")
      #expect(try invest(out, "--confirm", "0").output.contains("points"))
      let run = try invest(out, "--machine-price", "50000")
      #expect(run.code == 2)
      #expect(run.error.contains("counts points and not yuan"))
    }
  }

  @Test(arguments: [
    // A row that no certificate of the dataset can have, and what is said of it.
    ("M99,2026-03-02T08:00,2026-03-02T09:00,3600,5", "'M99' is no machine of the dataset"),
    ("M1,2026-03-02T09:00,2026-03-02T09:00,0,5", "the period is empty or outside the horizon"),
    ("M1,1999-03-02T09:00,2026-03-02T09:00,0,5", "the period is empty or outside the horizon"),
    ("M1,2026-03-02T08:00,2026-03-02T09:00,3600,-5", "the price is below 0"),
    ("M1,2026-03-02T08:00,2026-03-02T09:00,7201,5", "does not have that much open time"),
    (
      "M1,2026-03-02T08:00,2026-03-02T09:00,3600,5\nM1,2026-03-02T08:30,2026-03-02T09:00,0,5",
      "shares time with another one"
    ),
  ])
  func `prices of another dataset are bad data`(rows: String, complaint: String) async throws {
    try await withTemporaryFolder { folder in
      let out = try matched(folder)
      let header = "machine_id,period_start,period_end,open_s,micro_yuan_per_s\n"
      try (header + rows + "\n").write(
        toFile: out + "/shadow_prices.csv", atomically: true, encoding: .utf8)
      let run = try invest(out)
      #expect(run.code == 3)
      #expect(run.error.contains("shadow_prices.csv:"))
      #expect(run.error.contains(complaint))
    }
  }

  @Test func `a summary that does not say what was asked for is bad data`() async throws {
    try await withTemporaryFolder { folder in
      let out = try matched(folder)
      try "{\"upper_bound\": 1.00}".write(
        toFile: out + "/summary.json", atomically: true, encoding: .utf8)
      let run = try invest(out)
      #expect(run.code == 3)
      #expect(run.error.contains("summary.json: options.effort"))
    }
  }

  @Test func `wide names stay in line, and a worth of 0 never pays`() async throws {
    let dataset = Dataset(
      horizon: Horizon(startEpochSeconds: 0, lengthSeconds: 36_000, zoneOffsetSeconds: 0),
      clusters: ["龙泉驿", "C1"].map {
        Cluster(
          id: Identifier($0), name: $0, latitudeMicrodegrees: 0, longitudeMicrodegrees: 0)
      },
      factories: [0, 1].map { Factory(id: Identifier("F\($0)"), name: "", cluster: $0) },
      machines: [
        Machine(id: Identifier("M0"), factory: 0, equipmentClass: "数控车床"),
        Machine(id: Identifier("M1"), factory: 1),
      ],
      processes: [Process(id: Identifier("TRN"), name: "TRN")],
      offers: [0, 1].map {
        Offer(
          machine: $0, process: 0, pricing: .time(hourlyRateFen: 6_000), cycleMilliseconds: nil)
      })
    let price = ShadowPrice(
      machine: 0, period: TimeSpan(start: 0, end: 36_000), openSeconds: 36_000,
      microYuanPerSecond: 20_000)
    let ranking = InvestmentRanking(
      dataset, certificate: Certificate(upperBoundFen: 72_000, prices: [price]), leftOver: [])
    let report = InvestmentReport(
      ranking, of: dataset, options: MatchOptions(), top: 10, machinePriceFen: 52_560_000)
    #expect(
      report.table == """
        rank  equipment class  cluster  model  at  estimate/year  confirmed/year      payback
           1  数控车床         龙泉驿   M0     F0     630,720.00               -  10.0 months
           2  no class: TRN    C1       M1     F1           0.00               -        never
        """)
  }
}
