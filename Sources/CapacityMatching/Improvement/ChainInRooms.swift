internal import CapacityModel

/// Finds where the stages of an order, one part each, cost least among the jobs that are there, their seconds at the
/// prices.
///
/// A dynamic program over stages, places of the goods and ``pieceCount`` pieces of the order's time: of all ways to have
/// a stage done by the end of a piece the cheapest is kept, with the second in which it really ends, so that
/// whatever is found can be done.
struct ChainInRooms: Sendable {
  /// Pieces of an order's time in which the cheapest way to have a stage done is kept.
  static let pieceCount = 32

  /// A stage done: what that and all before it cost at the least, and how.
  struct Done: Sendable {
    /// In micro-yuan.
    var cost = Int64.max
    /// In wall time: of the stage, and of the last one that ships.
    var end: Int64 = 0
    var goodsEnd: Int64 = 0
    /// The stage before, among ``done``.
    var before: Int32 = -1
    /// Among the region's choices and units.
    var choice: Int32 = -1
    var unit: Int32 = -1
    /// In working time.
    var start: Int32 = 0
    var need: Int32 = 0
    /// What the booking makes: less than the stage wants where other parts must make the rest.
    var quantity: Int64 = 0
  }

  /// Where the goods may be once a stage is done.
  private struct Place {
    /// -1 before any stage that ships.
    var cluster: Int32
    /// What is done with them there, among ``done``.
    var done: Range<Int> = 0..<0
  }

  /// An order to be placed, with all that is asked of it.
  struct Task {
    let market: Market
    let table: PriceTable
    let units: [RegionUnit]
    let choices: [RegionChoice]
    let order: RegionOrder
    let demand: OrderDemand
    /// Whether jobs that may be taken off are not in the way.
    let clears: Bool
  }

  /// Goes through an order's choices stage by stage.
  private struct StageCursor {
    private var whole: Int
    private var part: Int

    init(_ task: Task) {
      whole = task.order.choices.lowerBound
      part = task.order.partChoices.lowerBound
    }

    /// The choices of a stage, the one after that asked for last: whole, and for parts of it.
    mutating func next(_ stage: Int, of task: Task) -> (wholes: Range<Int>, parts: Range<Int>) {
      let (firstWhole, firstPart) = (whole, part)
      while whole < task.order.choices.upperBound, task.choices[whole].stage == stage { whole += 1 }
      while part < task.order.partChoices.upperBound, task.choices[part].stage == stage {
        part += 1
      }
      return (firstWhole..<whole, firstPart..<part)
    }
  }

  /// For each stage and each place of the goods what costs less than all that is done in earlier pieces.
  private(set) var done: [Done] = []
  /// The places of the goods after the stage at hand, and after the one before.
  private var places: [Place] = []
  private var placesBefore: [Place] = []
  /// For each of ``places`` and each piece what is done by its end, by the stage at hand.
  var blocks: [Done] = []
  /// When the stage at hand may begin in each of ``places``.
  var arrivals = ChainArrivals()
  /// Whether the stage at hand is the last one: it does not matter in which piece it ends.
  private(set) var isLast = false
  /// When pieces of the order at hand begin in each calendar seen; whoever asks for an order puts its own here, empty at first.
  var borders = PieceBorders(pieceCount: ChainInRooms.pieceCount)
  /// Those of the unit at hand.
  var rooms: [(from: Int32, limit: Int32)] = []
  /// Whether stages may be made in parts that have room in one part as well.
  private var dividesAny = false
  /// No part of the order at hand is a larger share of its stage.
  private(set) var largestShare = 1.0
  /// The stages of the way found, the first one first.
  private(set) var found: [Done] = []

  /// Of so many orders that may be divided one is where it has room whole.
  private static let dividedOf: UInt64 = 8

  /// Finds the cheapest way, left in ``found``; `false` if there is none.
  ///
  /// A stage that has no room in one part, or now and then one that has, goes by one large part alone, the others reckoned
  /// at what they cost at the least.
  ///
  /// - Complexity: O(terms x (rooms + cells of the window + pieces)).
  mutating func find(_ task: Task, _ random: inout RandomNumbers) -> Bool {
    if !task.order.partChoices.isEmpty { drawDivision(of: task.demand, &random) }
    if !task.clears, !mayHavePlace(task) { return false }
    if borders.isEmpty {
      borders.cut(task.demand, horizonEnd: task.market.horizon.lengthSeconds)
    }
    done.removeAll(keepingCapacity: true)
    done.append(Done(cost: 0, end: task.demand.release))
    places.removeAll(keepingCapacity: true)
    places.append(Place(cluster: -1, done: 0..<1))
    var cursor = StageCursor(task)
    for number in 0..<task.demand.stages.count {
      var (wholes, parts) = cursor.next(number, of: task)
      let isDivided = !parts.isEmpty && (dividesAny || !hasPlace(wholes, task))
      if !isDivided { parts = parts.lowerBound..<parts.lowerBound }
      let stage = task.market.stages[task.demand.stages.lowerBound + number]
      isLast = number + 1 == task.demand.stages.count
      swap(&places, &placesBefore)
      places.removeAll(keepingCapacity: true)
      blocks.removeAll(keepingCapacity: true)
      arrivals.removeAll()
      if stage.ships {
        let delivers = number == task.demand.lastShippingStage
        for choice in wholes { add(choice, task, delivers: delivers, &random) }
        for choice in parts { add(choice, task, delivers: delivers, &random) }
      } else {
        // The goods stay where they are.
        for (number, place) in placesBefore.enumerated() {
          addPlace(place.cluster)
          appendArrivals(place, way: 0, transit: nil)
          arrivals.endPlace()
          for choice in wholes {
            visit(choice, task, at: number, delivery: 0, ships: false, &random)
          }
          for choice in parts {
            visit(choice, task, at: number, delivery: 0, ships: false, &random)
          }
        }
      }
      if !keepDone() { return false }
    }
    return trace()
  }

