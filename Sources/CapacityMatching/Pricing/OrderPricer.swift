internal import CapacityModel

/// How many terms of an order sweeps of prices go by.
struct KeptTerms: Sendable {
  /// Of a slot by which an order may be planned whole.
  var ofWhole: Int
  /// Of any other slot where more than one may matter.
  var ofSlot: Int

  /// Where all terms are kept and looked at often.
  static let besideAll = KeptTerms(ofWhole: 40, ofSlot: 8)

  /// Where terms are worked out anew at each look, so that looks are rare: as many as memory has room for.
  static func alone(orders: Int) -> KeptTerms {
    KeptTerms(
      ofWhole: min(64, max(24, 6_400_000 / max(1, orders))),
      ofSlot: min(8, max(4, 800_000 / max(1, orders))))
  }
}

/// Works out what orders earn at most at given prices, and which seconds they then use.
struct OrderPricer {
  /// A term of a slot with what it costs at the prices.
  struct Choice {
    var cost = Int64.max
    /// Among the store's window or rate terms.
    var term = -1
    var machine: Int32 = -1
    /// The start of a booking in working time.
    var place: Int64 = 0
    /// Where parts are made.
    var rate = PricedRate.none
  }

  /// The cheapest term of a slot, and the cheapest on any other machine.
  struct Choices {
    var first = Choice()
    var second = Choice()

    /// Below this a term may be one of the two, or as good as one.
    var limit: Int64 { second.cost == .max ? .max : second.cost + 1 }

    /// Takes a term in if it is cheaper than one of them; of equals the first machine comes first.
    mutating func take(_ choice: Choice) {
      if (choice.cost, choice.machine) < (first.cost, first.machine) {
        if choice.machine != first.machine { second = first }
        first = choice
      } else if choice.machine != first.machine,
        (choice.cost, choice.machine) < (second.cost, second.machine)
      {
        second = choice
      }
    }
  }

  let market: Market
  let table: PriceTable
  let scale: ObjectiveScale
  let borders: KeptBorders
  var choices: [Choices] = []
  var starts = WindowMaximum()
  var kept: [Choice] = []
  var filling: PartFilling
  var chain = ChainInTime()

  init(
    _ market: Market, _ table: PriceTable, objective: ObjectiveKind, borders: KeptBorders = .none
  ) {
    self.market = market
    self.borders = borders
    self.table = table
    scale = ObjectiveScale(kind: objective)
    filling = PartFilling(machineCount: market.machines.count)
  }

  /// What the order earns at most, in micro-yuan; at least 0.
  ///
  /// Adds the seconds that it then uses, if it earns anything, to `usage`, by cell.
  mutating func best(
    _ program: TermStore.Program, in store: TermStore, usage: inout CellUsage
  ) -> Int64 {
    choose(program, in: store)
    return best(byChoicesFor: program, in: store, usage: &usage)
  }

  /// As ``best(_:in:usage:)``; appends the program with the terms that matter at these prices to `near`, no more
  /// of each slot than `most`.
  mutating func best(
    _ program: TermStore.Program, in store: TermStore, usage: inout CellUsage,
    keeping near: inout TermStore, _ most: KeptTerms
  ) -> Int64 {
    chooseKeeping(program, in: store, &near, most)
    return best(byChoicesFor: program, in: store, usage: &usage)
  }

  /// What serving the order earns at most, below 0 where it would cost more than it counts.
  mutating func earned(_ program: TermStore.Program, in store: TermStore) -> Int64 {
    choose(program, in: store)
    return max(program.value - combine(program, in: store, below: .max).cost, -TermStore.costMax)
  }

  private mutating func best(
    byChoicesFor program: TermStore.Program, in store: TermStore, usage: inout CellUsage
  ) -> Int64 {
    let (cost, used) = combine(program, in: store, below: program.value)
    if cost >= program.value { return 0 }
    for own in used {
      use(store.slots[own.slot], quantity: own.quantity, own.choice, store, &usage)
    }
    return program.value - cost
  }

  /// Finds the cheapest terms of each slot.
  private mutating func choose(_ program: TermStore.Program, in store: TermStore) {
    choices.removeAll(keepingCapacity: true)
    if program.shape == .chain { return }
    // Of parts on one unit each the cheapest two machines matter.
    let wantsTwo = program.shape == .pair || program.shape == .split
    for index in program.slots {
      let slot = store.slots[index]
      var found = Choices()
      if slot.isRate {
        fill(slot, program, store)
        choices.append(found)
        continue
      }
      for term in slot.first..<slot.first + slot.count {
        let below = wantsTwo ? found.limit : found.first.cost
        // Ascending in cost: prices only add to it.
        if store.windows[term].cost >= below { break }
        guard let choice = consider(window: term, of: slot, program, store, below: below) else {
          continue
        }
        found.take(choice)
      }
      choices.append(found)
    }
  }

