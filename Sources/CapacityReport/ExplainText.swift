public import CapacityData
public import CapacityMatching
public import CapacityModel

/// What `explain` tells of one order, as text or as JSON.
public struct Explanation: Sendable {
  private let dataset: Dataset
  private let order: Int
  private let standing: Standing
  private let explanation: OrderExplanation

  /// How the order stands in the result.
  public enum Standing: Sendable {
    /// Served, with its rows of `bookings.csv`.
    case matched([BookingRecord])
    /// Served before by a promised booking.
    case promised
    /// Left over, with its row of `unmatched.csv`.
    case unmatched(UnmatchedRecord)
  }

  /// Puts an explanation into words.
  public init(
    _ explanation: OrderExplanation, of order: Int, in dataset: Dataset, standing: Standing
  ) {
    self.dataset = dataset
    self.order = order
    self.standing = standing
    self.explanation = explanation
  }

  /// For people, in English and without colours.
  public var text: String { text(in: .english) }

  /// For people.
  public func text(in language: Language, style: TextStyle = .plain) -> String {
    let demand = dataset.orders[order]
    let name = Message("Order \(demand.id.text): ", zh: "订单 \(demand.id.text)：")[language]
    let standing = standingWords
    var lines = [style.text(name + standing.words[language], standing.weight)]
    var facts = [
      [Message("release", zh: "最早开工")[language], time(demand.release)],
      [Message("deadline", zh: "截止时间")[language], time(demand.deadline)],
      [
        Message("budget", zh: "预算")[language],
        Format.groupedMoney(demand.budgetFen) + Message(" yuan", zh: " 元")[language],
      ],
      [Message("to", zh: "送达")[language], place(demand.cluster)],
    ]
    if case .unmatched(let record) = self.standing { facts += leftOver(record, language, style) }
    lines += table(facts, indent: 2)
    switch self.standing {
    case .matched(let bookings): lines += bookingLines(bookings, language, style)
    case .promised: return lines.joined(separator: "\n")
    case .unmatched: break
    }
    for (index, stage) in explanation.stages.enumerated() {
      lines.append("")
      lines += stageLines(stage, number: index + 1, language, style)
    }
    return lines.joined(separator: "\n")
  }

  private var standingWords: (words: Message, weight: TextStyle.Weight) {
    switch standing {
    case .matched: (Message("served", zh: "已匹配"), .good)
    case .promised: (Message("served before, by a promised booking", zh: "早先已承诺"), .good)
    case .unmatched: (Message("left over", zh: "未匹配"), .bad)
    }
  }

  /// A cluster's name, and its id where that is another one.
  private func place(_ cluster: Int) -> String {
    let (id, name) = (dataset.clusters[cluster].id.text, dataset.clusters[cluster].name)
    return id == name ? id : "\(name) (\(id))"
  }

  private func bookingLines(
    _ bookings: [BookingRecord], _ language: Language, _ style: TextStyle
  ) -> [String] {
    let demand = dataset.orders[order]
    var rows = [
      [
        Message("stage", zh: "环节"), Message("part", zh: "部分"), Message("process", zh: "工艺"),
        Message("machine", zh: "设备"), Message("factory", zh: "工厂"), Message("start", zh: "开始"),
        Message("end", zh: "结束"), Message("charge", zh: "费用"), Message("by", zh: "计价"),
      ].map { $0[language] }
    ]
    for booking in bookings {
      rows.append([
        String(booking.stage), String(booking.part), booking.process.text,
        "\(booking.machineID.text)#\(booking.unit)", booking.factoryID.text, time(booking.start),
        time(booking.end), Format.money(booking.chargeFen), booking.pricing.rawValue,
      ])
    }
    let freight = bookings.reduce(0) { $0 + $1.freightFen }
    let charges = bookings.reduce(0) { $0 + $1.chargeFen }
    let left = Format.money(demand.budgetFen - charges - freight)
    var lines = [""] + table(rows, numbers: [0, 1, 7], indent: 2)
    lines[1] = style.text(lines[1], .faint)
    lines.append(
      "  "
        + Message(
          "charges \(Format.money(charges)), freight \(Format.money(freight)), left of the budget \(left)",
          zh: "加工费 \(Format.money(charges))，运费 \(Format.money(freight))，预算剩余 \(left)")[language])
    return lines
  }

