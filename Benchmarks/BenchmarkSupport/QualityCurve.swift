/// How objective and upper bound close in on each other while a search goes on.
package struct QualityCurve: Sendable {
  /// Where a search stood.
  package struct Point: Equatable, Sendable {
    package var effort: Int
    package var nanoseconds: Int
    package var objectiveFen: Int64
    package var upperBoundFen: Int64
    /// In hundredths of a percent.
    package var gap: Int64

    /// A point.
    package init(
      effort: Int, nanoseconds: Int, objectiveFen: Int64, upperBoundFen: Int64, gap: Int64
    ) {
      self.effort = effort
      self.nanoseconds = nanoseconds
      self.objectiveFen = objectiveFen
      self.upperBoundFen = upperBoundFen
      self.gap = gap
    }
  }

  package var name: String
  package var orders: Int
  package var machines: Int
  package var points: [Point]

  /// A curve.
  package init(name: String, orders: Int, machines: Int, points: [Point]) {
    self.name = name
    self.orders = orders
    self.machines = machines
    self.points = points
  }

  /// One row for each point.
  package static func table(_ curves: [QualityCurve]) -> TextTable {
    var table = TextTable([
      "dataset", "orders", "machines", "effort", "time", "objective", "upper bound", "gap",
    ])
    for curve in curves {
      for point in curve.points {
        table.add([
          curve.name, String(curve.orders), String(curve.machines), String(point.effort),
          duration(nanoseconds: point.nanoseconds), yuan(point.objectiveFen),
          yuan(point.upperBoundFen), percent(point.gap),
        ])
      }
    }
    return table
  }

  /// Gaps against time; `nil` without any.
  package static func plot(_ curves: [QualityCurve]) -> LogLogPlot? {
    LogLogPlot(
      title: "Proven gap against time", sizeName: "milliseconds", costName: "gap",
      series: curves.map { curve in
        // The table tells the numbers; labels of so many points would lie on each other.
        LogLogPlot.Series(
          name: curve.name,
          points: curve.points.map { point in
            (size: Double(point.nanoseconds) / 1e6, cost: Double(point.gap) / 100, label: "")
          })
      },
      isFitted: false,
      costText: { percent(Int64(($0 * 100).rounded())) })
  }

  private static func yuan(_ fen: Int64) -> String { String(fen / 100) }

  private static func percent(_ hundredths: Int64) -> String {
    let rest = String(hundredths % 100 + 100).dropFirst()
    return "\(hundredths / 100).\(rest) %"
  }
}
