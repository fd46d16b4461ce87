import CapacityModel

/// The seconds that every part of a divided stage on one offer has inside, as many as the least part takes,
/// and what the whole stage costs at the least in parts around them.
///
/// A part may lie anywhere around its stretch, so nothing is known of its other seconds but what holds
/// for all parts of such sizes, and of its own seconds either what they cost or the cheapest of them.
struct Stretch: StageWork {
  /// The quantity times the running time of one unit, in milliseconds.
  private let running: Int128
  /// The working time of the largest part and what of it is running, in seconds.
  private let longest: Int64
  private let run: Int64
  /// The largest part.
  private let fit: Int64
  /// What the stage costs without its hours.
  private let money: Int128
  private let units: UnitCosts
  private let eligible: EligibleOffer
  private var moving: MovingStretch
  /// What the hours cost in the cheapest of all intervals, once it is known.
  private var cheapest: Int128?

  private var quantity: Int64 { units.parts.stage.quantity }

  /// The stretch of an offer, which is moved on from a first start; `nil` if no part of the offer has room.
  ///
  /// - Parameters:
  ///   - eligible: The offer, with its parts of a range of sizes.
  ///   - units: The unit costs of the stage.
  ///   - money: What the stage costs without its hours, in micro-yuan.
  ///   - start: The first open second of the stretch.
  init?(_ eligible: EligibleOffer, units: UnitCosts, money: Int128, from start: Int64) {
    let parts = units.parts
    guard let fit = eligible.fit, let longest = parts.need(of: fit, on: eligible.offer) else {
      return nil
    }
    self.units = units
    self.eligible = eligible
    self.fit = fit
    self.longest = longest
    run = max(1, longest - eligible.offer.setupSeconds)
    running = Int128(parts.stage.quantity) * Int128(units.cycle(of: eligible.offer))
    self.money = money
    moving = MovingStretch(
      of: eligible.shortestNeed, from: start, in: parts.prices[eligible.offer.machine])
  }

  mutating func leastCost(startingIn starts: ClosedRange<Int64>, below limit: Int128?) -> Int128? {
    guard total(ofHours: 0) < limit ?? .max else { return nil }
    let own = hoursCost(ofPart: leastPart(startingIn: starts))
    // The cheapest interval takes longer to find, and can only make this dearer.
    guard total(ofHours: own) < limit ?? .max else { return nil }
    let cost = total(ofHours: max(own, cheapestInterval()))
    return cost < limit ?? .max ? cost : nil
  }

  /// What the stage costs where its hours cost so much, cut off.
  private func total(ofHours hours: Int128) -> Int128 {
    min(UnitCosts.largestCost, money + hours)
  }

  /// The least that the hours of the largest part cost around a stretch that begins in a range.
  ///
  /// Between two starts that are looked at the cost is linear and the lowest price the same, so it is least at one of
  /// them.
  private mutating func leastPart(startingIn starts: ClosedRange<Int64>) -> Int128 {
    moving.move(to: starts.lowerBound)
    var least = part
    while least > 0, moving.start < starts.upperBound {
      // At the last start with both ends in these steps, one of them comes to its border; then it passes.
      let next = max(moving.start + 1, moving.lastStartAlike)
      moving.move(to: min(starts.upperBound, next))
      least = min(least, part)
    }
    return least
  }

  /// What the hours of the largest part cost at the least around the stretch where it is.
  ///
  /// No less than the stretch, and no second less than the cheapest; where all work is setting up, they are it.
  private var part: Int128 {
    if running == 0 { return moving.cost }
    return max(moving.cost, Int128(longest) * Int128(moving.lowestPrice))
  }

  /// What all hours of the stage cost where those of the largest part cost so much.
  private func hoursCost(ofPart cost: Int128) -> Int128 {
    if running == 0 { return share(Int128(quantity), of: cost, in: Int128(fit)) }
    return share(running, of: cost, in: 1_000 * Int128(run))
  }

  /// What the hours cost in the cheapest interval of any room.
  private mutating func cheapestInterval() -> Int128 {
    // Where all work is setting up no stretch is cheaper.
    if running == 0 { return 0 }
    if let cheapest { return cheapest }
    let found = units.hoursCost(of: quantity, inPartsUpTo: fit, on: eligible)
    cheapest = found
    return found
  }
}