  /// Why an order is left over, and what would help.
  private func leftOver(
    _ record: UnmatchedRecord, _ language: Language, _ style: TextStyle
  ) -> [[String]] {
    let detail = language == .english ? record.detail : chineseDetail(record)
    var fix = Message("no single change", zh: "没有哪一项单独的改动")[language]
    if !record.fix.isEmpty {
      fix = style.text(record.fix, .strong)
      if language == .chinese, let words = FixWords.chinese(record.fix) { fix += "（\(words)）" }
    }
    return [
      [
        Message("reason", zh: "原因")[language],
        record.reason.rawValue + Message(": ", zh: "：")[language] + detail,
      ],
      [Message("would help", zh: "可行的改动")[language], fix],
    ]
  }

  /// The sentence of the file, which is English, from the figures behind it.
  private func chineseDetail(_ record: UnmatchedRecord) -> String {
    let diagnosis = explanation.diagnosis
    // Another version may have found other figures: then the reason alone, and the file's own words.
    guard UnmatchedWords.detail(diagnosis, in: dataset) == record.detail else {
      return MatchText.words(record.reason)[.chinese] + "（\(record.detail)）"
    }
    return UnmatchedWords.chinese(diagnosis, in: dataset)
  }

  /// Rows in columns; `numbers` are the columns whose cells end in line.
  private func table(_ rows: [[String]], numbers: Set<Int> = [], indent: Int) -> [String] {
    guard let first = rows.first else { return [] }
    var table = TextTable(
      zip(first.indices, first).map { .init(title: $1, isNumber: numbers.contains($0)) })
    for row in rows.dropFirst() { table.add(row) }
    return table.lines.map { String(repeating: " ", count: indent) + $0 }
  }

  private func stageLines(
    _ stage: StageExplanation, number: Int, _ language: Language, _ style: TextStyle
  ) -> [String] {
    let demand = dataset.orders[order]
    let wanted = dataset.stages[demand.stages.lowerBound + number - 1]
    let process = dataset.processes[wanted.process]
    let quantity = Format.quantity(wanted.quantity, unit: wanted.unit)
    let isOne = wanted.unit == .piece && wanted.quantity == 1
    let unit = wanted.unit == .hour ? "hours" : isOne ? "piece" : "pieces"
    let title = Message(
      "Stage \(number): \(quantity) \(unit) of \(process.id.text)",
      zh: "环节 \(number)：\(quantity) \(wanted.unit == .hour ? "小时" : "件") \(process.id.text)")
    let called = process.name == process.id.text ? "" : " (\(process.name))"
    var lines = ["  " + style.text(title[language] + called, .strong)]
    let all = stage.filters.offerCount
    var rows = [
      [
        Message("offers for the process", zh: "该工艺的报价")[language], String(all),
        style.bar(Int64(all), of: Int64(all), columns: 10), "",
      ]
    ]
    for filter in OfferFilter.allCases.dropFirst() where filter != .none {
      let left = stage.filters.left(after: filter)
      let taken = stage.filters.taken[filter.rawValue]
      rows.append([
        Message("after \(filter.words.english)", zh: "\(filter.words.chinese)筛选后")[language],
        String(left), style.bar(Int64(left), of: Int64(all), columns: 10),
        taken > 0 ? "(-\(taken))" : "",
      ])
      // Nothing is left to be filtered.
      if left == 0 { break }
    }
    lines += table(rows, numbers: [1], indent: 4)
    if stage.nearest.isEmpty { return lines }
    lines.append("    " + Message("nearest:", zh: "最接近的报价：")[language])
    lines += table(
      stage.nearest.map { miss in
        let offer = dataset.offers[miss.offer]
        let machine = dataset.machines[offer.machine]
        return [
          machine.id.text, dataset.factories[machine.factory].id.text,
          offer.pricing.mode.rawValue,
          Format.money(miss.costFen) + Message(" yuan", zh: " 元")[language],
          missWords(miss, demand: demand)[language],
        ]
      }, numbers: [3], indent: 6)
    return lines
  }

