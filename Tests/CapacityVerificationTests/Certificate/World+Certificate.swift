import CapacityModel
import CapacityVerification
import Testing

extension World {
  /// Adds a row of `shadow_prices.csv`; `openSeconds` is right for one unit that is open and free.
  mutating func price(
    _ microYuanPerSecond: Int64, _ machine: String = "M1", from start: Int64, to end: Int64,
    openSeconds: Int64? = nil
  ) {
    shadowPrices.append(
      ShadowPriceRecord(
        line: shadowPrices.count + 2, machineID: Identifier(machine), start: start, end: end,
        openSeconds: openSeconds ?? end - start, microYuanPerSecond: microYuanPerSecond))
  }

  /// Prices M1 on each of some days from one hour to another, which it is open.
  mutating func priceDays(_ microYuanPerSecond: Int64, _ days: ClosedRange<Int64>) {
    for day in days {
      price(
        microYuanPerSecond, from: Self.at(day, 0), to: Self.at(day + 1, 0), openSeconds: 12 * 3_600)
    }
  }

  /// What is found about the certificate when the summary states a bound, or null.
  func certificateFindings(
    bound: Int64?, objective: ObjectiveKind = .surplus
  ) -> [Finding] {
    var world = self
    world.summary = [
      "objective_kind": .text(objective.rawValue), "objective": .hundredths(0),
      "upper_bound": bound.map { .hundredths($0) } ?? .null,
      // All of the bound is missing.
      "gap_percent": bound.map { .hundredths($0 == 0 ? 0 : 10_000) } ?? .null,
    ]
    return world.allFindings().filter {
      $0.place.hasPrefix("shadow_prices.csv") || $0.place == "summary.json: upper_bound"
        || $0.place == "summary.json: gap_percent"
    }
  }

  /// Expects that the prices prove `fen`, neither more nor less.
  func expectBound(
    _ fen: Int64, objective: ObjectiveKind = .surplus, _ note: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let findings = certificateFindings(bound: fen, objective: objective)
    #expect(findings.map(\.message) == [], note, sourceLocation: sourceLocation)
  }
}
