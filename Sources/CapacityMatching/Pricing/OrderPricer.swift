internal import CapacityModel

/// Works out what orders earn at most at given prices, and which seconds they then use.
struct OrderPricer {
  /// The cheapest term of a slot.
  private struct Choice {
    var cost = Int64.max
    /// Among the store's window or rate terms.
    var term = -1
    /// The start of a booking in working time.
    var place: Int64 = 0
    /// Where parts are made.
    var rate = PricedRate.none
  }

  let market: Market
  let table: PriceTable
  private let scale: ObjectiveScale
  private var choices: [Choice] = []
  private var costs: [Int64] = []
  private var starts = WindowMaximum()
  private var kept: [Choice] = []

  init(_ market: Market, _ table: PriceTable, objective: ObjectiveKind) {
    self.market = market
    self.table = table
    scale = ObjectiveScale(kind: objective)
  }

  /// What the order earns at most, in micro-yuan; at least 0.
  ///
  /// Adds the seconds that it then uses, if it earns anything, to `usage`, by cell.
  mutating func best(
    _ program: TermStore.Program, in store: TermStore, usage: inout [Int64]
  ) -> Int64 {
    max(0, earned(program, in: store, usage: &usage))
  }

  /// As ``best(_:in:usage:)``; appends the program with the terms that matter at these prices to `near`.
  mutating func best(
    _ program: TermStore.Program, in store: TermStore, usage: inout [Int64],
    keeping near: inout TermStore
  ) -> Int64 {
    chooseKeeping(program, in: store, &near)
    return max(0, earned(byChoicesFor: program, in: store, usage: &usage))
  }

  /// As ``best(_:in:usage:)``, below 0 where serving the order would cost more than it counts.
  mutating func earned(
    _ program: TermStore.Program, in store: TermStore, usage: inout [Int64]
  ) -> Int64 {
    choose(program, in: store)
    return earned(byChoicesFor: program, in: store, usage: &usage)
  }

  private mutating func earned(
    byChoicesFor program: TermStore.Program, in store: TermStore, usage: inout [Int64]
  ) -> Int64 {
    let (cost, used) = combine(program, in: store)
    if cost >= program.value { return max(program.value - cost, -TermStore.costMax) }
    for index in used {
      let slot = store.slots[index]
      // The last slot of a split makes what the largest part leaves.
      let rest = program.shape == .split ? store.slots[used[0]].rest : 0
      use(
        slot, quantity: rest > 0 ? rest : slot.quantity,
        choices[index - program.slots.lowerBound], store, &usage)
    }
    return program.value - cost
  }

  /// Finds the cheapest term of each slot.
  private mutating func choose(_ program: TermStore.Program, in store: TermStore) {
    choices.removeAll(keepingCapacity: true)
    for index in program.slots {
      let slot = store.slots[index]
      var choice = Choice()
      let terms = slot.first..<slot.first + slot.count
      if slot.isRate {
        for term in terms { consider(rate: term, of: slot.quantity, store, &choice) }
        if choice.term >= 0, program.shape == .chain {
          choice.cost = max(0, choice.cost - slot.slack)
        }
      } else {
        // Ascending in cost: prices only add to it.
        for term in terms {
          if store.windows[term].cost >= choice.cost { break }
          consider(window: term, isUnbroken: slot.isUnbroken, store, &choice)
        }
      }
      choices.append(choice)
    }
  }

  /// Terms of a slot that are kept, where more than one may matter.
  private static let keptTerms = 8

  /// Finds the cheapest term of each slot, and appends the few cheapest of each to `near`.
  private mutating func chooseKeeping(
    _ program: TermStore.Program, in store: TermStore, _ near: inout TermStore
  ) {
    choices.removeAll(keepingCapacity: true)
    let firstSlot = near.slots.count
    for index in program.slots {
      var slot = store.slots[index]
      kept.removeAll(keepingCapacity: true)
      for term in slot.first..<slot.first + slot.count {
        let isFull = kept.count == OrderPricer.keptTerms
        var choice = Choice()
        if isFull { choice.cost = kept[kept.count - 1].cost }
        if slot.isRate {
          consider(rate: term, of: slot.quantity, store, &choice)
        } else {
          if store.windows[term].cost >= choice.cost { continue }
          consider(window: term, isUnbroken: slot.isUnbroken, store, &choice)
        }
        if choice.term < 0 { continue }
        if isFull { kept.removeLast() }
        var place = kept.count
        while place > 0, kept[place - 1].cost > choice.cost { place -= 1 }
        kept.insert(choice, at: place)
      }
      var choice = kept.first ?? Choice()
      if slot.isRate, choice.term >= 0, program.shape == .chain {
        choice.cost = max(0, choice.cost - slot.slack)
      }
      choices.append(choice)
      slot.first = slot.isRate ? near.rates.count : near.windows.count
      slot.count = kept.count
      if !slot.isRate {
        kept.sort {
          let (left, right) = (store.windows[$0.term], store.windows[$1.term])
          return (left.cost, left.offer) < (right.cost, right.offer)
        }
      }
      for choice in kept {
        if slot.isRate {
          near.rates.append(store.rates[choice.term])
        } else {
          near.windows.append(store.windows[choice.term])
        }
      }
      near.slots.append(slot)
    }
    var kept = program
    kept.slots = firstSlot..<near.slots.count
    kept.wholes = kept.slots
    if program.wholes != program.slots {
      for index in program.wholes { near.append(slot: index, of: store, most: OrderPricer.keptTerms) }
      kept.wholes = kept.slots.upperBound..<near.slots.count
    }
    near.programs.append(kept)
  }

