internal import CapacityModel

/// The dataset compiled to columns, read-only: who could make what, and what it would cost.
///
/// This is the seam between *what is feasible and what it costs*, which lives here and in
/// `Timelines/`, and *how the search goes*, which lives in `Matching/` and may be replaced.
///
/// Offers stand by process, then pricing mode, then cluster, then what a unit costs at the least: in
/// the order in which a search reads them. An *offer* in this module is an index into these columns;
/// ``datasetOffer`` leads back. Of offers that are equally good the one with the lower ``tieRank`` wins.
final class Market: Sendable {
  /// A machine's place, hours and units.
  struct MachineColumns: Sendable {
    // Narrow in memory: machines are looked up in no order at all.
    private var factoryIndex: Int32
    private var clusterIndex: Int32
    private var calendarIndex: Int32
    private var siteIndex: Int32
    private var firstUnitNumber: Int32
    private var unitCountNumber: Int32

    var factory: Int { Int(factoryIndex) }
    var cluster: Int { Int(clusterIndex) }
    var calendar: Int { Int(calendarIndex) }
    /// The pair of its cluster and calendar.
    var site: Int { Int(siteIndex) }
    /// The number of its first unit among all units of the market.
    var firstUnit: Int { Int(firstUnitNumber) }
    var unitCount: Int { Int(unitCountNumber) }

    init(
      factory: Int, cluster: Int, calendar: Int, site: Int, firstUnit: Int, unitCount: Int
    ) {
      factoryIndex = Int32(factory)
      clusterIndex = Int32(cluster)
      calendarIndex = Int32(calendar)
      siteIndex = Int32(site)
      firstUnitNumber = Int32(firstUnit)
      unitCountNumber = Int32(unitCount)
    }
  }

  /// A calendar in a cluster.
  struct Site: Hashable, Sendable {
    var cluster: Int
    var calendar: Int
  }

  /// What no offer of a process is faster than.
  struct FastestTerms: Sendable {
    var setupSeconds: Int64
    var cycleMilliseconds: Int64
  }

  /// What each order asks for as a whole.
  let orders: [OrderDemand]
  /// What each stage asks for; indices are those of the dataset.
  let stages: [StageDemand]
  /// What decides whether an offer serves a stage.
  let conditions: [OfferConditions]
  /// What decides how long an offer takes and what it charges.
  let terms: [OfferTerms]
  /// The machine of each offer, alone: what looks it up for many offers touches few lines of memory.
  let machineOfOffer: [Int32]
  /// The dataset's index of each offer.
  let datasetOffer: [Int]
  /// Of equally good offers of a process the one with the lower rank wins.
  let tieRank: [Int32]
  /// Offers of each process.
  let offersOfProcess: [Range<Int>]
  /// The offers in blocks, for searches.
  let offerIndex: OfferIndex
  /// The shortest set-up and the shortest cycle among the offers of each process.
  let fastest: [FastestTerms]
  /// Whether each process may run on over closed time.
  let isResumable: [Bool]
  let machines: [MachineColumns]
  /// Which orders have nothing to do with each other.
  let processGroups: ProcessGroups
  /// Every pair of a cluster and a calendar that some machine has.
  let sites: [Site]
  let clusterCount: Int
  /// The machine of each unit.
  let machineOfUnit: [Int]
  let certificates: CertificateTable
  let openTime: OpenTime
  let freight: Freight
  let horizon: Horizon
  /// Price tiers of all offers; ``OfferTerms/tiers`` says whose.
  let tiers: [PriceTier]
  /// Materials of all offers; ``OfferConditions/materials`` says whose.
  let materials: [Int32]
  /// What promised bookings block.
  let promised: [PromisedBooking]
  /// Whether each order is served by a promised booking already.
  let isPromised: [Bool]
  /// Whose ids decide ties, whatever the input's order.
  private let datasetOrders: [Order]

  var unitCount: Int { machineOfUnit.count }

