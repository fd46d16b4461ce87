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

  /// For people.
  public var text: String {
    let demand = dataset.orders[order]
    var lines = [
      "Order \(demand.id.text): " + standingWords,
      "  release \(time(demand.release)), deadline \(time(demand.deadline)), "
        + "budget \(Format.money(demand.budgetFen)) yuan, "
        + "to \(dataset.clusters[demand.cluster].name)",
    ]
    switch standing {
    case .matched(let bookings):
      lines.append("")
      for booking in bookings {
        lines.append(
          "  stage \(booking.stage) part \(booking.part): \(booking.process.text) on "
            + "\(booking.machineID.text) unit \(booking.unit) (\(booking.factoryID.text)), "
            + "\(time(booking.start)) to \(time(booking.end)), "
            + "\(Format.money(booking.chargeFen)) yuan by \(booking.pricing.rawValue)")
      }
      let freight = bookings.reduce(0) { $0 + $1.freightFen }
      let charges = bookings.reduce(0) { $0 + $1.chargeFen }
      lines.append(
        "  charges \(Format.money(charges)), freight \(Format.money(freight)), "
          + "left of the budget \(Format.money(demand.budgetFen - charges - freight))")
    case .promised:
      return lines.joined(separator: "\n")
    case .unmatched(let record):
      lines.append("  reason: \(record.reason.rawValue): \(record.detail)")
      lines.append("  what would help: \(record.fix.isEmpty ? "no single change" : record.fix)")
    }
    for (index, stage) in explanation.stages.enumerated() {
      lines.append("")
      lines += stageLines(stage, number: index + 1)
    }
    return lines.joined(separator: "\n")
  }

  private var standingWords: String {
    switch standing {
    case .matched: "served"
    case .promised: "served before, by a promised booking"
    case .unmatched: "left over"
    }
  }

  private func stageLines(_ stage: StageExplanation, number: Int) -> [String] {
    let demand = dataset.orders[order]
    let wanted = dataset.stages[demand.stages.lowerBound + number - 1]
    let process = dataset.processes[wanted.process]
    var lines = [
      "  Stage \(number): \(Format.quantity(wanted.quantity, unit: wanted.unit)) "
        + "\(wanted.unit == .hour ? "hours" : "pieces") of \(process.id.text)"
        + (process.name == process.id.text ? "" : " (\(process.name))"),
      "    offers for the process  \(stage.filters.offerCount)",
    ]
    for filter in OfferFilter.allCases.dropFirst() where filter != .none {
      let left = stage.filters.left(after: filter)
      let taken = stage.filters.taken[filter.rawValue]
      let name = "after \(filter.word)"
      lines.append(
        "    " + name + String(repeating: " ", count: max(1, 24 - name.count)) + "\(left)"
          + (taken > 0 ? "  (-\(taken))" : ""))
    }
    if stage.nearest.isEmpty { return lines }
    lines.append("    nearest:")
    for miss in stage.nearest { lines.append("      " + missWords(miss, demand: demand)) }
    return lines
  }

  private func missWords(_ miss: NearMiss, demand: Order) -> String {
    let offer = dataset.offers[miss.offer]
    let machine = dataset.machines[offer.machine]
    var words =
      "\(machine.id.text) (\(dataset.factories[machine.factory].id.text)) by "
      + "\(offer.pricing.mode.rawValue), \(Format.money(miss.costFen)) yuan: "
    if !miss.lacks.isEmpty {
      words += "fails " + miss.lacks.map(\.word).joined(separator: ", ")
    } else if let free = miss.freeTime {
      words += "could be done by \(time(free))"
      if free > demand.deadline {
        words += ", \(Format.duration(free - demand.deadline)) late"
      }
      if miss.costFen > demand.budgetFen {
        words += ", \(Format.money(miss.costFen - demand.budgetFen)) over the budget"
      }
    } else {
      words += "has no room left within the horizon"
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
  fileprivate var word: String {
    switch self {
    case .process: "process"
    case .pricingMode: "pricing mode"
    case .certification: "certificates"
    case .tolerance: "tolerance"
    case .material: "material"
    case .size: "size"
    case .quantity: "quantity"
    case .none: "nothing"
    }
  }

  /// What programs call it.
  fileprivate var code: String {
    switch self {
    case .pricingMode: "pricing_mode"
    case .certification: "certification"
    default: word
    }
  }
}
