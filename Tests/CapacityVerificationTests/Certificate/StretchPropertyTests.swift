import CapacityModel
import TestSupport
import Testing

@testable import CapacityVerification

/// Stretches against all their seconds and all their starts.
@Suite struct StretchPropertyTests {
  /// A calendar and prices of a ``SmallMarket``'s machine, and the prices by open second.
  private static func prices(
    of machine: Int, _ lookup: DatasetIndex, _ random: inout TestRandom
  ) -> (PricedTime, byOpenSecond: [Int64]) {
    let open = lookup.openTime(ofMachine: machine)
    let drawn = RandomPrices.draw(
      of: machine, horizon: SmallMarket.length, periodsMax: 20,
      priceMax: random.pick([3, 20_000]), &random)
    let priced = PricedTime(
      periods: drawn.map {
        PricePeriod(span: $0.period, microYuanPerSecond: $0.microYuanPerSecond)
      }, open: open)
    let byOpenSecond = (0..<open.total).map { number in
      let time = open.time(ofOpenSecond: number)
      return drawn.first { $0.period.start <= time && time < $0.period.end }?
        .microYuanPerSecond ?? 0
    }
    return (priced, byOpenSecond)
  }

  @Test func `for any seed, a stretch that moves on knows its cost and its lowest price`() {
    var moveCount = 0
    for seed in UInt64(1)...300 {
      var lots = SmallMarket.Random(state: seed)
      var random = TestRandom(seed: seed)
      let lookup = DatasetIndex(dataset: SmallMarket.world(&lots).dataset)
      let (priced, byOpenSecond) = Self.prices(of: 2, lookup, &random)
      let total = Int64(byOpenSecond.count)
      guard total > 0 else { continue }
      let length = random.int64(1...total)
      var start = random.int64(0...(total - length))
      var stretch = MovingStretch(of: length, from: start, in: priced)
      while true {
        let seconds = byOpenSecond[Int(start)..<Int(start + length)]
        #expect(stretch.start == start)
        #expect(stretch.cost == seconds.reduce(0) { $0 + Int128($1) }, "seed \(seed)")
        #expect(stretch.lowestPrice == seconds.min(), "seed \(seed)")
        // Up to there it gains and loses seconds of the same prices.
        let alike = min(stretch.lastStartAlike, total - length)
        let lost = byOpenSecond[Int(start)...Int(alike)]
        let gained = byOpenSecond[Int(start + length - 1)...Int(alike + length - 1)]
        #expect(Set(lost).count == 1 && Set(gained).count == 1, "seed \(seed)")
        if start == total - length { break }
        start = random.int64(start...min(start + 20, total - length))
        stretch.move(to: start)
        moveCount += 1
      }
    }
    #expect(moveCount > 1_000, "\(moveCount)")
  }

  /// A market whose order has two stages and may be split.
  private static func supplies(seed: UInt64) -> (DatasetIndex, Terms, [StageSupply])? {
    var random = TestRandom(seed: seed)
    var dataset = SplitPropertyTests.dataset(seed: seed, &random)
    dataset.stages.append(dataset.stages[0])
    dataset.stages[1].quantity = random.int64(1...14)
    dataset.orders[0].stages = 0..<2
    let lookup = DatasetIndex(dataset: dataset)
    let terms = Terms(order: 0, lookup: lookup)
    guard
      var supplies = StageSupplies(lookup: lookup, filters: Filters(lookup: lookup)).make(terms),
      StageWindows(lookup: lookup).set(in: &supplies, terms: terms)
    else { return nil }
    Rooms(lookup: lookup).set(in: &supplies, terms: terms)
    return (lookup, terms, supplies)
  }

  @Test func `for any seed, a least part is what the largest of all other units leave`() {
    var raisedCount = 0
    var leftOutCount = 0
    for seed in UInt64(1)...2_000 {
      guard let (lookup, terms, supplies) = Self.supplies(seed: seed) else { continue }
      let partsMax = terms.order.partsMax
      for supply in supplies {
        var fits: [Int: Int64] = [:]
        for eligible in supply.offers {
          let machine = eligible.offer.machine
          fits[machine] = max(fits[machine] ?? 0, eligible.fit ?? 0)
        }
        var expected: [ClosedRange<Int64>] = []
        for eligible in supply.offers {
          guard let fit = eligible.fit else { continue }
          var others = fits.flatMap { machine, fit in
            Array(repeating: fit, count: lookup.dataset.machines[machine].units)
          }
          if let own = others.firstIndex(of: fits[eligible.offer.machine] ?? 0) {
            others.remove(at: own)
          }
          let rest = others.sorted(by: >).prefix(partsMax - 1).reduce(0, +)
          let least = max(eligible.parts.lowerBound, supply.stage.quantity - rest)
          if least <= fit { expected.append(least...eligible.parts.upperBound) }
          if least > fit { leftOutCount += 1 }
          if least <= fit, least > eligible.parts.lowerBound { raisedCount += 1 }
        }
        let raised = LeastParts(lookup: lookup, partsMax: partsMax).raised(supply).offers
        #expect(raised.map(\.parts) == expected, "seed \(seed)")
        for eligible in raised {
          let need = lookup.charges.need(
            of: eligible.parts.lowerBound, unit: supply.stage.unit, on: eligible.offer)
          #expect(need == Int128(eligible.shortestNeed), "seed \(seed)")
        }
      }
    }
    #expect(raisedCount > 500, "\(raisedCount)")
    #expect(leftOutCount > 500, "\(leftOutCount)")
  }

