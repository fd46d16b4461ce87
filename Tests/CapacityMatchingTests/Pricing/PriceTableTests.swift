import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// Look-ups of the cheapest time against all seconds tried.
@Suite struct `The table of prices` {
  /// Draws a window of a machine's working time and a length that fits; `nil` on one that never opens.
  private func window(
    _ total: Int, _ random: inout TestRandom
  ) -> (from: Int, limit: Int, need: Int)? {
    if total == 0 { return nil }
    let from = random.int(0...(total - 1))
    let limit = random.int((from + 1)...total)
    return (from, limit, random.int(1...(limit - from)))
  }

  @Test func `knows the cheapest start of a booking, with closed time inside or without`() {
    var unbrokenCount = 0
    for seed in UInt64(1)...1_500 {
      var random = TestRandom(seed: seed)
      let market = RandomGrid(tinyDataset(seed: seed), &random)
      let table = market.table
      for machine in market.market.machines.indices {
        let prices = market.secondPrices(machine)
        let calendar = market.market.machines[machine].calendar
        let openTime = market.market.openTime
        #expect(table.lowest[machine] == prices.min() ?? 0, "seed \(seed)")
        for _ in 0..<8 {
          guard let (from, limit, need) = window(prices.count, &random) else { continue }
          let note: Comment = "seed \(seed), machine \(machine), [\(from), \(limit)) need \(need)"
          func cost(_ start: Int) -> Int64 { prices[start..<start + need].reduce(0, +) }
          func isUnbroken(_ start: Int) -> Bool {
            openTime.wallEnd(calendar, of: Int64(start + need))
              - openTime.wallStart(calendar, of: Int64(start)) == Int64(need)
          }
          let starts = from...(limit - need)
          let least = starts.map(cost).min()
          let found = table.cheapestStart(
            machine, need: Int64(need), from: Int64(from), limit: Int64(limit))
          #expect(found?.cost == least, note)
          if let found {
            #expect(starts.contains(Int(found.start)), note)
            #expect(cost(Int(found.start)) == found.cost, note)
          }
          let cell = table.cheapestCell(machine, from: Int64(from), limit: Int64(limit))
          #expect(table.knots[cell].price == prices[from..<limit].min(), note)
          #expect(
            table.lowestPrice(machine, from: Int64(from), limit: Int64(limit))
              == prices[from..<limit].min(), note)

          let whole = starts.filter(isUnbroken)
          let leastWhole = whole.map(cost).min()
          func unbroken(below: Int64) -> PricedStart? {
            table.cheapestUnbrokenStart(
              machine, need: Int64(need), from: Int64(from), limit: Int64(limit),
              calendar: calendar, openTime: openTime, below: below)
          }
          let foundWhole = unbroken(below: .max)
          #expect(foundWhole?.cost == leastWhole, note)
          if let foundWhole {
            unbrokenCount += whole.count < starts.count ? 1 : 0
            #expect(whole.contains(Int(foundWhole.start)), note)
            #expect(cost(Int(foundWhole.start)) == foundWhole.cost, note)
            #expect(unbroken(below: foundWhole.cost) == nil, note)
            #expect(unbroken(below: foundWhole.cost + 1)?.cost == foundWhole.cost, note)
          }
          // A limit on the cost takes away just what reaches it.
          if let least {
            let below = { (most: Int64) in
              table.cheapestStart(
                machine, need: Int64(need), from: Int64(from), limit: Int64(limit), below: most)
            }
            #expect(below(least) == nil, note)
            #expect(below(least + 1)?.cost == least, note)
          }
          // So does one on a term, whose machine may be too dear at any time.
          guard let offer = market.market.machineOfOffer.firstIndex(of: Int32(machine)) else {
            continue
          }
          let term = TermStore.WindowTerm(
            offer: Int32(offer), need: Int32(need), from: Int32(from), limit: Int32(limit), cost: 0)
          for isUnbroken in [false, true] {
            let least = isUnbroken ? leastWhole : least
            for below in [1, least ?? 5, (least ?? 5) + 1] {
              let found = table.cheapestStart(
                of: term, isUnbroken: isUnbroken, below: below, in: market.market)
              #expect(found?.cost == (least ?? .max < below ? least : nil), note)
            }
          }
        }
      }
    }
    #expect(unbrokenCount > 300)
  }

  @Test func `knows the interval in which parts cost least for what they make`() {
    var betweenBorders = 0
    for seed in UInt64(1)...2_500 {
      var random = TestRandom(seed: seed)
      let market = RandomGrid(tinyDataset(seed: seed), &random)
      var starts = WindowMaximum()
      for machine in market.market.machines.indices {
        let prices = market.secondPrices(machine)
        guard let (from, limit, needMax) = window(prices.count, &random) else { continue }
        let needMin = random.int(1...needMax)
        let isWithoutCycle = random.chance(10)
        let setup = random.int(0...(isWithoutCycle ? needMin : needMin - 1))
        let term = TermStore.RateTerm(
          machine: Int32(machine), needMin: Int32(needMin), needMax: Int32(needMax),
          setup: Int32(setup), from: Int32(from), limit: Int32(limit), cost: 0, most: 5,
          cycle: isWithoutCycle ? 0 : 1_000)
        let found = market.table.cheapestRate(term, &starts)
        let note: Comment = """
          seed \(seed), machine \(machine): [\(from), \(limit)) from \(needMin) to \(needMax), \
          setup \(setup), cycle \(term.cycle)
          """
        let columns = market.market.machines[machine]
        let rooms = (columns.firstUnit..<columns.firstUnit + columns.unitCount)
          .flatMap { market.opening.gapList($0) }
        var least: PricedRate?
        for start in from...(limit - needMin) {
          var priced = prices[start..<start + needMin - 1].reduce(0, +)
          for end in (start + needMin)...max(start + needMin, min(limit, start + needMax)) {
            if end > limit { break }
            priced += prices[end - 1]
            if isWithoutCycle, end > start + needMin { break }
            if !rooms.contains(where: { Int($0.from) <= start && end <= Int($0.to) }) { break }
            let rate = PricedRate(
              priced: priced, running: Int64(max(1, end - start - setup)), from: Int64(start),
              to: Int64(end))
            if least.map({ rate.isCheaper(than: $0) }) ?? true { least = rate }
          }
        }
        guard let least else { continue }
        #expect(!least.isCheaper(than: found), note)
        #expect(!found.isCheaper(than: least), note)
        #expect(found.from >= Int64(from), note)
        #expect(found.to <= Int64(limit), note)
        #expect(prices[Int(found.from)..<Int(found.to)].reduce(0, +) == found.priced, note)
        #expect(found.running == max(1, found.to - found.from - Int64(setup)), note)
        let length = Int(found.to - found.from)
        if length > needMin, length < needMax { betweenBorders += 1 }
      }
    }
    #expect(betweenBorders > 100)
  }
}
