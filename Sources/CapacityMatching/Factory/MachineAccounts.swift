internal import CapacityModel

/// What machines did in a result, each by itself: the ground of one factory's statement, and of the totals
/// of all factories in one go.
struct MachineAccounts {
  /// A line for each machine that was asked for, in that order.
  private(set) var lines: [FactoryStatement.MachineLine]
  /// Their bookings, in the order of the rows; others are left out.
  private(set) var bookings: [(line: Int, record: BookingRecord)] = []

  /// Draws up the accounts of `machines` from a result's bookings and prices.
  ///
  /// - Complexity: O(*n* log *n*) in rows of these machines, O(*n*) in all others.
  init(
    of machines: [Int], in dataset: Dataset, bookings records: [BookingRecord],
    certificate: Certificate?
  ) {
    lines = machines.map(FactoryStatement.MachineLine.init(machine:))
    var lineOfMachine = [Int?](repeating: nil, count: dataset.machines.count)
    var machineOfID: [Identifier: Int] = [:]
    for (line, machine) in machines.enumerated() {
      lineOfMachine[machine] = line
      machineOfID[dataset.machines[machine].id] = machine
    }
    var taken = [[TakenTime]](repeating: [], count: lines.count)
    for record in records {
      guard let machine = machineOfID[record.machineID], let line = lineOfMachine[machine],
        record.unit >= 1, record.unit <= Int64(dataset.machines[machine].units)
      else { continue }
      bookings.append((line, record))
      lines[line].bookingCount += 1
      lines[line].revenueFen += record.chargeFen
      taken[line].append(
        TakenTime(
          machine: machine, unit: Int(record.unit),
          span: TimeSpan(start: record.start, end: record.end)))
    }
    var promised = [[TakenTime]](repeating: [], count: lines.count)
    for promise in dataset.promised {
      guard let line = lineOfMachine[promise.machine] else { continue }
      promised[line].append(
        TakenTime(machine: promise.machine, unit: promise.unit, span: promise.span))
    }
    var prices = [[ShadowPrice]](repeating: [], count: lines.count)
    for price in certificate?.prices ?? [] {
      if let line = lineOfMachine[price.machine] { prices[line].append(price) }
    }
    let openTime = OpenTime(dataset)
    for line in lines.indices {
      measure(
        line, promised: promised[line], taken: taken[line],
        prices: certificate == nil ? nil : prices[line], openTime: openTime, in: dataset)
    }
  }

  /// Fills in a line's hours, and what its idle ones are worth where there are prices.
  private mutating func measure(
    _ line: Int, promised: [TakenTime], taken: [TakenTime], prices: [ShadowPrice]?,
    openTime: OpenTime, in dataset: Dataset
  ) {
    let machine = dataset.machines[lines[line].machine]
    let end = dataset.horizon.lengthSeconds
    func busy(_ taken: [TakenTime]) -> BusyTime {
      BusyTime(
        openTime, calendar: machine.calendar ?? openTime.alwaysOpen, unitCount: machine.units,
        taken: taken)
    }
    let all = busy(promised + taken)
    lines[line].openSeconds = all.open(before: end)
    lines[line].promisedSeconds = busy(promised).taken(before: end)
    lines[line].bookedSeconds = all.taken(before: end) - lines[line].promisedSeconds
    guard let prices else { return }
    let worth = prices.reduce(Int128(0)) { worth, price in
      worth + Int128(price.microYuanPerSecond) * Int128(all.idle(in: price.period))
    }
    lines[line].idleWorthFen = Int64(clamping: divideHalfUp(worth, by: 10_000))
  }
}
