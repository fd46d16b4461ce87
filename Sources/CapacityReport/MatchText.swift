internal import CapacityData
public import CapacityMatching
public import CapacityModel

/// What `match` prints when it is done.
public enum MatchText {
  /// A row of the summary.
  private struct Row {
    var name: String
    var figure: String
    /// A part of a whole, drawn as a bar.
    var bar: (part: Int64, whole: Int64)?
    var note = ""
    var weight: TextStyle.Weight?
  }

  private static let barColumns = 10

  /// A table that fits a terminal.
  ///
  /// - Parameters:
  ///   - result: The result.
  ///   - dataset: What the result's indices refer to.
  ///   - objective: What was maximised.
  ///   - totals: The result's sums, for whoever has them already.
  ///   - gaps: Where capacity is missing; the first few are told.
  ///   - language: The language of the words.
  ///   - style: Whether there may be colours and blocks.
  /// - Returns: The table's lines.
  public static func summary(
    _ result: MatchResult, of dataset: Dataset, objective: ObjectiveKind, totals: Totals? = nil,
    gaps: CapacityGaps? = nil, in language: Language = .english, style: TextStyle = .plain
  ) -> String {
    let totals = totals ?? Totals(result, of: dataset)
    let matched = Int64(result.matched.count)
    let asked = matched + Int64(result.unmatched.count)
    let used = totals.bookedSeconds + totals.promisedSeconds
    let yuan = Message("yuan", zh: "元")[language]
    let served = Format.percent(matched, of: asked)
    var rows = [
      Row(
        name: Message("orders served", zh: "已匹配订单")[language], figure: Format.grouped(matched),
        bar: (matched, asked),
        note: Message(
          "\(served) % of \(Format.grouped(asked))", zh: "占 \(Format.grouped(asked)) 的 \(served) %")[
            language], weight: .strong),
      Row(
        name: Message("bookings", zh: "排产")[language],
        figure: Format.grouped(Int64(result.bookings.count))),
      Row(
        name: name(objective)[language], figure: Format.groupedMoney(result.objectiveFen),
        note: objective == .fill
          ? Message("priority of the orders served", zh: "已匹配订单的优先级之和")[language] : yuan,
        weight: .strong),
    ]
    rows += proof(result, language)
    rows += [
      Row(
        name: Message("charges", zh: "加工费")[language],
        figure: Format.groupedMoney(totals.revenueFen.reduce(0, +)), note: yuan),
      Row(
        name: Message("freight", zh: "运费")[language],
        figure: Format.groupedMoney(totals.freightFen), note: yuan),
      Row(
        name: Message("utilisation", zh: "设备利用率")[language],
        figure: Format.percent(used, of: totals.openSeconds) + " %",
        bar: (used, totals.openSeconds),
        note: Message("of open time, promised included", zh: "占可用时间，含已承诺的预订")[language]),
    ]
    rows += leftOver(result, language)
    var lines = lines(rows, style)
    if let gaps { lines += mostMissing(gaps, of: dataset, language, style) }
    return lines.joined(separator: "\n")
  }

  private static let gapsTold = 3

  /// Where one more hour would be worth most to the orders left over, a line each.
  private static func mostMissing(
    _ gaps: CapacityGaps, of dataset: Dataset, _ language: Language, _ style: TextStyle
  ) -> [String] {
    let first = gaps.mostMissing(gapsTold)
    if first.isEmpty { return [] }
    let title = Message("capacity is missing most at", zh: "最缺产能的地方")[language]
    return [style.text(title, .strong)]
      + first.map { gap in
        let process = dataset.processes[gap.process]
        let name = process.name == process.id.text ? "" : " \(process.name)"
        let cluster = dataset.clusters[gap.cluster].name
        let orders = Format.grouped(Int64(gap.unmatchedOrders))
        let hours = Format.grouped(Int64(clamping: gap.unmatchedHoursHundredths / 100))
        let what = Message(
          "  \(process.id.text)\(name) for buyers in \(cluster): \(orders) orders, \(hours) h",
          zh: "  \(process.id.text)\(name)，\(cluster)的买方：\(orders) 个订单，\(hours) 小时")
        guard let price = gap.shadowPriceFenPerHour, price > 0 else { return what[language] }
        let worth = Format.groupedMoney(price)
        return
          (what
          + Message("; one more hour is worth \(worth)", zh: "；多一小时值 \(worth)"))[language]
      }
  }

