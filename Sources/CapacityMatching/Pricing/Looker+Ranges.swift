internal import CapacityModel

// An order of one stage, looked at without working out all its terms. Two things rule most of them out. Offers come by what
// a unit costs at the least, so that a slot is left where no further one can be cheap enough. And of the ranges of sizes of
// the largest part only those are looked at that may cost less than what is known: what the largest part costs
// never falls with its size, what is made beside it never rises, so that the smallest largest part of some ranges with the
// least that any of them leaves beside it rules all of them out (branch and bound).

extension Looker {
  /// Works out those terms of an order of one stage that may matter at the prices, and which are cheapest; `false` if all
  /// its terms must be looked at.
  mutating func lookAtRanked(_ index: Int) -> Bool {
    let market = pricer.market
    terms.removeAll()
    if market.isPromised[index] { return true }
    let demand = market.orders[index]
    guard let value = pricer.scale.value(demand) else { return false }
    ranges.demand = demand
    ranges.stage = market.stages[demand.stages.lowerBound]
    ranges.weight = pricer.scale.weight(demand)
    ranges.value = value
    builder.view.look(at: index, deadline: demand.deadline, in: market)
    offers.list(
      ranges.stage, demand, weight: ranges.weight, view: &builder.view, market, at: pricer.table)
    let partsMax = demand.partsMax == 1 ? 1 : partsMax(demand)
    let isSplit = ranges.stage.quantity >= 2 && partsMax >= 2
    ranges.begin(
      SizeSteps(
        quantity: ranges.stage.quantity, parts: Int64(partsMax),
        count: isSplit ? TermBuilder.sizeSteps(market) : 0))
    ranges.isProof = purpose.kept == nil
    let kept = purpose.kept ?? .cheapest
    pricer.choices.removeAll(keepingCapacity: true)
    let whole = lookAtSlot(
      of: ranges.stage.quantity, isWhole: true, below: .max, keeping: kept.ofWhole)
    append(whole, rest: 0, largest: 0)
    ranges.best = whole.choices.first.cost
    if isSplit, partsMax == 2 || workOutRates() {
      ranges.known.begin(offers.entries.count)
      if !lookAtRanges(0..<ranges.steps.count, kept) { return false }
    }
    if partsMax > 2, terms.slots.count > 1 {
      terms.slots.append(ranges.rates)
      pricer.choices.append(OrderPricer.Choices())
    }
    if terms.slots.count > 1 || terms.slots[0].count > 0 {
      terms.programs.append(
        TermStore.Program(
          order: Int32(index),
          shape: demand.partsMax == 1 ? .simple : partsMax > 2 ? .split : .pair, value: value,
          slots: 0..<terms.slots.count))
    }
    return true
  }

  /// How many parts there may be, on units of their own that have room for one.
  private func partsMax(_ demand: OrderDemand) -> Int {
    let market = pricer.market
    var units = 0
    var machines: Set<Int32> = []
    for entry in offers.entries where !machines.contains(entry.machine) {
      let need = market.need(Int(entry.offer), ranges.stage, quantity: entry.least)
      if builder.longestRoom(Int(entry.machine), window(entry)) < need { continue }
      machines.insert(entry.machine)
      units += market.machines[Int(entry.machine)].unitCount
      if units >= demand.partsMax { return demand.partsMax }
    }
    return units
  }

  // MARK: - Slots

  /// Looks for the cheapest places of the whole stage, or of a part of at least `smallest`, that cost less than `limit`, and
  /// keeps up to so many.
  private mutating func lookAtSlot(
    of smallest: Int64, isWhole: Bool, below limit: Int64, keeping countMax: Int
  ) -> SizeRanges.Slot {
    let stage = ranges.stage
    let isUnbroken = !pricer.market.isResumable[stage.process]
    let inRooms = ranges.demand.partsMax > 1
    let share = KnownPrices.share(smallest, of: stage.quantity)
    var looks = purpose.looksMax(keeping: countMax)
    ranges.looked.removeAll(keepingCapacity: true)
    pricer.kept.begin(countMax, wantsTwo: inRooms)
    for place in 0..<offers.count where looks > 0 {
      let below = min(limit, pricer.kept.limit)
      guard let number = offers.entry(at: place, of: smallest, below: below) else { break }
      if offers.entries[number].most < smallest { continue }
      offers.lookAtWindow(of: number, at: pricer.table)
      let entry = offers.entries[number]
      let extra = isWhole ? 0 : ranges.known.extra(number, share, of: smallest, entry)
      if !offers.mayCost(entry, of: smallest, and: extra, below: below) { continue }
      guard let term = isWhole ? wholeTerm(entry) : partTerm(entry, atLeast: smallest),
        term.cost < below
      else { continue }
      looks -= 1
      let choice = pricer.consider(
        term, at: ranges.looked.count, isUnbroken: isUnbroken, inRooms: inRooms, below: below)
      if let choice {
        pricer.kept.take(choice)
        ranges.looked.append(term)
      }
      if !isWhole {
        ranges.known.note(
          number, share, need: term.need, price: (choice?.cost ?? below) - term.cost)
      }
    }
    pricer.kept.end()
    return keepTerms()
  }

