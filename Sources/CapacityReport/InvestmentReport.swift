public import CapacityData
public import CapacityMatching
public import CapacityModel

/// What `invest` tells: where one more machine would pay, as text or as JSON.
public struct InvestmentReport: Sendable {
  /// The dataset.
  public var dataset: Dataset
  /// What the confirming matches were asked for; its objective is the result's.
  public var options: MatchOptions
  /// The candidates that are listed, the best first.
  public var listed: [Investment]
  /// How many candidates there are.
  public var candidateCount: Int
  /// What the match without another machine earns, in fen; `nil` where nothing was confirmed.
  public var objectiveWithoutFen: Int64?
  /// What was confirmed, of the first of `listed`.
  public var confirmed: [ConfirmedGain]
  /// What a machine costs, in fen; `nil` where nobody said.
  public var machinePriceFen: Int64?

  /// Creates a report of the `top` first candidates of a ranking, of which nothing is confirmed yet.
  public init(
    _ ranking: InvestmentRanking, of dataset: Dataset, options: MatchOptions, top: Int,
    machinePriceFen: Int64? = nil
  ) {
    self.dataset = dataset
    self.options = options
    listed = Array(ranking.investments.prefix(top))
    candidateCount = ranking.investments.count
    confirmed = []
    self.machinePriceFen = machinePriceFen
  }

  /// What the objective counts in.
  private var unit: String { options.objective == .fill ? "points" : "yuan" }

  private func gain(_ index: Int) -> ConfirmedGain? {
    index < confirmed.count ? confirmed[index] : nil
  }

  /// The payback by the confirmed gain where there is one, else by the estimate, in tenths of a month.
  private func payback(_ index: Int, priceFen: Int64) -> Int64? {
    let yearlyFen = gain(index)?.gainPerYearFen ?? listed[index].worthPerYearFen
    return Payback.tenthsOfMonths(priceFen: priceFen, yearlyFen: yearlyFen)
  }

  // MARK: For people

  /// The table and what it means.
  public var text: String { table + "\n\n" + notes.joined(separator: "\n") }

  /// The table alone.
  public var table: String {
    var columns: [TextTable.Column] = [
      .init(title: "rank", isNumber: true), .init(title: "equipment class"),
      .init(title: "cluster"), .init(title: "model"), .init(title: "at"),
      .init(title: "estimate/year", isNumber: true),
      .init(title: "confirmed/year", isNumber: true),
    ]
    if machinePriceFen != nil { columns.append(.init(title: "payback", isNumber: true)) }
    var table = TextTable(columns)
    for (index, investment) in listed.enumerated() {
      var cells = [
        String(index + 1), name(investment.kind),
        dataset.clusters[investment.cluster].id.text + (investment.isStanding ? "" : " (new)"),
        dataset.machines[investment.model].id.text,
        dataset.factories[investment.factory].id.text,
        Format.groupedMoney(investment.worthPerYearFen),
        gain(index).map { Format.groupedMoney($0.gainPerYearFen) } ?? "-",
      ]
      if let price = machinePriceFen {
        cells.append(
          payback(index, priceFen: price).map { Format.decimal($0, places: 1) + " months" }
            ?? "never")
      }
      table.add(cells)
    }
    return table.lines.joined(separator: "\n")
  }

  private func name(_ kind: EquipmentKind) -> String {
    switch kind {
    case .equipmentClass(let name): name
    case .processes(let processes):
      "no class: " + processes.map { dataset.processes[$0].id.text }.joined(separator: ";")
    }
  }

  /// What the amounts count.
  private var meaning: String {
    switch options.objective {
    case .surplus: "Amounts are yuan of surplus times priority."
    case .fill: "Amounts are points: the priority of orders served."
    case .value: "Amounts are yuan of budgets served times priority, costs not taken off."
    }
  }

  private var notes: [String] {
    var notes = [
      "\(Format.grouped(Int64(listed.count))) of "
        + "\(Format.grouped(Int64(candidateCount))) candidates: one more unit of the model, with "
        + "its offers and calendar,",
      "  at the factory named. \(meaning)",
      "estimate/year: its open time at the model's mean price, scaled to 365 days; for a small change:",
      "  too high where a whole machine fills the demand, too low where the model is promised already.",
    ]
    if listed.contains(where: { !$0.isStanding }) {
      notes.append(
        "(new): none stands in the cluster; the estimate is that of the model where it stands.")
    }
    if let without = objectiveWithoutFen {
      notes.append(
        "confirmed/year: what a match with the machine earns beyond one without "
          + "(\(Format.groupedMoney(without)) over")
      notes.append(
        "  the horizon), both at effort \(options.effort) and seed \(options.seed), "
          + "scaled to 365 days.")
    }
    if let price = machinePriceFen {
      notes.append(
        "payback: \(Format.groupedMoney(price)) yuan over the confirmed gain a month, or over the "
          + "estimate where")
      notes.append("  none is confirmed.")
    }
    return notes
  }

  // MARK: For programs

  /// The document that `Docs/invest.md` describes.
  public var json: JSONDocument {
    .object([
      ("schema_version", .number("1")),
      ("engine_version", .string(capmatchVersion)),
      ("dataset", .string(dataset.name)),
      ("objective_kind", .string(options.objective.rawValue)),
      ("unit", .string(unit)),
      ("horizon_s", .integer(dataset.horizon.lengthSeconds)),
      ("effort", .integer(options.effort)),
      ("seed", .integer(options.seed)),
      ("machine_price", machinePriceFen.map(JSONDocument.money) ?? .null),
      ("objective_without", objectiveWithoutFen.map(JSONDocument.money) ?? .null),
      ("candidates", .integer(candidateCount)),
      ("investments", .array(listed.indices.map(document))),
    ])
  }

  private func document(_ index: Int) -> JSONDocument {
    let investment = listed[index]
    var equipmentClass = JSONDocument.null
    if case .equipmentClass(let name) = investment.kind { equipmentClass = .string(name) }
    let months = machinePriceFen.flatMap { payback(index, priceFen: $0) }
    let processes = Set(
      dataset.offers.lazy.filter { $0.machine == investment.model }.map(\.process))
    return .object([
      ("rank", .integer(index + 1)),
      ("equipment_class", equipmentClass),
      ("processes", .array(processes.sorted().map { .string(dataset.processes[$0].id.text) })),
      ("cluster_id", .string(dataset.clusters[investment.cluster].id.text)),
      ("factory_id", .string(dataset.factories[investment.factory].id.text)),
      ("model_machine_id", .string(dataset.machines[investment.model].id.text)),
      ("is_new_there", .flag(!investment.isStanding)),
      ("estimate", .money(investment.worthFen)),
      ("estimate_per_year", .money(investment.worthPerYearFen)),
      ("confirmed", gain(index).map(document) ?? .null),
      ("payback_months", months.map { .number(Format.decimal($0, places: 1)) } ?? .null),
    ])
  }

  private func document(_ gain: ConfirmedGain) -> JSONDocument {
    .object([
      ("objective", .money(gain.objectiveFen)), ("gain", .money(gain.gainFen)),
      ("gain_per_year", .money(gain.gainPerYearFen)),
      ("booked_s", .integer(gain.bookedSeconds)), ("charges", .money(gain.chargesFen)),
    ])
  }
}
