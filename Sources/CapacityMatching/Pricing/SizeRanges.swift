internal import CapacityModel

/// Sizes of the largest part of a stage in several parts, cut into ranges (`Docs/certificate.md`, "One stage, several parts").
struct SizeSteps {
  var quantity: Int64 = 0
  /// How many parts there may be.
  var parts: Int64 = 1
  /// How many ranges there are.
  var count: Int64 = 0

  /// The least size of the largest part in range `step`.
  func size(_ step: Int64) -> Int64 {
    divideUp(quantity * (count + (parts - 1) * step), by: count * parts)
  }

  /// What is made beside it at the least.
  func rest(_ step: Int64) -> Int64 { max(1, quantity - size(step + 1)) }
}

/// The ranges of sizes of the largest part of the stage at hand, with what was found out.
struct SizeRanges {
  /// What a slot was found to hold, once it was looked at.
  struct Slot {
    var choices = OrderPricer.Choices()
    /// Where its terms stand among ``SizeRanges/windows``.
    var terms = 0..<0
    var isKnown = false
  }

  var stage = StageDemand.none
  var demand = OrderDemand.none
  /// What a fen of cost weighs, and what the order counts before any cost, in micro-yuan.
  var weight: Int64 = 0
  var value: Int64 = 0
  var steps = SizeSteps()
  /// The least that the order is known to cost.
  var best: Int64 = .max
  /// Whether nothing matters but the cheapest; else what costs a little more does as well, since prices will move.
  var isProof = false
  /// For each range its largest part, and the other of two.
  var larger: [Slot] = []
  var smaller: [Slot] = []
  var windows: [TermStore.WindowTerm] = []
  /// The terms of the slot at hand that may be among those kept.
  var looked: [TermStore.WindowTerm] = []
  var known = KnownPrices()
  /// The offers of the parts beside the largest, where there may be more than two.
  var rates = TermStore.Slot(first: 0, count: 0, isRate: true)
  /// What the whole stage would cost by them at the least, unpriced and unweighted, in micro-yuan.
  var unit: Int64 = 0

  /// What costs as much is not looked at.
  var reach: Int64 {
    let known = min(best, value)
    return isProof ? known : known + known / 32
  }

  /// Forgets what was found out; the stage's largest part has such sizes.
  mutating func begin(_ steps: SizeSteps) {
    self.steps = steps
    let none = repeatElement(Slot(), count: Int(steps.count))
    larger.removeAll(keepingCapacity: true)
    larger.append(contentsOf: none)
    smaller.removeAll(keepingCapacity: true)
    smaller.append(contentsOf: none)
    windows.removeAll(keepingCapacity: true)
  }
}

/// What seconds of a machine were found to cost at the least for smaller parts, which larger ones cost as well.
struct KnownPrices {
  private struct Known {
    var need: Int32 = .max
    var price: Int64 = 0
  }

  /// For each entry of the ranking four shares: parts below an eighth of the stage, a quarter, half, and all of it.
  private var known: [Known] = []

  private static let shares = 4

  static func share(_ quantity: Int64, of whole: Int64) -> Int {
    let part = Double(quantity) / Double(whole)
    return part < 0.125 ? 0 : part < 0.25 ? 1 : part < 0.5 ? 2 : 3
  }

  mutating func begin(_ entries: Int) {
    known.removeAll(keepingCapacity: true)
    known.append(contentsOf: repeatElement(Known(), count: entries * KnownPrices.shares))
  }

  /// Notes that `need` seconds for a part of some share cost no less than `price`.
  @inline(__always)
  mutating func note(_ entry: Int, _ share: Int, need: Int32, price: Int64) {
    let place = entry * KnownPrices.shares + share
    if need < known[place].need { known[place] = Known(need: need, price: price) }
  }

  /// How much more a part of `quantity`, of some share, surely costs than if all its seconds had the lowest price.
  @inline(__always)
  func extra(
    _ number: Int, _ share: Int, of quantity: Int64, _ entry: RankedOffers.Entry
  ) -> Float {
    // A second less, as single precision may round up.
    let need = entry.seconds(quantity) * (1 - 1e-6) - 1
    let first = number * KnownPrices.shares
    for place in stride(from: first + share, through: first, by: -1)
    where Float(known[place].need) <= need {
      return max(0, Float(known[place].price) - entry.price * Float(known[place].need))
    }
    return 0
  }
}
