/// Finds the factor on all quantities at which the orders ask for the wanted share of the open hours.
///
/// The hours grow with the factor, so halving an interval of it finds the place: roughly on a small
/// sample of the orders first, then closely on a large one.
struct LoadScale {
  /// The powers of two between which the factor lies, in Q32.
  private static let exponents: ClosedRange<Int64> = -(16 << 32)...(8 << 32)

  /// How many orders stand for all in each search, if there are as many; and its halvings.
  private static let roughSearch = (sampleMax: 16_384, halvings: 10)
  private static let closeSearch = (sampleMax: 131_072, halvings: 8)

  /// How far on both sides of the rough factor the close search looks: a quarter of a power of two.
  private static let closeMargin: Int64 = 1 << 30

  let maker: OrderMaker
  /// The hours that all orders are to ask for, in seconds.
  let wantedSeconds: Int

  /// Returns the factor in Q32.
  ///
  /// Set-up times and single pieces cannot be scaled: with many orders for few machines even the smallest
  /// factor asks for too much, and with few orders for many machines the largest asks for too little.
  func factor() -> UInt64 {
    let rough = exponent(in: Self.exponents, search: Self.roughSearch)
    let margin = Self.closeMargin
    let close = exponent(in: rough - margin...rough + margin, search: Self.closeSearch)
    return FixedPoint.exp2(close)
  }

  private func exponent(
    in range: ClosedRange<Int64>, search: (sampleMax: Int, halvings: Int)
  ) -> Int64 {
    let orders = maker.options.orders
    let sample = min(orders, search.sampleMax)
    var low = range.lowerBound
    var high = range.upperBound
    for _ in 0..<search.halvings {
      let middle = (low + high) / 2
      let scale = FixedPoint.exp2(middle)
      var asked = 0
      for index in 0..<sample {
        // Evenly spread over all orders.
        asked += maker.order(number: index * orders / sample + 1, scale: scale).askedSeconds
      }
      if asked / sample * orders + asked % sample * orders / sample >= wantedSeconds {
        high = middle
      } else {
        low = middle
      }
    }
    return (low + high) / 2
  }
}
