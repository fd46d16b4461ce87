internal import CapacityData
public import CapacityModel

/// What a progress line says.
public enum ProgressText {
  /// What a phase counts.
  public enum Unit: Sendable {
    /// Bytes of files.
    case bytes
    /// Rows of files.
    case rows
    /// Nothing: only time is told.
    case none
  }

  /// What is known of a phase.
  public struct Facts: Sendable {
    /// Its name.
    public var phase: String
    /// What else is said of it; empty for nothing.
    public var text: String
    /// How much of it is done, from 0 to 1; `nil` where counts or nothing tell it.
    public var share: Double?
    /// What was counted so far.
    public var done: Int?
    /// What there is to count.
    public var total: Int?
    /// What is counted.
    public var unit: Unit
    /// How long it has lasted.
    public var seconds: Double

    /// States what is known.
    public init(
      phase: String, text: String = "", share: Double? = nil, done: Int? = nil, total: Int? = nil,
      unit: Unit = .none, seconds: Double
    ) {
      self.phase = phase
      self.text = text
      self.share = share
      self.done = done
      self.total = total
      self.unit = unit
      self.seconds = seconds
    }
  }

  /// One line that fits the terminal: the phase, a bar, the rate and the time left.
  public static func line(
    _ facts: Facts, columns: Int, in language: Language, style: TextStyle
  ) -> String {
    var share = facts.share
    var parts: [String] = []
    if let done = facts.done, let total = facts.total, total > 0 {
      share = min(1, Double(done) / Double(total))
      parts.append("\(Int((share ?? 0) * 100)) %")
      if facts.seconds > 0.2, done > 0 {
        parts.append(rate(Double(done) / facts.seconds, facts.unit, language))
        let left = facts.seconds * Double(max(0, total - done)) / Double(done)
        let time = duration(left)
        parts.append(Message("\(time) left", zh: "还需 \(time)")[language])
      }
    } else if let share {
      parts.append("\(Int(share * 100)) %")
      // What is estimated from little is told when there is more.
      if facts.seconds > 1, share > 0.02 {
        let time = duration(facts.seconds * (1 - share) / share)
        parts.append(Message("\(time) left", zh: "还需 \(time)")[language])
      } else {
        parts.append(duration(facts.seconds))
      }
    } else {
      parts.append(duration(facts.seconds))
    }
    if !facts.text.isEmpty { parts.append(facts.text) }
    var bar = share.map {
      let whole: Int64 = 1_000
      let part = Int64(($0 * Double(whole)).rounded())
      return style.bar(part, of: whole, columns: facts.text.isEmpty ? 20 : 10)
    }
    let words = facts.phase + " "
    let rest = parts.joined(separator: Message(", ", zh: "，")[language])
    // What is said comes before what is drawn.
    if !facts.text.isEmpty, TextWidth.columns(of: words + rest) + 11 >= columns { bar = nil }
    // Colours take no room: the line is cut first, and the bar is dressed then.
    let plain = words + (bar.map { $0 + " " } ?? "") + rest
    let cut = TextWidth.prefix(of: plain, columns: max(10, columns - 1))
    guard let bar, let place = cut.firstRange(of: bar) else { return cut }
    return cut.replacingCharacters(in: place, with: style.text(bar, .bar))
  }

  private static func rate(_ perSecond: Double, _ unit: Unit, _ language: Language) -> String {
    switch unit {
    case .bytes: return megabytes(perSecond) + " MB/s"
    case .rows:
      let rows = Format.grouped(Int64(min(perSecond, 1e15)))
      return Message("\(rows) rows/s", zh: "\(rows) 行/秒")[language]
    case .none: return ""
    }
  }

  private static func megabytes(_ bytes: Double) -> String {
    let tenths = Int64((min(bytes, 1e15) / 100_000).rounded())
    return tenths >= 100 ? String((tenths + 5) / 10) : Format.decimal(tenths, places: 1)
  }

  /// Seconds as `0:07` or `1:02:03`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(0, seconds), 1e9).rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = whole / 60
    return minutes < 60
      ? "\(minutes):\(two(whole % 60))"
      : "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