  /// What a stretch costs where it is, by the formulas of `Docs/certificate.md`, and which of the three terms is the
  /// largest by itself, if one is.
  private static func cost(
    of seconds: ArraySlice<Int64>, _ eligible: EligibleOffer, fit: Int64, _ units: UnitCosts,
    money: Int128
  ) -> (cost: Int128, largest: Int?) {
    let quantity = Int128(units.parts.stage.quantity)
    let cycle = Int128(units.cycle(of: eligible.offer))
    let longest = Int128(units.parts.need(of: fit, on: eligible.offer) ?? 0)
    let run = max(1, longest - Int128(eligible.offer.setupSeconds))
    let priced = seconds.reduce(0) { $0 + Int128($1) }
    let lowest = Int128(seconds.min() ?? 0)
    if cycle == 0 { return (money + quantity * priced / Int128(fit), nil) }
    let terms = [
      units.hoursCost(of: units.parts.stage.quantity, inPartsUpTo: fit, on: eligible),
      quantity * cycle * priced / (1_000 * run),
      quantity * cycle * longest * lowest / (1_000 * run),
    ]
    let hours = terms.max() ?? 0
    let isAlone = terms.filter { $0 == hours }.count == 1
    return (money + hours, isAlone ? terms.firstIndex(of: hours) : nil)
  }

  @Test func `for any seed, no start of a stretch in a pair of pieces costs less`() {
    var largestCounts = [0, 0, 0]
    var setupCount = 0
    for seed in UInt64(1)...1_000 {
      guard let (lookup, terms, supplies) = Self.supplies(seed: seed) else { continue }
      var random = TestRandom(seed: seed)
      var prices: [PricedTime] = []
      var byOpenSecond: [[Int64]] = []
      for machine in lookup.dataset.machines.indices {
        let drawn = Self.prices(of: machine, lookup, &random)
        prices.append(drawn.0)
        byOpenSecond.append(drawn.byOpenSecond)
      }
      let counting = Counting(weight: Int128(random.int(0...2)), countsPrices: true)
      let pieces = TimePieces(of: terms.order, horizon: lookup.dataset.horizon)
      for supply in supplies {
        let parts = PartCosts(lookup: lookup, prices: prices, order: terms.order, supply: supply)
        guard let divided = DividedStage(parts, partsMax: terms.order.partsMax) else { continue }
        let units = divided.units
        for eligible in divided.offers {
          let money = divided.moneyCost(on: eligible, counting: counting)
          let open = lookup.openTime(ofMachine: eligible.offer.machine)
          let need = eligible.shortestNeed
          let allStarts = parts.starts(of: need, on: eligible)
          guard let first = allStarts.first?.lowerBound, let fit = eligible.fit,
            var stretch = Stretch(eligible, units: units, money: money, from: first)
          else { continue }
          var seen: [ClosedRange<Int64>] = []
          for starts in pieces.cut(allStarts, need: need, open) {
            seen.append(starts.range)
            var least: Int128?
            for start in starts.range {
              let ends = TimePieces.Ends(
                begin: pieces.piece(of: open.time(ofOpenSecond: start)),
                end: pieces.piece(of: open.time(ofOpenSecond: start + need - 1) + 1))
              #expect(ends == starts.pieces, "seed \(seed)")
              let seconds = byOpenSecond[eligible.offer.machine][Int(start)..<Int(start + need)]
              let found = Self.cost(of: seconds, eligible, fit: fit, units, money: money)
              least = min(least ?? found.cost, found.cost)
              if let largest = found.largest { largestCounts[largest] += 1 }
              if units.cycle(of: eligible.offer) == 0 { setupCount += 1 }
            }
            // Some of the time a cost is known that is as low, or dearer by one.
            let limit = random.pick([nil, least, least.map { $0 + 1 }])
            let cost = stretch.leastCost(startingIn: starts.range, below: limit)
            #expect(cost == (limit == least ? nil : least), "seed \(seed)")
          }
          #expect(
            seen.flatMap { Array($0) } == allStarts.flatMap { Array($0) }, "seed \(seed)")
        }
      }
    }
    // The lot must have drawn stretches of all kinds.
    #expect(largestCounts.allSatisfy { $0 > 1_000 }, "\(largestCounts)")
    #expect(setupCount > 1_000, "\(setupCount)")
  }
}
