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
  public var text: String {
    let name = factory.name == factory.id.text ? "" : " (\(factory.name))"
    let horizon = dataset.horizon
    var lines = [
      "Statement of \(factory.id.text)\(name), "
        + FactoryWords.span(TimeSpan(start: 0, end: horizon.lengthSeconds), horizon: horizon),
      "",
    ]
    if statement.machines.isEmpty {
      lines.append("No machine of this factory is shared.")
      return lines.joined(separator: "\n")
    }
    lines.append(machineTable)
    lines.append("")
    lines.append(revenue)
    lines += worthNotes
    lines.append("")
    lines.append(statement.bookings.isEmpty ? "No bookings." : bookingTable)
    return lines.joined(separator: "\n")
  }

  private var machineTable: String {
    var columns: [TextTable.Column] = [
      .init(title: "machine"), .init(title: "equipment class"),
      .init(title: "units", isNumber: true), .init(title: "open h", isNumber: true),
      .init(title: "promised h", isNumber: true), .init(title: "booked h", isNumber: true),
      .init(title: "idle h", isNumber: true), .init(title: "used %", isNumber: true),
      .init(title: "bookings", isNumber: true), .init(title: "revenue", isNumber: true),
    ]
    if objective != nil { columns.append(.init(title: "idle worth", isNumber: true)) }
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
      add(statement.total, ["all", "", String(units)])
    }
    return table.lines.joined(separator: "\n")
  }

  private var revenue: String {
    "revenue by "
      + PricingMode.allCases.map { mode in
        "\(mode.rawValue) \(Format.groupedMoney(statement.revenueFen(by: mode)))"
      }.joined(separator: ", ") + " yuan"
  }

  private var worthNotes: [String] {
    switch objective {
    case .surplus:
      [
        "idle worth: idle seconds at the result's shadow prices, yuan of buyers' surplus that one more",
        "  second there would have made possible; not a revenue.",
      ]
    case .value:
      [
        "idle worth: idle seconds at the result's shadow prices, yuan of budgets that one more second",
        "  there would have served; not a revenue.",
      ]
    case .fill:
      ["idle worth: idle seconds at the result's shadow prices, in points of orders served."]
    case nil:
      [
        "What idle hours would have been worth is not known: the result has no shadow prices (effort 0)."
      ]
    }
  }

  private var bookingTable: String {
    var table = TextTable([
      .init(title: "machine"), .init(title: "unit", isNumber: true), .init(title: "start"),
      .init(title: "end"), .init(title: "hours", isNumber: true), .init(title: "order"),
      .init(title: "stage", isNumber: true), .init(title: "part", isNumber: true),
      .init(title: "process"), .init(title: "quantity", isNumber: true), .init(title: "by"),
      .init(title: "charge", isNumber: true),
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
