public import CapacityData
public import CapacityMatching
public import CapacityModel

/// What `statement` tells a factory of itself, as text or as JSON; nothing of other parties is in it.
public struct StatementReport: Sendable {
  private let dataset: Dataset
  private let statement: FactoryStatement
  private let objective: ObjectiveKind?

  /// Puts a statement into words; `objective` is what the prices count, `nil` where there are none.
  public init(_ statement: FactoryStatement, of dataset: Dataset, objective: ObjectiveKind?) {
    self.dataset = dataset
    self.statement = statement
    self.objective = objective
  }

  private var factory: Factory { dataset.factories[statement.factory] }

  // MARK: For people

  /// Hours and revenue by machine, revenue by pricing mode, and every booking.
  public func text(in language: Language) -> String {
    let horizon = dataset.horizon
    let span = FactoryWords.span(
      TimeSpan(start: 0, end: horizon.lengthSeconds), horizon: horizon)
    let isNamed = factory.name != factory.id.text
    let title =
      Message(
        "Statement of \(factory.id.text)" + (isNamed ? " (\(factory.name)), " : ", "),
        zh: "\(factory.id.text)" + (isNamed ? "（\(factory.name)）" : " ") + "对账单，") + span
    if statement.machines.isEmpty {
      let none = Message("No machine of this factory is shared.", zh: "这家工厂没有共享设备。")
      return title[language] + "\n\n" + none[language]
    }
    let none = Message("No bookings.", zh: "没有排产。")
    let lines =
      [title[language], "", machineTable(in: language), "", revenue[language]]
      + worthNotes.map { $0[language] }
      + ["", statement.bookings.isEmpty ? none[language] : bookingTable(in: language)]
    return lines.joined(separator: "\n")
  }

  private func column(
    _ english: String, _ chinese: String, isNumber: Bool = false, in language: Language
  ) -> TextTable.Column {
    .init(title: Message(english, zh: chinese)[language], isNumber: isNumber)
  }

  private func machineTable(in language: Language) -> String {
    var columns: [TextTable.Column] = [
      column("machine", "设备", in: language), column("equipment class", "设备类别", in: language),
      column("units", "台数", isNumber: true, in: language),
      column("open h", "开工小时", isNumber: true, in: language),
      column("promised h", "已承诺小时", isNumber: true, in: language),
      column("booked h", "已排产小时", isNumber: true, in: language),
      column("idle h", "空闲小时", isNumber: true, in: language),
      column("used %", "利用率 %", isNumber: true, in: language),
      column("bookings", "排产数", isNumber: true, in: language),
      column("revenue", "收入", isNumber: true, in: language),
    ]
    if objective != nil {
      columns.append(column("idle worth", "空闲价值", isNumber: true, in: language))
    }
    var table = TextTable(columns)
    func add(_ line: FactoryStatement.MachineLine, _ names: [String]) {
      var cells =
        names + [
          FactoryWords.hours(line.openSeconds), FactoryWords.hours(line.promisedSeconds),
          FactoryWords.hours(line.bookedSeconds), FactoryWords.hours(line.idleSeconds),
          Format.percent(line.openSeconds - line.idleSeconds, of: line.openSeconds),
          Format.grouped(Int64(line.bookingCount)), Format.groupedMoney(line.revenueFen),
        ]
      if objective != nil { cells.append(Format.groupedMoney(line.idleWorthFen ?? 0)) }
      table.add(cells)
    }
    for line in statement.machines {
      let machine = dataset.machines[line.machine]
      let equipment = machine.equipmentClass.isEmpty ? "-" : machine.equipmentClass
      add(line, [machine.id.text, equipment, String(machine.units)])
    }
    if statement.machines.count > 1 {
      let units = statement.machines.reduce(0) { $0 + dataset.machines[$1.machine].units }
      add(statement.total, [Message("all", zh: "合计")[language], "", String(units)])
    }
    return table.lines.joined(separator: "\n")
  }

  private var revenue: Message {
    let sums = PricingMode.allCases.map { mode in
      "\(mode.rawValue) \(Format.groupedMoney(statement.revenueFen(by: mode)))"
    }
    return Message(
      "revenue by " + sums.joined(separator: ", ") + " yuan",
      zh: "按计价方式的收入：" + sums.joined(separator: "，") + " 元")
  }

  private var worthNotes: [Message] {
    switch objective {
    case .surplus:
      [
        Message(
          "idle worth: idle seconds at the result's shadow prices, yuan of buyers' surplus that one more\n"
            + "  second there would have made possible; not a revenue.",
          zh: "空闲价值：空闲时间按结果的影子价格计，即那里多一秒能给买方带来的盈余（元）；不是收入。")
      ]
    case .value:
      [
        Message(
          "idle worth: idle seconds at the result's shadow prices, yuan of budgets that one more second\n"
            + "  there would have served; not a revenue.",
          zh: "空闲价值：空闲时间按结果的影子价格计，即那里多一秒能多匹配的预算（元）；不是收入。")
      ]
    case .fill:
      [
        Message(
          "idle worth: idle seconds at the result's shadow prices, in points of orders served.",
          zh: "空闲价值：空闲时间按结果的影子价格计，单位为匹配订单的得分。")
      ]
    case nil:
      [
        Message(
          "What idle hours would have been worth is not known: the result has no shadow prices (effort 0).",
          zh: "空闲时间值多少无从得知：结果没有影子价格（effort 0）。")
      ]
    }
  }

