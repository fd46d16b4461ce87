/// A row of `offers.csv`, with what is worth knowing of its machine and factory when orders are drawn.
struct SyntheticOffer: Sendable {
  let process: Int32
  let cluster: Int16
  let calendar: Int16
  let pricing: SyntheticPricing
  let toleranceGrade: UInt8
  /// The materials that it takes; 0 for any.
  let materials: UInt16
  let certificatesThroughout: UInt16
  let certificatesSometime: UInt16
  /// The sides of the largest part in millimetres, the shortest first; `Int32.max` if any part fits.
  let sides: (Int32, Int32, Int32)
  /// Milliseconds a piece; 0 when it is sold by the hour.
  let cycleMilliseconds: Int32
  let setupSeconds: Int32
  /// The rate in fen an hour, also where the price is for pieces or a share.
  let rateFen: Int32
  let setupFeeFen: Int32
  let minimumChargeFen: Int32
  /// The price of a piece at the highest tier, in fen.
  let lowestPieceFen: Int32
  let shareBasisPoints: Int32
  /// The smallest and largest quantity; 0 and `Int32.max` where there is no limit.
  let minimumQuantity: Int32
  let maximumQuantity: Int32

  /// Whether it is for materials that take longer.
  var isHard: Bool {
    Materials.all.indices.contains { materials & 1 << $0 != 0 && Materials.all[$0].isHard }
  }

  /// Returns the working time of a quantity, in pieces or, where it is sold so, hundredths of an hour.
  func needSeconds(quantity: Int) -> Int {
    let work =
      cycleMilliseconds == 0
      ? quantity * 36 : (quantity * Int(cycleMilliseconds) + 999) / 1000
    return Int(setupSeconds) + work
  }

  /// Returns what a quantity costs at the machine's rate, whatever the pricing of the offer.
  ///
  /// This is what budgets are made of: a share of the value depends on the budget itself, and piece
  /// prices are derived from the rate.
  func rateCostFen(quantity: Int) -> Int {
    let work = needSeconds(quantity: quantity) * Int(rateFen) / 3600
    return max(work + Int(setupFeeFen), Int(minimumChargeFen))
  }
}