  /// Keeps the terms of the choices that are kept, in the order in which all would be looked at.
  private mutating func keepTerms() -> SizeRanges.Slot {
    let first = ranges.windows.count
    var choices = pricer.kept.found
    // Of equal ones the first of all need not be among those kept.
    let missing = [choices.first, choices.second].filter { choice in
      choice.term >= 0 && !pricer.kept.entries.contains { $0.term == choice.term }
    }
    for choice in pricer.kept.entries + missing {
      ranges.windows.append(ranges.looked[choice.term])
    }
    ranges.windows[first...].sort { ($0.cost, $0.offer) < ($1.cost, $1.offer) }
    choices.first.term = place(of: choices.first, from: first)
    choices.second.term = place(of: choices.second, from: first)
    return SizeRanges.Slot(
      choices: choices, terms: first..<ranges.windows.count, isKnown: true)
  }

  /// Where a choice's term is kept, among those from `first` on; -1 for no choice.
  private func place(of choice: OrderPricer.Choice, from first: Int) -> Int {
    if choice.term < 0 { return -1 }
    let offer = ranges.looked[choice.term].offer
    return ranges.windows[first...].firstIndex { $0.offer == offer } ?? -1
  }

  private func window(_ entry: RankedOffers.Entry) -> OrderView.Window {
    OrderView.Window(from: Int64(entry.from), limit: Int64(entry.limit))
  }

  private mutating func wholeTerm(_ entry: RankedOffers.Entry) -> TermStore.WindowTerm? {
    builder.wholeTerm(Int(entry.offer), ranges.stage, ranges.demand, window(entry))
  }

  private func partTerm(
    _ entry: RankedOffers.Entry, atLeast smallest: Int64
  ) -> TermStore.WindowTerm? {
    let offer = Int(entry.offer)
    let sizes = (least: max(smallest, entry.least), most: entry.most)
    let need = pricer.market.need(offer, ranges.stage, quantity: sizes.least)
    if Int64(entry.from) + need > Int64(entry.limit) { return nil }
    let unpriced = builder.partCost(offer, ranges.stage, ranges.demand, sizes: sizes)
    let cost = weighted(unpriced, by: ranges.weight)
    if cost >= ranges.value { return nil }
    return builder.windowTerm(offer, need, window(entry), cost)
  }

  /// Appends a slot to the terms of the order.
  private mutating func append(_ slot: SizeRanges.Slot, rest: Int64, largest: Int64) {
    let first = terms.windows.count
    terms.windows.append(contentsOf: ranges.windows[slot.terms])
    var choices = slot.choices
    let shift = first - slot.terms.lowerBound
    if choices.first.term >= 0 { choices.first.term += shift }
    if choices.second.term >= 0 { choices.second.term += shift }
    terms.slots.append(
      TermStore.Slot(
        first: first, count: slot.terms.count,
        isUnbroken: !pricer.market.isResumable[ranges.stage.process], rest: rest, largest: largest))
    pricer.choices.append(choices)
  }

  // MARK: - Ranges