  private static func lines(_ rows: [Row], _ style: TextStyle) -> [String] {
    let nameWidth = (rows.map { TextWidth.columns(of: $0.name) }.max() ?? 0) + 2
    let figureWidth = rows.map { TextWidth.columns(of: $0.figure) }.max() ?? 0
    return rows.map { row in
      var line = TextWidth.padded(row.name, to: nameWidth)
      line += style.text(
        TextWidth.padded(row.figure, to: figureWidth, atEnd: false), row.weight)
      if let bar = row.bar {
        line += "  " + style.text(style.bar(bar.part, of: bar.whole, columns: barColumns), .bar)
      }
      if !row.note.isEmpty { line += "  " + style.text(row.note, .faint) }
      return line
    }
  }

  /// What an objective counts.
  private static func name(_ objective: ObjectiveKind) -> Message {
    switch objective {
    case .surplus: Message("surplus", zh: "总盈余")
    case .fill: Message("points", zh: "得分")
    case .value: Message("value", zh: "总价值")
    }
  }

  /// How good the answer is: against the bound, and against what happens without a platform.
  private static func proof(_ result: MatchResult, _ language: Language) -> [Row] {
    var rows: [Row] = []
    if let certificate = result.certificate {
      let gap = certificate.gapHundredthsOfPercent(objectiveFen: result.objectiveFen)
      let percent = Format.decimal(gap, places: 2)
      rows.append(
        Row(
          name: Message("  at most", zh: "  上限")[language],
          figure: Format.groupedMoney(certificate.upperBoundFen),
          note: Message(
            "proven: within \(percent) % of the best possible", zh: "已证明：与最优相差不超过 \(percent) %")[
              language]))
    }
    if let firstCome = result.firstComeFen {
      var note = Message("without a platform, first come first served", zh: "没有平台、先到先得时")
      if let benefit = result.benefitOverFirstComeHundredths {
        let percent = "\(benefit < 0 ? "" : "+")\(Format.decimal(benefit, places: 2)) %"
        note = note + Message(": \(percent)", zh: "：\(percent)")
      }
      rows.append(
        Row(
          name: Message("  first come", zh: "  先到先得")[language],
          figure: Format.groupedMoney(firstCome), note: note[language]))
    }
    return rows
  }

  /// How many orders are left over, and why.
  private static func leftOver(_ result: MatchResult, _ language: Language) -> [Row] {
    if result.unmatched.isEmpty { return [] }
    let all = Int64(result.unmatched.count)
    var counts: [UnmatchedReason: Int64] = [:]
    for unmatched in result.unmatched { counts[unmatched.reason, default: 0] += 1 }
    let reasons = UnmatchedReason.allCases.compactMap { reason in
      counts[reason].map { count in
        Row(
          name: "  " + reason.rawValue, figure: Format.grouped(count), bar: (count, all),
          note: words(reason)[language])
      }
    }
    return [
      Row(
        name: Message("left over", zh: "未匹配订单")[language], figure: Format.grouped(all),
        weight: .strong)
    ] + reasons
  }

  /// What a reason means, in a few words.
  static func words(_ reason: UnmatchedReason) -> Message {
    switch reason {
    case .noProcess: Message("no machine offers the process", zh: "没有设备提供该工艺")
    case .noPricingMode: Message("no offer in a pricing mode that serves", zh: "没有合适计价方式的报价")
    case .noCertification: Message("no factory holds the certificates", zh: "没有工厂持有所需认证")
    case .noTolerance: Message("no machine is precise enough", zh: "没有设备达到所需精度")
    case .noMaterial: Message("no offer takes the material", zh: "没有报价接受该材料")
    case .noSize: Message("no machine is large enough", zh: "没有设备容得下该尺寸")
    case .noQuantity: Message("no offer allows the quantity", zh: "没有报价允许该数量")
    case .tooLate: Message("late even on empty machines", zh: "即使设备空闲也赶不上截止时间")
    case .overBudget: Message("every way in time costs more", zh: "赶得上的做法都超出预算")
    case .noCapacity: Message("taken, or worth more elsewhere", zh: "产能已占用，或另有更有价值的用途")
    }
  }
}
