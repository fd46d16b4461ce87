internal import CapacityModel

/// The kinds of equipment of a dataset.
///
/// A machine without a class would fall out of a list of classes, though a copy of it may pay as well as
/// any: it goes with those that serve the same processes. A machine without offers serves nothing, and
/// neither would a copy: it is of no kind.
struct EquipmentKinds: Sendable {
  /// Every kind that some machine is of, ascending.
  let kinds: [EquipmentKind]
  /// The index of each machine's kind; `nil` for a machine without offers.
  let kindOfMachine: [Int?]
  /// What the machines of each kind serve, all together: indices into `Dataset.processes`, ascending.
  let processesOfKind: [[Int]]

  /// Sorts the machines of `dataset` by kind.
  ///
  /// - Complexity: O(*n* log *n*) in machines and offers.
  init(_ dataset: Dataset) {
    var served = [Set<Int>](repeating: [], count: dataset.machines.count)
    for offer in dataset.offers { served[offer.machine].insert(offer.process) }
    let own = dataset.machines.indices.map { machine -> EquipmentKind? in
      if served[machine].isEmpty { return nil }
      let name = dataset.machines[machine].equipmentClass
      return name.isEmpty ? .processes(served[machine].sorted()) : .equipmentClass(name)
    }
    kinds = Set(own.lazy.compactMap(\.self)).sorted()
    var numbers: [EquipmentKind: Int] = [:]
    for (number, kind) in kinds.enumerated() { numbers[kind] = number }
    kindOfMachine = own.map { kind in kind.flatMap { numbers[$0] } }
    var processes = [Set<Int>](repeating: [], count: kinds.count)
    for (machine, kind) in kindOfMachine.enumerated() {
      guard let kind else { continue }
      processes[kind].formUnion(served[machine])
    }
    processesOfKind = processes.map { $0.sorted() }
  }
}
