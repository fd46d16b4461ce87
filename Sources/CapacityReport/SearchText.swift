internal import CapacityData
public import CapacityMatching
public import CapacityModel

/// What is said of a search while it runs.
public enum SearchText {
  /// One line: effort spent, objective, bound and gap.
  public static func line(_ state: SearchState, objective: ObjectiveKind) -> String {
    var text =
      "effort \(state.effort) of \(state.effortMax): \(objective.rawValue) "
      + Format.groupedMoney(state.objectiveFen)
    if let bound = state.upperBoundFen, let gap = state.gap {
      text += ", at most \(Format.groupedMoney(bound)), gap \(Format.decimal(gap, places: 2)) %"
    }
    return text
  }
}