  private func bookingTable(in language: Language) -> String {
    var table = TextTable([
      column("machine", "设备", in: language), column("unit", "台", isNumber: true, in: language),
      column("start", "开始", in: language),
      column("end", "结束", in: language), column("hours", "小时", isNumber: true, in: language),
      column("order", "订单", in: language),
      column("stage", "环节", isNumber: true, in: language),
      column("part", "分段", isNumber: true, in: language),
      column("process", "工艺", in: language), column("quantity", "数量", isNumber: true, in: language),
      column("by", "计价", in: language),
      column("charge", "费用", isNumber: true, in: language),
    ])
    for booking in statement.bookings {
      table.add([
        booking.machineID.text, String(booking.unit),
        FactoryWords.time(booking.start, horizon: dataset.horizon),
        FactoryWords.time(booking.end, horizon: dataset.horizon),
        FactoryWords.hours(booking.workingSeconds), booking.orderID.text,
        String(booking.stage), String(booking.part), booking.process.text,
        Format.shortDecimal(booking.quantityHundredths, places: 2), booking.pricing.rawValue,
        Format.groupedMoney(booking.chargeFen),
      ])
    }
    return table.lines.joined(separator: "\n")
  }

  // MARK: For programs

  /// The document that `Docs/factory.md` describes.
  public var json: JSONDocument {
    let horizon = dataset.horizon
    return .object([
      ("schema_version", .number("1")),
      ("engine_version", .string(capmatchVersion)),
      ("dataset", .string(dataset.name)),
      ("factory_id", .string(factory.id.text)),
      ("name", .string(factory.name)),
      ("from", .string(Format.time(0, horizon: horizon))),
      ("to", .string(Format.time(horizon.lengthSeconds, horizon: horizon))),
      (
        "revenue",
        .object(
          PricingMode.allCases.map { ($0.rawValue, .money(statement.revenueFen(by: $0))) }
            + [("total", .money(statement.total.revenueFen))])
      ),
      ("worth_counts", worthCounts),
      ("total", .object(figures(statement.total))),
      ("machines", .array(statement.machines.map(document))),
      ("bookings", .array(statement.bookings.map(document))),
    ])
  }

  private var worthCounts: JSONDocument {
    switch objective {
    case .surplus: .string("yuan of surplus")
    case .value: .string("yuan of budgets")
    case .fill: .string("points")
    case nil: .null
    }
  }

  private func figures(_ line: FactoryStatement.MachineLine) -> [(String, JSONDocument)] {
    [
      ("bookings", .integer(line.bookingCount)),
      ("open_s", .integer(line.openSeconds)),
      ("promised_s", .integer(line.promisedSeconds)),
      ("booked_s", .integer(line.bookedSeconds)),
      ("idle_s", .integer(line.idleSeconds)),
      (
        "utilisation_percent",
        .number(Format.percent(line.openSeconds - line.idleSeconds, of: line.openSeconds))
      ),
      ("revenue", .money(line.revenueFen)),
      ("idle_worth", line.idleWorthFen.map(JSONDocument.money) ?? .null),
    ]
  }

  private func document(_ line: FactoryStatement.MachineLine) -> JSONDocument {
    let machine = dataset.machines[line.machine]
    let names: [(String, JSONDocument)] = [
      ("machine_id", .string(machine.id.text)),
      (
        "equipment_class",
        machine.equipmentClass.isEmpty ? .null : .string(machine.equipmentClass)
      ),
      ("units", .integer(machine.units)),
    ]
    return .object(names + figures(line))
  }

  private func document(_ booking: BookingRecord) -> JSONDocument {
    let horizon = dataset.horizon
    return .object([
      ("booking_id", .string(booking.bookingID.text)),
      ("order_id", .string(booking.orderID.text)),
      ("stage", .integer(booking.stage)),
      ("part", .integer(booking.part)),
      ("machine_id", .string(booking.machineID.text)),
      ("machine_unit", .integer(booking.unit)),
      ("process", .string(booking.process.text)),
      ("pricing", .string(booking.pricing.rawValue)),
      ("quantity", .number(Format.shortDecimal(booking.quantityHundredths, places: 2))),
      ("start", .string(Format.time(booking.start, horizon: horizon))),
      ("end", .string(Format.time(booking.end, horizon: horizon))),
      ("working_time_s", .integer(booking.workingSeconds)),
      ("charge", .money(booking.chargeFen)),
    ])
  }
}