  @inline(__always)
  private func consider(
    window index: Int, isUnbroken: Bool, _ store: TermStore, _ choice: inout Choice
  ) {
    let term = store.windows[index]
    let found = table.cheapestStart(
      of: term, isUnbroken: isUnbroken, below: choice.cost - term.cost, in: market)
    guard let found else { return }
    choice = Choice(cost: term.cost + found.cost, term: index, place: found.start)
  }

  private mutating func consider(
    rate index: Int, of quantity: Int64, _ store: TermStore, _ choice: inout Choice
  ) {
    let term = store.rates[index]
    let own = scaledDown(term.cost, share: quantity, of: term.most)
    if own >= choice.cost { return }
    let floor = PricedRate(
      priced: table.lowestPrice(
        Int(term.machine), from: Int64(term.from), limit: Int64(term.limit)), running: 1, from: 0,
      to: 0)
    if term.cycle > 0,
      own + floor.cost(of: quantity, cycle: term.cycle, most: term.most) >= choice.cost
    {
      return
    }
    let rate = table.cheapestRate(term, &starts)
    let cost = min(
      TermStore.costMax,
      own + rate.cost(of: quantity, cycle: term.cycle, most: term.most))
    if cost < choice.cost { choice = Choice(cost: cost, term: index, rate: rate) }
  }

  /// What the order costs at the least, and the slots that are used then.
  private mutating func combine(
    _ program: TermStore.Program, in store: TermStore
  ) -> (cost: Int64, slots: [Int]) {
    let first = program.slots.lowerBound
    switch program.shape {
    case .simple: return (choices[0].cost, [first])
    case .pair:
      var cost = choices[0].cost
      var used = [first]
      var slot = 1
      while slot < choices.count {
        let (larger, smaller) = (choices[slot].cost, choices[slot + 1].cost)
        if larger != .max, smaller != .max, larger + smaller < cost {
          cost = larger + smaller
          used = [first + slot, first + slot + 1]
        }
        slot += 2
      }
      return (cost, used)
    case .split:
      var cost = choices[0].cost
      var used = [first]
      let last = choices.count - 1
      if last > 0, choices[last].cost != .max {
        let rates = store.slots[first + last]
        for slot in 1..<last where choices[slot].cost != .max {
          let rest = max(
            0,
            scaledDown(
              choices[last].cost, share: store.slots[first + slot].rest, of: rates.quantity)
              - rates.slack)
          if choices[slot].cost + rest < cost {
            cost = choices[slot].cost + rest
            used = [first + slot, first + last]
          }
        }
      }
      return (cost, used)
    case .chain:
      costs.removeAll(keepingCapacity: true)
      for choice in choices { costs.append(choice.cost) }
      let order = market.orders[Int(program.order)]
      let path = market.cheapestPath(
        order, slots: store.slots[program.slots], costs: costs, weight: scale.weight(order))
      return (path.cost, path.chosen.map { first + $0 })
    }
  }

  /// Adds the seconds that a slot uses; `quantity` is what a slot of rates makes.
  private func use(
    _ slot: TermStore.Slot, quantity: Int64, _ choice: Choice, _ store: TermStore,
    _ usage: inout [Int64]
  ) {
    if choice.term < 0 { return }
    if slot.isRate {
      let term = store.rates[choice.term]
      let (from, to) = (choice.rate.from, choice.rate.to)
      add(from, to, on: Int(term.machine), to: &usage) { seconds in
        choice.rate.use(seconds, quantity: quantity, cycle: term.cycle, most: term.most)
      }
      return
    }
    let term = store.windows[choice.term]
    add(choice.place, choice.place + Int64(term.need), on: Int(term.machine), to: &usage) { $0 }
  }

  @inline(__always)
  private func add(
    _ from: Int64, _ to: Int64, on machine: Int, to usage: inout [Int64],
    _ scale: (Int64) -> Int64
  ) {
    var cell = table.grid.cell(machine, at: from)
    while table.knots[cell].begin < to {
      usage[cell] += scale(
        min(to, table.knots[cell + 1].begin) - max(from, table.knots[cell].begin))
      cell += 1
    }
  }
}
