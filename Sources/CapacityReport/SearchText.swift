internal import CapacityData
public import CapacityMatching
public import CapacityModel

/// What is said of a search while it runs.
public enum SearchText {
  /// What stands beside a bar: the objective and the gap.
  public static func short(
    _ state: SearchState, objective: ObjectiveKind, in language: Language = .english
  ) -> String {
    let reached = "\(objective.rawValue) \(Format.groupedMoney(state.objectiveFen))"
    guard let gap = state.gap else { return reached }
    let percent = Format.decimal(gap, places: 2)
    return Message("\(reached), gap \(percent) %", zh: "\(reached)，差距 \(percent) %")[language]
  }

  /// One line: effort spent, objective, bound and gap.
  public static func line(
    _ state: SearchState, objective: ObjectiveKind, in language: Language = .english
  ) -> String {
    let reached = "\(objective.rawValue) \(Format.groupedMoney(state.objectiveFen))"
    var text = Message(
      "effort \(state.effort) of \(state.effortMax): \(reached)",
      zh: "工夫 \(state.effort)/\(state.effortMax)：\(reached)")
    if let bound = state.upperBoundFen, let gap = state.gap {
      let most = Format.groupedMoney(bound)
      let percent = Format.decimal(gap, places: 2)
      text =
        text
        + Message(", at most \(most), gap \(percent) %", zh: "，上限 \(most)，差距 \(percent) %")
    }
    return text[language]
  }
}
