public import CapacityModel

/// What a finding says is broken: a rule of Docs/rules.md by its number, or a
/// promise that sections 4 and 5 make about a file.
///
/// The raw values are the codes that `verify` prints; the order of the cases is that of findings
/// about one row.
public enum Rule: String, CaseIterable, Sendable {
  /// Rule 1: every stage in full, or nothing.
  case allOrNothing = "1"
  /// Rule 2: an offer for the process, in a mode that the order takes, that allows the quantity.
  case offer = "2"
  /// Rule 3: certificates, tolerance, material, size.
  case suitability = "3"
  /// Rule 4: open time, and none of it twice.
  case calendar = "4"
  /// Rule 5: nothing of stage 1 before the release.
  case release = "5"
  /// Rule 6: no part before the parts that feed it.
  case feeding = "6"
  /// Rule 7: no part before the goods that it needs.
  case goods = "7"
  /// Rule 8: made and delivered by the deadline.
  case deadline = "8"
  /// Rule 9: parts add up, are few enough and stand on units of their own.
  case parts = "9"
  /// Rule 10: charges and freight within the budget.
  case budget = "10"
  /// `charge` is not what the offer asks.
  case charge = "charge"
  /// `working_time_s` is not what the offer takes.
  case workingTime = "working_time"
  /// `freight` is not what the shipments cost, or not on the order's first row.
  case freight = "freight"
  /// An id or a number that names nothing, or the wrong thing.
  case ids = "ids"
  /// A row out of the order that section 5 fixes, or one that stands twice.
  case sort = "sort"
  /// An order that stands in both files, twice in one, or in none.
  case coverage = "coverage"
  /// An order that a promised booking serves stands in a result file.
  case promised = "promised"
  /// The reason why an order is left over is not the true one.
  case reason = "reason"
  /// The reason has no words.
  case detail = "detail"
  /// The fix cannot be read, or is not what would let the order in.
  case fix = "fix"
  /// A row of `shadow_prices.csv` that nothing can be proven with.
  case price = "price"
  /// A key or a number of `summary.json`.
  case summary = "summary"
}

/// One broken rule.
public struct Finding: Equatable, Sendable {
  /// What is broken.
  public var rule: Rule
  /// The order concerned, if there is one.
  public var order: Identifier?
  /// Where it shows: `bookings.csv:17`, `unmatched.csv:3`, `shadow_prices.csv:5`,
  /// `summary.json: revenue.time`.
  public var place: String
  /// What is wrong, with the numbers.
  public var words: Message

  /// What is wrong, in English.
  public var message: String { words.english }

  /// Creates a finding.
  public init(rule: Rule, order: Identifier?, place: String, words: Message) {
    self.rule = rule
    self.order = order
    self.place = place
    self.words = words
  }
}

/// A place in a result folder that findings can be sorted by.
enum Place {
  case booking(line: Int)
  case unmatched(line: Int)
  /// The file as a whole: an order that stands nowhere.
  case unmatchedFile
  case shadowPrice(line: Int)
  case summary(key: String)

  var text: String {
    switch self {
    case .booking(let line): "bookings.csv:\(line)"
    case .unmatched(let line): "unmatched.csv:\(line)"
    case .unmatchedFile: "unmatched.csv"
    case .shadowPrice(let line): "shadow_prices.csv:\(line)"
    case .summary(let key): "summary.json: \(key)"
    }
  }

  /// The file, then the line in it.
  fileprivate var rank: (file: Int, line: Int) {
    switch self {
    case .booking(let line): (0, line)
    case .unmatched(let line): (1, line)
    case .unmatchedFile: (2, 0)
    case .shadowPrice(let line): (3, line)
    case .summary: (4, 0)
    }
  }
}

/// Collects findings in whatever order the checks run, and gives them back in the fixed one.
struct FindingList: Sendable {
  private struct Entry {
    var file: Int
    var line: Int
    var order: Int
    var rule: Int
    var sequence: Int
    var finding: Finding
  }

  private let dataset: Dataset
  private var entries: [Entry] = []
  private let ruleRanks: [Rule: Int]

  init(dataset: Dataset) {
    self.dataset = dataset
    ruleRanks = Dictionary(
      uniqueKeysWithValues: Rule.allCases.enumerated().map { ($0.element, $0.offset) })
  }

  /// Adds a finding about the order with an index, or about none.
  mutating func add(_ rule: Rule, order: Int?, at place: Place, _ message: Message) {
    add(rule, order: order, id: order.map { dataset.orders[$0].id }, at: place, message)
  }

  /// Adds a finding about an order that the dataset may not know.
  mutating func add(_ rule: Rule, order: Int?, id: Identifier?, at place: Place, _ message: Message)
  {
    let rank = place.rank
    entries.append(
      Entry(
        file: rank.file, line: rank.line, order: order ?? .max, rule: ruleRanks[rule] ?? 0,
        sequence: entries.count,
        finding: Finding(rule: rule, order: id, place: place.text, words: message)))
  }

  /// Adds what another list has collected, as if it had been added here.
  mutating func add(_ other: FindingList) {
    for var entry in other.entries {
      entry.sequence = entries.count
      entries.append(entry)
    }
  }

  /// All findings by file and row, then order, then rule, then as they were found.
  func sorted() -> [Finding] {
    entries.sorted {
      ($0.file, $0.line, $0.order, $0.rule, $0.sequence)
        < ($1.file, $1.line, $1.order, $1.rule, $1.sequence)
    }.map(\.finding)
  }
}
