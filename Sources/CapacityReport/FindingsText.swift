public import CapacityData
public import CapacityModel
public import CapacityVerification

/// What `verify` prints.
public enum FindingsText {
  /// One line for each broken rule.
  public static func text(_ findings: [Finding], in language: Language = .english) -> String {
    let pause = Message(": ", zh: "：")
    var lines = findings.map { finding in
      var line = Message(verbatim: finding.place + ": ")
      line =
        line + Message("rule \(finding.rule.rawValue)", zh: "规则 \(finding.rule.rawValue)") + pause
      if let order = finding.order {
        line = line + Message("order \(order.text)", zh: "订单 \(order.text)") + pause
      }
      return (line + finding.words)[language]
    }
    let count = findings.count
    lines.append(
      Message(count == 1 ? "1 finding" : "\(count) findings", zh: "发现 \(count) 处问题")[language])
    return lines.joined(separator: "\n")
  }

  /// What is said where nothing was found.
  public static func nothingFound(bookings: Int, leftOver: Int, in language: Language) -> String {
    Message(
      "the result keeps every rule: \(bookings) bookings, \(leftOver) orders left over",
      zh: "结果符合每条规则：\(bookings) 条排产，\(leftOver) 个订单未匹配")[language]
  }

  /// For programs.
  public static func json(_ findings: [Finding]) -> JSONDocument {
    .object([
      ("ok", .flag(findings.isEmpty)),
      (
        "findings",
        .array(
          findings.map { finding in
            .object([
              ("place", .string(finding.place)), ("rule", .string(finding.rule.rawValue)),
              ("order_id", finding.order.map { .string($0.text) } ?? .null),
              ("message", .string(finding.message)),
            ])
          })
      ),
    ])
  }
}
