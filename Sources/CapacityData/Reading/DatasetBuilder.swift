import CapacityModel

/// A dataset in the making.
///
/// Files are read in an order in which each finds what it refers to. Times are in seconds since 1970
/// until ``finish()``, since the horizon may follow from the orders; names of certificates and
/// materials are numbered by first appearance until then, and lists of them by the cell that they
/// stand in.
struct DatasetBuilder {
  var files: FileSource
  /// How to use several threads; `nil` to read every file from front to back.
  ///
  /// With a plan ids are not kept and places are not known: it only finds out whether all is well and
  /// what the data is. Whatever is wrong is found again, and told, without one.
  let plan: ReadingPlan?
  var log: ProblemLog
  var warnings: [Message] = []

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
  /// The orders' customers, each name once.
  var customers = CustomerNames()
  /// The sum of priority x budget, in fen.
  var objectiveFen: Int64 = 0
  /// The earliest and the latest time that an order names.
  var orderTimes: (first: Int64, last: Int64)?
  /// Whether an order leaves a time out.
  var leavesTimesOut = false
  var stages: [Stage] = []
  var lanes: [FreightLane] = []
  var promised: [PromisedBooking] = []
  /// Whether it is known already that no two promised bookings of one unit share open time.
  var isTimeChecked = false

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

  init(folder: String, encoding: TextEncoding, plan: ReadingPlan? = nil) {
    self.plan = plan
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
    if plan != nil {
      try readInParallel()
      return
    }
    let stageTable = try readStageRows()
    let orderTable = try readOrders()
    if let stageTable { checkStageRows(stageTable) }
    try readFreight()
    let promisedTable = try readPromised()
    // With anything wrong so far the horizon may be wrong as well, and with it all that follows.
    if let orderTable, log.isEmpty { settleHorizon(orderTable) }
    if let orderTable, log.isEmpty { checkOrderTimes(orderTable) }
    if let promisedTable, log.isEmpty { checkPromised(promisedTable) }
  }

  /// How many threads may be used.
  var threads: Int { plan?.threads ?? 1 }

  /// Opens a file as a table; `nil` when it is missing or unusable.
  mutating func open(_ description: FileDescription) throws(DataError) -> Table? {
    let source = try files.load(
      description.name, isOptional: description.isOptional, columns: description.columns,
      log: &log)
    guard let source else { return nil }
    return Table(source, description, log: &log, warnings: &warnings)
  }
}
