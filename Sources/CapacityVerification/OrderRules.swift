import CapacityModel

/// The checks that need all rows of one order: rules 1 and 6 to 10, and the freight.
struct OrderRules {
  let lookup: DatasetIndex
  private var dataset: Dataset { lookup.dataset }

  /// Checks one order by all rows that name it, in the file's order.
  func check(order: Int, rows: [ResolvedRow], into findings: inout FindingList) {
    guard let first = rows.first else { return }
    let stageRange = dataset.orders[order].stages
    var rowsByStage = [[ResolvedRow]](repeating: [], count: stageRange.count)
    for row in rows {
      if let stage = row.stage { rowsByStage[stage - stageRange.lowerBound].append(row) }
    }
    var isWhole = rows.allSatisfy { $0.stage != nil && $0.machine != nil }
    for stage in rowsByStage.indices {
      rowsByStage[stage].sort { ($0.record.part, $0.index) < ($1.record.part, $1.index) }
      if rowsByStage[stage].isEmpty {
        // Rule 1.
        findings.add(
          .allOrNothing, order: order, at: first.place,
          Message(
            "stage \(stage + 1) of \(stageRange.count) is not booked",
            zh: "共 \(stageRange.count) 个环节，第 \(stage + 1) 个没有预订"))
        isWhole = false
      } else if !checkParts(
        rowsByStage[stage], order: order, stage: stageRange.lowerBound + stage, into: &findings)
      {
        isWhole = false
      }
    }
    checkBudget(order: order, rows: rows, first: first, into: &findings)
    checkMade(rowsByStage.last ?? [], order: order, into: &findings)
    // What feeds what can only be said of parts that add up.
    guard isWhole else { return }
    let stages = rowsByStage.map { $0.map(placedPart) }
    checkFeeding(stages, order: order, into: &findings)
    let freight = checkGoods(stages, order: order, into: &findings)
    checkFreight(freight, order: order, rows: rows, into: &findings)
  }

  private func time(_ seconds: Int64) -> String { lookup.wording.time(seconds) }

  /// A part that was found to be whole, where it is made.
  private struct PlacedPart {
    var row: ResolvedRow
    var quantity: Int64
    var cluster: Int
  }

  private func placedPart(_ row: ResolvedRow) -> PlacedPart {
    let quantity = row.stage.flatMap {
      dataset.stages[$0].quantity(ofHundredths: row.record.quantityHundredths)
    }
    return PlacedPart(
      row: row, quantity: quantity ?? 0, cluster: row.machine.map(lookup.cluster) ?? 0)
  }

  /// Checks rule 9, and says whether the parts are numbered from 1 and add up.
  private func checkParts(
    _ rows: [ResolvedRow], order: Int, stage: Int, into findings: inout FindingList
  ) -> Bool {
    let partsMax = dataset.orders[order].partsMax
    let stage = dataset.stages[stage]
    let number = rows[0].record.stage
    var isWhole = true
    var sum: Int128 = 0
    var usedUnits: Set<[Int]> = []
    for (index, row) in rows.enumerated() {
      let hundredths = row.record.quantityHundredths
      sum += Int128(hundredths)
      if hundredths <= 0 || stage.quantity(ofHundredths: hundredths) == nil {
        findings.add(
          .parts, order: order, at: row.place,
          Message(
            "a part of \(hundredthsText(Int128(hundredths))) is not a whole quantity above 0",
            zh: "这一部分的数量 \(hundredthsText(Int128(hundredths))) 不是大于 0 的整数"))
        isWhole = false
      }
      // A part that stands twice is a finding of the sort order.
      if row.record.part != index + 1 { isWhole = false }
      if let machine = row.machine, let unit = row.unit,
        !usedUnits.insert([machine, unit]).inserted
      {
        findings.add(
          .parts, order: order, at: row.place,
          Message(
            "another part of stage \(number) is on unit \(unit) of '\(row.record.machineID)'",
            zh: "环节 \(number) 的另一部分也在“\(row.record.machineID)”第 \(unit) 台上"))
      }
    }
    if !isWhole, let last = rows.last?.record.part, last != rows.count {
      findings.add(
        .parts, order: order, at: rows[0].place,
        Message(
          "stage \(number) has \(rows.count) parts that are not numbered 1 to \(rows.count)",
          zh: "环节 \(number) 的 \(rows.count) 个部分没有按 1 到 \(rows.count) 编号"))
    }
    if rows.count > partsMax {
      findings.add(
        .parts, order: order, at: rows[0].place,
        Message(
          "stage \(number) has \(rows.count) parts, and the order allows \(partsMax)",
          zh: "环节 \(number) 分成 \(rows.count) 个部分，而订单最多允许 \(partsMax) 个"))
    }
    if sum != Int128(stage.quantityHundredths) {
      findings.add(
        .parts, order: order, at: rows[0].place,
        Message(
          "the parts of stage \(number) add up to \(hundredthsText(sum)),"
            + " and the order asks for \(hundredthsText(Int128(stage.quantityHundredths)))",
          zh: "环节 \(number) 各部分合计 \(hundredthsText(sum))，"
            + "而订单要求 \(hundredthsText(Int128(stage.quantityHundredths)))"))
      isWhole = false
    }
    return isWhole
  }

