import CapacityModel

/// The checks that need one row of `bookings.csv` and nothing of the others.
struct BookingRules {
  let lookup: DatasetIndex
  private let certificates: Certificates
  private var dataset: Dataset { lookup.dataset }

  init(lookup: DatasetIndex) {
    self.lookup = lookup
    certificates = Certificates(dataset: lookup.dataset)
  }

  /// Adds what is wrong with a row by itself.
  func check(_ row: ResolvedRow, into findings: inout FindingList) {
    checkIDs(row, into: &findings)
    if let machine = row.machine {
      checkOpenTime(row, machine: machine, into: &findings)
      if let order = row.order {
        checkCertificates(row, order: order, machine: machine, into: &findings)
        if let stage = row.stage {
          checkMachine(row, stage: stage, machine: machine, into: &findings)
          checkOffer(row, order: order, stage: stage, machine: machine, into: &findings)
        }
      }
    }
    if let order = row.order, row.record.stage == 1 {
      // Rule 5.
      let release = dataset.orders[order].release
      if row.record.start < release {
        findings.add(
          .release, order: order, at: row.place,
          "starts at \(time(row.record.start)), before the release \(time(release))")
      }
    }
  }

  private func time(_ seconds: Int64) -> String { lookup.wording.time(seconds) }

  private func checkIDs(_ row: ResolvedRow, into findings: inout FindingList) {
    let record = row.record
    func add(_ message: String) {
      findings.add(.ids, order: row.order, id: record.orderID, at: row.place, message)
    }
    if row.order == nil { add("order_id: '\(record.orderID)' is not in orders.csv") }
    let expectedID = Identifier("\(record.orderID)/\(record.stage)/\(record.part)")
    if record.bookingID != expectedID {
      add("booking_id: '\(record.bookingID)' should be '\(expectedID)'")
    }
    if let order = row.order, row.stage == nil {
      add("stage: \(record.stage) is not one of the order's \(dataset.orders[order].stages.count)")
    }
    if record.part < 1 { add("part: \(record.part) is below 1") }
    if row.process == nil { add("process: '\(record.process)' is not in processes.csv") }
    guard let machine = row.machine else {
      return add("machine_id: '\(record.machineID)' is not in machines.csv")
    }
    if row.unit == nil {
      add("machine_unit: \(record.unit) is not one of \(dataset.machines[machine].units)")
    }
    let factory = dataset.factories[dataset.machines[machine].factory].id
    if record.factoryID != factory {
      add(
        "factory_id: '\(record.factoryID)' should be '\(factory)', where '\(record.machineID)' is")
    }
  }

  /// Rule 4, apart from the working time, for which the offer must be known.
  private func checkOpenTime(
    _ row: ResolvedRow, machine: Int, into findings: inout FindingList
  ) {
    let record = row.record
    func add(_ message: String) {
      findings.add(.calendar, order: row.order, id: record.orderID, at: row.place, message)
    }
    guard record.start < record.end else {
      return add("ends at \(time(record.end)), not after its start \(time(record.start))")
    }
    let open = lookup.openTime(ofMachine: machine)
    if !open.isOpen(at: record.start) {
      add("starts at \(time(record.start)), when '\(record.machineID)' is closed")
    }
    if !open.isOpen(at: record.end - 1) {
      add("ends at \(time(record.end)), and '\(record.machineID)' is closed in the second before")
    }
    guard let process = row.process, !dataset.processes[process].isResumable else { return }
    let closed =
      Int128(record.end) - Int128(record.start) - Int128(open.openSeconds(in: row.span))
    if closed > 0 {
      add(
        "runs over \(closed) closed seconds from \(time(record.start)) to \(time(record.end)),"
          + " and '\(record.process)' cannot pause")
    }
  }

  /// Rule 3: every certificate on every day that the booking touches.
  private func checkCertificates(
    _ row: ResolvedRow, order: Int, machine: Int, into findings: inout FindingList
  ) {
    let factory = dataset.machines[machine].factory
    let factoryID = dataset.factories[factory].id
    for certification in dataset.orders[order].certifications {
      let name = dataset.certificationNames[certification]
      guard let days = certificates.days(of: certification, factory: factory) else {
        findings.add(.suitability, order: order, at: row.place, "'\(factoryID)' holds no \(name)")
        continue
      }
      let firstDay = certificates.day(of: row.record.start)
      // The end is not part of the booking: one that ends at midnight does not touch the day.
      let lastDay = certificates.day(of: clampedSum(row.record.end, -1))
      if firstDay < days.first || lastDay > days.last {
        let first = days.first == .min ? "ever" : lookup.wording.date(days.first)
        let last = days.last == .max ? "ever" : lookup.wording.date(days.last)
        findings.add(
          .suitability, order: order, at: row.place,
          "runs from \(time(row.record.start)) to \(time(row.record.end)), and '\(factoryID)'"
            + " holds \(name) from \(first) to \(last)")
      }
    }
  }

