/// Reports in words and tables.
package enum ReportText {
  /// The tables of a report: times, work, then what was asked for besides.
  package static func tables(of report: Report) -> [TextTable] {
    var tables = [times(report), work(report)]
    if report.scenarios.contains(where: { $0.ablation != nil }) { tables.append(ablation(report)) }
    if let growth = report.growth { tables.append(self.growth(growth)) }
    return tables
  }

  /// What the report was measured on.
  package static func heading(of report: Report) -> String {
    let threads = Set(report.scenarios.map(\.threads)).sorted().map(String.init)
    return "capmatch \(report.engineVersion), \(report.processor), \(report.cores) cores, "
      + "\(threads.joined(separator: " or ")) threads, effort 0, seed 1; "
      + "medians +- spreads of the rounds"
  }

  private static func times(_ report: Report) -> TextTable {
    var table = TextTable([
      "scenario", "rounds", "read", "compile", "match", "write", "whole", "orders/s (match)",
      "ns/order (match)", "ns/order (whole)", "peak memory", "reference / match",
    ])
    for figures in report.scenarios {
      table.add(
        [figures.name, String(figures.phases.match.rounds)]
          + figures.phases.named.map { time($0.timing) } + [
            grouped(figures.matchOrdersPerSecond), grouped(figures.matchNanosecondsPerOrder),
            grouped(figures.wholeNanosecondsPerOrder), memory(bytes: figures.peakMemoryBytes),
            figures.referenceRatio.map { fixed($0, places: 2) } ?? "-",
          ])
    }
    return table
  }

  private static func work(_ report: Report) -> TextTable {
    counts(report.scenarios.map { ($0.name, $0.counts) })
  }

  /// The work of matches, for an order.
  package static func counts(_ counts: [(name: String, counts: CountFigures)]) -> TextTable {
    let names = CountFigures.limitNames.map { name in
      name.split(separator: "_").dropLast(2).joined(separator: " ") + "/order"
    }
    var table = TextTable(["scenario", "orders", "matched"] + names)
    for (name, counts) in counts {
      let values = counts.perOrder.map { fixed($0.value, places: 3) }
      let absent = Array(repeating: "-", count: names.count - values.count)
      table.add([name, grouped(counts.orders), grouped(counts.matchedOrders)] + values + absent)
    }
    return table
  }

  private static func ablation(_ report: Report) -> TextTable {
    var table = TextTable(
      ["scenario", "without", "match", "times as long", "offers looked at/order"], wordColumns: 2)
    for figures in report.scenarios {
      for part in figures.ablation ?? [] {
        let offers = Double(part.counts.offersLookedAt) / Double(max(1, part.counts.orders))
        table.add([
          figures.name, part.without, time(part.match), fixed(part.slowdownRatio, places: 2),
          fixed(offers, places: 1),
        ])
      }
    }
    return table
  }

  private static func growth(_ growth: [GrowthFigures]) -> TextTable {
    var table = TextTable(["cost", "grows as orders to the", "r squared", "from", "to"])
    for figures in growth {
      table.add([
        figures.what, fixed(figures.exponent, places: 2), fixed(figures.rSquared, places: 4),
        figures.points.first?.scenario ?? "-", figures.points.last?.scenario ?? "-",
      ])
    }
    return table
  }

  /// What changed between two reports.
  package static func comparison(_ comparison: ReportComparison) -> TextTable {
    var table = TextTable(
      ["scenario", "figure", "old", "new", "change", "verdict"], wordColumns: 2)
    for change in comparison.changes {
      let sign = change.percent > 0 ? "+" : ""
      table.add([
        change.scenario, change.figure, change.old, change.new,
        sign + fixed(change.percent, places: 1) + " %", change.verdict.word,
      ])
    }
    return table
  }

  /// Counts beside their limits.
  package static func limits(_ findings: [CountLimits.Finding]) -> TextTable {
    var table = TextTable(["scenario", "count", "value", "limit", ""], wordColumns: 2)
    for finding in findings {
      table.add([
        finding.scenario, finding.name, fixed(finding.value, places: 3),
        fixed(finding.limit, places: 3), finding.isExceeded ? "EXCEEDED" : "ok",
      ])
    }
    return table
  }

  private static func time(_ timing: Timing) -> String {
    let median = duration(nanoseconds: timing.medianNanoseconds)
    guard timing.rounds > 1 else { return median }
    let percent =
      100 * Double(timing.spreadNanoseconds) / Double(max(1, timing.medianNanoseconds))
    return median + " +-" + fixed(percent, places: percent < 10 ? 1 : 0) + "%"
  }
}