  /// Finds the cheapest term of each slot, and appends the few cheapest of each to `near`.
  private mutating func chooseKeeping(
    _ program: TermStore.Program, in store: TermStore, _ near: inout TermStore, _ most: KeptTerms
  ) {
    choices.removeAll(keepingCapacity: true)
    let firstSlot = near.slots.count
    for index in program.slots {
      var slot = store.slots[index]
      kept.removeAll(keepingCapacity: true)
      var found = Choices()
      if slot.isRate, program.shape == .split {
        fill(slot, program, store)
        choices.append(found)
        slot.first = near.rates.count
        for entry in filling.entries.prefix(2 * most.ofSlot) {
          near.rates.append(store.rates[entry.term])
        }
        slot.count = near.rates.count - slot.first
        near.slots.append(slot)
        continue
      }
      let wantsTwo = program.shape == .pair || program.shape == .split
      let isWhole = index == program.slots.lowerBound && program.shape != .chain
      // Each offer for parts of a stage of a chain stands once for each range of their sizes.
      let ofSlot = (slot.isRate ? Int(StageDivision.sizeSteps) : 1) * most.ofSlot
      let keptMax = isWhole ? most.ofWhole : ofSlot
      for term in slot.first..<slot.first + slot.count {
        let isFull = kept.count == keptMax
        let worst = isFull ? kept[kept.count - 1].cost : Int64.max
        let below = wantsTwo ? max(worst, found.limit) : worst
        let choice =
          slot.isRate
          ? consider(rate: term, of: slot.quantity, store, below: below)
          : store.windows[term].cost >= below
            ? nil : consider(window: term, of: slot, program, store, below: below)
        guard let choice else { continue }
        if wantsTwo || choice.cost < found.first.cost { found.take(choice) }
        if choice.cost >= worst { continue }
        if isFull { kept.removeLast() }
        var place = kept.count
        while place > 0, kept[place - 1].cost > choice.cost { place -= 1 }
        kept.insert(choice, at: place)
      }
      // What may stand beside the cheapest, if all others that are kept are on its machine.
      if wantsTwo, found.second.term >= 0,
        !kept.contains(where: { $0.machine != found.first.machine })
      {
        kept.append(found.second)
      }
      choices.append(found)
      slot.first = slot.isRate ? near.rates.count : near.windows.count
      slot.count = kept.count
      // In the order in which all would be looked at, so that equal ones are chosen alike.
      if slot.isRate {
        kept.sort { $0.term < $1.term }
      } else {
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
    near.programs.append(kept)
  }

  /// A booking's term at the prices, if it costs less than `below`.
  @inline(__always)
  private func consider(
    window index: Int, of slot: TermStore.Slot, _ program: TermStore.Program, _ store: TermStore,
    below: Int64
  ) -> Choice? {
    let term = store.windows[index]
    let found =
      program.shape == .simple
      ? table.cheapestStart(
        of: term, isUnbroken: slot.isUnbroken, below: below - term.cost, in: market)
      : table.cheapestStartInRooms(
        of: term, isUnbroken: slot.isUnbroken, below: below - term.cost, in: market)
    guard let found else { return nil }
    return Choice(
      cost: term.cost + found.cost, term: index, machine: market.machineOfOffer[Int(term.offer)],
      place: found.start)
  }

  /// A term of parts at the prices, if it costs less than `below`.
  private mutating func consider(
    rate index: Int, of quantity: Int64, _ store: TermStore, below: Int64
  ) -> Choice? {
    let term = store.rates[index]
    let own = scaledDown(term.cost, share: quantity, of: term.most)
    if own >= below { return nil }
    let lowest = PricedRate(
      priced: table.lowestPrice(
        Int(term.machine), from: Int64(term.from), limit: Int64(term.limit)), running: 1, from: 0,
      to: 0)
    if term.cycle > 0,
      own + lowest.cost(of: quantity, cycle: term.cycle, most: term.most) >= below
    {
      return nil
    }
    let rate = table.cheapestRate(term, &starts)
    let cost = min(
      TermStore.costMax,
      own + rate.cost(of: quantity, cycle: term.cycle, most: term.most))
    return cost < below
      ? Choice(cost: cost, term: index, machine: term.machine, rate: rate) : nil
  }

  /// Adds the seconds that a slot uses; `quantity` is what a slot of rates makes.
  private func use(
    _ slot: TermStore.Slot, quantity: Int64, _ choice: Choice, _ store: TermStore,
    _ usage: inout CellUsage
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
    add(choice.place, choice.place + Int64(term.need), on: Int(choice.machine), to: &usage) { $0 }
  }

  @inline(__always)
  private func add(
    _ from: Int64, _ to: Int64, on machine: Int, to usage: inout CellUsage,
    _ scale: (Int64) -> Int64
  ) {
    var cell = table.grid.cell(machine, at: from)
    while table.knots[cell].begin < to {
      let seconds = min(to, table.knots[cell + 1].begin) - max(from, table.knots[cell].begin)
      usage.add(scale(seconds), at: cell)
      cell += 1
    }
  }
}
