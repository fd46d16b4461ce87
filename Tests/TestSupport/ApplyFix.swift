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
  switch fix {
  case .deadline(let seconds): order.deadline += seconds
  case .budget(let fen): order.budgetFen += fen
  case .pricingMode(let mode): order.pricingModes.insert(PricingModes(mode))
  case .certification(let name, let factory):
    alone.factories[factory].certifications.removeAll { $0.certification == name }
    alone.factories[factory].certifications.append(HeldCertification(certification: name))
  case .tolerance(let grade, let machine): alone.machines[machine].toleranceIT = grade
  case .material(let name, let machine):
    for index in offers(of: machine, for: failing.process, in: alone)
    where !alone.offers[index].materials.isEmpty {
      alone.offers[index].materials = (alone.offers[index].materials + [name]).sorted()
    }
  case .size(let box, let machine): alone.machines[machine].box = box
  case .quantityMax(let most, let machine):
    for index in offers(of: machine, for: failing.process, in: alone) {
      alone.offers[index].quantityMaxHundredths = max(
        most, alone.offers[index].quantityMaxHundredths)
    }
  case .quantityMin(let least, let machine):
    for index in offers(of: machine, for: failing.process, in: alone) {
      alone.offers[index].quantityMinHundredths = min(
        least, alone.offers[index].quantityMinHundredths)
    }
  }
  alone.orders = [order]
  return alone
}

private func offers(of machine: Int, for process: Int, in dataset: Dataset) -> [Int] {
  dataset.offers.indices.filter {
    dataset.offers[$0].machine == machine && dataset.offers[$0].process == process
  }
}