  /// Draws how the order at hand is divided: the largest parts take long, so that now and then parts are more alike.
  private mutating func drawDivision(of demand: OrderDemand, _ random: inout RandomNumbers) {
    dividesAny = random.next() % ChainInRooms.dividedOf == 0
    let even = 1 / Double(demand.partsMax)
    largestShare = random.next() & 1 == 0 ? 1 : even + (1 - even) * random.fraction()
  }

  /// Keeps what costs less than all that is done in earlier pieces of its place; `false` if nothing is done anywhere.
  private mutating func keepDone() -> Bool {
    let before = done.count
    for place in places.indices {
      let first = done.count
      var least = Int64.max
      for own in blocks[block(of: place)] where own.cost < least {
        least = own.cost
        done.append(own)
      }
      places[place].done = first..<done.count
    }
    return done.count > before
  }

  func block(of place: Int) -> Range<Int> {
    place * ChainInRooms.pieceCount..<(place + 1) * ChainInRooms.pieceCount
  }

  private mutating func addPlace(_ cluster: Int32) {
    places.append(Place(cluster: cluster))
    blocks.append(contentsOf: repeatElement(Done(), count: ChainInRooms.pieceCount))
  }

  /// Whether every stage has a unit with a room that is long enough, for all of it or for a part, at any time.
  private func mayHavePlace(_ task: Task) -> Bool {
    var cursor = StageCursor(task)
    for number in 0..<task.demand.stages.count {
      let (wholes, parts) = cursor.next(number, of: task)
      if !hasPlace(wholes, task), !hasPlace(parts, task) { return false }
    }
    return true
  }

  /// Whether one of the choices has a unit with a room that is long enough.
  private func hasPlace(_ choices: Range<Int>, _ task: Task) -> Bool {
    if task.clears { return !choices.isEmpty }
    return task.choices[choices].contains { choice in
      task.units.range(of: choice).contains {
        task.units[$0].plan.largestRoom >= choice.term.need
      }
    }
  }

  private mutating func trace() -> Bool {
    found.removeAll(keepingCapacity: true)
    var best = -1
    for place in places {
      guard let last = place.done.last else { continue }
      if done[last].cost < (best < 0 ? .max : done[best].cost) { best = last }
    }
    if best < 0 { return false }
    while done[best].choice >= 0 {
      found.append(done[best])
      best = Int(done[best].before)
    }
    found.reverse()
    return true
  }

  // MARK: - A stage

  /// Looks at a choice of a stage that ships: its goods are in its own cluster then.
  private mutating func add(
    _ choice: Int, _ task: Task, delivers: Bool, _ random: inout RandomNumbers
  ) {
    let machine = task.market.machine(of: task.choices[choice].term)
    let cluster = Int32(task.market.machines[machine].cluster)
    var place = places.firstIndex { $0.cluster == cluster } ?? -1
    if place < 0 {
      place = places.count
      addPlace(cluster)
      for before in placesBefore {
        if before.cluster < 0 || before.cluster == cluster {
          appendArrivals(before, way: 0, transit: nil)
        } else {
          let lane = task.market.freight.lane(from: Int(before.cluster), to: Int(cluster))
          appendArrivals(before, way: way(of: lane, task), transit: lane.transitSeconds)
        }
      }
      arrivals.endPlace()
    }
    var delivery: Int64 = 0
    if delivers {
      delivery = way(
        of: task.market.freight.lane(from: Int(cluster), to: task.demand.cluster), task)
    }
    visit(choice, task, at: place, delivery: delivery, ships: true, &random)
  }

  private func way(of lane: Freight.Lane, _ task: Task) -> Int64 {
    weighted(
      task.market.freight.cost(lane, ofAll: task.demand) * ObjectiveScale.micro,
      by: task.order.weight)
  }

  /// Appends when the next stage may begin after what is done in one place.
  private mutating func appendArrivals(_ place: Place, way: Int64, transit: Int64?) {
    for state in place.done {
      let own = done[state]
      arrivals.append(
        ChainArrivals.Ready(
          time: max(own.end, transit.map { own.goodsEnd + $0 } ?? 0), cost: own.cost + way,
          before: Int32(state)))
    }
  }
}