  /// Rule 10, by what the file says is charged.
  private func checkBudget(
    order: Int, rows: [ResolvedRow], first: ResolvedRow, into findings: inout FindingList
  ) {
    var charges: Int128 = 0
    var freight: Int128 = 0
    for row in rows {
      charges += Int128(row.record.chargeFen)
      freight += Int128(row.record.freightFen)
    }
    let budget = dataset.orders[order].budgetFen
    if charges + freight > Int128(budget) {
      findings.add(
        .budget, order: order, at: first.place,
        Message(
          "charges of \(yuanText(charges)) and freight of \(yuanText(freight)) are more than the"
            + " budget of \(yuanText(Int128(budget)))",
          zh: "费用 \(yuanTextZH(charges)) 加运费 \(yuanTextZH(freight)) "
            + "超过预算 \(yuanTextZH(Int128(budget)))"))
    }
  }

  /// Rule 8 for what the last stage makes.
  private func checkMade(
    _ lastStage: [ResolvedRow], order: Int, into findings: inout FindingList
  ) {
    let deadline = dataset.orders[order].deadline
    for row in lastStage where row.record.end > deadline {
      findings.add(
        .deadline, order: order, at: row.place,
        Message(
          "ends at \(time(row.record.end)), after the deadline \(time(deadline))",
          zh: "于 \(time(row.record.end)) 结束，晚于截止时间 \(time(deadline))"))
    }
  }

  /// Rule 6.
  private func checkFeeding(
    _ stages: [[PlacedPart]], order: Int, into findings: inout FindingList
  ) {
    for (earlier, later) in zip(stages, stages.dropFirst()) {
      for overlap in overlaps(of: earlier.map(\.quantity), with: later.map(\.quantity)) {
        let feeder = earlier[overlap.from].row
        let fed = later[overlap.to].row
        if fed.record.start < feeder.record.end {
          findings.add(
            .feeding, order: order, at: fed.place,
            Message(
              "starts at \(time(fed.record.start)), before '\(feeder.record.bookingID)' that feeds it"
                + " ends at \(time(feeder.record.end))",
              zh: "于 \(time(fed.record.start)) 开始，而供料的“\(feeder.record.bookingID)”"
                + "到 \(time(feeder.record.end)) 才结束"))
        }
      }
    }
  }

  /// Rule 7, and rule 8 for what arrives at the customer; returns the freight, in fen.
  private func checkGoods(
    _ stages: [[PlacedPart]], order: Int, into findings: inout FindingList
  ) -> Int128 {
    let terms = dataset.orders[order]
    let shipping = zip(stages, lookup.stages(of: order)).filter {
      dataset.processes[$0.1.process].ships
    }.map(\.0)
    guard let last = shipping.last else { return 0 }
    var freight: Int128 = 0
    for (earlier, later) in zip(shipping, shipping.dropFirst()) {
      let earlierQuantity = earlier.map(\.quantity).reduce(0, +)
      let laterQuantity = later.map(\.quantity).reduce(0, +)
      for overlap in overlaps(of: earlier.map(\.quantity), with: later.map(\.quantity)) {
        let from = earlier[overlap.from]
        let to = later[overlap.to]
        let route = lookup.routes.route(from: from.cluster, to: to.cluster)
        freight += route.cost(
          weightGrams: terms.weightGrams, numerator: overlap.length,
          denominator: earlierQuantity * laterQuantity)
        let arrival = clampedSum(from.row.record.end, route.transitSeconds)
        if to.row.record.start < arrival {
          findings.add(
            .goods, order: order, at: to.row.place,
            Message(
              "starts at \(time(to.row.record.start)), before the goods of"
                + " '\(from.row.record.bookingID)' arrive at \(time(arrival))",
              zh: "于 \(time(to.row.record.start)) 开始，而“\(from.row.record.bookingID)”的货物"
                + "到 \(time(arrival)) 才运到"))
        }
      }
    }
    let quantity = last.map(\.quantity).reduce(0, +)
    for part in last {
      let route = lookup.routes.route(from: part.cluster, to: terms.cluster)
      freight += route.cost(
        weightGrams: terms.weightGrams, numerator: part.quantity, denominator: quantity)
      let arrival = clampedSum(part.row.record.end, route.transitSeconds)
      // Where nothing travels the end itself is looked at already, unless the stage is not last.
      if arrival > terms.deadline
        && (route.transitSeconds > 0 || part.row.record.stage != terms.stages.count)
      {
        findings.add(
          .deadline, order: order, at: part.row.place,
          Message(
            "arrives at the customer at \(time(arrival)), after the deadline \(time(terms.deadline))",
            zh: "于 \(time(arrival)) 运到客户处，晚于截止时间 \(time(terms.deadline))"))
      }
    }
    return freight
  }

  /// The freight stands on the order's first row, and 0 on its others.
  private func checkFreight(
    _ freight: Int128, order: Int, rows: [ResolvedRow], into findings: inout FindingList
  ) {
    for (index, row) in rows.enumerated() {
      let expected = index == 0 ? freight : 0
      if Int128(row.record.freightFen) != expected {
        findings.add(
          .freight, order: order, at: row.place,
          Message(
            "freight: \(yuanText(Int128(row.record.freightFen))) should be \(yuanText(expected))",
            zh: "freight：\(yuanTextZH(Int128(row.record.freightFen))) 应为 \(yuanTextZH(expected))")
            + (index == 0
              ? Message(verbatim: "")
              : Message(", for the order's first row bears it", zh: "，运费写在订单的第一行")))
      }
    }
  }
}