  /// Compiles `dataset`.
  ///
  /// - Complexity: O(*n* log *n*) in its rows.
  init(_ dataset: Dataset) {
    horizon = dataset.horizon
    openTime = OpenTime(dataset)
    freight = Freight(dataset)
    certificates = CertificateTable(dataset)
    promised = dataset.promised
    isResumable = dataset.processes.map(\.isResumable)

    var machines: [MachineColumns] = []
    var machineOfUnit: [Int] = []
    var sites: [Site] = []
    var siteIndex: [Site: Int] = [:]
    for (index, machine) in dataset.machines.enumerated() {
      let site = Site(
        cluster: dataset.factories[machine.factory].cluster,
        calendar: machine.calendar ?? openTime.alwaysOpen)
      let number = siteIndex[site] ?? sites.count
      if number == sites.count {
        siteIndex[site] = number
        sites.append(site)
      }
      machines.append(
        MachineColumns(
          factory: machine.factory, cluster: site.cluster, calendar: site.calendar, site: number,
          firstUnit: machineOfUnit.count, unitCount: machine.units))
      for _ in 0..<machine.units { machineOfUnit.append(index) }
    }
    self.machines = machines
    self.sites = sites
    clusterCount = dataset.clusters.count
    self.machineOfUnit = machineOfUnit

    let offersOf = offersByProcess(dataset)
    var conditions: [OfferConditions] = []
    var terms: [OfferTerms] = []
    var datasetOffer: [Int] = []
    var ranges: [Range<Int>] = []
    var slopes: [Double] = []
    var tieRank: [Int32] = []
    var tiers: [PriceTier] = []
    var materials: [Int32] = []
    for offers in offersOf {
      ranges.append(datasetOffer.count..<(datasetOffer.count + offers.count))
      for ranked in offers {
        let offer = dataset.offers[ranked.offer]
        slopes.append(ranked.slope)
        tieRank.append(ranked.rank)
        let machine = dataset.machines[offer.machine]
        let firstMaterial = materials.count
        materials.append(contentsOf: offer.materials.map(Int32.init))
        conditions.append(
          OfferConditions(
            offer: offer, machine: machine,
            certificateMask: dataset.factories[machine.factory].certificateMask,
            materials: firstMaterial..<materials.count))
        let firstTier = tiers.count
        if case .piece(let own) = offer.pricing { tiers.append(contentsOf: own) }
        terms.append(OfferTerms(offer: offer, tiers: firstTier..<tiers.count))
        datasetOffer.append(ranked.offer)
      }
    }
    self.conditions = conditions
    machineOfOffer = conditions.map(\.machine)
    self.terms = terms
    self.datasetOffer = datasetOffer
    self.tieRank = tieRank
    self.offersOfProcess = ranges
    offerIndex = OfferIndex(
      offersOfProcess: ranges, conditions: conditions, terms: terms, slopes: slopes, tiers: tiers,
      machines: machines)
    fastest = ranges.map { range in
      var fastest = FastestTerms(setupSeconds: .max, cycleMilliseconds: .max)
      for offer in range {
        fastest.setupSeconds = min(fastest.setupSeconds, terms[offer].setupSeconds)
        fastest.cycleMilliseconds = min(
          fastest.cycleMilliseconds, terms[offer].cycleMilliseconds)
      }
      return range.isEmpty ? FastestTerms(setupSeconds: 0, cycleMilliseconds: 0) : fastest
    }
    self.tiers = tiers
    self.materials = materials

    var orders: [OrderDemand] = []
    var stages: [StageDemand] = []
    for (index, order) in dataset.orders.enumerated() {
      orders.append(
        OrderDemand(
          order: order, certificateSet: certificates.setOfOrder[index],
          processes: dataset.processes, stages: dataset.stages))
      for stage in order.stages {
        stages.append(
          StageDemand(
            dataset.stages[stage], of: order, orderIndex: index, processes: dataset.processes))
      }
    }
    self.orders = orders
    self.stages = stages

    datasetOrders = dataset.orders
    processGroups = ProcessGroups(
      processCount: dataset.processes.count, conditions: conditions, offersOfProcess: ranges,
      machineCount: machines.count, orders: orders, stages: stages)

    let served = Set(dataset.promised.compactMap(\.orderID))
    isPromised =
      served.isEmpty
      ? [Bool](repeating: false, count: dataset.orders.count)
      : dataset.orders.map { served.contains($0.id) }
  }

  /// Whether the first of two orders comes before the second, by id.
  func isFirst(_ left: Int, _ right: Int) -> Bool {
    datasetOrders[left].id < datasetOrders[right].id
  }

  /// Each order's rank by id.
  func orderRanks() -> [Int] {
    var ranks = [Int](repeating: 0, count: datasetOrders.count)
    for (rank, order) in datasetOrders.indices.sorted(by: isFirst).enumerated() {
      ranks[order] = rank
    }
    return ranks
  }

  /// The timelines with promised bookings taken: what every match starts from.
  func openingTimelines() -> Timelines {
    var timelines = Timelines(emptyMachinesOf: self)
    for booking in promised {
      block(booking.span, machine: booking.machine, unit: booking.unit, in: &timelines)
    }
    return timelines
  }

  /// Takes the open time inside a span of wall time; `unit` counts from 1.
  func block(_ span: TimeSpan, machine: Int, unit: Int, in timelines: inout Timelines) {
    let calendar = machines[machine].calendar
    timelines.block(
      machines[machine].firstUnit + unit - 1, from: openTime.work(calendar, before: span.start),
      to: openTime.work(calendar, before: span.end))
  }
}
