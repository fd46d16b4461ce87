internal import CapacityModel

/// Which changes would let in the most, in sum: the column `fix` of `unmatched.csv` by kind and step.
///
/// Each fix holds alone, against the result as it stands. Two of them may need the same free hours, so
/// a sum says where to look, not what would be won.
struct FixSums {
  /// Orders whose fixes are alike.
  struct Group: Equatable {
    /// `deadline`, `budget`, `certification` and so on; empty for orders without a fix.
    var kind: String
    /// For a deadline the most seconds, for a budget the most percent of it; 0 for any.
    ///
    /// Steps include the smaller ones of their kind.
    var step: Int64 = 0
    /// For other kinds what is changed: `ISO13485 at F17`, or the machine.
    var subject = ""
    var orders: Int64 = 0
    /// The sum of the orders' budgets, in fen.
    var budgetFen: Int64 = 0
    /// The sum of what deadlines or budgets are moved by: seconds or fen.
    var amount: Int64 = 0
  }

  private static let deadlineSteps: [Int64] = [3_600, 14_400, 86_400, 259_200, 604_800, 0]
  private static let budgetSteps: [Int64] = [1, 5, 10, 20, 50, 0]

  /// Deadlines and budgets by step, then all others, the largest sum of budgets first.
  let groups: [Group]

  /// Adds up the orders left over.
  init(_ result: ReportedResult) {
    var deadlines = Self.deadlineSteps.map { Group(kind: "deadline", step: $0) }
    var budgets = Self.budgetSteps.map { Group(kind: "budget", step: $0) }
    var others: [String: Group] = [:]
    for left in result.leftOver {
      let budgetFen = result.dataset.orders[left.order].budgetFen
      switch FixKind(left.fix) {
      case .deadline(let seconds):
        for index in deadlines.indices where Self.reaches(deadlines[index].step, seconds) {
          deadlines[index].add(budgetFen, amount: seconds)
        }
      case .budget(let fen):
        for index in budgets.indices
        where Self.reaches(budgets[index].step, (fen * 100 + budgetFen - 1) / max(1, budgetFen)) {
          budgets[index].add(budgetFen, amount: fen)
        }
      case .other(let kind, let subject):
        others[kind + " " + subject, default: Group(kind: kind, subject: subject)].add(budgetFen)
      }
    }
    groups =
      (deadlines + budgets).filter { $0.orders > 0 }
      + others.values.sorted {
        ($1.budgetFen, $0.kind, $0.subject) < ($0.budgetFen, $1.kind, $1.subject)
      }
  }

  private static func reaches(_ step: Int64, _ size: Int64) -> Bool { step == 0 || size <= step }

  var columns: [PageColumn] {
    [
      .text("fix.kind", groups.map(\.kind)), .plain("fix.step", groups.map(\.step)),
      .text("fix.subject", groups.map(\.subject)), .plain("fix.orders", groups.map(\.orders)),
      .plain("fix.budget", groups.map(\.budgetFen)), .plain("fix.amount", groups.map(\.amount)),
    ]
  }
}

extension FixSums.Group {
  fileprivate mutating func add(_ budgetFen: Int64, amount: Int64 = 0) {
    orders += 1
    self.budgetFen = saturatingSum(self.budgetFen, budgetFen)
    self.amount = saturatingSum(self.amount, amount)
  }
}

/// A fix as `unmatched.csv` spells it, as far as sums need it; what cannot be read is of a kind by itself.
enum FixKind: Equatable {
  /// In seconds.
  case deadline(Int64)
  /// In fen.
  case budget(Int64)
  /// What kind, and what is changed.
  case other(String, String)

  init(_ fix: String) {
    let parts = fix.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      self = .other(fix, "")
      return
    }
    let rest = parts[1]
    switch parts[0] {
    case "deadline": self = Self.seconds(rest).map { .deadline($0) } ?? .other("deadline", rest)
    case "budget": self = Self.fen(rest).map { .budget($0) } ?? .other("budget", rest)
    case "tolerance", "size", "max_quantity", "min_quantity":
      // The grade, the size or the quantity, one word, differs from order to order; the machine is what
      // is changed.
      let words = rest.split(separator: " ", maxSplits: 2)
      self = .other(parts[0], words.count == 3 && words[1] == "at" ? String(words[2]) : rest)
    default: self = .other(parts[0], rest)
    }
  }

  /// `+1d 4h 20m 5s`; more than any horizon is no duration.
  private static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["d": 86_400, "h": 3_600, "m": 60, "s": 1]
    guard text.first == "+" else { return nil }
    var sum: Int64 = 0
    for part in text.dropFirst().split(separator: " ") {
      guard let letter = part.last, let unit = units[letter], part.utf8.count <= 8,
        let count = Int64(part.dropLast()), count >= 0
      else { return nil }
      sum = saturatingSum(sum, count * unit)
    }
    return sum
  }

  /// `+320.00`.
  private static func fen(_ text: String) -> Int64? {
    let digits = text.dropFirst().filter { $0 != "." }
    guard text.first == "+", text.utf8.count <= 18, text.dropLast(2).last == ".",
      let fen = Int64(digits), fen >= 0, fen <= 10_000_000_000_000
    else { return nil }
    return fen
  }
}

/// The sum of two numbers from 0 on, or the largest number: nobody checked the rows of a result.
func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflows) = left.addingReportingOverflow(right)
  return overflows ? .max : sum
}
