internal import CapacityModel
internal import Glibc

/// An order that a region may serve by one booking.
struct RegionOrder: Sendable {
  /// Index into the market's orders.
  var order: Int32
  /// Its terms in the store, ascending in cost.
  var terms: Range<Int32>
  /// What serving it counts before any cost, in micro-yuan.
  var value: Int64
  /// What it earns at the prices, before its own cost is known to be low: where it stands in a queue.
  var reduced: Int64
  /// Whether no closed time may lie inside its booking.
  var isUnbroken: Bool
  /// The unit that serves it, among the region's; -1 if none does.
  var unit: Int32 = -1
  /// What that costs.
  var cost: Int64 = 0
}

/// A unit that a region works on.
struct RegionUnit: Sendable {
  /// Among all units of the market.
  var unit: Int32
  var machine: Int32
  var plan: UnitPlan
}

/// Improves the plan of some units by taking strings of jobs off related ones and putting them, and orders that
/// were left over, back in another way, with annealing.
///
/// After Christiaens and Vanden Berghe's slack induction by string removals (Transportation Science 54, 2020,
/// doi:10.1287/trsc.2019.0914). Where a job goes is decided by what its seconds are worth at the shadow prices.
struct RegionSearch: Sendable {
  let market: Market
  let store: TermStore
  let table: PriceTable
  private(set) var units: [RegionUnit]
  private(set) var orders: [RegionOrder]
  /// For each machine of the market its first unit here, -1 if it is not here.
  private let firstUnitOfMachine: [Int32]
  /// For each unit the orders that may want its machine: `wanting[firstWanting[u]..<firstWanting[u + 1]]`.
  private let firstWanting: [Int32]
  private let wanting: [Int32]
  private var random: RandomNumbers
  /// What the region's orders count, in micro-yuan.
  private(set) var objective: Int64 = 0

  // Scratch of one step.
  private var touched: [(unit: Int, plan: UnitPlan)] = []
  private var moved: [(order: Int32, unit: Int32, cost: Int64)] = []
  private var candidates: [Int32] = []
  private var ranked: [(key: Double, order: Int32)] = []
  private var stampOfOrder: [Int32]
  private var stampOfUnit: [Int32]
  private var stamp: Int32 = 0

  init(
    market: Market, store: TermStore, table: PriceTable, units: [RegionUnit],
    orders: [RegionOrder], firstUnitOfMachine: [Int32], wanted: [[Int32]], seed: UInt64
  ) {
    self.market = market
    self.store = store
    self.table = table
    self.units = units
    self.orders = orders
    self.firstUnitOfMachine = firstUnitOfMachine
    var firstWanting: [Int32] = [0]
    var wanting: [Int32] = []
    for list in wanted {
      wanting += list
      firstWanting.append(Int32(wanting.count))
    }
    self.firstWanting = firstWanting
    self.wanting = wanting
    random = RandomNumbers(seed: seed)
    stampOfOrder = [Int32](repeating: 0, count: orders.count)
    stampOfUnit = [Int32](repeating: 0, count: units.count)
    for order in orders where order.unit >= 0 { objective += order.value - order.cost }
  }

  /// Makes `count` steps while the temperature, in micro-yuan, falls evenly from the one to the other.
  mutating func run(steps count: Int, from hot: Double, to cold: Double) {
    if units.isEmpty || orders.isEmpty { return }
    for step in 0..<count {
      let temperature = hot + (cold - hot) * Double(step) / Double(count)
      self.step(temperature)
    }
  }

  private mutating func step(_ temperature: Double) {
    stamp += 1
    let before = objective
    touched.removeAll(keepingCapacity: true)
    moved.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    removeStrings()
    insertCandidates()
    let gain = Double(objective - before)
    if gain < 0, gain < temperature * log(max(1e-300, random.fraction())) { undo(to: before) }
  }

  private mutating func undo(to before: Int64) {
    for (unit, plan) in touched.reversed() { units[unit].plan = plan }
    for (order, unit, cost) in moved.reversed() {
      orders[Int(order)].unit = unit
      orders[Int(order)].cost = cost
    }
    objective = before
  }

  private mutating func touch(_ unit: Int) {
    if stampOfUnit[unit] == stamp { return }
    stampOfUnit[unit] = stamp
    touched.append((unit, units[unit].plan))
  }

  // MARK: - Taking off

  private static let stringLengthMax = 6
  private static let unitsMax = 3
  private static let leftoversPerUnit = 6

  private mutating func removeStrings() {
    let seed = random.below(units.count)
    var time: Int32 = -1
    var unit = seed
    let unitCount = 1 + random.below(RegionSearch.unitsMax)
    var related: Int32 = -1
    for number in 0..<unitCount {
      if number > 0 {
        guard let next = relatedUnit(to: related, besides: unit) else { break }
        unit = next
      }
      let jobs = units[unit].plan.jobs
      var place: Int
      if time < 0 {
        if jobs.isEmpty {
          addLeftovers(unit, around: 0)
          continue
        }
        place = random.below(jobs.count)
        time = jobs[place].earliest + jobs[place].need / 2
        related = jobs[place].isFixed ? -1 : jobs[place].order
      } else {
        place = min(jobs.count - 1, units[unit].plan.firstPlace(from: time, need: 0))
        if place < 0 {
          addLeftovers(unit, around: time)
          continue
        }
      }
      takeOff(unit, around: place)
      addLeftovers(unit, around: time)
      if related < 0, let first = candidates.first { related = first }
    }
  }

