/// How an offer is priced.
enum SyntheticPricing: Int, CaseIterable, Sendable {
  case time
  case piece
  case value

  /// The name in the files.
  var name: String {
    switch self {
    case .time: "time"
    case .piece: "piece"
    case .value: "value"
    }
  }

  /// The pricing with that name in the files.
  init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// The bit of the pricing in a set of pricings.
  var bit: UInt8 { 1 << UInt8(rawValue) }
}
