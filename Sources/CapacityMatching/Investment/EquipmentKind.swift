/// What an investor buys one more of: machines that count as one kind of equipment.
public enum EquipmentKind: Hashable, Sendable {
  /// All machines of an equipment class.
  case equipmentClass(String)
  /// Machines without a class that serve the same processes: indices into `Dataset.processes`,
  /// ascending.
  case processes([Int])
}

extension EquipmentKind: Comparable {
  /// Classes come before processes, both in ascending order.
  public static func < (left: EquipmentKind, right: EquipmentKind) -> Bool {
    switch (left, right) {
    case (.equipmentClass(let left), .equipmentClass(let right)): left < right
    case (.equipmentClass, .processes): true
    case (.processes, .equipmentClass): false
    case (.processes(let left), .processes(let right)): left.lexicographicallyPrecedes(right)
    }
  }
}
