public import CapacityData
internal import CapacityModel
public import CapacityVerification

/// What `verify` prints.
public enum FindingsText {
  /// One line for each broken rule.
  public static func text(_ findings: [Finding]) -> String {
    var lines = findings.map { finding in
      let order = finding.order.map { "order \($0.text): " } ?? ""
      return "\(finding.place): rule \(finding.rule.rawValue): \(order)\(finding.message)"
    }
    lines.append(findings.count == 1 ? "1 finding" : "\(findings.count) findings")
    return lines.joined(separator: "\n")
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
