internal import CapacityModel

/// Shares what a largest part leaves among machines, the cheapest unit cost first, each up to what its units
/// may make.
struct PartFilling {
  /// A machine that parts may be made on.
  struct Entry {
    var machine: Int32
    /// The rate term with the least cost known.
    var term: Int
    var units: Int64
    /// The largest part of any of its offers.
    var most: Int64
    /// What the whole stage would cost at its unit cost.
    var cost: Int64
    var rate = PricedRate.none
  }

  /// A rate term that is not worked out yet, and what it costs at the least.
  private struct Open {
    var term: Int
    var entry: Int
    var atLeast: Int64
  }

  /// Ascending in cost, equal ones by machine.
  private(set) var entries: [Entry] = []
  /// What the last filling made where.
  private(set) var made: [(entry: Int, quantity: Int64)] = []
  private var open: [Open] = []
  private var entryOfMachine: [Int32]

  init(machineCount: Int) {
    entryOfMachine = [Int32](repeating: -1, count: machineCount)
  }

  /// Forgets all machines.
  mutating func begin() {
    for entry in entries { entryOfMachine[Int(entry.machine)] = -1 }
    entries.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
  }

  /// Adds an offer.
  mutating func add(term: Int, machine: Int32, units: Int, most: Int64, atLeast: Int64) {
    var place = Int(entryOfMachine[Int(machine)])
    if place < 0 {
      place = entries.count
      entryOfMachine[Int(machine)] = Int32(place)
      entries.append(
        Entry(machine: machine, term: term, units: Int64(units), most: most, cost: .max))
    }
    entries[place].most = max(entries[place].most, most)
    open.append(Open(term: term, entry: place, atLeast: atLeast))
  }

  /// Works out unit costs until those that are left can no longer matter to a filling of up to
  /// `quantity`, each unit making at least up to `cap` where its offers do.
  mutating func workOut(
    making quantity: Int64, cap: Int64, _ cost: (Int) -> (cost: Int64, rate: PricedRate)
  ) {
    open.sort { ($0.atLeast, $0.term) < ($1.atLeast, $1.term) }
    var next = 0
    while next < open.count {
      let own = open[next]
      // Machines known to be cheaper than all to come: one may be left out, the others must do.
      if next & 7 == 7, room(cap: cap, below: own.atLeast) >= quantity { break }
      next += 1
      if own.atLeast >= entries[own.entry].cost { continue }
      let found = cost(own.term)
      if found.cost < entries[own.entry].cost {
        entries[own.entry].cost = found.cost
        entries[own.entry].rate = found.rate
        entries[own.entry].term = own.term
      }
    }
    let unknown = next < open.count ? open[next].atLeast : Int64.max
    for entry in entries { entryOfMachine[Int(entry.machine)] = -1 }
    entries.removeAll { $0.cost == .max || $0.cost >= unknown }
    entries.sort { ($0.cost, $0.machine) < ($1.cost, $1.machine) }
  }

  /// What machines that surely cost less than `bound` make, the one that makes most left out.
  private func room(cap: Int64, below bound: Int64) -> Int64 {
    var (sum, largest) = (Int64(0), Int64(0))
    for entry in entries where entry.cost < bound {
      let room = entry.units * min(entry.most, cap)
      sum += room
      largest = max(largest, room)
    }
    return sum - largest
  }

  /// What `quantity` of a stage of `whole` costs on all machines but one, each unit making at most `cap`;
  /// `nil` if they do not make as much.
  mutating func fill(
    _ quantity: Int64, of whole: Int64, cap: Int64, without machine: Int32
  ) -> Int64? {
    made.removeAll(keepingCapacity: true)
    var missing = quantity
    var cost: Int64 = 0
    for (place, entry) in entries.enumerated() where entry.machine != machine {
      let amount = min(missing, entry.units * min(entry.most, cap))
      made.append((place, amount))
      cost = min(TermStore.costMax, cost + scaledDown(entry.cost, share: amount, of: whole))
      missing -= amount
      if missing == 0 { return cost }
    }
    return nil
  }
}
