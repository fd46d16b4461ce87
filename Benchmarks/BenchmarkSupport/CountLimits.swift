package import Foundation

/// The most that a match may do for an order, by scenario: what `Benchmarks/limits.json` states.
package struct CountLimits: Equatable, Sendable {
  /// A limit, and what was counted.
  package struct Finding: Equatable, Sendable {
    package var scenario: String
    package var name: String
    package var value: Double
    package var limit: Double

    /// Whether more was counted than allowed.
    package var isExceeded: Bool { value > limit }
  }

  /// A file of limits that says what cannot be.
  package struct BadFile: Error, Equatable {
    package var message: String
  }

  private let limits: [String: [String: Double]]

  /// The scenarios that have limits, by name.
  package let scenarios: [Scenario]

  /// Reads limits: an object for each scenario, with a number for each limited name.
  package init(json: Data) throws(BadFile) {
    let limits: [String: [String: Double]]
    do {
      limits = try JSONDecoder().decode([String: [String: Double]].self, from: json)
    } catch {
      throw BadFile(
        message: "it is not an object of objects of numbers; write {\"city\": {\"NAME\": NUMBER}}")
    }
    var scenarios: [Scenario] = []
    for (scenario, entries) in limits.sorted(by: { $0.key < $1.key }) {
      guard let found = Scenario(named: scenario) else {
        throw BadFile(message: "there is no scenario \"\(scenario)\"; see capmatch-bench --list")
      }
      scenarios.append(found)
      let allowed = CountFigures.limitNames
      for name in entries.keys.sorted() where !allowed.contains(name) {
        throw BadFile(
          message: "\(scenario): \"\(name)\" cannot be limited; "
            + "these can: \(allowed.joined(separator: ", "))")
      }
    }
    self.limits = limits
    self.scenarios = scenarios
  }

  /// Holds a scenario's counts against its limits.
  ///
  /// What cannot be counted here is passed over.
  package func check(_ counts: CountFigures, of scenario: Scenario) -> [Finding] {
    counts.perOrder.compactMap { entry in
      guard let limit = limits[scenario.name]?[entry.name] else { return nil }
      return Finding(scenario: scenario.name, name: entry.name, value: entry.value, limit: limit)
    }
  }
}
