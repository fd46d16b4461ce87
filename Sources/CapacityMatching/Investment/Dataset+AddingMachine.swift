public import CapacityModel

extension Dataset {
  /// The dataset with one more machine: a copy of `model` with its offers, of one unit, in `factory`,
  /// with nothing promised.
  ///
  /// The copy and its offers stand behind all others, so that what was there keeps its index and wins
  /// every tie. The copy's id is the model's with `+1` behind it, or the next number that is free.
  ///
  /// - Complexity: O(machines + offers).
  public func addingCopy(of model: Int, to factory: Int) -> Dataset {
    var dataset = self
    var copy = machines[model]
    let taken = Set(machines.lazy.map(\.id))
    var number = 1
    repeat {
      copy.id = Identifier("\(machines[model].id.text)+\(number)")
      number += 1
    } while taken.contains(copy.id)
    copy.factory = factory
    copy.units = 1
    dataset.machines.append(copy)
    for offer in offers where offer.machine == model {
      var own = offer
      own.machine = machines.count
      dataset.offers.append(own)
    }
    return dataset
  }
}
