import CapacityModel
import Testing

@testable import CapacityReport

@Suite struct `Sums of fixes` {
  @Test(arguments: [
    ("deadline +1d 4h 20m 5s", FixKind.deadline(102_005)),
    ("deadline +5s", .deadline(5)),
    ("budget +320.00", .budget(32_000)),
    ("pricing_mode time", .other("pricing_mode", "time")),
    ("certification ISO 9001 at F17", .other("certification", "ISO 9001 at F17")),
    ("tolerance IT7 at M3", .other("tolerance", "M3")),
    ("size 600x400x300 at M 3", .other("size", "M 3")),
    ("tolerance IT7 at M4 at M5", .other("tolerance", "M4 at M5")),
    ("max_quantity 500 at M3", .other("max_quantity", "M3")),
    ("", .other("", "")),
    // What nobody writes is no number.
    ("budget +320", .other("budget", "+320")),
    ("budget -3.00", .other("budget", "-3.00")),
    ("deadline +99999999999d", .other("deadline", "+99999999999d")),
    ("deadline soon", .other("deadline", "soon")),
    ("nonsense", .other("nonsense", "")),
  ])
  func `read a fix`(text: String, kind: FixKind) {
    #expect(FixKind(text) == kind)
  }

  @Test func `count each step with the smaller ones`() throws {
    func order(_ id: String, budgetFen: Int64) -> Order {
      Order(
        id: Identifier(id), cluster: 0, release: 0, deadline: 10, budgetFen: budgetFen,
        stages: 0..<1)
    }
    let budgets: [Int64] = [1_000, 2_000, 4_000, 8_000, 16_000]
    let dataset = Dataset(
      horizon: Horizon(startEpochSeconds: 0, lengthSeconds: 10, zoneOffsetSeconds: 0),
      clusters: [
        Cluster(id: Identifier("C"), name: "C", latitudeMicrodegrees: 0, longitudeMicrodegrees: 0)
      ],
      processes: [Process(id: Identifier("P"), name: "P")],
      orders: budgets.enumerated().map { order("O\($0.offset)", budgetFen: $0.element) },
      stages: [Stage(process: 0, quantity: 1)])
    let fixes = ["deadline +1h", "deadline +20h", "budget +2.00", "", "material Ti at M1"]
    let zero = SummaryValue.hundredths(0)
    let records = ResultRecords(
      bookings: [],
      unmatched: fixes.enumerated().map {
        UnmatchedRecord(
          line: 2, orderID: Identifier("O\($0.offset)"), stage: nil, reason: .noCapacity,
          detail: "", fix: $0.element)
      },
      summary: [
        "objective": zero, "orders.matched": zero, "orders.unmatched": zero, "charges": zero,
        "freight": zero,
      ])
    let groups = try FixSums(ReportedResult(records, gaps: [], of: dataset)).groups
    func group(_ kind: String, _ step: Int64) -> FixSums.Group? {
      groups.first { $0.kind == kind && $0.step == step }
    }
    #expect(group("deadline", 3_600)?.orders == 1)
    #expect(group("deadline", 14_400)?.orders == 1)
    #expect(group("deadline", 86_400)?.orders == 2)
    #expect(group("deadline", 86_400)?.budgetFen == 3_000)
    #expect(group("deadline", 86_400)?.amount == 75_600)
    #expect(group("deadline", 0)?.orders == 2)
    // 2 yuan of 40 are 5 percent.
    #expect(group("budget", 1) == nil)
    #expect(group("budget", 5)?.amount == 200)
    // The largest sum first.
    #expect(groups.suffix(2).map(\.kind) == ["material", ""])
  }
}
