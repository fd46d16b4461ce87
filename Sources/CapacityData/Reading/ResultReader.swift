public import CapacityModel

/// Reads a result's folder without believing it: whether it keeps the rules is not asked here.
public struct ResultReader: Sendable {
  private(set) var files: FileSource
  private let horizon: Horizon

  /// Creates a reader of the result in `folder`, whose times are counted from the start of `horizon`.
  public init(folder: String, horizon: Horizon, encoding: TextEncoding = .automatic) {
    files = FileSource(folder: folder, encoding: encoding)
    self.horizon = horizon
  }

  /// Reads `bookings.csv`, `unmatched.csv`, `summary.json` and `shadow_prices.csv`.
  ///
  /// - Throws: ``DataError/problems(_:more:)`` for what cannot be parsed or is missing,
  ///   ``DataError/unreadable(path:reason:)`` for files that are there but cannot be read.
  public func read() throws(DataError) -> ResultRecords {
    try requireFolder(files.folder, what: Message("a result", zh: "匹配结果"))
    var log = ProblemLog(fileNames: [
      Schema.bookings.name, Schema.unmatched.name, "summary.json", Schema.shadowPrices.name,
    ])
    let summary = try readSummary(&log)
    let tables = encoded(as: summary)
    let bookings = try tables.readBookings(&log)
    let unmatched = try tables.readUnmatched(&log)
    let shadowPrices = try tables.readShadowPrices(&log)
    if let error = log.error() { throw error }
    return ResultRecords(
      bookings: bookings, unmatched: unmatched, summary: summary, shadowPrices: shadowPrices)
  }

  /// A reader of the tables, written as a summary beside them says: short ones can be valid in both encodings.
  func encoded(as summary: [String: SummaryValue]) -> ResultReader {
    var tables = self
    if case .text(ResultEncoding.gb18030.rawValue) = summary["options.encoding"] {
      tables.files.encoding = .gb18030
    }
    return tables
  }

  func open(
    _ description: FileDescription, _ log: inout ProblemLog
  ) throws(DataError) -> Table? {
    let source = try files.load(
      description.name, isOptional: description.isOptional, columns: description.columns, log: &log)
    guard let source else { return nil }
    // Unknown columns do no harm here, and nobody asked to hear of them.
    var warnings: [Message] = []
    return Table(source, description, log: &log, warnings: &warnings)
  }

  private func readBookings(_ log: inout ProblemLog) throws(DataError) -> [BookingRecord] {
    guard var table = try open(Schema.bookings, &log) else { return [] }
    let ids = ["booking_id", "order_id", "machine_id", "factory_id", "process"].map(table.column)
    let numbers = ["stage", "part", "machine_unit", "working_time_s"].map(table.column)
    let pricing = table.column("pricing")
    let money = ["charge", "freight"].map(table.column)
    let quantity = table.column("quantity")
    let times = ["start", "end"].map(table.column)
    var lines = LineCounter(table.source)
    var records: [BookingRecord] = []
    while table.next(log: &log) {
      var areIdentifiers = true
      for (place, column) in ids.enumerated() {
        let lengthMax = place == 0 ? bookingIdentifierLengthMax : identifierLengthMax
        if !table.isIdentifier(column, lengthMax: lengthMax, log: &log) { areIdentifiers = false }
      }
      let whole = numbers.map { table.number($0, .resultInteger, log: &log) }
      let mode = table.word(pricing, PricingMode.self, log: &log)
      let amounts = money.map { table.number($0, .resultMoney, log: &log) }
      let hundredths = table.number(quantity, .resultQuantity, log: &log)
      let seconds = times.map {
        table.requiredTime($0, zone: horizon.zoneOffsetSeconds, log: &log)
      }
      guard areIdentifiers, let stage = whole[0], let part = whole[1], let unit = whole[2],
        let working = whole[3], let mode, let charge = amounts[0], let freight = amounts[1],
        let hundredths, let start = seconds[0], let end = seconds[1]
      else { continue }
      let names = ids.map { Identifier(table.string($0)) }
      records.append(
        BookingRecord(
          line: lines.line(of: table.row), bookingID: names[0], orderID: names[1], stage: stage,
          part: part, machineID: names[2], unit: unit, factoryID: names[3], process: names[4],
          pricing: mode, quantityHundredths: hundredths,
          start: start - horizon.startEpochSeconds, end: end - horizon.startEpochSeconds,
          workingSeconds: working, chargeFen: charge, freightFen: freight))
    }
    return records
  }

