public import CapacityModel

/// The dataset in which `unmatched` stands alone beside the result, with its fix applied.
///
/// What the result books is promised, so that a match must find a place in what is left.
public func datasetWithFix(
  _ unmatched: UnmatchedOrder, fix: Fix, result: MatchResult, of dataset: Dataset
) -> Dataset {
  var alone = dataset
  var order = dataset.orders[unmatched.order]
  let stages = Array(dataset.stages[order.stages])
  let failing = stages[(unmatched.stage ?? 1) - 1]
  alone.stages = stages
  order.stages = 0..<stages.count
  for booking in result.bookings {
    alone.promised.append(
      PromisedBooking(
        id: Identifier("result \(alone.promised.count)"),
        machine: dataset.offers[booking.offer].machine, unit: booking.unit, span: booking.span))
  }
  alone.orders = [order]
  apply(fix, to: &alone, order: 0, process: failing.process)
  return alone
}

/// Makes the change that a fix names to a dataset; `process` is that of the stage which it serves.
public func apply(_ fix: Fix, to dataset: inout Dataset, order: Int, process: Int) {
  switch fix {
  case .deadline(let seconds): dataset.orders[order].deadline += seconds
  case .budget(let fen): dataset.orders[order].budgetFen += fen
  case .pricingMode(let mode): dataset.orders[order].pricingModes.insert(PricingModes(mode))
  case .certification(let name, let factory):
    dataset.factories[factory].certifications.removeAll { $0.certification == name }
    dataset.factories[factory].certifications.append(HeldCertification(certification: name))
  case .tolerance(let grade, let machine): dataset.machines[machine].toleranceIT = grade
  case .material(let name, let machine):
    for index in offers(of: machine, for: process, in: dataset)
    where !dataset.offers[index].materials.isEmpty {
      dataset.offers[index].materials = (dataset.offers[index].materials + [name]).sorted()
    }
  case .size(let box, let machine): dataset.machines[machine].box = box
  case .quantityMax(let most, let machine):
    for index in offers(of: machine, for: process, in: dataset) {
      dataset.offers[index].quantityMaxHundredths = max(
        most, dataset.offers[index].quantityMaxHundredths)
    }
  case .quantityMin(let least, let machine):
    for index in offers(of: machine, for: process, in: dataset) {
      dataset.offers[index].quantityMinHundredths = min(
        least, dataset.offers[index].quantityMinHundredths)
    }
  }
}

private func offers(of machine: Int, for process: Int, in dataset: Dataset) -> [Int] {
  dataset.offers.indices.filter {
    dataset.offers[$0].machine == machine && dataset.offers[$0].process == process
  }
}
