internal import CapacityModel

/// The offers that may make the only stage of an order or a part of it, by what a unit costs at the least at some
/// prices: whoever looks for the cheapest may stop where no further one can be cheap enough.
struct RankedOffers {
  /// An offer with what holds for parts of any size; less than a cache line, for there are many.
  struct Entry {
    var offer: Int32
    var machine: Int32
    /// Its window, in working time.
    var from: Int32
    var limit: Int32
    /// Its smallest and its largest part.
    var least: Int64
    var most: Int64
    /// What a part costs at the least beside its seconds, in micro-yuan: for each unit, on top, and at all.
    var perUnit: Float = 0
    var fixed: Float = 0
    var minimum: Float = 0
    /// Working time that a part takes: for each unit, and on top, in seconds.
    var secondsPerUnit: Float = 0
    var setup: Float = 0
    /// No second of the window costs less, in micro-yuan.
    var price: Float = 0
    /// Whether ``price`` is the lowest of the window, not only of the machine.
    var isOfWindow = false

    /// No part of `quantity` costs less, in micro-yuan, but for ``RankedOffers/roundings``.
    @inline(__always)
    func least(_ quantity: Int64) -> Float {
      max(minimum, fixed + perUnit * Float(quantity)) + price * seconds(quantity)
    }

    /// The seconds of a part of `quantity`, but for roundings.
    @inline(__always)
    func seconds(_ quantity: Int64) -> Float { setup + secondsPerUnit * Float(quantity) }
  }

  /// Ascending in offer.
  private(set) var entries: [Entry] = []
  /// Numbers of entries, ascending in class.
  private var ranking: [Int32] = []
  /// For each entry what a unit costs at the least, and its class.
  private var leastPerUnit: [Float] = []
  private var classes: [UInt8] = []
  /// The first class, as bits of a number.
  private var firstClass: UInt32 = 0
  /// What roundings of one part may have saved, in micro-yuan.
  private var roundings: Float = 0

  /// Costs of a unit are told apart by steps of less than a hundredth, up to four times the least; what costs more is one class.
  private static let classCount = 256
  private static let classBits: UInt32 = 16

  /// Single precision loses far less than what is given away here.
  private static let certain: Float = 1 - 1e-5

  var count: Int { ranking.count }

  /// The entry at `place` of the ranking; `nil` if neither it nor any further one has a part of at least `quantity` that
  /// costs less than `limit`.
  @inline(__always)
  func entry(at place: Int, of quantity: Int64, below limit: Int64) -> Int? {
    let number = Int(ranking[place])
    let least = Float(quantity) * perUnit(ofClass: classes[number]) - roundings
    return least < Float(limit) ? number : nil
  }

  /// What a unit costs at the least on all entries of a class and those behind it.
  @inline(__always)
  private func perUnit(ofClass own: UInt8) -> Float {
    Float(bitPattern: (firstClass + UInt32(own)) << RankedOffers.classBits)
  }

  /// Whether an offer may make a part of `quantity` that costs less than `limit`, its seconds costing more by `extra` than
  /// the lowest price of its window says.
  @inline(__always)
  func mayCost(_ entry: Entry, of quantity: Int64, and extra: Float, below limit: Int64) -> Bool {
    (entry.least(quantity) + extra) * RankedOffers.certain - roundings < Float(limit)
  }

  /// No part of at least `quantity` costs less than this, in micro-yuan.
  func least(_ quantity: Int64) -> Int64 {
    if entries.isEmpty { return TermStore.costMax }
    let least = Double(quantity) * Double(perUnit(ofClass: 0)) - Double(roundings)
    return Int64(min(Double(TermStore.costMax), max(0, least)))
  }

  /// Takes the lowest price of the window of an entry, unless that is known.
  @inline(__always)
  mutating func lookAtWindow(of number: Int, at table: PriceTable) {
    if entries[number].isOfWindow { return }
    let entry = entries[number]
    entries[number].isOfWindow = true
    entries[number].price = Float(
      table.lowestPrice(
        Int(entry.machine), from: Int64(entry.from), limit: Int64(entry.limit)))
  }