  /// Looks at those of some ranges that may cost less than what is known; `false` if all terms must be looked at.
  private mutating func lookAtRanges(_ steps: Range<Int64>, _ kept: KeptTerms) -> Bool {
    let (first, last) = (steps.lowerBound, steps.upperBound - 1)
    guard let beside = leastBeside(upTo: last) else { return true }
    if !ranges.larger[Int(first)].isKnown {
      ranges.larger[Int(first)] = lookAtPart(
        of: ranges.steps.size(first), below: ranges.reach - beside, kept)
    }
    let larger = ranges.larger[Int(first)].choices.first
    if larger.term < 0 || larger.cost + beside >= ranges.reach { return true }
    if ranges.steps.parts == 2 {
      if !ranges.smaller[Int(last)].isKnown {
        ranges.smaller[Int(last)] = lookAtPart(
          of: ranges.steps.rest(last),
          below: ranges.reach - offers.least(ranges.steps.size(first)), kept)
      }
      let smaller = ranges.smaller[Int(last)].choices.first
      if smaller.term < 0 || larger.cost + smaller.cost >= ranges.reach { return true }
    }
    if steps.count == 1 { return appendRange(first) }
    let middle = first + Int64(steps.count / 2)
    return lookAtRanges(first..<middle, kept) && lookAtRanges(middle..<steps.upperBound, kept)
  }

  /// What is made beside the largest part costs no less than this in ranges up to `step`; `nil` if there is no room for it.
  private mutating func leastBeside(upTo step: Int64) -> Int64? {
    let rest = ranges.steps.rest(step)
    if ranges.steps.parts == 2 { return offers.least(rest) }
    let part = TermStore.Slot(
      first: 0, count: 0, rest: rest, largest: ranges.steps.size(step + 1))
    return pricer.costOfRest(part, ranges.rates, without: -1).map {
      // Sums of more shares lose more where they are rounded down.
      max(0, $0 - Int64(pricer.filling.entries.count))
    }
  }

  private mutating func lookAtPart(
    of smallest: Int64, below limit: Int64, _ kept: KeptTerms
  ) -> SizeRanges.Slot {
    lookAtSlot(of: smallest, isWhole: false, below: limit, keeping: kept.ofPart)
  }

  /// Works out what parts beside the largest cost; `false` if there is no room for any.
  private mutating func workOutRates() -> Bool {
    let (stage, demand, steps) = (ranges.stage, ranges.demand, ranges.steps)
    builder.eligible.removeAll(keepingCapacity: true)
    builder.eligible.append(contentsOf: offers.entries.lazy.map(\.offer))
    guard let unit = builder.appendRest(demand, stage, to: &terms) else { return false }
    ranges.unit = unit
    ranges.rates = TermStore.Slot(
      first: 0, count: terms.rates.count, isRate: true, quantity: stage.quantity,
      slack: builder.roundingSlack(demand, parts: Int(steps.parts)))
    pricer.fill(ranges.rates, terms, making: steps.rest(0), cap: steps.size(1))
    return true
  }

  /// Appends the slots of one range; `false` if its budget must be looked at more closely.
  private mutating func appendRange(_ step: Int64) -> Bool {
    let larger = ranges.larger[Int(step)]
    if ranges.steps.parts == 2 {
      let smaller = ranges.smaller[Int(step)]
      append(larger, rest: 0, largest: 0)
      append(smaller, rest: 0, largest: 0)
      if let pair = pricer.cheapestPair(larger.choices, smaller.choices) {
        ranges.best = min(ranges.best, pair.cost)
      }
      return true
    }
    append(larger, rest: ranges.steps.rest(step), largest: ranges.steps.size(step + 1))
    let slot = terms.slots[terms.slots.count - 1]
    let found = pricer.cheapest(larger.choices, slot, beside: ranges.rates, below: .max)
    guard let cost = found?.cost else { return true }
    ranges.best = min(ranges.best, cost)
    // What costs as much as the order counts serves nothing, within the budget or not.
    return cost >= ranges.value || isWithinBudget(larger, step)
  }

  /// Whether the cheapest of the largest parts in a range surely is within the budget, unpriced, with what is made beside it.
  private func isWithinBudget(_ larger: SizeRanges.Slot, _ step: Int64) -> Bool {
    let offer = Int(ranges.windows[larger.choices.first.term].offer)
    var sizes = pricer.market.partSizes(offer, ranges.stage)
    sizes.least = max(sizes.least, ranges.steps.size(step))
    let part = builder.partCost(offer, ranges.stage, ranges.demand, sizes: sizes)
    let rest = builder.leastRest(step, of: ranges.steps, unit: ranges.unit)
    return part + rest <= ranges.demand.budgetFen * ObjectiveScale.micro
  }
}

extension Looker.Purpose {
  /// How many offers are looked at in time for a slot of which some are kept.
  fileprivate func looksMax(keeping kept: Int) -> Int {
    if case .terms = self { return 2 * kept + 16 }
    return .max
  }
}
