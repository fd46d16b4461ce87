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
  public func text(in language: Language) -> String {
    table(in: language) + "\n\n" + notes.map { $0[language] }.joined(separator: "\n")
  }

  /// The table alone, in English.
  public var table: String { table(in: .english) }

  /// The table alone.
  public func table(in language: Language) -> String {
    func column(_ english: String, _ chinese: String, isNumber: Bool = false) -> TextTable.Column {
      .init(title: Message(english, zh: chinese)[language], isNumber: isNumber)
    }
    var columns = [
      column("rank", "名次", isNumber: true), column("equipment class", "设备类别"),
      column("cluster", "集群"), column("model", "参照设备"), column("at", "工厂"),
      column("estimate/year", "估计/年", isNumber: true),
      column("confirmed/year", "核实/年", isNumber: true),
    ]
    if machinePriceFen != nil { columns.append(column("payback", "回收期", isNumber: true)) }
    var table = TextTable(columns)
    for (index, investment) in listed.enumerated() {
      var cells = [
        String(index + 1), name(investment.kind)[language],
        dataset.clusters[investment.cluster].id.text
          + (investment.isStanding ? "" : Message(" (new)", zh: "（新）")[language]),
        dataset.machines[investment.model].id.text,
        dataset.factories[investment.factory].id.text,
        Format.groupedMoney(investment.worthPerYearFen),
        gain(index).map { Format.groupedMoney($0.gainPerYearFen) } ?? "-",
      ]
      if let price = machinePriceFen {
        cells.append(
          payback(index, priceFen: price).map {
            Format.decimal($0, places: 1) + Message(" months", zh: " 个月")[language]
          } ?? Message("never", zh: "不能回收")[language])
      }
      table.add(cells)
    }
    return table.lines.joined(separator: "\n")
  }

  private func name(_ kind: EquipmentKind) -> Message {
    switch kind {
    case .equipmentClass(let name): Message(verbatim: name)
    case .processes(let processes):
      Message("no class: ", zh: "无类别：")
        + Message(
          verbatim: processes.map { dataset.processes[$0].id.text }.joined(separator: ";"))
    }
  }

  /// What the amounts count.
  private var meaning: Message {
    switch options.objective {
    case .surplus: Message("Amounts are yuan of surplus times priority.", zh: "金额为盈余乘优先级，单位元。")
    case .fill:
      Message("Amounts are points: the priority of orders served.", zh: "数值为得分：已匹配订单的优先级。")
    case .value:
      Message(
        "Amounts are yuan of budgets served times priority, costs not taken off.",
        zh: "金额为已匹配订单的预算乘优先级，单位元，未扣成本。")
    }
  }

  private var notes: [Message] {
    let shown = Format.grouped(Int64(listed.count))
    let all = Format.grouped(Int64(candidateCount))
    var notes = [
      Message(
        "\(shown) of \(all) candidates: one more unit of the model, with its offers and calendar,",
        zh: "共 \(all) 个候选，列出 \(shown) 个：在所列工厂增加一台参照设备，"),
      Message("  at the factory named. ", zh: "  报价和日历与它相同。") + meaning,
      Message(
        "estimate/year: its open time at the model's mean price, scaled to 365 days; for a small change:",
        zh: "估计/年：它的可用时间乘参照设备的平均价格，折合 365 天；只适合小的变动："),
      Message(
        "  too high where a whole machine fills the demand, too low where the model is promised already.",
        zh: "  一台设备就能满足需求时偏高，参照设备已被承诺时偏低。"),
    ]
    if listed.contains(where: { !$0.isStanding }) {
      notes.append(
        Message(
          "(new): none stands in the cluster; the estimate is that of the model where it stands.",
          zh: "（新）：该集群还没有这类设备；估计取自参照设备所在地。"))
    }
    if let without = objectiveWithoutFen {
      let amount = Format.groupedMoney(without)
      notes += [
        Message(
          "confirmed/year: what a match with the machine earns beyond one without (\(amount) over",
          zh: "核实/年：加上这台设备的匹配比不加（计划期内 \(amount)）多出的部分，"),
        Message(
          "  the horizon), both at effort \(options.effort) and seed \(options.seed), scaled to 365 days.",
          zh: "  两次都用 effort \(options.effort)、seed \(options.seed)，折合 365 天。"),
      ]
    }
    if let price = machinePriceFen {
      let amount = Format.groupedMoney(price)
      notes += [
        Message(
          "payback: \(amount) yuan over the confirmed gain a month, or over the estimate where",
          zh: "回收期：\(amount) 元除以每月核实的增益；"),
        Message("  none is confirmed.", zh: "  没有核实的除以估计值。"),
      ]
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
