public import CapacityModel

/// What a result books at one factory, what that earns, and what its idle hours would have been worth.
///
/// Nothing of other parties goes in: of each booking only what the factory is paid and has to do.
public struct FactoryStatement: Sendable {
  /// One machine of the factory.
  public struct MachineLine: Equatable, Sendable {
    /// Index into ``Dataset/machines``.
    public var machine: Int
    /// Bookings of the result.
    public var bookingCount = 0
    /// Open seconds of all units.
    public var openSeconds: Int64 = 0
    /// Of these, what promised bookings cover, each unit's seconds once.
    public var promisedSeconds: Int64 = 0
    /// Of these, what the result's bookings cover beside it.
    public var bookedSeconds: Int64 = 0
    /// What the bookings are charged, in fen.
    public var revenueFen: Int64 = 0
    /// What the seconds that nothing takes would have been worth at the prices of the certificate, in
    /// fen; `nil` without one.
    public var idleWorthFen: Int64?

    /// Creates the line of a machine without time.
    public init(machine: Int) { self.machine = machine }

    /// Open seconds that nothing takes.
    public var idleSeconds: Int64 { openSeconds - promisedSeconds - bookedSeconds }

    /// The total of no machines, its worth none rather than unknown where there are prices.
    fileprivate static func nothing(isPriced: Bool) -> MachineLine {
      var line = MachineLine(machine: -1)
      if isPriced { line.idleWorthFen = 0 }
      return line
    }

    /// Adds another machine to a total.
    fileprivate mutating func add(_ line: MachineLine) {
      bookingCount += line.bookingCount
      openSeconds += line.openSeconds
      promisedSeconds += line.promisedSeconds
      bookedSeconds += line.bookedSeconds
      revenueFen += line.revenueFen
      idleWorthFen = idleWorthFen.map {
        Int64(clamping: Int128($0) + Int128(line.idleWorthFen ?? 0))
      }
    }
  }

  /// Index into ``Dataset/factories``.
  public let factory: Int
  /// Its machines, in the dataset's order.
  public let machines: [MachineLine]
  /// Its own bookings, by machine, then unit, then start.
  public let bookings: [BookingRecord]
  /// All machines together, the worth the sum of theirs; ``MachineLine/machine`` is -1.
  public let total: MachineLine

  /// Draws up the statement of `factory` from a result's bookings and prices.
  ///
  /// Bookings that name no unit of the factory's machines are left out; what the rows say of charges is
  /// taken as it is (`verify` checks it).
  ///
  /// - Complexity: O(*n* log *n*) in the factory's rows, O(*n*) in all others.
  public init(
    of factory: Int, in dataset: Dataset, bookings allBookings: [BookingRecord],
    certificate: Certificate?
  ) {
    self.factory = factory
    let accounts = MachineAccounts(
      of: dataset.machines.indices.filter { dataset.machines[$0].factory == factory },
      in: dataset, bookings: allBookings, certificate: certificate)
    machines = accounts.lines
    bookings = accounts.bookings.sorted {
      ($0.line, $0.record.unit, $0.record.start, $0.record.line)
        < ($1.line, $1.record.unit, $1.record.start, $1.record.line)
    }.map(\.record)
    total = machines.reduce(into: MachineLine.nothing(isPriced: certificate != nil)) {
      $0.add($1)
    }
  }

  /// The ``total`` of every factory, in the dataset's order, as the statement of each has it.
  ///
  /// - Complexity: O(*n* log *n*) in bookings, promised bookings, prices and machines together.
  public static func totals(
    in dataset: Dataset, bookings: [BookingRecord], certificate: Certificate?
  ) -> [MachineLine] {
    let accounts = MachineAccounts(
      of: Array(dataset.machines.indices), in: dataset, bookings: bookings,
      certificate: certificate)
    var totals = [MachineLine](
      repeating: .nothing(isPriced: certificate != nil), count: dataset.factories.count)
    for line in accounts.lines { totals[dataset.machines[line.machine].factory].add(line) }
    return totals
  }

  /// What the bookings charged by one mode are charged, in fen.
  public func revenueFen(by mode: PricingMode) -> Int64 {
    bookings.reduce(0) { $0 + ($1.pricing == mode ? $1.chargeFen : 0) }
  }
}
