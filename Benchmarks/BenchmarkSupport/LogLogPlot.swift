import Foundation

/// Costs against sizes, both in decades, drawn as SVG.
///
/// Readable on light and dark pages (the picture asks the reader's preference itself) and without
/// telling colours apart: each series has its own pair of a colour of the Okabe-Ito palette with its dash, and a mark.
package struct LogLogPlot {
  /// A line of the plot.
  package struct Series: Sendable {
    package var name: String
    package var points: [(size: Double, cost: Double, label: String)]

    /// A series of points.
    package init(name: String, points: [(size: Double, cost: Double, label: String)]) {
      self.name = name
      self.points = points
    }
  }

  private let title: String
  private let sizeName: String
  private let costName: String
  /// How a power of ten of the cost is written at the axis.
  private let costText: (Double) -> String
  /// The labels of the first stand above its points, those of the others below.
  private let series: [Series]
  /// Whether lines show the growth fitted, or join the points.
  private let isFitted: Bool
  private let sizes: DecadeAxis
  private let costs: DecadeAxis

  private static let width = 720.0
  private static let height = 480.0
  private static let left = 76.0
  private static let right = 24.0
  private static let top = 48.0
  private static let bottom = 56.0

  /// A plot; `nil` without points above 0.
  package init?(
    title: String, sizeName: String, costName: String, series: [Series],
    isFitted: Bool = true, costText: @escaping (Double) -> String
  ) {
    let points = series.flatMap(\.points)
    guard
      let sizes = DecadeAxis(
        values: points.map(\.size), from: LogLogPlot.left,
        to: LogLogPlot.width - LogLogPlot.right),
      let costs = DecadeAxis(
        values: points.map(\.cost), from: LogLogPlot.height - LogLogPlot.bottom,
        to: LogLogPlot.top)
    else { return nil }
    self.title = title
    self.sizeName = sizeName
    self.costName = costName
    self.series = series
    self.isFitted = isFitted
    self.costText = costText
    self.sizes = sizes
    self.costs = costs
  }

  /// The picture.
  package var svg: String {
    let size = "\(Int(LogLogPlot.width)) \(Int(LogLogPlot.height))"
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\" role=\"img\">",
      "<title>\(escaped(title))</title>", LogLogPlot.style,
      "<rect class=\"page\" width=\"100%\" height=\"100%\"/>",
      text(title, x: LogLogPlot.left, y: 26, "title"),
    ]
    lines += grid
    for (number, series) in series.enumerated() { lines += drawn(series, number: number) }
    lines += legend
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private static let style = """
    <style>
    svg { font-family: system-ui, sans-serif; font-size: 13px }
    .page { fill: #ffffff } text { fill: #24292f } .title { font-size: 16px; font-weight: 600 }
    .grid { stroke: #d0d7de; stroke-width: 1 } .middle { text-anchor: middle }
    .end { text-anchor: end } .fit { fill: none; stroke-width: 2 } .label { font-size: 12px }
    .s0 { stroke: #0072b2; fill: #0072b2 } .s1 { stroke: #d55e00; fill: #d55e00 }
    .s2 { stroke: #007a5a; fill: #007a5a } .s3 { stroke: #a8457f; fill: #a8457f }
    .fit.s3 { stroke-dasharray: 12 3 2 3 } .fit.s1 { stroke-dasharray: 8 5 }
    .fit.s2 { stroke-dasharray: 2 5 } path.fit { fill: none }
    @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .grid { stroke: #30363d }
    .s0 { stroke: #56b4e9; fill: #56b4e9 } .s1 { stroke: #e69f00; fill: #e69f00 }
    .s2 { stroke: #2fd6a4; fill: #2fd6a4 } .s3 { stroke: #cc79a7; fill: #cc79a7 } path.fit { fill: none }
    }
    </style>
    """

  private var grid: [String] {
    var lines: [String] = []
    let low = LogLogPlot.height - LogLogPlot.bottom
    let far = LogLogPlot.width - LogLogPlot.right
    for decade in sizes.decades {
      let x = sizes.position(pow(10, Double(decade)))
      lines.append(line(x, LogLogPlot.top, x, low))
      lines.append(text(shortCount(pow(10, Double(decade))), x: x, y: low + 20, "middle"))
    }
    for decade in costs.decades {
      let y = costs.position(pow(10, Double(decade)))
      lines.append(line(LogLogPlot.left, y, far, y))
      lines.append(
        text(roundTick(costText(pow(10, Double(decade)))), x: LogLogPlot.left - 8, y: y + 4, "end"))
    }
    lines.append(text(sizeName, x: (LogLogPlot.left + far) / 2, y: low + 44, "middle"))
    let middle = (LogLogPlot.top + low) / 2
    lines.append(
      "<text class=\"middle\" transform=\"translate(16 \(coordinate(middle))) rotate(-90)\">"
        + escaped(costName) + "</text>")
    return lines
  }

  private func drawn(_ series: Series, number: Int) -> [String] {
    var lines: [String] = []
    let ends = series.points.map(\.size)
    let (colour, shape) = (LogLogPlot.colour(number), LogLogPlot.mark(number))
    if !isFitted {
      let path = series.points.map { point in
        "\(coordinate(sizes.position(point.size))) \(coordinate(costs.position(point.cost)))"
      }
      lines.append("<path class=\"fit \(colour)\" d=\"M \(path.joined(separator: " L "))\"/>")
    } else if let fit = fit(of: series), let low = ends.min(), let high = ends.max() {
      let path = [low, high].map { size in
        "\(coordinate(sizes.position(size))) \(coordinate(costs.position(fit.cost(at: size))))"
      }
      lines.append("<path class=\"fit \(colour)\" d=\"M \(path.joined(separator: " L "))\"/>")
    }
    for point in series.points {
      let x = sizes.position(point.size)
      let y = costs.position(point.cost)
      lines.append(mark(shape, colour, x: x, y: y))
      if point.label.isEmpty { continue }
      // Beside the rising line rather than on it; the axes leave room on both sides.
      lines.append(
        number == 0
          ? text(point.label, x: x - 9, y: y - 8, "label end")
          : text(point.label, x: x + 9, y: y + 16, "label"))
    }
    return lines
  }

  private var legend: [String] {
    var lines: [String] = []
    for (number, series) in series.enumerated() {
      let y = LogLogPlot.top + 20 + 22 * Double(number)
      let x = LogLogPlot.left + 16
      lines.append(
        "<path class=\"fit \(LogLogPlot.colour(number))\" d=\"M \(coordinate(x)) \(coordinate(y)) h 36\"/>"
      )
      lines.append(
        mark(LogLogPlot.mark(number), LogLogPlot.colour(number), x: x + 18, y: y))
      let growth =
        !isFitted ? "" : fit(of: series).map { ": orders^\(fixed($0.exponent, places: 2))" } ?? ""
      lines.append(text(series.name + growth, x: x + 46, y: y + 4, "legend"))
    }
    return lines
  }

  private func fit(of series: Series) -> GrowthFit? {
    GrowthFit(sizes: series.points.map(\.size), costs: series.points.map(\.cost))
  }

  private static let colourCount = 4
  private static let markCount = 4

  private static func colour(_ number: Int) -> String { "s\(number % colourCount)" }

  /// Series of one colour differ in their marks.
  private static func mark(_ number: Int) -> Int {
    (number + number / colourCount) % markCount
  }

  private func mark(_ shape: Int, _ colour: String, x: Double, y: Double) -> String {
    let place = "\(coordinate(x)) \(coordinate(y))"
    return switch shape {
    case 0: "<circle class=\"\(colour)\" cx=\"\(coordinate(x))\" cy=\"\(coordinate(y))\" r=\"5\"/>"
    case 1: "<path class=\"\(colour)\" d=\"M \(place) m -5 -5 h 10 v 10 h -10 z\"/>"
    case 2: "<path class=\"\(colour)\" d=\"M \(place) m 0 -6 l 6 11 h -12 z\"/>"
    default: "<path class=\"\(colour)\" d=\"M \(place) m 0 -7 l 7 7 l -7 7 l -7 -7 z\"/>"
    }
  }

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
    "<path class=\"grid\" d=\"M \(coordinate(x1)) \(coordinate(y1)) L \(coordinate(x2)) \(coordinate(y2))\"/>"
  }

  private func text(_ text: String, x: Double, y: Double, _ kind: String) -> String {
    "<text class=\"\(kind)\" x=\"\(coordinate(x))\" y=\"\(coordinate(y))\">\(escaped(text))</text>"
  }

  private func coordinate(_ value: Double) -> String { fixed(value, places: 1) }
}

