/// What a generated dataset came to.
public struct GeneratedDataset: Sendable, Equatable {
  /// The number of factories.
  public let factories: Int
  /// The number of offers.
  public let offers: Int
  /// The number of the owners' own bookings.
  public let bookings: Int
  /// The number of orders.
  public let orders: Int
  /// The number of orders that were planted to be unmatched.
  public let plantedMisses: Int
  /// The hours asked over the hours that owners leave free, in thousandths, as it turned out.
  public let loadThousandths: Int
}

/// Makes synthetic datasets of industrial clusters that share their equipment.
///
/// The figures are judgement, plausible for clusters like those of Sichuan, and no statistics of any place.
/// The order of work: the tables (`Tables/`), the shared calendars (`Calendars/`), factories with their machines,
/// offers and owners' bookings (`Supply/`), then orders that fit them (`Demand/`), a small share of which is
/// spoiled on purpose and listed in `truth.csv`. Rows are written as they are drawn (`Output/`);
/// only the offers stay in memory, since orders are made to fit them.
///
/// Every entity draws from a stream of its own (`Random/`), in integers only: the same options give the
/// same bytes everywhere.
public struct DatasetGenerator: Sendable {
  /// What to make.
  public let options: GeneratorOptions

  /// Creates a generator.
  ///
  /// - Parameter options: What to make.
  /// - Throws: `GeneratorError.outOfRange` for the first option that is out of its range.
  public init(options: GeneratorOptions) throws(GeneratorError) {
    try options.validate()
    self.options = options
  }

  /// Writes the dataset's files.
  ///
  /// Files that are there under their names are replaced. After a failure the folder is incomplete.
  ///
  /// - Parameter folder: The path of a folder that exists.
  /// - Returns: What the dataset came to.
  /// - Throws: `GeneratorError.cannotWrite` for the first file that cannot be written.
  /// - Complexity: O(orders + machines) time; memory for the offers.
  @discardableResult
  public func write(to folder: String) throws(GeneratorError) -> GeneratedDataset {
    let clusters = ClusterTable(makerCount: options.clusters)
    let processes = ProcessTable(
      count: options.processes, machines: options.machines, seed: options.seed)
    let calendars = SharedCalendars(dayCount: options.days, seed: options.seed)
    let freight = FreightTable(clusters.clusters)
    let shapes = OrderShapes(processes: processes, options: options)

    let reference = ReferenceFiles(folder: folder)
    try reference.writeDataset(options: options)
    try reference.write(clusters.clusters)
    try reference.write(processes.processes)
    try reference.write(calendars.calendars)
    try reference.write(freight, among: clusters.clusters)

    let plan = CapacityPlan(
      options: options, clusters: clusters, processes: processes, shapes: shapes)
    let supply = try SupplyFiles(
      folder: folder, options: options, clusters: clusters, processes: processes,
      calendars: calendars
    ).write(plan: plan)

    let planner = RoutePlanner(
      processes: processes.processes, calendars: calendars.calendars, freight: freight)
    let maker = OrderMaker(
      options: options, clusters: clusters, processes: processes, markets: supply.markets,
      shapes: shapes, planner: planner)
    let files = try OrderFiles(
      folder: folder, clusters: clusters.clusters, processes: processes.processes)
    return try writeOrders(maker: maker, supply: supply, to: files)
  }

  /// Finds the scale of quantities that gives the wanted load, then writes all orders.
  private func writeOrders(
    maker: OrderMaker, supply: Supply, to files: OrderFiles
  ) throws(GeneratorError) -> GeneratedDataset {
    let wanted = supply.freeSeconds / 1000 * options.loadThousandths
    let scale = LoadScale(maker: maker, wantedSeconds: wanted).factor()
    var askedSeconds = 0
    var plantedMisses = 0
    for number in 1...options.orders {
      let order = maker.order(number: number, scale: scale)
      askedSeconds += order.askedSeconds
      if order.plantedMiss != nil { plantedMisses += 1 }
      try files.write(order)
    }
    try files.finish()
    return GeneratedDataset(
      factories: supply.factoryCount, offers: supply.offerCount, bookings: supply.bookingCount,
      orders: options.orders, plantedMisses: plantedMisses,
      loadThousandths: askedSeconds / max(1, supply.freeSeconds / 1000))
  }
}
