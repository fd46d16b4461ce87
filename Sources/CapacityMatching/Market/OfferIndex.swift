internal import CapacityModel

/// The offers of each process in blocks, with bounds that let a search pass over whole blocks.
///
/// A *block* holds up to ``blockSize`` offers for one process in one pricing mode by machines of one
/// cluster, neighbours in what a unit costs. Their terms lie side by side in *lanes*, so that what each
/// needs and charges at the least is worked out for all of them at once. A *group* is a run of up to
/// ``groupSize`` blocks with a ``CostBound``, which none of its offers charges less than. Blocks and
/// groups carry the largest sides and the widest quantities of their offers: a stage that is beyond them
/// fails every offer inside. Other conditions stand in ``ConditionRows``, a bit for each offer.
///
/// The index only ever says "surely not": whatever it does not rule out is looked at as it is, so
/// results do not depend on it.
///
/// Invariants: every offer of the market stands in exactly one block; groups of a process are
/// contiguous, ascending in mode, then cluster; the blocks of a group, and the offers of a block, are
/// contiguous and ascending in slope.
struct OfferIndex: Sendable {
  /// A lower bound of what any of some offers charges for a quantity.
  struct CostBound: Sendable {
    /// Fen that are charged whatever the quantity: fees and set-up time.
    var fixed: Double
    /// Fen a piece, or basis points of the value; for offers by the piece see ``OfferIndex/prices``.
    var unit: Double
    /// Fen a hundredth of an hour.
    var hour: Double
    /// The least minimum charge, in fen.
    var minimum: Double

    static let none = CostBound(
      fixed: .infinity, unit: .infinity, hour: .infinity, minimum: .infinity)

    mutating func lower(to other: CostBound) {
      fixed = min(fixed, other.fixed)
      unit = min(unit, other.unit)
      hour = min(hour, other.hour)
      minimum = min(minimum, other.minimum)
    }
  }

  /// The mildest of each condition of some offers.
  struct Conditions: Sendable {
    /// The shortest set-up and cycle, which need not be one offer's.
    var setupSeconds: Int64 = .max
    var cycleMilliseconds: Int64 = .max
    var quantityMinHundredths: Int64 = .max
    var quantityMaxHundredths: Int64 = 0
    var sides = Sides.none
  }

  /// A run of blocks in one pricing mode and one cluster.
  struct Group: Sendable {
    var bound: CostBound
    var cluster: Int32
    /// Where the group's row of ``prices`` is; -1 unless its offers are by the piece.
    var priceRow: Int32
    var firstBlock: Int32
    var blockCount: Int32
    var conditions = Conditions()
  }

  /// What eight offers need and charge, side by side; no lane without an offer is ever of interest.
  struct Terms: Sendable {
    /// Seconds that are needed whatever the quantity, and for each piece.
    var needFixed = FloatLanes(repeating: .infinity)
    var needUnit = FloatLanes()
    /// As in ``CostBound``.
    var fixed = FloatLanes()
    var unit = FloatLanes()
    var hour = FloatLanes()
    var minimum = FloatLanes()
  }

  /// A few offers that are alike.
  struct Block: Sendable {
    var conditions = Conditions()
    /// The block's offers are the market's, from this one on.
    var firstOffer: Int32
    var count: Int16
    var group: Int32
    /// Where the block's row of ``lanePrices`` is; -1 unless its offers are by the piece.
    var priceRow: Int32
    var mode: Int32
  }

  static let blockSize = 8
  static let groupSize = 8
  /// Quantities are told apart by powers of four.
  static let priceClasses = 16

  private(set) var groups: [Group] = []
  private(set) var blocks: [Block] = []
  private(set) var terms: [Terms] = []
  /// What of the conditions is asked of all offers of a group at once.
  private(set) var conditionRows = ConditionRows()
  /// For each group's row, the least price a piece, in fen, up to each class of quantities.
  private(set) var prices: [Double] = []
  /// The same for each block's row and each of its offers.
  private(set) var lanePrices: [FloatLanes] = []
  /// Where the groups of a process and mode begin: three entries a process, and one at the end.
  private(set) var firstGroup: [Int32] = []
  /// The most groups of any process.
  private(set) var groupCountMax = 0
  /// Where each machine's offers stand, as ``blockSize`` x block + lane: those of machine `m` are
  /// `placesOfMachine[firstPlaceOfMachine[m]..<firstPlaceOfMachine[m + 1]]`.
  private(set) var firstPlaceOfMachine: [Int32] = []
  private(set) var placesOfMachine: [Int32] = []
  /// The same for each offer.
  private(set) var placeOfOffer: [Int32] = []

