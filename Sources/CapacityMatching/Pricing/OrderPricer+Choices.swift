internal import CapacityModel

extension OrderPricer {
  /// A term of a slot with what it costs at the prices.
  struct Choice {
    var cost = Int64.max
    /// Among the store's window or rate terms, or among those that are looked at; -1 for none.
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

  /// The cheapest terms of a slot, as many as are kept.
  struct KeptChoices {
    /// Ascending in cost.
    private(set) var entries: [Choice] = []
    private(set) var found = Choices()
    private var countMax = 0
    private var wantsTwo = false

    /// Forgets all; if `wantsTwo`, what is cheapest on a second machine is kept, too.
    mutating func begin(_ countMax: Int, wantsTwo: Bool) {
      entries.removeAll(keepingCapacity: true)
      found = Choices()
      self.countMax = countMax
      self.wantsTwo = wantsTwo
    }

    /// Below this a term may be one of those kept.
    var limit: Int64 { wantsTwo ? max(worst, found.limit) : worst }

    private var worst: Int64 { entries.count == countMax ? entries[countMax - 1].cost : .max }

    /// Takes a term in if it is cheaper than one of those kept.
    mutating func take(_ choice: Choice) {
      let worst = worst
      if wantsTwo || choice.cost < found.first.cost { found.take(choice) }
      if choice.cost >= worst { return }
      if entries.count == countMax { entries.removeLast() }
      var place = entries.count
      while place > 0, entries[place - 1].cost > choice.cost { place -= 1 }
      entries.insert(choice, at: place)
    }

    /// Adds what may stand beside the cheapest, if all others that are kept are on its machine.
    mutating func end() {
      if wantsTwo, found.second.term >= 0,
        !entries.contains(where: { $0.machine != found.first.machine })
      {
        entries.append(found.second)
      }
    }

    /// Puts those kept in another order.
    mutating func sort(by isFirst: (Choice, Choice) -> Bool) { entries.sort(by: isFirst) }
  }
}
