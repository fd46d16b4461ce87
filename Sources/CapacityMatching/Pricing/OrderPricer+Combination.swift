internal import CapacityModel

// How the cheapest terms of an order's slots go together.

extension OrderPricer {
  /// Works out the unit costs that ``filling`` may need for an order.
  mutating func fill(
    _ slot: TermStore.Slot, _ program: TermStore.Program, _ store: TermStore
  ) {
    var (most, smallestCap) = (Int64(0), Int64.max)
    for part in store.slots[program.slots.dropFirst().dropLast()] {
      most = max(most, part.rest)
      smallestCap = min(smallestCap, part.largest)
    }
    fill(slot, store, making: most, cap: smallestCap)
  }

  /// Works out the unit costs that matter to ``filling`` up to `most`, where no part is larger than `cap` or more.
  mutating func fill(
    _ slot: TermStore.Slot, _ store: TermStore, making most: Int64, cap smallestCap: Int64
  ) {
    let (table, market) = (table, market)
    filling.begin()
    for index in slot.first..<slot.first + slot.count {
      let term = store.rates[index]
      let own = scaledDown(term.cost, share: slot.quantity, of: term.most)
      let price = table.lowestPrice(
        Int(term.machine), from: Int64(term.from), limit: Int64(term.limit))
      let lowest = PricedRate(priced: price, running: 1, from: 0, to: 0)
      filling.add(
        term: index, machine: term.machine, units: market.machines[Int(term.machine)].unitCount,
        most: term.most,
        atLeast: term.cycle == 0
          ? own : own + lowest.cost(of: slot.quantity, cycle: term.cycle, most: term.most))
    }
    filling.workOut(making: most, cap: smallestCap) { index in
      let term = store.rates[index]
      let rate = table.cheapestRate(term, &starts)
      let own = scaledDown(term.cost, share: slot.quantity, of: term.most)
      return (
        min(
          TermStore.costMax,
          own + rate.cost(of: slot.quantity, cycle: term.cycle, most: term.most)), rate
      )
    }
  }

  /// A term that is used, with the quantity that it makes.
  typealias Used = (slot: Int, choice: Choice, quantity: Int64)

  /// What the order costs at the least, and what is used then; what costs `below` or more need not be told apart.
  mutating func combine(
    _ program: TermStore.Program, in store: TermStore, below: Int64
  ) -> (cost: Int64, used: [Used]) {
    let first = program.slots.lowerBound
    if program.shape == .chain { return chainInTime(program, in: store, below: below) }
    var cost = choices[0].first.cost
    var used: [Used] = [(first, choices[0].first, 0)]
    switch program.shape {
    case .simple, .chain: break
    case .pair:
      for slot in stride(from: 1, to: choices.count, by: 2) {
        guard let found = cheapestPair(choices[slot], choices[slot + 1]), found.cost < cost
        else { continue }
        cost = found.cost
        used = [(first + slot, found.left, 0), (first + slot + 1, found.right, 0)]
      }
    case .split:
      let last = choices.count - 1
      if last <= 0 { break }
      let rates = store.slots[first + last]
      for slot in 1..<last {
        let own = store.slots[first + slot]
        guard let found = cheapest(choices[slot], own, beside: rates, below: cost) else { continue }
        cost = found.cost
        used = [(first + slot, found.part, 0)]
        _ = costOfRest(own, rates, without: found.without)
        for made in filling.made {
          let entry = filling.entries[made.entry]
          used.append(
            (
              first + last,
              Choice(cost: entry.cost, term: entry.term, machine: entry.machine, rate: entry.rate),
              made.quantity
            ))
        }
      }
    }
    return (cost, used)
  }

  /// The same for an order of several stages.
  private mutating func chainInTime(
    _ program: TermStore.Program, in store: TermStore, below: Int64
  ) -> (cost: Int64, used: [Used]) {
    let order = market.orders[Int(program.order)]
    let weight = scale.weight(order)
    let roundings = market.roundings(order, weight: weight)
    let found = chain.find(
      order, slots: program.slots, in: store, table, market, weight: weight,
      below: below > TermStore.costMax ? below : below + roundings,
      borders: borders.of(program.order))
    let cost = found == .max ? found : max(0, found - roundings)
    var used: [Used] = []
    var state = chain.last
    while state >= 0 {
      let done = chain.done[Int(state)]
      let (term, slot) = (Int(done.term), Int(done.slot))
      if store.slots[slot].isRate {
        used.append(usedByParts(of: slot, term, from: Int64(done.start), in: store))
      } else {
        let choice = Choice(
          term: term, machine: Int32(market.machine(of: store.windows[term])),
          place: Int64(done.start))
        used.append((slot, choice, 0))
      }
      state = done.before
    }
    return (cost, used)
  }

  /// What a stage in several parts uses around a stretch from `start` on.
  private mutating func usedByParts(
    of slot: Int, _ index: Int, from start: Int64, in store: TermStore
  ) -> Used {
    let term = store.rates[index]
    let own = chain.lowest.stretch(of: index - store.slots[slot].first, in: slot, store, table)
    let machine = Int(term.machine)
    let stretch = table.stretch(
      from: start, in: table.grid.cell(machine, at: start), need: own.need,
      to: table.grid.cell(machine, at: start + own.need - 1))
    let choice = Choice(
      term: index, machine: term.machine, rate: own.used(around: stretch, at: table))
    return (slot, choice, store.slots[slot].quantity)
  }

  /// The cheapest of the two largest parts of a slot with what is made beside it, if that costs less than `below`, and the
  /// machine that nothing else is made on.
  mutating func cheapest(
    _ choices: Choices, _ slot: TermStore.Slot, beside rates: TermStore.Slot, below: Int64
  ) -> (cost: Int64, part: Choice, without: Int32)? {
    var best: (cost: Int64, part: Choice, without: Int32)?
    for (part, isFirst) in [(choices.first, true), (choices.second, false)]
    where part.term >= 0 && part.cost < best?.cost ?? below {
      let isAlone = market.machines[Int(part.machine)].unitCount == 1
      let without = isFirst && isAlone ? part.machine : -1
      guard let rest = costOfRest(slot, rates, without: without),
        part.cost + rest < best?.cost ?? below
      else { continue }
      best = (part.cost + rest, part, without)
    }
    return best
  }

  /// What the parts beside the largest cost at the least; `nil` if there is no room for them.
  mutating func costOfRest(
    _ part: TermStore.Slot, _ rates: TermStore.Slot, without machine: Int32
  ) -> Int64? {
    guard
      let cost = filling.fill(
        part.rest, of: rates.quantity, cap: part.largest, without: machine)
    else { return nil }
    return max(0, cost - rates.slack)
  }

  /// The cheapest two terms, one of each slot, that are not on one unit.
  func cheapestPair(
    _ left: Choices, _ right: Choices
  ) -> (cost: Int64, left: Choice, right: Choice)? {
    if left.first.term < 0 || right.first.term < 0 { return nil }
    if left.first.machine != right.first.machine
      || market.machines[Int(left.first.machine)].unitCount > 1
    {
      return (left.first.cost + right.first.cost, left.first, right.first)
    }
    var best: (cost: Int64, left: Choice, right: Choice)?
    if right.second.term >= 0 {
      best = (left.first.cost + right.second.cost, left.first, right.second)
    }
    if left.second.term >= 0 {
      let cost = left.second.cost + right.first.cost
      if cost < best?.cost ?? .max { best = (cost, left.second, right.first) }
    }
    return best
  }
}