  private func missWords(_ miss: NearMiss, demand: Order) -> Message {
    if !miss.lacks.isEmpty {
      let lacks = miss.lacks.map(\.words)
      return Message(
        "fails \(lacks.map(\.english).joined(separator: ", "))",
        zh: "不满足\(lacks.map(\.chinese).joined(separator: "、"))")
    }
    guard let free = miss.freeTime else {
      return Message("has no room left within the horizon", zh: "计划期内已没有空闲")
    }
    var words = Message("could be done by \(time(free))", zh: "可在 \(time(free)) 前完成")
    if free > demand.deadline {
      let late = Format.duration(free - demand.deadline)
      words = words + Message(", \(late) late", zh: "，晚 \(FixWords.duration(late))")
    }
    if miss.costFen > demand.budgetFen {
      let over = Format.money(miss.costFen - demand.budgetFen)
      words = words + Message(", \(over) over the budget", zh: "，超出预算 \(over)")
    }
    return words
  }

  private func time(_ seconds: Int64) -> String { Format.time(seconds, horizon: dataset.horizon) }

  /// For programs.
  public var json: JSONDocument {
    let demand = dataset.orders[order]
    var fields: [(String, JSONDocument)] = [("order_id", .string(demand.id.text))]
    switch standing {
    case .matched(let bookings):
      fields.append(("status", .string("matched")))
      fields.append(("bookings", .array(bookings.map { .string($0.bookingID.text) })))
    case .promised:
      fields.append(("status", .string("promised")))
      return .object(fields)
    case .unmatched(let record):
      fields.append(("status", .string("unmatched")))
      fields.append(("reason", .string(record.reason.rawValue)))
      fields.append(("detail", .string(record.detail)))
      fields.append(("fix", record.fix.isEmpty ? .null : .string(record.fix)))
    }
    fields.append(
      (
        "stages",
        .array(
          explanation.stages.enumerated().map { index, stage in
            stageDocument(stage, number: index + 1)
          })
      ))
    return .object(fields)
  }

  private func stageDocument(_ stage: StageExplanation, number: Int) -> JSONDocument {
    let demand = dataset.orders[order]
    let wanted = dataset.stages[demand.stages.lowerBound + number - 1]
    let filters = OfferFilter.allCases.dropFirst().filter { $0 != .none }
    return .object([
      ("stage", .number(String(number))),
      ("process", .string(dataset.processes[wanted.process].id.text)),
      ("offers", .number(String(stage.filters.offerCount))),
      (
        "left_after",
        .object(filters.map { ($0.code, .number(String(stage.filters.left(after: $0)))) })
      ),
      ("nearest", .array(stage.nearest.map(missDocument))),
    ])
  }

  private func missDocument(_ miss: NearMiss) -> JSONDocument {
    let offer = dataset.offers[miss.offer]
    let machine = dataset.machines[offer.machine]
    func optional(_ seconds: Int64?) -> JSONDocument { seconds.map { .string(time($0)) } ?? .null }
    return .object([
      ("machine_id", .string(machine.id.text)),
      ("factory_id", .string(dataset.factories[machine.factory].id.text)),
      ("pricing", .string(offer.pricing.mode.rawValue)),
      ("cost", .number(Format.money(miss.costFen))),
      ("fails", .array(miss.lacks.map { .string($0.code) })),
      ("done_on_empty_machine", optional(miss.emptyTime)),
      ("done_in_free_time", optional(miss.freeTime)),
    ])
  }
}

extension OfferFilter {
  /// What people call it.
  fileprivate var words: Message {
    switch self {
    case .process: Message("process", zh: "工艺")
    case .pricingMode: Message("pricing mode", zh: "计价方式")
    case .certification: Message("certificates", zh: "认证")
    case .tolerance: Message("tolerance", zh: "公差")
    case .material: Message("material", zh: "材料")
    case .size: Message("size", zh: "尺寸")
    case .quantity: Message("quantity", zh: "数量")
    case .none: Message("nothing", zh: "无")
    }
  }

  /// What programs call it.
  fileprivate var code: String {
    switch self {
    case .pricingMode: "pricing_mode"
    case .certification: "certification"
    default: words.english
    }
  }
}
