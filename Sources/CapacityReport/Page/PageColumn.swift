internal import Foundation

/// A column of the page's data: many whole numbers or texts of one meaning, packed.
///
/// Each column is an element of the page by itself, so that the browser unpacks only what is looked at.
/// `Docs/report.md` describes the packing.
struct PageColumn {
  /// What the page's script asks for.
  var name: String
  /// How the content is packed.
  var coding: Coding
  /// How many values there are.
  var count: Int
  /// The packed values; holds no `<`.
  var content: [UInt8]

  /// How a column is packed.
  enum Coding: String {
    /// Whole numbers from 0 on.
    case plain
    /// Whole numbers, also below 0.
    case signed
    /// Differences from one whole number to the next, the first from 0.
    case delta
    /// Texts, a JSON array.
    case text
    /// Texts made of few words: numbers of words in a dictionary, a count of words before each.
    case words
  }

  /// Packs numbers from 0 on.
  ///
  /// - Precondition: None is below 0.
  static func plain(_ name: String, _ values: some Collection<Int64>) -> PageColumn {
    var bytes = VariableBytes(capacity: values.count * 3)
    for value in values { bytes.append(UInt64(value)) }
    return PageColumn(name: name, coding: .plain, count: values.count, content: bytes.base64)
  }

  /// Packs numbers that may be below 0.
  static func signed(_ name: String, _ values: some Collection<Int64>) -> PageColumn {
    var bytes = VariableBytes(capacity: values.count * 3)
    for value in values { bytes.append(signed: value) }
    return PageColumn(name: name, coding: .signed, count: values.count, content: bytes.base64)
  }

  /// Packs numbers that are close to their neighbours.
  static func delta(_ name: String, _ values: some Collection<Int64>) -> PageColumn {
    var bytes = VariableBytes(capacity: values.count * 2)
    var last: Int64 = 0
    for value in values {
      bytes.append(signed: value - last)
      last = value
    }
    return PageColumn(name: name, coding: .delta, count: values.count, content: bytes.base64)
  }

  /// Packs texts of any kind.
  static func text(_ name: String, _ values: some Collection<String>) -> PageColumn {
    PageColumn(
      name: name, coding: .text, count: values.count,
      content: PageText.array(values, capacity: values.count * 12))
  }

  /// Packs texts of which many share their words, as reasons do.
  ///
  /// The words are put into a column of texts, `name` followed by `.dictionary`, the frequent ones first,
  /// whose numbers take one byte.
  static func words(_ name: String, _ values: some Collection<String>) -> [PageColumn] {
    var numbers: [Substring: Int] = [:]
    var words: [(word: Substring, count: Int, first: Int)] = []
    var sequence: [Int] = []
    var lengths: [Int] = []
    for value in values {
      let parts = value.split(separator: " ", omittingEmptySubsequences: false)
      lengths.append(parts.count)
      for part in parts {
        let number = numbers[part] ?? words.count
        if number == words.count {
          numbers[part] = number
          words.append((part, 0, number))
        }
        words[number].count += 1
        sequence.append(number)
      }
    }
    words.sort { ($1.count, $0.first) < ($0.count, $1.first) }
    var rank = [Int](repeating: 0, count: words.count)
    for (place, word) in words.enumerated() { rank[word.first] = place }
    var bytes = VariableBytes(capacity: sequence.count * 2)
    var next = 0
    for length in lengths {
      bytes.append(UInt64(length))
      for number in sequence[next..<(next + length)] { bytes.append(UInt64(rank[number])) }
      next += length
    }
    return [
      PageColumn(name: name, coding: .words, count: lengths.count, content: bytes.base64),
      .text(name + ".dictionary", words.map { String($0.word) }),
    ]
  }

  /// Writes the column's element.
  func write(to page: inout [UInt8]) {
    let type = coding == .text ? "application/json" : "application/octet-stream"
    page += Array(
      """
      <script type="\(type)" data-column="\(name)" data-coding="\(coding.rawValue)" \
      data-count="\(count)">
      """.utf8)
    page += content
    page += Array("</script>\n".utf8)
  }
}

/// Whole numbers in seven bits a byte, the lowest first; all bytes of a number but the last have their
/// highest bit set (LEB128).
private struct VariableBytes {
  private var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Numbers below 0 take the odd places: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4.
  mutating func append(signed value: Int64) {
    append(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  var base64: [UInt8] { Array(Data(bytes).base64EncodedData()) }
}