  /// The class of a quantity of pieces, at least 1.
  @inline(__always)
  static func priceClass(_ quantity: Int64) -> Int {
    min(priceClasses - 1, (63 - max(1, quantity).leadingZeroBitCount) >> 1)
  }

  /// The groups of a process in one mode, 0 to 2 in the order of `PricingMode.allCases`.
  @inline(__always)
  func groupRange(process: Int, mode: Int) -> Range<Int> {
    Int(firstGroup[3 * process + mode])..<Int(firstGroup[3 * process + mode + 1])
  }

  /// All groups of a process.
  func groupRange(process: Int) -> Range<Int> {
    Int(firstGroup[3 * process])..<Int(firstGroup[3 * process + 3])
  }

  /// Cuts a market's offers, which stand in the order of ``offersByProcess(_:)``, into blocks.
  ///
  /// - Complexity: O(*n*) in the offers.
  init(
    offersOfProcess: [Range<Int>], conditions: [OfferConditions], terms: [OfferTerms],
    slopes: [Double], tiers: [PriceTier], machines: [Market.MachineColumns]
  ) {
    let columns = Columns(
      conditions: conditions, terms: terms, slopes: slopes, tiers: tiers, machines: machines)
    for range in offersOfProcess {
      let groupsBefore = groups.count
      var offer = range.lowerBound
      for mode in 0..<3 {
        firstGroup.append(Int32(groups.count))
        while offer < range.upperBound, columns.mode(offer) == mode {
          let cluster = columns.cluster(offer)
          var end = offer
          while end < range.upperBound, columns.mode(end) == mode, columns.cluster(end) == cluster {
            end += 1
          }
          appendGroups(offer..<end, cluster: cluster, columns)
          offer = end
        }
      }
      groupCountMax = max(groupCountMax, groups.count - groupsBefore)
      conditionRows.append(groups[groupsBefore...], blocks, conditions)
    }
    firstGroup.append(Int32(groups.count))
    listPlacesOfMachines(conditions: conditions, machineCount: machines.count)
  }

  /// The columns that blocks are made from.
  private struct Columns {
    let conditions: [OfferConditions]
    let terms: [OfferTerms]
    let slopes: [Double]
    let tiers: [PriceTier]
    let machines: [Market.MachineColumns]

    func mode(_ offer: Int) -> Int { conditions[offer].mode.rawValue.trailingZeroBitCount }
    func cluster(_ offer: Int) -> Int { machines[Int(conditions[offer].machine)].cluster }

    func bound(_ offer: Int) -> CostBound {
      let terms = terms[offer]
      var bound = CostBound(
        fixed: Double(terms.setupFeeFen), unit: slopes[offer], hour: 0,
        minimum: Double(terms.minimumChargeFen))
      switch terms.mode {
      case .time:
        bound.fixed += Double(terms.rate) * Double(terms.setupSeconds) / 3_600
        bound.hour = Double(terms.rate) / 100
      case .piece: break
      case .value: bound.hour = slopes[offer]
      }
      return bound
    }

    /// The least price a piece of an offer up to each class of quantities.
    func leastPrices(_ offer: Int, _ body: (_ priceClass: Int, _ price: Double) -> Void) {
      var tier = Int(terms[offer].tiers.lowerBound)
      let end = Int(terms[offer].tiers.upperBound)
      var least = Double(tiers[tier].priceFen)
      for priceClass in 0..<OfferIndex.priceClasses {
        // The last class has no upper end.
        let to: Int64 = priceClass == OfferIndex.priceClasses - 1 ? .max : 1 << (2 * priceClass + 2)
        while tier < end, tiers[tier].fromQuantity < to {
          least = min(least, Double(tiers[tier].priceFen))
          tier += 1
        }
        body(priceClass, least)
      }
    }
  }

