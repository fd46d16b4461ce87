internal import CapacityModel

/// How many terms of an order sweeps of prices go by.
struct KeptTerms: Sendable {
  /// Of a slot by which an order may be planned whole.
  var ofWhole: Int
  /// Of any other slot where more than one may matter.
  var ofSlot: Int

  /// Of a slot for a part of an order of one stage, where few such slots are kept.
  var ofPart: Int { max(ofSlot, ofWhole / 2) }

  /// What is cheapest alone.
  static let cheapest = KeptTerms(ofWhole: 1, ofSlot: 1)

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
  let market: Market
  let table: PriceTable
  let scale: ObjectiveScale
  let borders: KeptBorders
  var choices: [Choices] = []
  var starts = WindowMaximum()
  var kept = KeptChoices()
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
  mutating func best(_ program: TermStore.Program, in store: TermStore) -> Int64 {
    choose(program, in: store)
    return best(byChoicesFor: program, in: store)
  }

  /// As ``best(_:in:)``; adds the seconds that it then uses, if it earns anything, to `usage`, by cell.
  mutating func best(
    _ program: TermStore.Program, in store: TermStore, usage: inout CellUsage
  ) -> Int64 {
    choose(program, in: store)
    let (cost, used) = combine(program, in: store, below: program.value)
    if cost >= program.value { return 0 }
    for own in used {
      use(store.slots[own.slot], quantity: own.quantity, own.choice, store, &usage)
    }
    return program.value - cost
  }

  /// As ``best(_:in:)``; appends the program with the terms that matter at these prices to `near`, no more of each slot than
  /// `most`.
  mutating func best(
    _ program: TermStore.Program, in store: TermStore, keeping near: inout TermStore,
    _ most: KeptTerms
  ) -> Int64 {
    chooseKeeping(program, in: store, &near, most)
    return best(byChoicesFor: program, in: store)
  }

  /// What serving the order earns at most, below 0 where it would cost more than it counts.
  mutating func earned(_ program: TermStore.Program, in store: TermStore) -> Int64 {
    choose(program, in: store)
    return max(program.value - combine(program, in: store, below: .max).cost, -TermStore.costMax)
  }

  /// As ``best(_:in:)``, of ``choices`` as they are.
  mutating func best(byChoicesFor program: TermStore.Program, in store: TermStore) -> Int64 {
    max(0, program.value - combine(program, in: store, below: program.value).cost)
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
      if slot.isRate, program.shape == .split {
        fill(slot, program, store)
        choices.append(Choices())
        appendFilled(slot, store, to: &near, most: 2 * most.ofSlot)
        continue
      }
      let wantsTwo = program.shape == .pair || program.shape == .split
      let isWhole = index == program.slots.lowerBound && program.shape != .chain
      // Each offer for parts of a stage of a chain stands once for each range of their sizes.
      let ofSlot = (slot.isRate ? Int(StageDivision.sizeSteps) : 1) * most.ofSlot
      kept.begin(isWhole ? most.ofWhole : ofSlot, wantsTwo: wantsTwo)
      for term in slot.first..<slot.first + slot.count {
        let below = kept.limit
        let choice =
          slot.isRate
          ? consider(rate: term, of: slot.quantity, store, below: below)
          : store.windows[term].cost >= below
            ? nil : consider(window: term, of: slot, program, store, below: below)
        if let choice { kept.take(choice) }
      }
      kept.end()
      choices.append(kept.found)
      slot.first = slot.isRate ? near.rates.count : near.windows.count
      slot.count = kept.entries.count
      // In the order in which all would be looked at, so that equal ones are chosen alike.
      if slot.isRate {
        kept.sort { $0.term < $1.term }
      } else {
        kept.sort {
          let (left, right) = (store.windows[$0.term], store.windows[$1.term])
          return (left.cost, left.offer) < (right.cost, right.offer)
        }
      }
      for choice in kept.entries {
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

  /// Appends a slot of rates that were filled, with the `most` that cost least.
  func appendFilled(
    _ filled: TermStore.Slot, _ store: TermStore, to near: inout TermStore, most: Int
  ) {
    var slot = filled
    slot.first = near.rates.count
    for entry in filling.entries.prefix(most) {
      near.rates.append(store.rates[entry.term])
    }
    slot.count = near.rates.count - slot.first
    near.slots.append(slot)
  }

  /// A term of a store at the prices, if it costs less than `below`.
  @inline(__always)
  private func consider(
    window index: Int, of slot: TermStore.Slot, _ program: TermStore.Program, _ store: TermStore,
    below: Int64
  ) -> Choice? {
    consider(
      store.windows[index], at: index, isUnbroken: slot.isUnbroken,
      inRooms: program.shape != .simple, below: below)
  }

  /// A booking's term at the prices, if it costs less than `below`; `index` is what the choice calls it.
  @inline(__always)
  func consider(
    _ term: TermStore.WindowTerm, at index: Int, isUnbroken: Bool, inRooms: Bool, below: Int64
  ) -> Choice? {
    let found =
      inRooms
      ? table.cheapestStartInRooms(
        of: term, isUnbroken: isUnbroken, below: below - term.cost, in: market)
      : table.cheapestStart(
        of: term, isUnbroken: isUnbroken, below: below - term.cost, in: market)
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
