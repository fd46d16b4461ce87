/// How one cost grows over the scenarios of a report.
package struct GrowthFigures: Codable, Equatable, Sendable {
  /// A scenario's size and cost.
  package struct Point: Codable, Equatable, Sendable {
    package var scenario: String
    package var orders: Int
    package var nanoseconds: Int

    enum CodingKeys: String, CodingKey {
      case scenario
      case orders
      case nanoseconds = "ns"
    }

    /// A point.
    package init(scenario: String, orders: Int, nanoseconds: Int) {
      self.scenario = scenario
      self.orders = orders
      self.nanoseconds = nanoseconds
    }
  }

  /// `match` or `whole`.
  package var what: String
  /// The cost grows as orders to this power.
  package var exponent: Double
  /// How straight the line through the logarithms is; 1 is straight.
  package var rSquared: Double
  package var points: [Point]

  enum CodingKeys: String, CodingKey {
    case what
    case exponent
    case rSquared = "r_squared"
    case points
  }

  /// The growth of the match phase and of the whole run; empty for fewer than two sizes.
  package static func of(_ scenarios: [ScenarioFigures]) -> [GrowthFigures] {
    let costs: [(what: String, timing: (PhaseTimings) -> Timing)] = [
      ("match", \.match), ("whole", \.whole),
    ]
    return costs.compactMap { cost in
      let points = scenarios.map {
        Point(
          scenario: $0.name, orders: $0.orders,
          nanoseconds: cost.timing($0.phases).medianNanoseconds)
      }
      let fit = GrowthFit(
        sizes: points.map { Double($0.orders) }, costs: points.map { Double($0.nanoseconds) })
      return fit.map {
        GrowthFigures(
          what: cost.what, exponent: rounded($0.exponent, places: 3),
          rSquared: rounded($0.rSquared, places: 4), points: points)
      }
    }
  }
}
