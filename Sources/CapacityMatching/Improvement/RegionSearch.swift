internal import CapacityModel
internal import Glibc

/// An order that a region may serve.
struct RegionOrder: Sendable {
  /// Among the store's programs.
  var program: Int32
  var shape: TermStore.Shape
  /// Where it, or a stage of it, may go whole, among the region's choices.
  var choices: Range<Int>
  /// Where its smallest parts may go, if it may have parts, or those of its stages: the choices that follow.
  var partChoices: Range<Int>
  /// What serving it counts before any cost, in micro-yuan.
  var value: Int64
  /// What a fen of cost weighs.
  var weight: Int64
  /// What it costs at the least, its seconds free.
  var leastCost: Int64
  /// What it earns at the prices, before its own cost is known to be low: where it stands in a queue.
  var reduced: Int64
  /// Whether no closed time may lie inside its booking.
  var isUnbroken: Bool
  /// How it is served now.
  var service = Service()

  /// How an order is served, if it is.
  struct Service: Sendable {
    /// The unit of its only booking, among the region's; -1 if there is none.
    var unit: Int32 = -1
    /// Its parts if it has several.
    var parts: [PlannedPart] = []
    /// What serving it costs.
    var cost: Int64 = 0
  }

  var isServed: Bool { service.unit >= 0 || !service.parts.isEmpty }
}

/// Where a region may put an order, or a stage of one; all that is asked of it often, side by side.
struct RegionChoice: Sendable {
  var term: TermStore.WindowTerm
  /// As ``RatedTerm/ideal``; for the smallest parts of a stage of several ``RatedPart/costOfStage``, of the only one 0.
  var ideal: Int64
  /// The term's place in the store.
  var index: Int32
  /// The machine's first unit, among the region's.
  var unit: Int32
  /// The stage's number from 0.
  var stage: Int32
  /// Whether no closed time may lie inside.
  var isUnbroken: Bool
}

/// A unit that a region works on.
struct RegionUnit: Sendable {
  /// Among all units of the market.
  var unit: Int32
  var machine: Int32
  /// How many units the machine has.
  var unitCount: Int32
  var plan: UnitPlan
}

extension [RegionUnit] {
  /// All units of the machine of a choice, among the region's.
  @inline(__always)
  func range(of choice: RegionChoice) -> Range<Int> {
    let first = Int(choice.unit)
    return first..<first + Int(self[first].unitCount)
  }
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
  let openTime: OpenTime
  var units: [RegionUnit]
  var orders: [RegionOrder]
  /// For each order its choices, by stage, then ascending in what they cost at the least.
  let choices: [RegionChoice]
  /// For each unit the orders that may want its machine: `wanting[firstWanting[u]..<firstWanting[u + 1]]`.
  private let firstWanting: [Int32]
  private let wanting: [Int32]
  var random: RandomNumbers
  /// What the region's orders count, in micro-yuan.
  var objective: Int64 = 0

  /// When the pieces of each order's time begin, once it has been looked at.
  var borders: [PieceBorders]

  // Scratch of one step.
  var chains = ChainInRooms()
  private var touched: [(unit: Int, plan: UnitPlan)] = []
  private var moved: [(order: Int32, before: RegionOrder.Service)] = []
  private var candidates: [Int32] = []
  private var ranked: [(key: Double, order: Int32)] = []
  private var stampOfOrder: [Int32]
  private var stampOfUnit: [Int32]
  private var stamp: Int32 = 0

  init(
    market: Market, store: TermStore, table: PriceTable, units: [RegionUnit],
    orders: [RegionOrder], choices: [RegionChoice], wanted: [[Int32]], seed: UInt64
  ) {
    self.market = market
    self.store = store
    self.table = table
    openTime = market.openTime
    self.units = units
    self.orders = orders
    self.choices = choices
    var firstWanting: [Int32] = [0]
    var wanting: [Int32] = []
    for list in wanted {
      wanting += list
      firstWanting.append(Int32(wanting.count))
    }
    self.firstWanting = firstWanting
    self.wanting = wanting
    random = RandomNumbers(seed: seed)
    borders = [PieceBorders](
      repeating: PieceBorders(pieceCount: ChainInRooms.pieceCount), count: orders.count)
    stampOfOrder = [Int32](repeating: 0, count: orders.count)
    stampOfUnit = [Int32](repeating: 0, count: units.count)
    for order in orders where order.isServed { objective += order.value - order.service.cost }
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
    let seed = random.below(units.count)
    let before = objective
    touched.removeAll(keepingCapacity: true)
    moved.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    // Now and then for one order instead of around one job.
    let favoured = random.next() & 7 == 0 ? makeRoom(at: seed) : nil
    if favoured == nil { removeStrings(from: seed) }
    insertCandidates(first: favoured)
    let gain = Double(objective - before)
    if gain < 0, gain < temperature * log(max(1e-300, random.fraction())) { undo(to: before) }
  }

