internal import CapacityModel

/// The dataset compiled to columns, read-only: who could make what, and what it would cost.
///
/// This is the seam between *what is feasible and what it costs*, which lives here and in
/// `Timelines/`, and *how the search goes*, which lives in `Matching/` and may be replaced.
///
/// Offers are grouped by process, then by pricing mode, and within a group ascend in what a unit
/// costs at the least, so that a search for cheap offers can stop early. An *offer* in this module is
/// an index into these columns; ``datasetOffer`` leads back.
final class Market: Sendable {
  /// A machine's place, hours and units.
  struct MachineColumns: Sendable {
    var factory: Int
    var cluster: Int
    var calendar: Int
    /// The pair of its cluster and calendar.
    var site: Int
    /// The number of its first unit among all units of the market.
    var firstUnit: Int
    var unitCount: Int
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
  /// The dataset's index of each offer.
  let datasetOffer: [Int]
  /// Offers of each process.
  let offersOfProcess: [Range<Int>]
  /// The groups of each process, one for each pricing mode that it is offered in.
  let groupsOfProcess: [[OfferGroup]]
  /// What a unit costs on each offer at the least, as ``OfferGroup`` counts it.
  let slopes: [Double]
  /// The shortest set-up and the shortest cycle among the offers of each process.
  let fastest: [FastestTerms]
  /// Whether each process may run on over closed time.
  let isResumable: [Bool]
  let machines: [MachineColumns]
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
  /// Each order's rank by id: ties go to the lower one, whatever the input's order.
  let orderRank: [Int]

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
    var groups: [[OfferGroup]] = []
    var slopes: [Double] = []
    var tiers: [PriceTier] = []
    var materials: [Int32] = []
    for offers in offersOf {
      ranges.append(datasetOffer.count..<(datasetOffer.count + offers.count))
      groups.append([])
      for (slope, index) in offers {
        let offer = dataset.offers[index]
        let mode = offer.pricing.mode
        if groups[groups.count - 1].last?.mode != mode {
          groups[groups.count - 1].append(
            OfferGroup(mode: mode, offers: datasetOffer.count..<datasetOffer.count))
        }
        groups[groups.count - 1][groups[groups.count - 1].count - 1].include(datasetOffer.count)
        slopes.append(slope)
        let machine = dataset.machines[offer.machine]
        let firstMaterial = materials.count
        materials.append(contentsOf: offer.materials.map(Int32.init))
        conditions.append(
          OfferConditions(
            offer: offer, machine: machine, materials: firstMaterial..<materials.count))
        let firstTier = tiers.count
        if case .piece(let own) = offer.pricing { tiers.append(contentsOf: own) }
        terms.append(OfferTerms(offer: offer, tiers: firstTier..<tiers.count))
        datasetOffer.append(index)
      }
    }
    self.conditions = conditions
    self.terms = terms
    self.datasetOffer = datasetOffer
    self.offersOfProcess = ranges
    self.groupsOfProcess = groups
    self.slopes = slopes
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
          StageDemand(dataset.stages[stage], of: order, orderIndex: index, dataset: dataset))
      }
    }
    self.orders = orders
    self.stages = stages

    let byID = dataset.orders.indices.sorted { dataset.orders[$0].id < dataset.orders[$1].id }
    var rank = [Int](repeating: 0, count: byID.count)
    for (position, order) in byID.enumerated() { rank[order] = position }
    orderRank = rank

    let served = Set(dataset.promised.compactMap(\.orderID))
    isPromised = dataset.orders.map { served.contains($0.id) }
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
