import CapacityModel

/// `bookings.csv` of a dataset: capacity promised before.
extension DatasetBuilder {
  /// The columns of a promised booking.
  struct PromisedColumns {
    let id: Column
    let machine: Column
    let unit: Column
    let start: Column
    let end: Column
    let order: Column

    init(_ table: Table) {
      id = table.column("booking_id")
      machine = table.column("machine_id")
      unit = table.column("machine_unit")
      start = table.column("start")
      end = table.column("end")
      order = table.column("order_id")
    }
  }

  /// Reads what was promised; returns the table for checks that come later.
  mutating func readPromised() throws(DataError) -> Table? {
    if let plan, let file = openChunks(Schema.promised, plan) { return readPromised(file) }
    guard var table = try open(Schema.promised) else { return nil }
    let columns = PromisedColumns(table)
    while table.next(log: &log) {
      if let booking = promisedRow(table, columns) { promised.append(booking) }
    }
    promised = promisedIDs.sortByID().map { promised[$0] }
    return table
  }

  /// Reads the row at hand; `nil` if it has no id.
  mutating func promisedRow(_ table: Table, _ columns: PromisedColumns) -> PromisedBooking? {
    let identifier = promisedIDs.register(
      table, columns.id, lengthMax: bookingIdentifierLengthMax, log: &log)
    let machineIndex = machineIDs.reference(table, columns.machine, log: &log)
    let unitNumber = table.number(columns.unit, .units, default: 1, log: &log)
    if let machineIndex, machineIndex < machines.count, let unitNumber,
      unitNumber > machines[machineIndex].units
    {
      let units = machines[machineIndex].units
      table.complain(
        columns.unit,
        Message(
          "\(quoted(table.text(columns.machine))) has \(units) \(units == 1 ? "unit" : "units"), "
            + "and no unit \(unitNumber)",
          zh: "\(quoted(table.text(columns.machine))) 只有 \(units) 台，没有第 \(unitNumber) 台"),
        remedy: Message("write a unit from 1 to \(units)", zh: "请写 1 到 \(units) 的台号"), log: &log)
    }
    let from = table.requiredTime(columns.start, zone: zone, log: &log)
    let to = table.requiredTime(columns.end, zone: zone, log: &log)
    if let from, let to, to <= from {
      table.complain(
        columns.end,
        Message(
          "\(table.string(columns.end)) is not after the start \(table.string(columns.start))",
          zh: "\(table.string(columns.end)) 不晚于开始 \(table.string(columns.start))"),
        remedy: Message("write a later end", zh: "请写更晚的结束时间"), log: &log)
    }
    var orderID: Identifier?
    if !table.text(columns.order).isEmpty, table.isIdentifier(columns.order, log: &log) {
      orderID = Identifier(table.string(columns.order))
    }
    guard let identifier else { return nil }
    return PromisedBooking(
      id: identifier, machine: machineIndex ?? 0, unit: Int(unitNumber ?? 1),
      span: TimeSpan(start: from ?? 0, end: to ?? 0), orderID: orderID)
  }

  /// Checks that no two promised bookings of one unit share open time.
  mutating func checkPromised(_ table: Table) {
    guard !isTimeChecked else { return }
    let startColumn = table.column("start")
    let units = promised.enumerated().map { SortKey(unitOf: $1, number: $0) }
    let order = sorted(units, threads: threads) { $0 < $1 }
    for pair in sharedTimes(promised, order[...]) {
      let (first, second) =
        promisedIDs.row(pair.0) < promisedIDs.row(pair.1) ? pair : (pair.1, pair.0)
      let booking = promised[second]
      let machine = quoted(Array(machines[booking.machine].id.text.utf8)[...])
      let other = quoted(Array(promised[first].id.text.utf8)[...])
      log.add(
        table.source, table.place(startColumn, row: promisedIDs.row(second)),
        field: startColumn.name,
        Message(
          "the booking shares open time of \(machine) unit \(booking.unit) with \(other)",
          zh: "这条预订与 \(other) 占用了 \(machine) 第 \(booking.unit) 台的同一段可用时间"),
        earlier: table.place(startColumn, row: promisedIDs.row(first)),
        remedy: Message("move one of the two to another time or unit", zh: "请把其中一条移到别的时间或别的台"))
    }
  }

  /// Pairs of bookings of one unit that share open time.
  ///
  /// - Parameters:
  ///   - bookings: The bookings.
  ///   - order: The bookings of some units, by unit and start.
  /// - Returns: The indices of both.
  func sharedTimes(
    _ bookings: [PromisedBooking], _ order: ArraySlice<SortKey>
  ) -> [(Int, Int)] {
    let horizon = TimeSpan(start: horizonStart ?? 0, end: horizonEnd ?? 0)
    var openTimes = [OpenTime?](repeating: nil, count: calendars.count + 1)
    var pairs: [(Int, Int)] = []
    var unit: UInt64?
    // Of the bookings seen on this unit, the one that ends last shares the most with the next one.
    var longest = 0
    var longestEnd = Int64.min
    for key in order {
      let index = Int(key.number)
      let span = bookings[index].span
      guard key.high == unit else {
        unit = key.high
        longest = index
        longestEnd = span.end
        continue
      }
      let other = longest
      let shared = TimeSpan(start: span.start, end: min(span.end, longestEnd))
      if span.end > longestEnd {
        longest = index
        longestEnd = span.end
      }
      guard shared.start < shared.end else { continue }
      let calendar = machines[bookings[index].machine].calendar
      let place = calendar ?? calendars.count
      let openTime =
        openTimes[place]
        ?? OpenTime(
          calendar.map { calendars[$0] }, horizon: horizon, zoneOffsetSeconds: zone)
      openTimes[place] = openTime
      if openTime.hasOpenTime(in: shared) { pairs.append((other, index)) }
    }
    return pairs
  }
}

extension SortKey {
  /// Orders by machine, unit and start.
  init(unitOf booking: PromisedBooking, number: Int) {
    // A unit is at most `Limits.unitsMax`, and a start may be before 1970.
    self.init(
      UInt64(booking.machine) << 32 | UInt64(booking.unit),
      UInt64(bitPattern: booking.span.start) ^ 1 << 63, number: number)
  }
}
