internal import CapacityModel

/// What the stages of an order cost at the least, each at any time of its windows.
///
/// The cheapest term of each slot has what it costs, all others no more than they do.
struct LowestCosts: Sendable {
  /// In micro-yuan, the order's first slot first.
  private(set) var ofSlots: [Int64] = []
  private var ofTerms: [Int64] = []
  /// For each term of a slot of rates what it costs around a stretch, where that was worked out.
  private var stretches: [StretchCost?] = []
  /// Where the terms of each slot begin.
  private var firstTerms: [Int] = []
  private var firstSlot = 0
  /// Scratch of the search for cheap intervals.
  private var intervals = WindowMaximum()

  /// Works out what all terms of an order's slots cost, or at least the cheapest of each slot.
  ///
  /// - Complexity: O(cells of the windows).
  mutating func find(
    _ slots: Range<Int>, in store: TermStore, _ table: PriceTable, _ market: Market
  ) {
    firstSlot = slots.lowerBound
    ofSlots.removeAll(keepingCapacity: true)
    ofTerms.removeAll(keepingCapacity: true)
    stretches.removeAll(keepingCapacity: true)
    firstTerms.removeAll(keepingCapacity: true)
    for slot in store.slots[slots] {
      firstTerms.append(ofTerms.count)
      let terms = slot.first..<slot.first + slot.count
      ofSlots.append(
        slot.isRate
          ? find(rates: terms, of: slot, store, table)
          : find(windows: terms, of: slot, store, table, market))
    }
  }

  /// Appends what bookings cost; the least of them.
  private mutating func find(
    windows: Range<Int>, of slot: TermStore.Slot, _ store: TermStore, _ table: PriceTable,
    _ market: Market
  ) -> Int64 {
    var least = Int64.max
    for term in store.windows[windows] {
      let price = table.lowestPrice(
        market.machine(of: term), from: Int64(term.from), limit: Int64(term.limit))
      var own = term.cost + price * Int64(term.need)
      if own < least {
        let found = table.cheapestStartInRooms(
          of: term, isUnbroken: slot.isUnbroken, below: least - term.cost, in: market)
        own = min(TermStore.costMax, found.map { term.cost + $0.cost } ?? max(own, least))
        least = min(least, own)
      }
      ofTerms.append(own)
      stretches.append(nil)
    }
    return least
  }

  /// Appends what parts cost; the least of them.
  private mutating func find(
    rates: Range<Int>, of slot: TermStore.Slot, _ store: TermStore, _ table: PriceTable
  ) -> Int64 {
    var least = Int64.max
    for term in store.rates[rates] {
      var own = StretchCost.lowest(of: term, slot, at: table)
      var stretch: StretchCost?
      if own < least {
        // This takes much longer.
        let cost = StretchCost(term, of: slot, at: table, &intervals)
        own = cost.least
        stretch = cost
        least = min(least, own)
      }
      ofTerms.append(own)
      stretches.append(stretch)
    }
    return least
  }

  /// What a term of a slot costs at the least; `place` counts the slot's terms from 0.
  @inline(__always)
  func cost(of place: Int, in slot: Int) -> Int64 {
    ofTerms[firstTerms[slot - firstSlot] + place]
  }

  /// What a term of a slot of rates costs around a stretch.
  @inline(__always)
  mutating func stretch(
    of place: Int, in number: Int, _ store: TermStore, _ table: PriceTable
  ) -> StretchCost {
    let index = firstTerms[number - firstSlot] + place
    if let known = stretches[index] { return known }
    let slot = store.slots[number]
    let cost = StretchCost(store.rates[slot.first + place], of: slot, at: table, &intervals)
    stretches[index] = cost
    ofTerms[index] = cost.least
    return cost
  }
}
