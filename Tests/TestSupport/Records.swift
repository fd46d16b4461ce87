public import CapacityModel

/// A result as `verify` would read it back, without a summary.
public func records(of result: MatchResult, in dataset: Dataset) -> ResultRecords {
  var freight: [Int: Int64] = [:]
  for matched in result.matched { freight[matched.order] = matched.freightFen }
  var records = ResultRecords(bookings: [], unmatched: [], summary: [:])
  for (index, booking) in result.bookings.enumerated() {
    let offer = dataset.offers[booking.offer]
    let machine = dataset.machines[offer.machine]
    let order = dataset.orders[booking.order]
    let stage = dataset.stages[order.stages.lowerBound + booking.stage - 1]
    let isFirst = booking.stage == 1 && booking.part == 1
    records.bookings.append(
      BookingRecord(
        line: index + 2,
        bookingID: Identifier("\(order.id.text)/\(booking.stage)/\(booking.part)"),
        orderID: order.id, stage: Int64(booking.stage), part: Int64(booking.part),
        machineID: machine.id, unit: Int64(booking.unit),
        factoryID: dataset.factories[machine.factory].id,
        process: dataset.processes[offer.process].id, pricing: offer.pricing.mode,
        quantityHundredths: stage.unit == .hour ? booking.quantity : booking.quantity * 100,
        start: booking.span.start, end: booking.span.end,
        workingSeconds: booking.workingSeconds, chargeFen: booking.chargeFen,
        freightFen: isFirst ? freight[booking.order] ?? 0 : 0))
  }
  for (index, unmatched) in result.unmatched.enumerated() {
    records.unmatched.append(
      UnmatchedRecord(
        line: index + 2, orderID: dataset.orders[unmatched.order].id,
        stage: unmatched.stage.map(Int64.init), reason: unmatched.reason,
        detail: "said elsewhere", fix: unmatched.fix.map { text(of: $0, in: dataset) } ?? ""))
  }
  for (index, price) in (result.certificate?.prices ?? []).enumerated() {
    records.shadowPrices.append(
      ShadowPriceRecord(
        line: index + 2, machineID: dataset.machines[price.machine].id, start: price.period.start,
        end: price.period.end, openSeconds: price.openSeconds,
        microYuanPerSecond: price.microYuanPerSecond))
  }
  return records
}

/// What `summary.json` says of the proof of a result, and nothing else.
public func proofSummary(
  of result: MatchResult, _ objective: ObjectiveKind
) -> [String: SummaryValue] {
  [
    "objective_kind": .text(objective.rawValue), "objective": .hundredths(result.objectiveFen),
    "upper_bound": result.certificate.map { .hundredths($0.upperBoundFen) } ?? .null,
    "gap_percent": result.certificate.map {
      .hundredths($0.gapHundredthsOfPercent(objectiveFen: result.objectiveFen))
    } ?? .null,
  ]
}

/// A fix as `Docs/results.md` spells it.
func text(of fix: Fix, in dataset: Dataset) -> String {
  func machine(_ index: Int) -> String { dataset.machines[index].id.text }
  func hundredths(_ value: Int64) -> String {
    let rest = String(value % 100 + 100).dropFirst()
    return value % 100 == 0 ? "\(value / 100)" : "\(value / 100).\(rest)"
  }
  switch fix {
  case .deadline(let seconds):
    let parts = [
      (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "m"),
      (seconds % 60, "s"),
    ]
    return "deadline +"
      + parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
  case .budget(let fen):
    return "budget +\(fen / 100).\(String(fen % 100 + 100).dropFirst())"
  case .pricingMode(let mode): return "pricing_mode \(mode.rawValue)"
  case .certification(let name, let factory):
    return "certification \(dataset.certificationNames[name]) at "
      + dataset.factories[factory].id.text
  case .tolerance(let grade, let index): return "tolerance IT\(grade) at \(machine(index))"
  case .material(let name, let index):
    return "material \(dataset.materialNames[name]) at \(machine(index))"
  case .size(let box, let index):
    func millimetres(_ side: Int64) -> String {
      var text = "\(side / 1_000).\(String(side % 1_000 + 1_000).dropFirst())"
      while text.hasSuffix("0") { text.removeLast() }
      return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
    let sides = [box.length, box.width, box.height].map(millimetres)
    return "size \(sides.joined(separator: "x")) at \(machine(index))"
  case .quantityMax(let most, let index):
    return "max_quantity \(hundredths(most)) at \(machine(index))"
  case .quantityMin(let least, let index):
    return "min_quantity \(hundredths(least)) at \(machine(index))"
  }
}