  private func readUnmatched(_ log: inout ProblemLog) throws(DataError) -> [UnmatchedRecord] {
    guard var table = try open(Schema.unmatched, &log) else { return [] }
    let order = table.column("order_id")
    let stage = table.column("stage")
    let reason = table.column("reason")
    let detail = table.column("detail")
    let fix = table.column("fix")
    var lines = LineCounter(table.source)
    var records: [UnmatchedRecord] = []
    while table.next(log: &log) {
      let isIdentifier = table.isIdentifier(order, log: &log)
      let hasStage = !table.text(stage).isEmpty
      let number = hasStage ? table.number(stage, .resultInteger, log: &log) : nil
      let code = table.word(reason, UnmatchedReason.self, log: &log)
      guard isIdentifier, let code, !hasStage || number != nil else { continue }
      records.append(
        UnmatchedRecord(
          line: lines.line(of: table.row), orderID: Identifier(table.string(order)), stage: number,
          reason: code, detail: FreeText.read(table.string(detail)),
          fix: FreeText.read(table.string(fix))))
    }
    return records
  }

  private func readShadowPrices(_ log: inout ProblemLog) throws(DataError) -> [ShadowPriceRecord] {
    guard var table = try open(Schema.shadowPrices, &log) else { return [] }
    let machine = table.column("machine_id")
    let times = ["period_start", "period_end"].map(table.column)
    let numbers = ["open_s", "micro_yuan_per_s"].map(table.column)
    var lines = LineCounter(table.source)
    var records: [ShadowPriceRecord] = []
    while table.next(log: &log) {
      let isIdentifier = table.isIdentifier(machine, log: &log)
      let seconds = times.map {
        table.requiredTime($0, zone: horizon.zoneOffsetSeconds, log: &log)
      }
      let whole = numbers.map { table.number($0, .resultInteger, log: &log) }
      guard isIdentifier, let start = seconds[0], let end = seconds[1], let open = whole[0],
        let price = whole[1]
      else { continue }
      records.append(
        ShadowPriceRecord(
          line: lines.line(of: table.row), machineID: Identifier(table.string(machine)),
          start: start - horizon.startEpochSeconds, end: end - horizon.startEpochSeconds,
          openSeconds: open, microYuanPerSecond: price))
    }
    return records
  }

  private func readSummary(_ log: inout ProblemLog) throws(DataError) -> [String: SummaryValue] {
    let name = "summary.json"
    guard let source = try files.load(name, isOptional: false, log: &log) else { return [:] }
    var summary: [String: SummaryValue] = [:]
    do throws(JSONFlaw) {
      let root = try JSONText.parse(source.array)
      guard case .object(let members) = root.value else {
        throw JSONFlaw(offset: root.offset, what: .noObject)
      }
      for member in members where member.key != "run" {
        flatten(member, key: member.key, source, into: &summary, &log)
      }
    } catch {
      log.add(source, error.offset, field: "", error.what, remedy: .correctJSON)
    }
    return summary
  }

  /// Puts a member under its key, and the members of an object under keys joined by points.
  private func flatten(
    _ member: JSONMember, key: String, _ source: SourceFile,
    into summary: inout [String: SummaryValue], _ log: inout ProblemLog
  ) {
    switch member.node.value {
    case .object(let members):
      for inner in members {
        flatten(inner, key: key + "." + inner.key, source, into: &summary, &log)
      }
    case .array:
      log.add(
        source, member.offset, field: key,
        Message("the value is a list, and no key of a summary has one", zh: "值是列表，而这里不能是列表"),
        remedy: Message(
          "write a number, a text, true, false or null", zh: "请写数字、文字、true、false 或 null"))
    case .string(let text): summary[key] = .text(text)
    case .flag(let flag): summary[key] = .flag(flag)
    case .null: summary[key] = .null
    case .number(let digits):
      switch NumberRule.resultMoney.value(digits) {
      case .success(let hundredths): summary[key] = .hundredths(hundredths)
      case .failure(let complaint):
        log.add(source, member.offset, field: key, complaint.what, remedy: complaint.remedy)
      }
    }
  }
}

/// Numbers of a result: anything that can be held; whether they are right is for `verify` to say.
extension NumberRule {
  static let resultInteger = whole(
    example: "1", from: -1_000_000_000_000_000_000, to: 1_000_000_000_000_000_000)
  static let resultMoney = NumberRule(
    noun: Noun("an amount", zh: "金额"), example: "1234.50", places: 2, minimum: -.max, maximum: .max)
  fileprivate static let resultQuantity = NumberRule(
    noun: Noun("a quantity", zh: "数量"), example: "100", places: 2, minimum: -.max, maximum: .max)
}

/// The physical lines of offsets that are asked for in ascending order; O(*n*) for all of them.
struct LineCounter {
  private let source: SourceFile
  private var offset = 0
  private var line = 1

  init(_ source: SourceFile) {
    self.source = source
  }

  /// The line of a byte's offset, which is not before the one asked for last.
  mutating func line(of offset: Int) -> Int {
    while self.offset < offset {
      if source.bytes[self.offset] == UInt8(ascii: "\n") { line += 1 }
      self.offset += 1
    }
    return line
  }
}
