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
    of factory: Int, in dataset: Dataset, bookings: [BookingRecord], certificate: Certificate?
  ) {
    self.factory = factory
    var lines: [MachineLine] = []
    var lineOfMachine: [Int: Int] = [:]
    var machineOfID: [Identifier: Int] = [:]
    for (index, machine) in dataset.machines.enumerated() where machine.factory == factory {
      lineOfMachine[index] = lines.count
      machineOfID[machine.id] = index
      lines.append(MachineLine(machine: index))
    }
    var own: [(line: Int, record: BookingRecord)] = []
    var taken = [[TakenTime]](repeating: [], count: lines.count)
    for booking in bookings {
      guard let machine = machineOfID[booking.machineID], let line = lineOfMachine[machine],
        booking.unit >= 1, booking.unit <= Int64(dataset.machines[machine].units)
      else { continue }
      own.append((line, booking))
      lines[line].bookingCount += 1
      lines[line].revenueFen += booking.chargeFen
      taken[line].append(
        TakenTime(
          machine: machine, unit: Int(booking.unit),
          span: TimeSpan(start: booking.start, end: booking.end)))
    }
    var promised = [[TakenTime]](repeating: [], count: lines.count)
    for booking in dataset.promised {
      guard let line = lineOfMachine[booking.machine] else { continue }
      promised[line].append(
        TakenTime(machine: booking.machine, unit: booking.unit, span: booking.span))
    }
    var pricesOfLine = [[ShadowPrice]](repeating: [], count: lines.count)
    for price in certificate?.prices ?? [] {
      if let line = lineOfMachine[price.machine] { pricesOfLine[line].append(price) }
    }
    let openTime = OpenTime(dataset)
    let horizon = TimeSpan(start: 0, end: dataset.horizon.lengthSeconds)
    for line in lines.indices {
      let machine = dataset.machines[lines[line].machine]
      func busy(_ taken: [TakenTime]) -> BusyTime {
        BusyTime(
          openTime, calendar: machine.calendar ?? openTime.alwaysOpen, unitCount: machine.units,
          taken: taken)
      }
      let all = busy(promised[line] + taken[line])
      lines[line].openSeconds = all.open(before: horizon.end)
      lines[line].promisedSeconds = busy(promised[line]).taken(before: horizon.end)
      lines[line].bookedSeconds =
        all.taken(before: horizon.end) - lines[line].promisedSeconds
      guard certificate != nil else { continue }
      let worth = pricesOfLine[line].reduce(Int128(0)) { worth, price in
        worth + Int128(price.microYuanPerSecond) * Int128(all.idle(in: price.period))
      }
      lines[line].idleWorthFen = Int64(clamping: divideHalfUp(worth, by: 10_000))
    }
    machines = lines
    own.sort {
      ($0.line, $0.record.unit, $0.record.start, $0.record.line)
        < ($1.line, $1.record.unit, $1.record.start, $1.record.line)
    }
    self.bookings = own.map(\.record)
    var total = MachineLine(machine: -1)
    if certificate != nil { total.idleWorthFen = 0 }
    for line in lines {
      total.bookingCount += line.bookingCount
      total.openSeconds += line.openSeconds
      total.promisedSeconds += line.promisedSeconds
      total.bookedSeconds += line.bookedSeconds
      total.revenueFen += line.revenueFen
      total.idleWorthFen = total.idleWorthFen.map {
        Int64(clamping: Int128($0) + Int128(line.idleWorthFen ?? 0))
      }
    }
    self.total = total
  }

  /// What the bookings charged by one mode are charged, in fen.
  public func revenueFen(by mode: PricingMode) -> Int64 {
    bookings.reduce(0) { $0 + ($1.pricing == mode ? $1.chargeFen : 0) }
  }
}