  /// Rule 3: tolerance and size; the material is the offer's.
  private func checkMachine(
    _ row: ResolvedRow, stage: Int, machine: Int, into findings: inout FindingList
  ) {
    let stage = dataset.stages[stage]
    let machine = dataset.machines[machine]
    if machine.toleranceIT > stage.toleranceIT {
      findings.add(
        .suitability, order: row.order, at: row.place,
        "'\(machine.id)' holds IT\(machine.toleranceIT), the stage asks for IT\(stage.toleranceIT)")
    }
    if !stage.box.fits(in: machine.box) {
      findings.add(
        .suitability, order: row.order, at: row.place,
        "a part of \(stage.box.text) mm does not fit '\(machine.id)' (\(machine.box.text) mm)")
    }
  }

  /// Rules 2 to 4 and the charge: some offer of the machine must agree with all that the row says.
  ///
  /// A row does not name its offer. The one that disagrees least speaks for the machine.
  private func checkOffer(
    _ row: ResolvedRow, order: Int, stage: Int, machine: Int, into findings: inout FindingList
  ) {
    let record = row.record
    let processID = dataset.processes[dataset.stages[stage].process].id
    if record.process != processID {
      findings.add(
        .offer, order: order, at: row.place,
        "process: '\(record.process)', and stage \(record.stage) asks for '\(processID)'")
    }
    if !dataset.orders[order].pricingModes.contains(PricingModes(record.pricing)) {
      findings.add(
        .offer, order: order, at: row.place,
        "pricing: the order does not take '\(record.pricing.rawValue)'")
    }
    guard let process = row.process else { return }
    var fewest: [(Rule, String)]?
    for index in lookup.offersByMachine[machine] {
      let offer = dataset.offers[index]
      guard offer.process == process, offer.pricing.mode == record.pricing else { continue }
      let broken = disagreements(
        of: row, order: dataset.orders[order], stage: dataset.stages[stage], with: offer)
      if broken.count < fewest?.count ?? .max { fewest = broken }
      if broken.isEmpty { break }
    }
    guard let fewest else {
      return findings.add(
        .offer, order: order, at: row.place,
        "'\(record.machineID)' offers no '\(record.process)' by \(record.pricing.rawValue)")
    }
    for (rule, message) in fewest { findings.add(rule, order: order, at: row.place, message) }
  }

  private func disagreements(
    of row: ResolvedRow, order: Order, stage: Stage, with offer: Offer
  ) -> [(Rule, String)] {
    let record = row.record
    var broken: [(Rule, String)] = []
    // Rule 2.
    if record.quantityHundredths < offer.quantityMinHundredths
      || record.quantityHundredths > offer.quantityMaxHundredths
    {
      let most =
        offer.quantityMaxHundredths == .max
        ? "without end" : "to \(hundredthsText(Int128(offer.quantityMaxHundredths)))"
      broken.append(
        (
          .offer,
          "a quantity of \(hundredthsText(Int128(record.quantityHundredths))) is outside the offer's:"
            + " from \(hundredthsText(Int128(offer.quantityMinHundredths))) \(most)"
        ))
    }
    // Rule 3.
    if let material = stage.material, !offer.materials.isEmpty, !offer.materials.contains(material)
    {
      broken.append(
        (.suitability, "the offer does not take \(dataset.materialNames[material])"))
    }
    // A broken piece is a finding of rule 9; no working time belongs to it.
    guard let quantity = stage.quantity(ofHundredths: record.quantityHundredths) else {
      return broken
    }
    guard let need = lookup.charges.need(of: quantity, unit: stage.unit, on: offer),
      let charge = lookup.charges.charge(of: quantity, order: order, stage: stage, on: offer)
    else {
      broken.append((.offer, "the offer cannot serve a stage counted by \(stage.unit.rawValue)"))
      return broken
    }
    if Int128(record.workingSeconds) != need {
      broken.append(
        (.workingTime, "working_time_s: \(record.workingSeconds), and the work takes \(need)"))
    }
    // Rule 4.
    let open = lookup.openTime(ofMachine: offer.machine).openSeconds(in: row.span)
    if record.start < record.end && Int128(open) != need {
      broken.append(
        (
          .calendar,
          "\(open) open seconds lie between \(time(record.start)) and \(time(record.end)),"
            + " and the work takes \(need)"
        ))
    }
    if Int128(record.chargeFen) != charge {
      broken.append(
        (
          .charge,
          "charge: \(yuanText(Int128(record.chargeFen))), and the offer asks \(yuanText(charge))"
        ))
    }
    return broken
  }
}

extension Box {
  /// The sides in mm, as the file gives them.
  var text: String {
    [length, width, height].map { side in
      guard side != .max else { return "unlimited" }
      let (whole, rest) = side.quotientAndRemainder(dividingBy: 1_000)
      guard rest != 0 else { return "\(whole)" }
      let digits = String(1_000 + rest).dropFirst()
      return "\(whole).\(digits)"
    }.joined(separator: "x")
  }
}