  /// A unit that may serve the order, or serves the same process.
  private mutating func relatedUnit(to order: Int32, besides unit: Int) -> Int? {
    if order < 0 { return random.below(units.count) }
    let terms = orders[Int(order)].terms
    for _ in 0..<4 {
      let term = store.windows[Int(terms.lowerBound) + random.below(terms.count)]
      let first = firstUnitOfMachine[Int(term.machine)]
      if first < 0 { continue }
      let other = Int(first) + random.below(market.machines[Int(term.machine)].unitCount)
      if other != unit { return other }
    }
    return nil
  }

  /// Takes a string of jobs around a place off a unit.
  private mutating func takeOff(_ unit: Int, around place: Int) {
    let jobs = units[unit].plan.jobs
    let length = 1 + random.below(RegionSearch.stringLengthMax)
    var first = max(0, place - random.below(length))
    let end = min(jobs.count, first + length)
    touch(unit)
    var removed = 0
    while first < end {
      let at = first - removed
      let job = units[unit].plan.jobs[at]
      first += 1
      if job.isFixed { continue }
      units[unit].plan.remove(at..<at + 1, market.openTime)
      removed += 1
      let order = Int(job.order)
      moved.append((job.order, orders[order].unit, orders[order].cost))
      objective -= orders[order].value - orders[order].cost
      orders[order].unit = -1
      addCandidate(job.order)
    }
  }

  private mutating func addCandidate(_ order: Int32) {
    if stampOfOrder[Int(order)] == stamp { return }
    stampOfOrder[Int(order)] = stamp
    candidates.append(order)
  }

  /// Adds a few orders that nobody serves and that may want the unit.
  private mutating func addLeftovers(_ unit: Int, around time: Int32) {
    let list = Int(firstWanting[unit])..<Int(firstWanting[unit + 1])
    if list.isEmpty { return }
    var found = 0
    for _ in 0..<3 * RegionSearch.leftoversPerUnit where found < RegionSearch.leftoversPerUnit {
      let order = wanting[list.lowerBound + random.below(list.count)]
      if orders[Int(order)].unit >= 0 || stampOfOrder[Int(order)] == stamp { continue }
      addCandidate(order)
      found += 1
    }
  }

  // MARK: - Putting back

  private mutating func insertCandidates() {
    ranked.removeAll(keepingCapacity: true)
    let kind = random.below(4)
    for order in candidates {
      let own = orders[Int(order)]
      let noise = random.fraction()
      let key: Double
      switch kind {
      case 0: key = noise
      case 1: key = -Double(own.value - store.windows[Int(own.terms.lowerBound)].cost) * (0.7 + 0.6 * noise)
      default: key = -Double(own.reduced) * (0.8 + 0.4 * noise)
      }
      ranked.append((key, order))
    }
    ranked.sort { ($0.key, $0.order) < ($1.key, $1.order) }
    for (_, order) in ranked { insert(order) }
  }

  /// Puts an order where it costs least, its seconds at their prices, if it has a place anywhere.
  private mutating func insert(_ order: Int32) {
    let own = orders[Int(order)]
    var best = Int64.max
    var bestTerm: Int32 = -1
    var bestUnit = -1
    var bestPlace = 0
    for index in own.terms {
      let term = store.windows[Int(index)]
      if term.cost >= best { break }
      let first = firstUnitOfMachine[Int(term.machine)]
      if first < 0 { continue }
      for unit in Int(first)..<Int(first) + market.machines[Int(term.machine)].unitCount {
        if random.next() & 127 == 0 { continue }
        if let found = cheapestPlace(term, isUnbroken: own.isUnbroken, on: unit, below: best - term.cost) {
          best = term.cost + found.cost
          bestTerm = index
          bestUnit = unit
          bestPlace = found.place
        }
      }
    }
    if bestUnit < 0 { return }
    let term = store.windows[Int(bestTerm)]
    touch(bestUnit)
    units[bestUnit].plan.insert(
      UnitPlan.Job(
        order: order, term: bestTerm, from: term.from, limit: term.limit, need: term.need,
        earliest: 0, latest: 0, isUnbroken: own.isUnbroken),
      at: bestPlace, market.openTime)
    moved.append((order, own.unit, own.cost))
    orders[Int(order)].unit = Int32(bestUnit)
    orders[Int(order)].cost = term.cost
    objective += own.value - term.cost
  }

  @inline(__always)
  private func cheapestPlace(
    _ term: TermStore.WindowTerm, isUnbroken: Bool, on unit: Int, below: Int64
  ) -> (place: Int, cost: Int64)? {
    let plan = units[unit].plan
    var found: (place: Int, cost: Int64)?
    var place = plan.firstPlace(from: term.from, need: term.need)
    while place <= plan.jobs.count {
      let room = plan.room(at: place)
      let from = max(term.from, room.from)
      let limit = min(term.limit, room.limit)
      if from > term.limit - term.need { break }
      if from + term.need <= limit {
        let priced =
          isUnbroken
          ? table.cheapestUnbrokenStart(
            Int(term.machine), need: Int64(term.need), from: Int64(from), limit: Int64(limit),
            calendar: Int(plan.calendar), openTime: market.openTime, below: found?.cost ?? below)
          : table.cheapestStart(
            Int(term.machine), need: Int64(term.need), from: Int64(from), limit: Int64(limit),
            below: found?.cost ?? below)
        if let priced { found = (place, priced.cost) }
      }
      place += 1
    }
    return found
  }
}
