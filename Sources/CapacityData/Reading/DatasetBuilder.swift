import CapacityModel

/// A dataset in the making.
///
/// Files are read in an order in which each finds what it refers to. Times are in seconds since 1970
/// until ``finish()``, since the horizon may follow from the orders; names of certificates and
/// materials are numbered by first appearance until then, and lists of them by the cell that they
/// stand in.
struct DatasetBuilder {
  let files: FileSource
  var log: ProblemLog
  var warnings: [String] = []

  var name = ""
  var zone: Int64 = 8 * 3_600
  var horizonStart: Int64?
  var horizonEnd: Int64?
  /// `dataset.json` and where its horizon stands in it, for problems with that.
  var horizonPlaces = HorizonPlaces()
  var freightRates = FreightRates()

  var clusters: [Cluster] = []
  var factories: [Factory] = []
  var calendars: [WorkCalendar] = []
  var machines: [Machine] = []
  var processes: [Process] = []
  var offers: [Offer] = []
  var orders: [Order] = []
  var stages: [Stage] = []
  var lanes: [FreightLane] = []
  var promised: [PromisedBooking] = []

  var clusterIDs = IdentifierRegister(Schema.clusters, "cluster_id")
  var factoryIDs = IdentifierRegister(Schema.factories, "factory_id")
  var calendarIDs = IdentifierRegister(Schema.calendars, "calendar_id")
  var machineIDs = IdentifierRegister(Schema.machines, "machine_id")
  var processIDs = IdentifierRegister(Schema.processes, "process")
  var orderIDs = IdentifierRegister(Schema.orders, "order_id")
  var promisedIDs = IdentifierRegister(Schema.promised, "booking_id")

  var certifications = NameRegister()
  var materials = NameRegister()
  /// For each order, the number of its list of certificates.
  var orderCertificationLists: [Int32] = []
  /// For each offer, the number of its list of materials.
  var offerMaterialLists: [Int32] = []
  /// The rows of `stages.csv`.
  var stageRows = StageRows()

  init(folder: String, encoding: TextEncoding) {
    files = FileSource(folder: folder, encoding: encoding)
    log = ProblemLog(fileNames: ["dataset.json"] + Schema.dataset.map(\.name))
  }

  /// Reads every file and logs every problem.
  mutating func readAll() throws(DataError) {
    try readConfiguration()
    try readClusters()
    try readFactories()
    try readCalendars()
    try readMachines()
    try readProcesses()
    try readOffers()
    let stageTable = try readStageRows()
    let orderTable = try readOrders(hasStagesFile: stageTable != nil)
    if let stageTable { checkStageRows(stageTable) }
    try readFreight()
    let promisedTable = try readPromised()
    // With anything wrong so far the horizon may be wrong as well, and with it all that follows.
    if let orderTable, log.isEmpty { settleHorizon(orderTable) }
    if let orderTable, log.isEmpty { checkOrderTimes(orderTable) }
    if let promisedTable, log.isEmpty { checkPromised(promisedTable) }
  }

  /// Opens a file as a table; `nil` when it is missing or unusable.
  mutating func open(_ description: FileDescription) throws(DataError) -> Table? {
    let source = try files.load(
      description.name, isOptional: description.isOptional, columns: description.columns,
      log: &log)
    guard let source else { return nil }
    return Table(source, description, log: &log, warnings: &warnings)
  }

  /// The dataset.
  ///
  /// - Precondition: The log is empty.
  consuming func finish() -> Dataset {
    let start = horizonStart ?? 0
    let end = horizonEnd ?? 0
    let horizon = Horizon(
      startEpochSeconds: start, lengthSeconds: end - start, zoneOffsetSeconds: zone)
    finishNames()
    finishTimes(start: start, length: end - start)
    offers.sort(by: isOrderedBefore)
    let (certificationNames, _) = certifications.sorted()
    let (materialNames, _) = materials.sorted()
    return Dataset(
      name: name, horizon: horizon, freightRates: freightRates, clusters: clusters,
      factories: factories, calendars: calendars, machines: machines, processes: processes,
      offers: offers, orders: orders, stages: stages, lanes: lanes, promised: promised,
      certificationNames: certificationNames, materialNames: materialNames)
  }

  /// Replaces numbers by first appearance with places among the sorted names.
  private mutating func finishNames() {
    let (_, certificationRanks) = certifications.sorted()
    let certificationLists = certifications.sortedLists(ranks: certificationRanks)
    for index in factories.indices {
      for held in factories[index].certifications.indices {
        let number = factories[index].certifications[held].certification
        factories[index].certifications[held].certification = certificationRanks[number]
      }
      factories[index].certifications.sort { $0.certification < $1.certification }
    }
    for index in orders.indices {
      orders[index].certifications = certificationLists[Int(orderCertificationLists[index])]
    }
    let (_, materialRanks) = materials.sorted()
    let materialLists = materials.sortedLists(ranks: materialRanks)
    for index in offers.indices {
      offers[index].materials = materialLists[Int(offerMaterialLists[index])]
    }
    for index in stages.indices {
      if let material = stages[index].material { stages[index].material = materialRanks[material] }
    }
  }

  /// Replaces seconds since 1970 with seconds from the horizon's start, and missing times.
  private mutating func finishTimes(start: Int64, length: Int64) {
    func moved(_ span: TimeSpan) -> TimeSpan {
      TimeSpan(start: span.start - start, end: span.end - start)
    }
    for index in orders.indices {
      let release = orders[index].release
      let deadline = orders[index].deadline
      orders[index].release = release == .min ? 0 : release - start
      orders[index].deadline = deadline == .max ? length : deadline - start
    }
    for index in calendars.indices {
      calendars[index].open = calendars[index].open.map(moved)
      calendars[index].closed = calendars[index].closed.map(moved)
    }
    for index in promised.indices { promised[index].span = moved(promised[index].span) }
  }
}

/// Whether offer `left` comes before `right`: by machine and process, then by all that they say, so
/// that the order of the rows leaves no trace.
private func isOrderedBefore(_ left: Offer, _ right: Offer) -> Bool {
  func key(_ offer: Offer) -> [Int64] {
    var key = [Int64(offer.machine), Int64(offer.process)]
    switch offer.pricing {
    case .time(let rate): key += [0, rate]
    case .piece(let tiers):
      key += [1, Int64(tiers.count)]
      for tier in tiers { key += [tier.fromQuantity, tier.priceFen] }
    case .value(let share): key += [2, share]
    }
    key += [
      offer.cycleMilliseconds ?? -1, offer.setupSeconds, offer.setupFeeFen,
      offer.minimumChargeFen, offer.billingIncrementSeconds, offer.quantityMinHundredths,
      offer.quantityMaxHundredths,
    ]
    return key + offer.materials.map(Int64.init)
  }
  if left.machine != right.machine { return left.machine < right.machine }
  if left.process != right.process { return left.process < right.process }
  return key(left).lexicographicallyPrecedes(key(right))
}
