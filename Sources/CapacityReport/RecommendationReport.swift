public import CapacityData
public import CapacityMatching
public import CapacityModel

/// What `recommend` tells: which open orders would suit a machine's idle hours, as text or as JSON.
public struct RecommendationReport: Sendable {
  private let dataset: Dataset
  private let answer: Recommender.Answer
  private let measure: RecommendationMeasure
  private let time: FactoryStatement.MachineLine
  private let leftOver: [Identifier: UnmatchedRecord]

  /// Puts recommendations for one machine into words, beside the result that they were made for.
  public init(
    _ answer: Recommender.Answer, by measure: RecommendationMeasure, of dataset: Dataset,
    result: ResultRecords
  ) {
    self.dataset = dataset
    self.answer = answer
    self.measure = measure
    let statement = FactoryStatement(
      of: dataset.machines[answer.machine].factory, in: dataset, bookings: result.bookings,
      certificate: nil)
    time =
      statement.machines.first { $0.machine == answer.machine }
      ?? FactoryStatement.MachineLine(machine: answer.machine)
    leftOver = Dictionary(
      result.unmatched.map { ($0.orderID, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private var machine: Machine { dataset.machines[answer.machine] }
  private var factory: Factory { dataset.factories[machine.factory] }
  private var cluster: Cluster { dataset.clusters[factory.cluster] }

  private func stage(_ recommendation: Recommendation) -> Stage {
    dataset.stages[
      dataset.orders[recommendation.order].stages.lowerBound + recommendation.stage - 1]
  }

  // MARK: For people

  /// The machine's hours, the table and what it means.
  public func text(in language: Language) -> String {
    let head = title[language] + "\n" + hours[language] + "\n\n"
    if !answer.recommendations.isEmpty {
      return head + table(in: language) + "\n\n"
        + notes.map { $0[language] }.joined(separator: "\n")
    }
    let count = Format.grouped(Int64(answer.orderCount))
    let nothing =
      answer.orderCount == 0
      ? Message(
        "No open order comes near what this machine offers.", zh: "没有未匹配订单接近这台设备能做的。")
      : Message(
        (answer.orderCount == 1 ? "1 open order" : "\(count) open orders")
          + " could be for this machine, and no single change fits one in.",
        zh: "有 \(count) 个未匹配订单可能适合这台设备，但没有任何单一改动能把它们排入。")
    return head + nothing[language]
  }

  private var title: Message {
    let own = machine.equipmentClass.isEmpty ? "" : ", \(machine.equipmentClass)"
    let (place, units) = (factory.id.text, machine.units)
    return Message(
      "Machine \(machine.id.text)\(own)" + (units == 1 ? "" : ", \(units) units")
        + " at \(place) in \(cluster.name)",
      zh: "设备 \(machine.id.text)"
        + (machine.equipmentClass.isEmpty ? "" : "，\(machine.equipmentClass)")
        + (units == 1 ? "" : "，\(units) 台") + "，\(cluster.name) \(place)")
  }

  private var hours: Message {
    let (open, promised, booked, idle) = (
      FactoryWords.hours(time.openSeconds), FactoryWords.hours(time.promisedSeconds),
      FactoryWords.hours(time.bookedSeconds), FactoryWords.hours(time.idleSeconds)
    )
    let share = Format.percent(time.idleSeconds, of: time.openSeconds)
    return Message(
      "  open \(open) h, promised \(promised) h, booked \(booked) h, idle \(idle) h (\(share) %)",
      zh: "  开工 \(open) 小时，已承诺 \(promised) 小时，已排产 \(booked) 小时，空闲 \(idle) 小时（\(share) %）")
  }

  /// The table alone.
  public func table(in language: Language) -> String {
    func column(_ english: String, _ chinese: String, isNumber: Bool = false) -> TextTable.Column {
      .init(title: Message(english, zh: chinese)[language], isNumber: isNumber)
    }
    var table = TextTable([
      column("rank", "名次", isNumber: true), column("order", "订单"),
      column("stage", "环节", isNumber: true), column("process", "工艺"),
      column("quantity", "数量", isNumber: true), column("by", "计价"), column("start", "开始"),
      column("hours", "小时", isNumber: true), column("earns", "收入", isNumber: true),
      column("an hour", "每小时", isNumber: true),
      column("what you would change", "工厂要改"), column("or the buyer", "或由买方改"),
    ])
    for (index, recommendation) in answer.recommendations.enumerated() {
      let offer = dataset.offers[recommendation.offer]
      let stage = stage(recommendation)
      func words(_ isFactorys: Bool) -> String {
        recommendation.proposals.first { $0.change.isFactorys == isFactorys }
          .map { FactoryWords.change($0.change, of: offer, in: dataset)[language] } ?? "-"
      }
      let unit = stage.unit == .hour ? Message(" h", zh: " 小时") : Message(" pcs", zh: " 件")
      table.add([
        String(index + 1), dataset.orders[recommendation.order].id.text,
        String(recommendation.stage), dataset.processes[stage.process].id.text,
        Format.quantity(stage.quantity, unit: stage.unit) + unit[language],
        offer.pricing.mode.rawValue,
        FactoryWords.time(recommendation.proposals[0].span.start, horizon: dataset.horizon),
        FactoryWords.hours(recommendation.needSeconds),
        Format.groupedMoney(recommendation.chargeFen),
        Format.groupedMoney(recommendation.fenPerHour), words(true), words(false),
      ])
    }
    return table.lines.joined(separator: "\n")
  }

  private var notes: [Message] {
    let (listed, count) = (answer.recommendations.count, Format.grouped(Int64(answer.orderCount)))
    var notes = [
      Message(
        "\(listed) of \(count) open orders for its processes of which it fails at the most one "
          + "condition. Those that\n  you can get by yourself come first, then those that earn most "
          + (measure == .hour ? "in an hour of the machine." : "in all."),
        zh: "列出 \(listed) 个；其工艺的未匹配订单中至多一个条件不满足的共 \(count) 个。"
          + "工厂自己改动就能接的在前，\n  其次按"
          + (measure == .hour ? "设备每小时收入" : "订单收入") + "从高到低。"),
      Message(
        "Each change is enough by itself, for its order alone, beside the result as it stands.",
        zh: "每项改动单独就够，各订单分别看，结果中的排产保持不动。"),
      Message(
        "earns: the charge after your change, or at your prices where only the buyer has to change.",
        zh: "收入：工厂改动之后的费用；只需买方改动时按工厂现价。"),
    ]
    if answer.isCutShort {
      notes.append(
        Message(
          "Not all of them were tried; better ones may be left.", zh: "没有全部试过，可能还有更好的。"))
    }
    return notes
  }

  // MARK: For programs

  /// The document that `Docs/factory.md` describes.
  public var json: JSONDocument {
    .object([
      ("schema_version", .number("1")),
      ("engine_version", .string(capmatchVersion)),
      ("dataset", .string(dataset.name)),
      ("machine_id", .string(machine.id.text)),
      ("factory_id", .string(factory.id.text)),
      ("open_s", .integer(time.openSeconds)),
      ("promised_s", .integer(time.promisedSeconds)),
      ("booked_s", .integer(time.bookedSeconds)),
      ("idle_s", .integer(time.idleSeconds)),
      ("rank_by", .string(measure.rawValue)),
      ("open_orders", .integer(answer.orderCount)),
      (
        "recommendations",
        .array(answer.recommendations.enumerated().map { document($1, rank: $0 + 1) })
      ),
    ])
  }

  private func document(_ recommendation: Recommendation, rank: Int) -> JSONDocument {
    let order = dataset.orders[recommendation.order]
    let stage = stage(recommendation)
    let offer = dataset.offers[recommendation.offer]
    let record = leftOver[order.id]
    let fix = record?.fix ?? ""
    return .object([
      ("rank", .integer(rank)),
      ("order_id", .string(order.id.text)),
      ("stage", .integer(recommendation.stage)),
      ("process", .string(dataset.processes[stage.process].id.text)),
      ("quantity", .number(Format.quantity(stage.quantity, unit: stage.unit))),
      ("unit", .string(stage.unit.rawValue)),
      ("pricing", .string(offer.pricing.mode.rawValue)),
      ("working_time_s", .integer(recommendation.needSeconds)),
      ("earns", .money(recommendation.chargeFen)),
      ("earns_per_hour", .money(recommendation.fenPerHour)),
      ("changes", .array(recommendation.proposals.map { document($0, of: offer) })),
      ("reason", record.map { .string($0.reason.rawValue) } ?? .null),
      ("fix", fix.isEmpty ? .null : .string(fix)),
    ])
  }

  private func document(_ proposal: Proposal, of offer: Offer) -> JSONDocument {
    func time(_ seconds: Int64) -> JSONDocument {
      .string(Format.time(seconds, horizon: dataset.horizon))
    }
    var to: Int64?
    var tierFrom: Int64?
    var hours: [TimeSpan] = []
    var fix = JSONDocument.null
    switch proposal.change {
    case .none: break
    case .hourlyRate(let fen), .minimumCharge(let fen), .setupFee(let fen): to = fen
    case .valueShare(let basisPoints): to = basisPoints
    case .piecePrice(let fen, let from): (to, tierFrom) = (fen, from)
    case .hours(let spans): hours = spans
    case .fix(let change): fix = .string(Format.fix(change, in: dataset))
    }
    let from = FactoryWords.price(proposal.change, of: offer)
    return .object([
      ("change", .string(FactoryWords.code(proposal.change))),
      ("by", .string(proposal.change.isFactorys ? "factory" : "buyer")),
      ("from", from.map(JSONDocument.hundredths) ?? .null),
      ("to", to.map(JSONDocument.hundredths) ?? .null),
      ("tier_from", tierFrom.map(JSONDocument.integer) ?? .null),
      (
        "open",
        .array(hours.map { .object([("from", time($0.start)), ("to", time($0.end))]) })
      ),
      ("fix", fix),
      ("earns", .money(proposal.chargeFen)),
      ("machine_unit", .integer(proposal.unit)),
      ("start", time(proposal.span.start)),
      ("end", time(proposal.span.end)),
    ])
  }
}
