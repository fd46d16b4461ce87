import CapacityModel

/// `U(x, h)` of `Docs/certificate.md`: what a quantity costs at the least, however it is cut.
///
/// Set-ups, fees and shipments are those of parts as large as can be, and the hours those of the
/// cheapest interval.
struct UnitCosts {
  /// `A(h)`, its product with the weight and a stretch go no higher; a lower cost proves less, but is right.
  static let largestCost: Int128 = 1 << 59

  let parts: PartCosts
  private var stage: Stage { parts.stage }

  /// The least that a quantity costs in parts up to a largest one, in micro-yuan.
  ///
  /// - Parameters:
  ///   - quantity: `x`, above 0.
  ///   - largest: `h`, at least the least part that the offer takes, and at most what fits.
  ///   - eligible: The offer; one of its rooms has time for the least part.
  ///   - delivery: `G(h)`, in micro-yuan.
  ///   - counting: How often money counts, and whether prices do.
  /// - Returns: `U(x, h)`.
  func cost(
    of quantity: Int64, inPartsUpTo largest: Int64, on eligible: EligibleOffer, delivery: Int128,
    counting: Counting
  ) -> Int128 {
    let money = moneyCost(
      of: quantity, inPartsUpTo: largest, on: eligible, delivery: delivery, counting: counting)
    if !counting.countsPrices { return money }
    return money + hoursCost(of: quantity, inPartsUpTo: largest, on: eligible)
  }

  /// A cost that `U(x, h)` is not below, for no running costs less than at the lowest price.
  ///
  /// Where prices do not count it is `U(x, h)` itself.
  func lowestCost(
    of quantity: Int64, inPartsUpTo largest: Int64, on eligible: EligibleOffer, delivery: Int128,
    counting: Counting, lowestPrice: Int64
  ) -> Int128 {
    let money = moneyCost(
      of: quantity, inPartsUpTo: largest, on: eligible, delivery: delivery, counting: counting)
    if !counting.countsPrices { return money }
    return money
      + share(
        Int128(quantity) * Int128(cycle(of: eligible.offer)), of: Int128(lowestPrice), in: 1_000)
  }

  /// The first term of `U(x, h)`: what a quantity costs without its hours.
  func moneyCost(
    of quantity: Int64, inPartsUpTo largest: Int64, on eligible: EligibleOffer, delivery: Int128,
    counting: Counting
  ) -> Int128 {
    let money = min(
      Self.largestCost,
      counting.weight * money(ofLargest: largest, on: eligible.offer, delivery: delivery))
    return share(Int128(quantity), of: money, in: Int128(largest))
  }

  /// `G(h)`: the way of a part at the rates of its route, not rounded to the fen; in micro-yuan.
  func delivery(of quantity: Int64, from eligible: EligibleOffer) -> Int128 {
    guard parts.supply.ships else { return 0 }
    let route = parts.route(from: eligible)
    // A millionth of a yuan for a kg is a thousandth of it for a gram.
    let carried =
      Int128(route.microYuanPerKg) * Int128(parts.order.weightGrams) * Int128(quantity)
    return 10_000 * Int128(route.shipmentFen)
      + floorDivided(carried, by: 1_000 * Int128(stage.quantity))
  }

  /// What every part pays for its set-up alone, in micro-yuan.
  func setupMoney(on offer: Offer) -> Int128 {
    let fee = 10_000 * Int128(offer.setupFeeFen)
    guard case .time(let rate) = offer.pricing else { return min(Self.largestCost, fee) }
    let time = floorDivided(Int128(offer.setupSeconds) * Int128(rate) * 10_000, by: 3_600)
    return min(Self.largestCost, fee + time)
  }

  /// `A(h)`, in micro-yuan.
  func money(ofLargest largest: Int64, on offer: Offer, delivery: Int128 = 0) -> Int128 {
    let amount: Int128
    switch offer.pricing {
    case .time(let rate):
      let running = floorDivided(Int128(largest) * Int128(cycle(of: offer)), by: 1_000)
      let need = Int128(offer.setupSeconds) + running
      amount = floorDivided(need * Int128(rate) * 10_000, by: 3_600)
    case .piece(let tiers):
      // Below the first tier its price holds as well, so it always counts.
      let reached = tiers.prefix(1) + tiers.dropFirst().filter { $0.fromQuantity <= largest }
      let price = reached.map(\.priceFen).min() ?? 0
      amount = Int128(largest) * Int128(price) * 10_000
    case .value(let basisPoints):
      // Basis points of fen are micro-yuan.
      let value = Int128(basisPoints) * Int128(parts.order.declaredValueFen) * Int128(largest)
      amount = floorDivided(value, by: Int128(stage.quantity) * Int128(parts.order.stages.count))
    }
    let charge = max(
      10_000 * Int128(offer.minimumChargeFen), 10_000 * Int128(offer.setupFeeFen) + amount)
    return min(Self.largestCost, charge + delivery)
  }

  /// The second term of `U(x, h)`: what the hours of a quantity cost at the least.
  func hoursCost(
    of quantity: Int64, inPartsUpTo largest: Int64, on eligible: EligibleOffer
  ) -> Int128 {
    let prices = parts.prices[eligible.offer.machine]
    let cycle = cycle(of: eligible.offer)
    let shortest = eligible.shortestNeed
    guard cycle > 0 else {
      // Set-ups alone, which closed time may break here as it may any interval.
      let setup = prices.leastCost(of: shortest, inOneOf: eligible.rooms) ?? 0
      return share(Int128(quantity), of: setup, in: Int128(largest))
    }
    let longest = parts.need(of: largest, on: eligible.offer) ?? shortest
    let price = prices.leastRunningPrice(
      inOneOf: eligible.rooms, lengths: shortest...max(shortest, longest),
      setup: eligible.offer.setupSeconds)
    guard let price else { return 0 }
    return share(
      Int128(quantity) * Int128(cycle), of: price.cost, in: 1_000 * Int128(price.seconds))
  }

  /// The running time of one unit, in milliseconds.
  func cycle(of offer: Offer) -> Int64 {
    parts.lookup.charges.cycleMilliseconds(of: stage.unit, on: offer)
  }
}
