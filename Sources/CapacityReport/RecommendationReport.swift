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
  public var text: String {
    var lines = [title, hours, ""]
    if answer.recommendations.isEmpty {
      lines.append(
        answer.orderCount == 0
          ? "No open order comes near what this machine offers."
          : "\(count(answer.orderCount)) for this machine, and no single change fits one in.")
      return lines.joined(separator: "\n")
    }
    return (lines + [table, ""] + notes).joined(separator: "\n")
  }

  private var title: String {
    "Machine \(machine.id.text)"
      + (machine.equipmentClass.isEmpty ? "" : ", \(machine.equipmentClass)")
      + (machine.units == 1 ? "" : ", \(machine.units) units")
      + " at \(factory.id.text) in \(cluster.name)"
  }

  private var hours: String {
    "  open \(FactoryWords.hours(time.openSeconds)) h, promised "
      + "\(FactoryWords.hours(time.promisedSeconds)) h, booked "
      + "\(FactoryWords.hours(time.bookedSeconds)) h, idle "
      + "\(FactoryWords.hours(time.idleSeconds)) h "
      + "(\(Format.percent(time.idleSeconds, of: time.openSeconds)) %)"
  }

  private func count(_ orders: Int) -> String {
    orders == 1 ? "1 open order could be" : "\(Format.grouped(Int64(orders))) open orders could be"
  }

  /// The table alone.
  public var table: String {
    var table = TextTable([
      .init(title: "rank", isNumber: true), .init(title: "order"),
      .init(title: "stage", isNumber: true), .init(title: "process"),
      .init(title: "quantity", isNumber: true), .init(title: "by"), .init(title: "start"),
      .init(title: "hours", isNumber: true), .init(title: "earns", isNumber: true),
      .init(title: "an hour", isNumber: true), .init(title: "what you would change"),
      .init(title: "or the buyer"),
    ])
    for (index, recommendation) in answer.recommendations.enumerated() {
      let offer = dataset.offers[recommendation.offer]
      let stage = stage(recommendation)
      func words(_ isFactorys: Bool) -> String {
        recommendation.proposals.first { $0.change.isFactorys == isFactorys }
          .map { FactoryWords.change($0.change, of: offer, in: dataset) } ?? "-"
      }
      table.add([
        String(index + 1), dataset.orders[recommendation.order].id.text,
        String(recommendation.stage), dataset.processes[stage.process].id.text,
        Format.quantity(stage.quantity, unit: stage.unit) + (stage.unit == .hour ? " h" : " pcs"),
        offer.pricing.mode.rawValue,
        FactoryWords.time(recommendation.proposals[0].span.start, horizon: dataset.horizon),
        FactoryWords.hours(recommendation.needSeconds),
        Format.groupedMoney(recommendation.chargeFen),
        Format.groupedMoney(recommendation.fenPerHour), words(true), words(false),
      ])
    }
    return table.lines.joined(separator: "\n")
  }

  private var notes: [String] {
    var notes = [
      "\(answer.recommendations.count) of \(Format.grouped(Int64(answer.orderCount))) open orders "
        + "for its processes of which it fails at the most one condition. Those that",
      "  you can get by yourself come first, then those that earn most "
        + (measure == .hour ? "in an hour of the machine." : "in all."),
      "Each change is enough by itself, for its order alone, beside the result as it stands.",
      "earns: the charge after your change, or at your prices where only the buyer has to change.",
    ]
    if answer.isCutShort { notes.append("Not all of them were tried; better ones may be left.") }
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
