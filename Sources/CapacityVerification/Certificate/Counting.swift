import CapacityModel

/// What the costs of an order add up from; all sums are in micro-yuan, a fen being 10,000.
struct Counting {
  /// How often charges and freight count.
  var weight: Int128
  /// Whether the prices of machines' time count.
  var countsPrices: Bool

  /// Charges and freight alone, as the budget counts them.
  static let money = Counting(weight: 1, countsPrices: false)

  /// A sum of fen.
  func fen(_ fen: Int128) -> Int128 { weight * 10_000 * fen }

  /// A sum of micro-yuan that prices make up.
  func priced(_ cost: Int128) -> Int128 { countsPrices ? cost : 0 }
}

/// `quantity x cost / whole` rounded down, without the product: that of an absurd price need not fit.
///
/// - Precondition: `whole` is above 0, and no number is below 0.
func share(_ quantity: Int128, of cost: Int128, in whole: Int128) -> Int128 {
  let (each, rest) = cost.quotientAndRemainder(dividingBy: whole)
  return quantity * each + quantity * rest / whole
}