  private mutating func appendGroups(
    _ offers: Range<Int>, cluster: Int, _ columns: Columns
  ) {
    var offer = offers.lowerBound
    let mode = columns.mode(offer)
    while offer < offers.upperBound {
      var group = Group(
        bound: .none, cluster: Int32(cluster),
        priceRow: mode == 1 ? Int32(prices.count / OfferIndex.priceClasses) : -1,
        firstBlock: Int32(blocks.count), blockCount: 0)
      if mode == 1 {
        prices.append(contentsOf: repeatElement(.infinity, count: OfferIndex.priceClasses))
      }
      while offer < offers.upperBound, group.blockCount < OfferIndex.groupSize {
        let end = min(offer + OfferIndex.blockSize, offers.upperBound)
        appendBlock(offer..<end, mode: mode, to: &group, columns)
        offer = end
      }
      groups.append(group)
    }
  }

  private mutating func appendBlock(
    _ offers: Range<Int>, mode: Int, to group: inout Group, _ columns: Columns
  ) {
    var block = Block(
      firstOffer: Int32(offers.lowerBound), count: Int16(offers.count), group: Int32(groups.count),
      priceRow: mode == 1 ? Int32(lanePrices.count / OfferIndex.priceClasses) : -1,
      mode: Int32(mode))
    var lanes = Terms()
    if mode == 1 {
      lanePrices.append(contentsOf: repeatElement(FloatLanes(), count: OfferIndex.priceClasses))
    }
    for (lane, offer) in offers.enumerated() {
      let bound = columns.bound(offer)
      group.bound.lower(to: bound)
      lanes.needFixed[lane] = Float(columns.terms[offer].setupSeconds)
      lanes.needUnit[lane] = Float(columns.terms[offer].cycleMilliseconds) / 1_000
      lanes.fixed[lane] = Float(bound.fixed)
      lanes.unit[lane] = Float(bound.unit)
      lanes.hour[lane] = Float(bound.hour)
      lanes.minimum[lane] = Float(bound.minimum)
      block.conditions.include(columns.conditions[offer], columns.terms[offer])
      group.conditions.include(columns.conditions[offer], columns.terms[offer])
      if mode == 1 {
        columns.leastPrices(offer) { priceClass, price in
          let row = Int(block.priceRow) * OfferIndex.priceClasses + priceClass
          lanePrices[row][lane] = Float(price)
          let groupRow = Int(group.priceRow) * OfferIndex.priceClasses + priceClass
          prices[groupRow] = min(prices[groupRow], price)
        }
      }
    }
    blocks.append(block)
    terms.append(lanes)
    group.blockCount += 1
  }

  private mutating func listPlacesOfMachines(conditions: [OfferConditions], machineCount: Int) {
    var counts = [Int32](repeating: 0, count: machineCount + 1)
    for own in conditions { counts[Int(own.machine) + 1] += 1 }
    for machine in 0..<machineCount { counts[machine + 1] += counts[machine] }
    firstPlaceOfMachine = counts
    var listed = [Int32](repeating: 0, count: conditions.count)
    placeOfOffer.reserveCapacity(conditions.count)
    for (number, block) in blocks.enumerated() {
      for lane in 0..<Int(block.count) {
        let machine = Int(conditions[Int(block.firstOffer) + lane].machine)
        listed[Int(counts[machine])] = Int32(number * OfferIndex.blockSize + lane)
        counts[machine] += 1
        placeOfOffer.append(Int32(number * OfferIndex.blockSize + lane))
      }
    }
    placesOfMachine = listed
  }
}

extension OfferIndex.Conditions {
  /// Makes the conditions as mild as those of one more offer.
  fileprivate mutating func include(_ conditions: OfferConditions, _ terms: OfferTerms) {
    setupSeconds = min(setupSeconds, terms.setupSeconds)
    cycleMilliseconds = min(cycleMilliseconds, terms.cycleMilliseconds)
    quantityMinHundredths = min(quantityMinHundredths, conditions.quantityMinHundredths)
    quantityMaxHundredths = max(quantityMaxHundredths, conditions.quantityMaxHundredths)
    sides.widen(to: conditions.sides)
  }

  /// Whether some offer inside may be large enough and take the quantity.
  @inline(__always)
  func mayServe(_ stage: StageDemand, parts: Bool) -> Bool {
    if !sides.holds(stage.sides) { return false }
    let hundredths = stage.hundredths(stage.quantity)
    return hundredths >= quantityMinHundredths && (parts || hundredths <= quantityMaxHundredths)
  }

  /// What no offer inside needs less than, for `quantity`, in seconds.
  @inline(__always)
  func leastNeed(_ stage: StageDemand, quantity: Int64) -> Int64 {
    stage.need(
      setupSeconds: setupSeconds, cycleMilliseconds: cycleMilliseconds, quantity: quantity)
  }
}
