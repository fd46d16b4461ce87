import CapacityModel

extension Message {
  /// A JSON file that holds something else than an object.
  static let noObject = Message("the file holds no object", zh: "文件里没有对象")
  /// What to do about a text that is no JSON.
  static let correctJSON = Message("correct the JSON", zh: "请改正 JSON")
}

/// Where `dataset.json` names the horizon.
struct HorizonPlaces {
  /// The file, if there is one.
  var source: SourceFile?
  /// The offset of the key `horizon_start`.
  var start: Int?
  /// The offset of the key `horizon_end`.
  var end: Int?
}

/// `dataset.json`, and the horizon that follows from it or from the orders.
extension DatasetBuilder {
  /// Reads `dataset.json`, if there is one.
  mutating func readConfiguration() throws(DataError) {
    guard let source = try files.load("dataset.json", isOptional: true, log: &log) else { return }
    horizonPlaces.source = source
    let root: JSONNode
    do throws(JSONFlaw) {
      root = try JSONText.parse(source.array)
    } catch {
      log.add(source, error.offset, field: "", error.what, remedy: .correctJSON)
      return
    }
    guard case .object(let members) = root.value else {
      log.add(
        source, root.offset, field: "", .noObject,
        remedy: Message("write the keys between { and }", zh: "请把各个键写在 { 和 } 之间"))
      return
    }
    refuseDoubledKeys(members, source)
    // The zone first: times without an offset are in it, wherever they stand.
    for member in members where member.key == "time_zone" { readZone(member, source) }
    for member in members {
      switch member.key {
      case "time_zone": break
      case "name": name = text(member, source) ?? ""
      case "horizon_start":
        horizonStart = time(member, source)
        horizonPlaces.start = member.offset
      case "horizon_end":
        horizonEnd = time(member, source)
        horizonPlaces.end = member.offset
      case "freight": readFreightRates(member, source)
      default: warn(member.key, at: member.offset, source)
      }
    }
  }

  /// Foundation keeps one of two equal keys and says nothing; which was meant, nobody knows.
  private mutating func refuseDoubledKeys(_ members: [JSONMember], _ source: SourceFile) {
    var known = members
    for member in members {
      guard case .object(let inner) = member.node.value else { continue }
      // An unknown object may have keys of the same names as ours.
      if member.key != "freight" { return }
      known += inner
    }
    for member in known {
      guard let offset = JSONText.secondOffset(of: member.key, in: source.array) else { continue }
      log.add(
        source, offset, field: member.key,
        Message("the key stands twice", zh: "这个键出现了两次"),
        remedy: Message("remove one of the two", zh: "请去掉其中一个"))
    }
  }

  private mutating func readZone(_ member: JSONMember, _ source: SourceFile) {
    guard let text = text(member, source) else { return }
    if let offset = scanZone(Array(text.utf8)[...]) {
      zone = offset
    } else {
      log.add(
        source, member.offset, field: member.key,
        Message(verbatim: quoted(Array(text.utf8)[...]))
          + Message(" is not an offset from UTC", zh: " 不是时区偏移"),
        remedy: Message("write it like +08:00", zh: "请写成 +08:00 这样"))
    }
  }

  private mutating func readFreightRates(_ freight: JSONMember, _ source: SourceFile) {
    guard case .object(let members) = freight.node.value else {
      if case .null = freight.node.value { return }
      log.add(
        source, freight.offset, field: freight.key,
        Message("the value is no object", zh: "值不是对象"),
        remedy: Message(
          "write {\"base_yuan\": 60}, for instance", zh: "请写对象，例如 {\"base_yuan\": 60}"))
      return
    }
    for member in members {
      switch member.key {
      case "base_yuan":
        freightRates.baseFen = number(member, .budget, source) ?? freightRates.baseFen
      case "yuan_per_kg_km":
        freightRates.microYuanPerKgKm =
          number(member, .freightPerKg, source) ?? freightRates.microYuanPerKgKm
      case "hours_per_100_km":
        freightRates.microHoursPer100Km =
          number(member, .transit, source) ?? freightRates.microHoursPer100Km
      default: warn("freight.\(member.key)", at: member.offset, source)
      }
    }
  }

  private mutating func warn(_ key: String, at offset: Int, _ source: SourceFile) {
    let position = source.position(of: offset)
    let place = "\(source.name):\(position.line):\(position.column): "
    warnings.append(
      Message(verbatim: place + quoted(Array(key.utf8)[...]))
        + Message(
          " is no key of \(source.name); it is ignored", zh: " 不是 \(source.name) 的键；已忽略"))
  }

