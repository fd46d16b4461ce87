import CapacityModel

/// Reading cells as values. Each function logs what is wrong and then returns `nil`, so that one pass
/// finds every problem of a row.
extension Table {
  /// Logs a problem of a cell in the row at hand.
  ///
  /// - Parameters:
  ///   - column: The cell's column.
  ///   - what: The value and the rule that it breaks.
  ///   - earlier: Where the other cell begins that the rule is about, if there is one.
  ///   - remedy: What would put it right.
  ///   - log: Where to log it.
  func complain(
    _ column: Column, _ what: Message, earlier: Int? = nil, remedy: Message,
    log: inout ProblemLog
  ) {
    log.add(
      source, place(column), field: column.name, what, earlier: earlier, remedy: remedy)
  }

  /// A number, or `fallback` for an empty cell; an empty cell without a fallback is a problem.
  func number(
    _ column: Column, _ rule: NumberRule, default fallback: Int64? = nil, rounds: Bool = false,
    log: inout ProblemLog
  ) -> Int64? {
    let text = text(column)
    if text.isEmpty {
      if fallback == nil {
        complain(column, .emptyCell, remedy: rule.suchAs, log: &log)
      }
      return fallback
    }
    if let value = rule.accepted(text, rounds: rounds) { return value }
    let complaint = rule.complaint(text, rounds: rounds)
    complain(column, complaint.what, remedy: complaint.remedy, log: &log)
    return nil
  }

  /// A time in seconds since 1970, or `nil` without a complaint for an empty cell.
  func time(_ column: Column, zone: Int64, log: inout ProblemLog) -> Int64? {
    let text = text(column)
    guard !text.isEmpty else { return nil }
    if let time = scanTime(text, zoneOffsetSeconds: zone) { return time }
    let complaint = timeComplaint(text)
    complain(column, complaint.what, remedy: complaint.remedy, log: &log)
    return nil
  }

  /// A time that must be there.
  func requiredTime(_ column: Column, zone: Int64, log: inout ProblemLog) -> Int64? {
    if text(column).isEmpty {
      complain(
        column, .emptyCell,
        remedy: Message(
          "write a time like 2026-03-02T08:00", zh: "请填写时间，例如 2026-03-02T08:00"), log: &log)
    }
    return time(column, zone: zone, log: &log)
  }

  /// One of a few words, or `fallback` for an empty cell.
  func word<Word: RawRepresentable & CaseIterable>(
    _ column: Column, _ type: Word.Type, default fallback: Word? = nil, log: inout ProblemLog
  ) -> Word? where Word.RawValue == String {
    let text = text(column)
    if text.isEmpty, let fallback { return fallback }
    for word in Word.allCases where text.isEqual(to: word.rawValue) { return word }
    let words = Word.allCases.map(\.rawValue)
    complain(
      column,
      text.isEmpty
        ? .emptyCell : Message("\(quoted(text)) is unknown", zh: "没有 \(quoted(text)) 这个取值"),
      remedy: Message(
        "write one of \(words.joined(separator: ", "))",
        zh: "请写 \(words.joined(separator: "、")) 之一"), log: &log)
    return nil
  }

  /// `true` or `false` in any case (spreadsheets write `TRUE`), or `nil` for an empty cell.
  func flag(_ column: Column, log: inout ProblemLog) -> Bool? {
    let text = text(column)
    if text.isEmpty { return nil }
    switch text.string.lowercased() {
    case "true": return true
    case "false": return false
    default:
      complain(
        column,
        Message(
          "\(quoted(text)) is neither true nor false", zh: "\(quoted(text)) 既不是 true 也不是 false"),
        remedy: Message("write true or false", zh: "请写 true 或 false"), log: &log)
      return nil
    }
  }

  /// Whether a cell is a well-formed id; says so if not.
  func isIdentifier(
    _ column: Column, lengthMax: Int = identifierLengthMax, log: inout ProblemLog
  ) -> Bool {
    guard let complaint = identifierComplaint(text(column), lengthMax: lengthMax) else {
      return true
    }
    complain(column, complaint.what, remedy: complaint.remedy, log: &log)
    return false
  }

  /// Free text.
  func string(_ column: Column) -> String { text(column).string }

  /// Three sides in micrometres.
  func box(_ columns: [Column], default fallback: Int64, log: inout ProblemLog) -> Box {
    // One after another, so that problems are logged in the order of the columns.
    let length = number(columns[0], .side, default: fallback, log: &log)
    let width = number(columns[1], .side, default: fallback, log: &log)
    let height = number(columns[2], .side, default: fallback, log: &log)
    return Box(length: length ?? 0, width: width ?? 0, height: height ?? 0)
  }
}

extension Message {
  /// A cell that should hold something does not.
  static let emptyCell = Message("the cell is empty", zh: "单元格是空的")
}

/// How many Unicode scalars an id may have.
let identifierLengthMax = 64

/// The same for the id of a booking: an order's id, and the numbers of a stage and a part.
let bookingIdentifierLengthMax = 64 + 2 * 20

/// What is wrong with a text that should be an id, or `nil` if nothing is.
func identifierComplaint(_ text: ByteText, lengthMax: Int = identifierLengthMax) -> Complaint? {
  if text.isPrintableASCII, text.count <= lengthMax, !text.isEmpty { return nil }
  if text.isEmpty {
    return Complaint(
      Message("the id is empty", zh: "编号是空的"),
      remedy: Message("write 1 to \(lengthMax) characters", zh: "请写 1 到 \(lengthMax) 个字符"))
  }
  var scalarCount = 0
  var previous: UInt8 = 0
  for byte in text {
    if byte & 0xC0 != 0x80 { scalarCount += 1 }
    // C0, DEL, and C1, which UTF-8 spells C2 80 to C2 9F.
    if byte < 0x20 || byte == 0x7F || (previous == 0xC2 && byte < 0xA0) {
      return Complaint(
        Message("\(quoted(text)) holds a control character", zh: "\(quoted(text)) 里有控制字符"),
        remedy: Message("take the character out", zh: "请去掉这个字符"))
    }
    previous = byte
  }
  if scalarCount > lengthMax {
    return Complaint(
      Message(
        "\(quoted(text)) has \(scalarCount) characters where \(lengthMax) are allowed",
        zh: "\(quoted(text)) 有 \(scalarCount) 个字符，最多允许 \(lengthMax) 个"),
      remedy: Message("shorten it everywhere", zh: "请在所有文件里把它改短"))
  }
  return nil
}

/// What is wrong with a text that should be a time.
func timeComplaint(_ text: some ByteString) -> Complaint {
  let what = Message("\(quoted(text)) is not a time", zh: "\(quoted(text)) 不是时间")
  let candidates: [String]
  let string = String(decoding: text, as: UTF8.self)
  if scanDay(text) != nil {
    candidates = [string + "T00:00"]
  } else {
    // A blank for the T, a short hour: what spreadsheets make of times.
    let joined = string.replacing(" ", with: "T", maxReplacements: 1)
    candidates = [joined, joined.replacing("T", with: "T0", maxReplacements: 1)]
  }
  for candidate in candidates
  where scanTime(Array(candidate.utf8)[...], zoneOffsetSeconds: 0) != nil {
    return Complaint(what, remedy: Message("write \(candidate)", zh: "请写 \(candidate)"))
  }
  return Complaint(
    what,
    remedy: Message("write it like 2026-03-02T08:00", zh: "请写成 2026-03-02T08:00 这样"))
}
