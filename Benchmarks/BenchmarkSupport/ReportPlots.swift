import Foundation

/// The plots of a report.
package enum ReportPlots {
  /// Every plot that the report has figures for, by its file name.
  package static func plots(of report: Report) -> [(file: String, svg: String)] {
    let plots = [
      ("time.svg", time(report)), ("reference.svg", reference(report)),
      ("memory.svg", memory(report)),
    ]
    return plots.compactMap { file, plot in plot.map { (file, $0.svg) } }
  }

  private static func time(_ report: Report) -> LogLogPlot? {
    plot(
      "Time of a run against the number of orders",
      [
        timings("whole run", report) { $0.phases.whole },
        timings("match phase", report) { $0.phases.match },
      ])
  }

  private static func reference(_ report: Report) -> LogLogPlot? {
    guard report.scenarios.contains(where: { $0.referenceMatch != nil }) else { return nil }
    return plot(
      "The match phase against the search that looks at every offer",
      [
        timings("every offer", report, of: \.referenceMatch),
        timings("best first", report) { $0.phases.match },
      ])
  }

  private static func memory(_ report: Report) -> LogLogPlot? {
    let points = report.scenarios.map {
      (
        size: Double($0.orders), cost: Double($0.peakMemoryBytes),
        label: BenchmarkSupport.memory(bytes: $0.peakMemoryBytes)
      )
    }
    return LogLogPlot(
      title: "Peak memory of a run against the number of orders", sizeName: "orders",
      costName: "peak memory",
      series: [LogLogPlot.Series(name: "peak memory", points: points)],
      costText: { BenchmarkSupport.memory(bytes: Int($0.rounded())) })
  }

  private static func plot(_ title: String, _ series: [LogLogPlot.Series]) -> LogLogPlot? {
    LogLogPlot(
      title: title, sizeName: "orders", costName: "time", series: series,
      costText: { duration(nanoseconds: Int($0.rounded())) })
  }

  private static func timings(
    _ name: String, _ report: Report, of timing: (ScenarioFigures) -> Timing?
  ) -> LogLogPlot.Series {
    let points = report.scenarios.compactMap { figures in
      timing(figures).map { timing in
        (
          size: Double(figures.orders), cost: Double(timing.medianNanoseconds),
          label: duration(nanoseconds: timing.medianNanoseconds)
        )
      }
    }
    return LogLogPlot.Series(name: name, points: points)
  }
}
