/// What a part costs on the machine that asks least for it, and on the one that asks least of all
/// others, for parts of an order are on units of their own.
struct CheapestMachines {
  /// A machine and the least that the part costs on it, in micro-yuan.
  struct Place {
    var machine: Int
    var cost: Int128
    var hasSeveralUnits: Bool
  }

  /// The least of all; of machines that ask the same the first one.
  private(set) var first: Place?
  /// The least of all other machines; not kept up while the first one takes another part itself.
  private(set) var second: Place?
  /// The least in money alone, of whichever machine.
  private(set) var money: Int128?

  /// Whether a part of at least these costs on a machine may change anything.
  func mayTake(_ cost: Int128, money: Int128, on machine: Int) -> Bool {
    guard let first, let least = self.money, least <= money else { return true }
    if (cost, machine) < (first.cost, first.machine) { return true }
    if machine == first.machine || first.hasSeveralUnits { return false }
    return second.map { cost < $0.cost } ?? true
  }

  /// Takes what a part costs on a machine.
  mutating func take(_ cost: Int128, money: Int128, on machine: Int, hasSeveralUnits: Bool) {
    self.money = min(self.money ?? money, money)
    let place = Place(machine: machine, cost: cost, hasSeveralUnits: hasSeveralUnits)
    guard let first else {
      self.first = place
      return
    }
    if (cost, machine) < (first.cost, first.machine) {
      if machine != first.machine { second = first }
      self.first = place
    } else if machine != first.machine, second.map({ cost < $0.cost }) ?? true {
      second = place
    }
  }

  /// The least of this part and another one together, on units that differ; `nil` where they are
  /// not to be had.
  func pairCost(with other: CheapestMachines) -> Int128? {
    guard let first, let otherFirst = other.first else { return nil }
    if first.machine != otherFirst.machine || first.hasSeveralUnits {
      return first.cost + otherFirst.cost
    }
    let moved = [
      second.map { $0.cost + otherFirst.cost }, other.second.map { first.cost + $0.cost },
    ]
    return moved.compactMap { $0 }.min()
  }
}
