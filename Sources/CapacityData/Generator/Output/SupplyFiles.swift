/// What the files of factories and machines came to.
struct Supply {
  /// The offers of each process that machines offer.
  var markets: [ProcessMarket]
  var factoryCount = 0
  var offerCount = 0
  var bookingCount = 0
  /// The open seconds of all units that their owners leave free.
  var freeSeconds = 0
}

/// Draws factories, machines, offers and the owners' bookings, and writes them as they come.
struct SupplyFiles {
  let options: GeneratorOptions
  let clusters: ClusterTable
  let processes: ProcessTable
  let calendars: SharedCalendars
  private let factories: SyntheticTableFile
  private let machines: SyntheticTableFile
  private let offers: SyntheticTableFile
  private let bookings: SyntheticTableFile

  /// Creates the files with their headers.
  init(
    folder: String, options: GeneratorOptions, clusters: ClusterTable, processes: ProcessTable,
    calendars: SharedCalendars
  ) throws(GeneratorError) {
    self.options = options
    self.clusters = clusters
    self.processes = processes
    self.calendars = calendars
    factories = try SyntheticTableFile(
      folder: folder, name: "factories.csv",
      header: "factory_id,name,cluster_id,certifications,industry_code")
    machines = try SyntheticTableFile(
      folder: folder, name: "machines.csv",
      header: "machine_id,factory_id,equipment_class,calendar_id,units,"
        + "length_mm,width_mm,height_mm,tolerance_it")
    offers = try SyntheticTableFile(
      folder: folder, name: "offers.csv",
      header: "machine_id,process,pricing,cycle_time_s,setup_time_s,hourly_rate,piece_price,"
        + "value_share,setup_fee,minimum_charge,billing_increment_min,materials,"
        + "min_quantity,max_quantity")
    bookings = try SyntheticTableFile(
      folder: folder, name: "bookings.csv",
      header: "booking_id,machine_id,machine_unit,start,end")
  }

  /// Draws and writes everything.
  func write(plan: CapacityPlan) throws(GeneratorError) -> Supply {
    var plan = plan
    let factoryMaker = FactoryMaker(options: options, clusters: clusters, processes: processes)
    let machineMaker = MachineMaker(
      options: options, processes: processes, calendars: calendars)
    let offerMaker = OfferMaker(processes: processes)
    var supply = Supply(
      markets: Array(repeating: ProcessMarket(), count: processes.offeredCount))
    var machineCount = 0
    while machineCount < options.machines {
      supply.factoryCount += 1
      let factory = factoryMaker.factory(
        number: supply.factoryCount, machinesLeft: options.machines - machineCount, plan: plan)
      try write(factory)
      for _ in 0..<factory.machineCount {
        machineCount += 1
        var draws = DrawStream(seed: options.seed, kind: .machine, number: machineCount)
        let machine = machineMaker.machine(
          number: machineCount, of: factory, plan: &plan, draws: &draws)
        try write(machine)
        let pattern = calendars.calendars[machine.calendar].pattern
        for row in offerMaker.offers(of: machine, pattern: pattern, draws: &draws) {
          supply.markets[Int(row.offer.process)].add(row.offer)
          supply.offerCount += 1
          try write(row, of: machine)
        }
        let freeSeconds = try writeBookings(of: machine, into: &supply)
        plan.add(freeSeconds: freeSeconds, to: machine.processes[0])
      }
    }
    for index in supply.markets.indices { supply.markets[index].seal() }
    for file in [factories, machines, offers, bookings] { try file.finish() }
    return supply
  }

  private func write(_ factory: SyntheticFactory) throws(GeneratorError) {
    factories.text(factory.id)
    factories.text(factory.name)
    factories.text(clusters.clusters[factory.cluster].id)
    factories.text(factory.certificates.cell)
    factories.text(factory.industryCode)
    try factories.endRow()
  }

  private func write(_ machine: SyntheticMachine) throws(GeneratorError) {
    machines.id("M", machine.number)
    machines.text(machine.factory.id)
    machines.text(processes.processes[machine.processes[0]].equipmentClass)
    machines.text(calendars.calendars[machine.calendar].id)
    machines.integer(machine.units)
    if let box = machine.box {
      for side in box { machines.integer(side) }
    } else {
      machines.empty(3)
    }
    machines.integer(machine.toleranceGrade, unless: ToleranceGrade.coarsest)
    try machines.endRow()
  }

  private func write(_ row: OfferRow, of machine: SyntheticMachine) throws(GeneratorError) {
    let offer = row.offer
    offers.id("M", machine.number)
    offers.text(processes.processes[Int(offer.process)].code)
    offers.text(offer.pricing.name)
    if offer.cycleMilliseconds == 0 {
      offers.empty()
    } else {
      offers.decimal(Int(offer.cycleMilliseconds), places: 3)
    }
    offers.integer(Int(offer.setupSeconds))
    switch offer.pricing {
    case .time:
      offers.decimal(Int(offer.rateFen), places: 2)
      offers.empty(2)
    case .piece:
      offers.empty()
      offers.text(row.pieceTiers)
      offers.empty()
    case .value:
      offers.empty(2)
      offers.decimal(Int(offer.shareBasisPoints), places: 2)
    }
    offers.decimal(Int(offer.setupFeeFen), places: 2)
    offers.decimal(Int(offer.minimumChargeFen), places: 2)
    offers.integer(offer.pricing == .time ? 30 : 1, unless: 1)
    offers.text(Materials.list(offer.materials))
    offers.integer(Int(offer.minimumQuantity), unless: 0)
    offers.integer(Int(offer.maximumQuantity), unless: Int(Int32.max))
    try offers.endRow()
  }

  /// Writes the owner's bookings of all units, and returns the open seconds that are left.
  private func writeBookings(
    of machine: SyntheticMachine, into supply: inout Supply
  ) throws(GeneratorError) -> Int {
    var freeSeconds = 0
    let openTime = calendars.calendars[machine.calendar].openTime
    for unit in 1...machine.units {
      // A unit's stream depends on nothing but its machine and its number among at most 6.
      var draws = DrawStream(
        seed: options.seed, kind: .ownerLoad, number: machine.number * 8 + unit)
      let load = OwnerLoad.blocks(in: openTime, draws: &draws)
      freeSeconds += openTime.total - load.openSeconds
      for interval in load.intervals {
        supply.bookingCount += 1
        bookings.id("B", supply.bookingCount)
        bookings.id("M", machine.number)
        bookings.integer(unit)
        bookings.time(interval.lowerBound)
        bookings.time(interval.upperBound)
        try bookings.endRow()
      }
    }
    supply.freeSeconds += freeSeconds
    return freeSeconds
  }
}