  /// Lists the offers for an order of one stage that `view` looks at; `weight` is what its costs weigh.
  ///
  /// - Complexity: O(offers of the process).
  mutating func list(
    _ stage: StageDemand, _ demand: OrderDemand, weight: Int64, view: inout OrderView,
    _ market: Market, at table: PriceTable
  ) {
    entries.removeAll(keepingCapacity: true)
    leastPerUnit.removeAll(keepingCapacity: true)
    // Half a fen each of a charge and of a shipment, and a micro-yuan.
    roundings = Float(weight * ObjectiveScale.micro) * 1.001 + 1
    for offer in market.offersOfProcess[stage.process]
    where market.serves(offer, stage, in: demand) {
      let sizes = market.partSizes(offer, stage)
      if sizes.least > sizes.most { continue }
      let machine = Int(market.conditions[offer].machine)
      let window = view.window(machine: machine, delivers: stage.ships, in: market)
      if window.from >= window.limit { continue }
      var entry = Entry(
        offer: Int32(offer), machine: Int32(machine), from: Int32(window.from),
        limit: Int32(window.limit), least: sizes.least, most: sizes.most)
      entry.price = Float(table.lowest[machine])
      setCosts(of: &entry, stage, demand, weight: Double(weight), market)
      // All that comes on top is shared by no more units than the largest part has.
      leastPerUnit.append(
        max(0, entry.least(sizes.most) / Float(sizes.most) * RankedOffers.certain))
      entries.append(entry)
    }
    rank()
  }

  /// Ranks the entries by classes of what a unit costs: bits of numbers order as they do.
  private mutating func rank() {
    firstClass = leastPerUnit.reduce(.max) { min($0, $1.bitPattern >> RankedOffers.classBits) }
    classes.removeAll(keepingCapacity: true)
    for own in leastPerUnit {
      let steps = own.bitPattern >> RankedOffers.classBits - firstClass
      classes.append(UInt8(min(steps, UInt32(RankedOffers.classCount - 1))))
    }
    ranking = sortedByCounting(
      0..<Int32(entries.count), keyCount: RankedOffers.classCount
    ) { Int(classes[Int($0)]) }
  }

  /// Works out what parts of an offer cost at the least: as exact charges and freight say, but for roundings, in doubles that
  /// steer a search and are never reported.
  @inline(__always)
  private func setCosts(
    of entry: inout Entry, _ stage: StageDemand, _ demand: OrderDemand, weight: Double,
    _ market: Market
  ) {
    let terms = market.terms[Int(entry.offer)]
    let seconds = stage.isHours ? 36 : Double(terms.cycleMilliseconds) / 1_000
    let setup = Double(terms.setupSeconds)
    var fixed = Double(terms.setupFeeFen)
    var perUnit: Double
    switch terms.mode {
    case .time:
      fixed += Double(terms.rate) / 3_600 * setup
      perUnit = Double(terms.rate) / 3_600 * seconds
    case .piece:
      perUnit = Double(market.leastPrice(terms, upTo: entry.most))
    case .value:
      perUnit =
        Double(terms.rate) * Double(demand.declaredValueFen) / 10_000 / Double(stage.quantity)
    }
    var way = 0.0
    if stage.ships {
      let cluster = market.machines[Int(entry.machine)].cluster
      let lane = market.freight.lane(from: cluster, to: demand.cluster)
      way = Double(lane.shipmentFen)
      perUnit +=
        Double(lane.tenMillionthFenPerGram) * 1e-7 * Double(demand.weightGrams)
        / Double(stage.quantity)
    }
    let scale = weight * Double(ObjectiveScale.micro)
    entry.perUnit = Float(perUnit * scale)
    entry.fixed = Float((fixed + way) * scale)
    entry.minimum = Float((Double(terms.minimumChargeFen) + way) * scale)
    entry.secondsPerUnit = Float(seconds)
    entry.setup = Float(setup)
  }
}