/// An axis of whole decades.
private struct DecadeAxis: Sendable {
  let decades: ClosedRange<Int>
  let start: Double
  let end: Double

  /// The decades around values; `nil` without a value, or with one that is not above 0.
  init?(values: [Double], from start: Double, to end: Double) {
    guard let low = values.min(), let high = values.max(), low > 0 else { return nil }
    // Some room keeps marks and labels off the frame.
    let first = Int(floor(log10(low) - 0.05))
    decades = first...max(first + 1, Int(ceil(log10(high) + 0.05)))
    self.start = start
    self.end = end
  }

  func position(_ value: Double) -> Double {
    let share = (log10(value) - Double(decades.lowerBound)) / Double(decades.count - 1)
    return start + share * (end - start)
  }
}

/// `1k`, `10M`: a power of ten at an axis.
private func shortCount(_ value: Double) -> String {
  switch value {
  case 1e9...: brief(value / 1e9) + "G"
  case 1e6...: fixed(value / 1e6, places: 0) + "M"
  case 1e3...: fixed(value / 1e3, places: 0) + "k"
  default: fixed(value, places: 0)
  }
}

/// A power of ten without places that say nothing: `10 s` for `10.0 s`.
private func roundTick(_ text: String) -> String {
  text.replacing(#/\.0+ /#, with: " ")
}

/// A text that XML reads as itself.
private func escaped(_ text: String) -> String {
  var escaped = ""
  for character in text {
    switch character {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    default: escaped.append(character)
    }
  }
  return escaped
}
