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
          Message(
            "starts at \(time(row.record.start)), before the release \(time(release))",
            zh: "于 \(time(row.record.start)) 开始，早于最早开工 \(time(release))"))
      }
    }
  }

  private func time(_ seconds: Int64) -> String { lookup.wording.time(seconds) }

  private func checkIDs(_ row: ResolvedRow, into findings: inout FindingList) {
    let record = row.record
    func add(_ message: Message) {
      findings.add(.ids, order: row.order, id: record.orderID, at: row.place, message)
    }
    if row.order == nil {
      add(
        Message(
          "order_id: '\(record.orderID)' is not in orders.csv",
          zh: "order_id：orders.csv 里没有“\(record.orderID)”"))
    }
    let expectedID = Identifier("\(record.orderID)/\(record.stage)/\(record.part)")
    if record.bookingID != expectedID {
      add(
        Message(
          "booking_id: '\(record.bookingID)' should be '\(expectedID)'",
          zh: "booking_id：“\(record.bookingID)”应为“\(expectedID)”"))
    }
    if let order = row.order, row.stage == nil {
      let count = dataset.orders[order].stages.count
      add(
        Message(
          "stage: \(record.stage) is not one of the order's \(count)",
          zh: "stage：订单有 \(count) 个环节，没有第 \(record.stage) 个"))
    }
    if record.part < 1 {
      add(Message("part: \(record.part) is below 1", zh: "part：\(record.part) 小于 1"))
    }
    if row.process == nil {
      add(
        Message(
          "process: '\(record.process)' is not in processes.csv",
          zh: "process：processes.csv 里没有“\(record.process)”"))
    }
    guard let machine = row.machine else {
      return add(.unknownMachine(record.machineID))
    }
    if row.unit == nil {
      let units = dataset.machines[machine].units
      add(
        Message(
          "machine_unit: \(record.unit) is not one of \(units)",
          zh: "machine_unit：只有 \(units) 台，没有第 \(record.unit) 台"))
    }
    let factory = dataset.factories[dataset.machines[machine].factory].id
    if record.factoryID != factory {
      add(
        Message(
          "factory_id: '\(record.factoryID)' should be '\(factory)', where '\(record.machineID)' is",
          zh: "factory_id：“\(record.factoryID)”应为设备“\(record.machineID)”所在的“\(factory)”"))
    }
  }

  /// Rule 4, apart from the working time, for which the offer must be known.
  private func checkOpenTime(
    _ row: ResolvedRow, machine: Int, into findings: inout FindingList
  ) {
    let record = row.record
    func add(_ message: Message) {
      findings.add(.calendar, order: row.order, id: record.orderID, at: row.place, message)
    }
    guard record.start < record.end else {
      return add(
        Message(
          "ends at \(time(record.end)), not after its start \(time(record.start))",
          zh: "于 \(time(record.end)) 结束，不晚于开始 \(time(record.start))"))
    }
    let open = lookup.openTime(ofMachine: machine)
    if !open.isOpen(at: record.start) {
      add(
        Message(
          "starts at \(time(record.start)), when '\(record.machineID)' is closed",
          zh: "于 \(time(record.start)) 开始，而“\(record.machineID)”此时不开放"))
    }
    if !open.isOpen(at: record.end - 1) {
      add(
        Message(
          "ends at \(time(record.end)), and '\(record.machineID)' is closed in the second before",
          zh: "于 \(time(record.end)) 结束，而“\(record.machineID)”在前一秒不开放"))
    }
    guard let process = row.process, !dataset.processes[process].isResumable else { return }
    let closed =
      Int128(record.end) - Int128(record.start) - Int128(open.openSeconds(in: row.span))
    if closed > 0 {
      add(
        Message(
          "runs over \(closed) closed seconds from \(time(record.start)) to \(time(record.end)),"
            + " and '\(record.process)' cannot pause",
          zh: "从 \(time(record.start)) 到 \(time(record.end)) 跨过 \(closed) 秒不开放的时间，"
            + "而工艺“\(record.process)”不能中断"))
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
        findings.add(
          .suitability, order: order, at: row.place,
          Message("'\(factoryID)' holds no \(name)", zh: "“\(factoryID)”没有认证 \(name)"))
        continue
      }
      let firstDay = certificates.day(of: row.record.start)
      // The end is not part of the booking: one that ends at midnight does not touch the day.
      let lastDay = certificates.day(of: clampedSum(row.record.end, -1))
      if firstDay < days.first || lastDay > days.last {
        func words(_ day: Int64, _ isOpen: Bool) -> Message {
          isOpen ? Message("ever", zh: "不限") : Message(verbatim: lookup.wording.date(day))
        }
        let first = words(days.first, days.first == .min)
        let last = words(days.last, days.last == .max)
        findings.add(
          .suitability, order: order, at: row.place,
          Message(
            "runs from \(time(row.record.start)) to \(time(row.record.end)), and '\(factoryID)'"
              + " holds \(name) from \(first.english) to \(last.english)",
            zh: "从 \(time(row.record.start)) 到 \(time(row.record.end))，而“\(factoryID)”的认证 "
              + "\(name) 有效期为 \(first.chinese) 至 \(last.chinese)"))
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
        Message(
          "'\(machine.id)' holds IT\(machine.toleranceIT), the stage asks for IT\(stage.toleranceIT)",
          zh: "“\(machine.id)”能达到 IT\(machine.toleranceIT)，而环节要求 IT\(stage.toleranceIT)"))
    }
    if !stage.box.fits(in: machine.box) {
      findings.add(
        .suitability, order: row.order, at: row.place,
        Message(
          "a part of \(stage.box.text) mm does not fit '\(machine.id)' (\(machine.box.text) mm)",
          zh: "\(stage.box.text) mm 的工件放不进“\(machine.id)”"
            + "（\(machine.box.text(unlimited: "不限")) mm）"))
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
        Message(
          "process: '\(record.process)', and stage \(record.stage) asks for '\(processID)'",
          zh: "process：“\(record.process)”，而环节 \(record.stage) 要求“\(processID)”"))
    }
    if !dataset.orders[order].pricingModes.contains(PricingModes(record.pricing)) {
      findings.add(
        .offer, order: order, at: row.place,
        Message(
          "pricing: the order does not take '\(record.pricing.rawValue)'",
          zh: "pricing：订单不接受“\(record.pricing.rawValue)”"))
    }
    guard let process = row.process else { return }
    var fewest: [(Rule, Message)]?
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
        Message(
          "'\(record.machineID)' offers no '\(record.process)' by \(record.pricing.rawValue)",
          zh: "“\(record.machineID)”没有按 \(record.pricing.rawValue) 计价的“\(record.process)”报价"))
    }
    for (rule, message) in fewest { findings.add(rule, order: order, at: row.place, message) }
  }

  private func disagreements(
    of row: ResolvedRow, order: Order, stage: Stage, with offer: Offer
  ) -> [(Rule, Message)] {
    let record = row.record
    var broken: [(Rule, Message)] = []
    // Rule 2.
    if record.quantityHundredths < offer.quantityMinHundredths
      || record.quantityHundredths > offer.quantityMaxHundredths
    {
      let least = hundredthsText(Int128(offer.quantityMinHundredths))
      let limit = hundredthsText(Int128(offer.quantityMaxHundredths))
      let most =
        offer.quantityMaxHundredths == .max
        ? Message("without end", zh: "起，不限") : Message("to \(limit)", zh: "到 \(limit)")
      broken.append(
        (
          .offer,
          Message(
            "a quantity of \(hundredthsText(Int128(record.quantityHundredths))) is outside the offer's:"
              + " from \(least) \(most.english)",
            zh: "数量 \(hundredthsText(Int128(record.quantityHundredths))) 不在报价允许的范围内："
              + "\(least) \(most.chinese)")
        ))
    }
    // Rule 3.
    if let material = stage.material, !offer.materials.isEmpty, !offer.materials.contains(material)
    {
      broken.append(
        (
          .suitability,
          Message(
            "the offer does not take \(dataset.materialNames[material])",
            zh: "报价不接受材料 \(dataset.materialNames[material])")
        ))
    }
    // A broken piece is a finding of rule 9; no working time belongs to it.
    guard let quantity = stage.quantity(ofHundredths: record.quantityHundredths) else {
      return broken
    }
    guard let need = lookup.charges.need(of: quantity, unit: stage.unit, on: offer),
      let charge = lookup.charges.charge(of: quantity, order: order, stage: stage, on: offer)
    else {
      broken.append(
        (
          .offer,
          Message(
            "the offer cannot serve a stage counted by \(stage.unit.rawValue)",
            zh: "报价不能用于按 \(stage.unit.rawValue) 计量的环节")
        ))
      return broken
    }
    if Int128(record.workingSeconds) != need {
      broken.append(
        (
          .workingTime,
          Message(
            "working_time_s: \(record.workingSeconds), and the work takes \(need)",
            zh: "working_time_s：\(record.workingSeconds)，而加工需要 \(need)")
        ))
    }
    // Rule 4.
    let open = lookup.openTime(ofMachine: offer.machine).openSeconds(in: row.span)
    if record.start < record.end && Int128(open) != need {
      broken.append(
        (
          .calendar,
          Message(
            "\(open) open seconds lie between \(time(record.start)) and \(time(record.end)),"
              + " and the work takes \(need)",
            zh: "从 \(time(record.start)) 到 \(time(record.end)) 有 \(open) 秒可用时间，"
              + "而加工需要 \(need) 秒")
        ))
    }
    if Int128(record.chargeFen) != charge {
      broken.append(
        (
          .charge,
          Message(
            "charge: \(yuanText(Int128(record.chargeFen))), and the offer asks \(yuanText(charge))",
            zh: "charge：\(yuanTextZH(Int128(record.chargeFen)))，而按报价应为 \(yuanTextZH(charge))")
        ))
    }
    return broken
  }
}

extension Message {
  /// A machine that the dataset does not know.
  static func unknownMachine(_ id: Identifier) -> Message {
    Message(
      "machine_id: '\(id)' is not in machines.csv", zh: "machine_id：machines.csv 里没有“\(id)”")
  }
}

extension Box {
  /// The sides in mm, as the file gives them.
  var text: String { text(unlimited: "unlimited") }

  /// The same with a word for a side without a limit.
  func text(unlimited: String) -> String {
    [length, width, height].map { side in
      guard side != .max else { return unlimited }
      let (whole, rest) = side.quotientAndRemainder(dividingBy: 1_000)
      guard rest != 0 else { return "\(whole)" }
      let digits = String(1_000 + rest).dropFirst()
      return "\(whole).\(digits)"
    }.joined(separator: "x")
  }
}