  private mutating func undo(to before: Int64) {
    for (unit, plan) in touched.reversed() { units[unit].plan = plan }
    for (order, before) in moved.reversed() { orders[Int(order)].service = before }
    objective = before
  }

  mutating func touch(_ unit: Int) {
    if stampOfUnit[unit] == stamp { return }
    stampOfUnit[unit] = stamp
    touched.append((unit, units[unit].plan))
  }

  // MARK: - Taking off

  private static let stringLengthMax = 6
  private static let unitsMax = 3
  private static let leftoversPerUnit = 6

  private mutating func removeStrings(from seed: Int) {
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
          addLeftovers(unit)
          continue
        }
        place = random.below(jobs.count)
        time = jobs[place].earliest + jobs[place].need / 2
        related = jobs[place].isFixed ? -1 : jobs[place].order
      } else {
        place = min(jobs.count - 1, units[unit].plan.firstPlace(from: time, need: 0))
        if place < 0 {
          addLeftovers(unit)
          continue
        }
      }
      takeOff(unit, around: place)
      addLeftovers(unit)
      if related < 0, let first = candidates.first { related = first }
    }
  }

  /// A unit that may serve the order, or serves the same process.
  private mutating func relatedUnit(to order: Int32, besides unit: Int) -> Int? {
    if order < 0 { return random.below(units.count) }
    let wholes = orders[Int(order)].choices
    let own = wholes.lowerBound..<orders[Int(order)].partChoices.upperBound
    if own.isEmpty { return random.below(units.count) }
    for _ in 0..<4 {
      let other = randomUnit(of: choices[own.lowerBound + random.below(own.count)])
      if other != unit { return other }
    }
    return nil
  }

  /// Takes a string of jobs around a place off a unit.
  private mutating func takeOff(_ unit: Int, around place: Int) {
    let jobs = units[unit].plan.jobs
    let length = 1 + random.below(RegionSearch.stringLengthMax)
    let first = max(0, place - random.below(length))
    touch(unit)
    takeOff(jobs[first..<max(first, min(jobs.count, first + length))])
  }

  /// Takes the orders of jobs off all their units; fixed time stays.
  mutating func takeOff(_ jobs: some Sequence<UnitPlan.Job>) {
    for job in jobs where !job.isFixed && orders[Int(job.order)].isServed {
      takeOff(order: job.order)
    }
  }

  /// Takes an order off all its units.
  mutating func takeOff(order: Int32) {
    let before = orders[Int(order)].service
    moved.append((order, before))
    objective -= orders[Int(order)].value - before.cost
    if before.unit >= 0 { removeJobs(of: order, from: Int(before.unit)) }
    for part in before.parts { removeJobs(of: order, from: Int(part.unit)) }
    orders[Int(order)].service.unit = -1
    orders[Int(order)].service.parts = []
    addCandidate(order)
  }

  /// Removes all jobs of an order from one unit.
  mutating func removeJobs(of order: Int32, from unit: Int) {
    touch(unit)
    while let place = units[unit].plan.jobs.firstIndex(where: { $0.order == order }) {
      units[unit].plan.remove(place..<place + 1, openTime)
    }
  }

  mutating func addCandidate(_ order: Int32) {
    if stampOfOrder[Int(order)] == stamp { return }
    stampOfOrder[Int(order)] = stamp
    candidates.append(order)
  }

  /// Adds a few orders that nobody serves and that may want the unit.
  mutating func addLeftovers(_ unit: Int) {
    var found = 0
    for _ in 0..<3 * RegionSearch.leftoversPerUnit where found < RegionSearch.leftoversPerUnit {
      guard let order = randomOrder(wanting: unit) else { return }
      if orders[Int(order)].isServed || stampOfOrder[Int(order)] == stamp { continue }
      addCandidate(order)
      found += 1
    }
  }

  /// One of the orders that may want a unit, served or not; `nil` if there is none.
  mutating func randomOrder(wanting unit: Int) -> Int32? {
    let list = Int(firstWanting[unit])..<Int(firstWanting[unit + 1])
    return list.isEmpty ? nil : wanting[list.lowerBound + random.below(list.count)]
  }

  /// One of the units of a choice's machine.
  mutating func randomUnit(of choice: RegionChoice) -> Int {
    let machine = units.range(of: choice)
    return machine.lowerBound + random.below(machine.count)
  }

  /// The order as the market has it.
  func demand(of order: RegionOrder) -> OrderDemand {
    market.orders[Int(store.programs[Int(order.program)].order)]
  }

  // MARK: - Putting back

  /// Puts orders that were taken off or added back, `favoured` before all others.
  private mutating func insertCandidates(first favoured: Int32?) {
    ranked.removeAll(keepingCapacity: true)
    let kind = random.below(4)
    for order in candidates {
      let noise = random.fraction()
      let key: Double
      switch kind {
      case _ where order == favoured: key = -.infinity
      case 0: key = noise
      case 1:
        let earned = orders[Int(order)].value - orders[Int(order)].leastCost
        key = -Double(earned) * (0.7 + 0.6 * noise)
      default: key = -Double(orders[Int(order)].reduced) * (0.8 + 0.4 * noise)
      }
      ranked.append((key, order))
    }
    ranked.sort { ($0.key, $0.order) < ($1.key, $1.order) }
    for (_, order) in ranked { insert(order) }
  }

  /// Puts an order where it costs least, its seconds at their prices, if it has a place anywhere.
  private mutating func insert(_ order: Int32) {
    switch orders[Int(order)].shape {
    case .simple: _ = insertWhole(order)
    case .chain: insertChain(order)
    case .pair, .split:
      // Now and then parts are tried first.
      if random.next() & 3 == 0, insertParts(order) { return }
      if !insertWhole(order) { _ = insertParts(order) }
    }
  }

  /// Notes that an order is served by these parts from now on.
  mutating func serve(_ order: Int32, by parts: [PlannedPart], cost: Int64) {
    moved.append((order, orders[Int(order)].service))
    orders[Int(order)].service = RegionOrder.Service(parts: parts, cost: cost)
    objective += orders[Int(order)].value - cost
  }

  /// Puts an order on one unit.
  private mutating func insertWhole(_ order: Int32) -> Bool {
    let isUnbroken = orders[Int(order)].isUnbroken
    var best = Int64.max
    var bestChoice = -1
    var bestUnit = -1
    var bestPlace = 0
    for index in orders[Int(order)].choices {
      let choice = choices[index]
      if choice.ideal >= best { break }
      for unit in units.range(of: choice) {
        if random.next() & 127 == 0 { continue }
        if let found = cheapestPlace(
          choice.term, from: choice.term.from, limit: choice.term.limit, isUnbroken: isUnbroken,
          on: unit, below: best - choice.term.cost)
        {
          best = choice.term.cost + found.cost
          bestChoice = index
          bestUnit = unit
          bestPlace = found.place
        }
      }
    }
    if bestUnit < 0 { return false }
    let (term, index) = (choices[bestChoice].term, choices[bestChoice].index)
    touch(bestUnit)
    units[bestUnit].plan.insert(
      UnitPlan.Job(
        order: order, term: index, from: term.from, limit: term.limit, need: term.need,
        earliest: 0, latest: 0, isUnbroken: isUnbroken),
      at: bestPlace, openTime)
    moved.append((order, orders[Int(order)].service))
    orders[Int(order)].service.unit = Int32(bestUnit)
    orders[Int(order)].service.cost = term.cost
    objective += orders[Int(order)].value - term.cost
    return true
  }

  /// The cheapest start of a booking in a room of a machine; `nil` if there is none.
  func cheapestStart(
    _ machine: Int, need: Int64, in room: Range<Int64>, isUnbroken: Bool
  ) -> PricedStart? {
    isUnbroken
      ? table.cheapestUnbrokenStart(
        machine, need: need, from: room.lowerBound, limit: room.upperBound,
        calendar: market.machines[machine].calendar, openTime: openTime)
      : table.cheapestStart(machine, need: need, from: room.lowerBound, limit: room.upperBound)
  }

  /// A place in a plan with the cheapest start there.
  struct PricedPlace {
    var place: Int
    var start: Int64
    var cost: Int64
  }

  /// The cheapest place of a term's booking on a unit in `[from, limit)`, if one costs less than `below`.
  @inline(__always)
  func cheapestPlace(
    _ term: TermStore.WindowTerm, from earliest: Int32, limit latest: Int32, isUnbroken: Bool,
    on unit: Int, below: Int64
  ) -> PricedPlace? {
    if units[unit].plan.largestRoom < term.need { return nil }
    let plan = units[unit].plan
    let machine = Int(units[unit].machine)
    var found: PricedPlace?
    var place = plan.firstPlace(from: earliest, need: term.need)
    while place <= plan.jobs.count {
      let room = plan.room(at: place)
      let from = max(earliest, room.from)
      let limit = min(latest, room.limit)
      if from > latest - term.need { break }
      if from + term.need <= limit {
        let priced =
          isUnbroken
          ? table.cheapestUnbrokenStart(
            machine, need: Int64(term.need), from: Int64(from), limit: Int64(limit),
            calendar: Int(plan.calendar), openTime: openTime, below: found?.cost ?? below)
          : table.cheapestStart(
            machine, need: Int64(term.need), from: Int64(from), limit: Int64(limit),
            below: found?.cost ?? below)
        if let priced { found = PricedPlace(place: place, start: priced.start, cost: priced.cost) }
      }
      place += 1
    }
    return found
  }
}
