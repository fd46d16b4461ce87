import CapacityModel

/// What the parts beside the largest one cost, of three parts or more, each on a unit of its own.
///
/// They fill machines in the order of their unit costs. Few machines are enough, so unit costs are
/// worked out only where those at the lowest price of the window say that a machine may come next.
struct OtherParts {
  /// An offer that may make parts.
  private struct Candidate {
    var offer: Int
    var machine: Int
    /// `h`: it fits a room, and no part beside the largest has more than half of the stage.
    var largest: Int64
    /// What the whole stage costs; before it is worked out, what it does not cost less than.
    var cost: Int128

    static func < (left: Candidate, right: Candidate) -> Bool {
      (left.cost, left.machine) < (right.cost, right.machine)
    }
  }

  /// A machine that is filled.
  private struct Filled {
    var machine: Int
    var units: Int
    /// `U(m)`: what the whole stage would cost.
    var cost: Int128
    /// `most(m)`: the largest part.
    var most: Int64
  }

  private let parts: PartCosts
  /// `K`.
  private let partsMax: Int64
  private let units: UnitCosts
  private let offers: [EligibleOffer]
  private let counting: Counting
  /// All offers, by the lowest that they may cost.
  private let candidates: [Candidate]
  /// How many of them are worked out.
  private var next = 0
  /// What is worked out but not the next machine yet.
  private var workedOut: [Candidate] = []
  /// The first machines in the order of their costs.
  private var ranking: [Filled] = []
  /// The least `U` in money alone.
  private let money: Int128?

  private var quantity: Int64 { parts.stage.quantity }

  /// Looks at all offers; `lowestPrices` has the lowest price in the window of each.
  init(
    parts: PartCosts, partsMax: Int64, offers: [EligibleOffer], lowestPrices: [Int64],
    counting: Counting
  ) {
    self.parts = parts
    self.partsMax = partsMax
    self.offers = offers
    self.counting = counting
    let units = UnitCosts(parts: parts)
    self.units = units
    var candidates: [Candidate] = []
    var money: Int128?
    let quantity = parts.stage.quantity
    for (index, eligible) in offers.enumerated() {
      guard let fit = eligible.fit else { continue }
      let largest = min(fit, quantity / 2)
      guard largest >= eligible.parts.lowerBound else { continue }
      let delivery = units.delivery(of: largest, from: eligible)
      func lowestCost(_ counting: Counting) -> Int128 {
        units.lowestCost(
          of: quantity, inPartsUpTo: largest, on: eligible, delivery: delivery,
          counting: counting, lowestPrice: lowestPrices[index])
      }
      candidates.append(
        Candidate(
          offer: index, machine: eligible.offer.machine, largest: largest,
          cost: lowestCost(counting)))
      let paid = lowestCost(.money)
      money = min(money ?? paid, paid)
    }
    self.candidates = candidates.sorted(by: <)
    self.money = money
  }

  /// The least that the others, which make `rest`, pay in money; `nil` where no offer makes them.
  func leastMoney(of rest: Int64) -> Int128? {
    money.map { total($0, of: rest) - Counting.money.fen(Int128(partsMax)) }
      .map { max(0, $0) }
  }

  /// The least that the largest part costs and the others, which make `rest`, beside it.
  mutating func leastCost(
    of rest: Int64, inPartsUpTo bound: Int64, beside largest: CheapestMachines
  ) -> Int128? {
    guard let first = largest.first else { return nil }
    if first.hasSeveralUnits {
      return fillingCost(of: rest, inPartsUpTo: bound, without: nil).map { first.cost + $0 }
    }
    let beside = fillingCost(of: rest, inPartsUpTo: bound, without: first.machine)
      .map { first.cost + $0 }
    // Where another machine makes the largest part the others have all machines at the least.
    guard let second = largest.second,
      let free = fillingCost(of: rest, inPartsUpTo: bound, without: nil)
    else { return beside }
    return min(beside ?? second.cost + free, second.cost + free)
  }

  /// `F(g, x)`; `nil` where the machines do not make as much.
  private mutating func fillingCost(
    of rest: Int64, inPartsUpTo bound: Int64, without machine: Int?
  ) -> Int128? {
    var left = rest
    var sum: Int128 = 0
    var rank = 0
    while left > 0 {
      if rank == ranking.count && !rankNext() { return nil }
      let filled = ranking[rank]
      rank += 1
      if filled.machine == machine { continue }
      let room = Int128(filled.units) * Int128(min(filled.most, bound))
      let amount = Int64(min(Int128(left), room))
      sum += total(filled.cost, of: amount)
      left -= amount
    }
    // A charge and a shipment may each be half a fen less than the unit cost says.
    return max(0, sum - counting.fen(Int128(partsMax)))
  }

  /// The share of an amount in what the whole stage costs.
  private func total(_ cost: Int128, of amount: Int64) -> Int128 {
    share(Int128(amount), of: cost, in: Int128(quantity))
  }

  /// Ranks one more machine; `false` when there is none left.
  private mutating func rankNext() -> Bool {
    while true {
      var least = workedOut.indices.min { workedOut[$0] < workedOut[$1] }
      // Whatever may cost less yet has to be worked out before.
      while next < candidates.count, least.map({ candidates[next] < workedOut[$0] }) ?? true {
        var candidate = candidates[next]
        next += 1
        candidate.cost = cost(of: candidate)
        workedOut.append(candidate)
        if least.map({ candidate < workedOut[$0] }) ?? true { least = workedOut.count - 1 }
      }
      guard let least else { return false }
      let found = workedOut.remove(at: least)
      // A machine counts at the cheapest of its offers.
      if ranking.contains(where: { $0.machine == found.machine }) { continue }
      let most = candidates.lazy.filter { $0.machine == found.machine }.map(\.largest).max()
      ranking.append(
        Filled(
          machine: found.machine, units: parts.lookup.dataset.machines[found.machine].units,
          cost: found.cost, most: most ?? found.largest))
      return true
    }
  }

  private func cost(of candidate: Candidate) -> Int128 {
    let eligible = offers[candidate.offer]
    return units.cost(
      of: quantity, inPartsUpTo: candidate.largest, on: eligible,
      delivery: units.delivery(of: candidate.largest, from: eligible), counting: counting)
  }
}