  /// A text, or `nil` for `null`; anything else is a problem.
  private mutating func text(_ member: JSONMember, _ source: SourceFile) -> String? {
    switch member.node.value {
    case .string(let text): return text
    case .null: return nil
    default:
      log.add(
        source, member.offset, field: member.key, Message("the value is no text", zh: "值不是文字"),
        remedy: Message("put it in quotes", zh: "请把它放在引号里"))
      return nil
    }
  }

  private mutating func time(_ member: JSONMember, _ source: SourceFile) -> Int64? {
    guard let text = text(member, source) else { return nil }
    let bytes = Array(text.utf8)[...]
    if let time = scanTime(bytes, zoneOffsetSeconds: zone) { return time }
    let complaint = timeComplaint(bytes)
    log.add(
      source, member.offset, field: member.key, complaint.what, remedy: complaint.remedy)
    return nil
  }

  /// An exact decimal, written as a number or as a text; `nil` for `null`.
  private mutating func number(
    _ member: JSONMember, _ rule: NumberRule, _ source: SourceFile
  ) -> Int64? {
    let digits: ArraySlice<UInt8>
    switch member.node.value {
    case .null: return nil
    case .number(let text): digits = text
    case .string(let text): digits = Array(text.utf8)[...]
    default:
      log.add(
        source, member.offset, field: member.key,
        Message(
          "the value is not \(rule.noun.english)", zh: "值不是\(rule.noun.chinese)"),
        remedy: Message("write \(rule.example)", zh: "请写 \(rule.example) 这样的值"))
      return nil
    }
    switch rule.value(digits) {
    case .success(let value): return value
    case .failure(let complaint):
      log.add(
        source, member.offset, field: member.key, complaint.what, remedy: complaint.remedy)
      return nil
    }
  }

  /// Takes the horizon from the orders where `dataset.json` does not name it, and checks it.
  mutating func settleHorizon(_ table: Table) {
    let start = horizonStart ?? orderTimes?.first
    let end = horizonEnd ?? orderTimes?.last
    guard let start else { return missHorizon("horizon_start", "release", table) }
    guard let end else { return missHorizon("horizon_end", "deadline", table) }
    guard start < end else {
      return complainOfHorizon(
        Message(
          "the horizon ends at \(written(end)), not after its start \(written(start))",
          zh: "计划期的结束 \(written(end)) 不晚于开始 \(written(start))"),
        remedy: Message(
          "write horizon_start and horizon_end in dataset.json, the end after the start",
          zh: "请在 dataset.json 里写 horizon_start 和 horizon_end，结束要晚于开始"),
        table)
    }
    guard end - start <= Limits.horizonSecondsMax else {
      return complainOfHorizon(
        Message(
          "the horizon from \(written(start)) to \(written(end)) is longer than ten years",
          zh: "从 \(written(start)) 到 \(written(end)) 的计划期超过十年"),
        remedy: Message(
          "write horizon_start and horizon_end in dataset.json, at most 3653 days apart",
          zh: "请在 dataset.json 里写 horizon_start 和 horizon_end，相差不超过 3653 天"),
        table)
    }
    horizonStart = start
    horizonEnd = end
  }

  /// Seconds since 1970 as a message writes them.
  func written(_ time: Int64) -> String {
    Format.time(epochSeconds: time, zoneOffsetSeconds: zone)
  }

  private mutating func missHorizon(_ key: String, _ column: String, _ table: Table) {
    log.add(
      table.source, table.headerPlace(column), field: column,
      Message(
        "no order names a time, and dataset.json no \(key)",
        zh: "没有订单写明时间，dataset.json 里也没有 \(key)"),
      remedy: Message("write \(key) in dataset.json", zh: "请在 dataset.json 里写 \(key)"))
  }

  /// Logs a problem of the horizon where it was named: in `dataset.json`, or by the orders' times.
  private mutating func complainOfHorizon(_ what: Message, remedy: Message, _ table: Table) {
    if let source = horizonPlaces.source, let end = horizonPlaces.end {
      log.add(source, end, field: "horizon_end", what, remedy: remedy)
    } else if let source = horizonPlaces.source, let start = horizonPlaces.start {
      log.add(source, start, field: "horizon_start", what, remedy: remedy)
    } else {
      log.add(
        table.source, table.headerPlace("deadline"), field: "deadline", what, remedy: remedy)
    }
  }
}
