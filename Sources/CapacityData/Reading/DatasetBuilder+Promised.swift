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
        "\(quoted(table.text(columns.machine))) has \(units) \(units == 1 ? "unit" : "units"), "
          + "and no unit \(unitNumber)", remedy: "write a unit from 1 to \(units)", log: &log)
    }
    let from = table.requiredTime(columns.start, zone: zone, log: &log)
    let to = table.requiredTime(columns.end, zone: zone, log: &log)
    if let from, let to, to <= from {
      table.complain(
        columns.end,
        "\(table.string(columns.end)) is not after the start \(table.string(columns.start))",
        remedy: "write a later end", log: &log)
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
    guard mayShareTime else { return }
    let horizon = TimeSpan(start: horizonStart ?? 0, end: horizonEnd ?? 0)
    let startColumn = table.column("start")
    let sorted = promised.indices.sorted { left, right in
      let (first, second) = (promised[left], promised[right])
      return (first.machine, first.unit, first.span.start, left)
        < (second.machine, second.unit, second.span.start, right)
    }
    var openTimes: [Int?: OpenTime] = [:]
    // Of the bookings seen on this unit, the one that ends last shares the most with the next one.
    var longest: Int?
    for index in sorted {
      let booking = promised[index]
      guard let other = longest, promised[other].machine == booking.machine,
        promised[other].unit == booking.unit
      else {
        longest = index
        continue
      }
      let shared = TimeSpan(
        start: booking.span.start, end: min(booking.span.end, promised[other].span.end))
      if booking.span.end > promised[other].span.end { longest = index }
      guard shared.start < shared.end else { continue }
      let calendar = machines[booking.machine].calendar
      let openTime =
        openTimes[calendar]
        ?? OpenTime(
          calendar.map { calendars[$0] }, horizon: horizon, zoneOffsetSeconds: zone)
      openTimes[calendar] = openTime
      guard openTime.hasOpenTime(in: shared) else { continue }
      let (first, second) =
        promisedIDs.row(other) < promisedIDs.row(index) ? (other, index) : (index, other)
      let machine = quoted(Array(machines[booking.machine].id.text.utf8)[...])
      log.add(
        table.source, table.place(startColumn, row: promisedIDs.row(second)),
        field: startColumn.name,
        "the booking shares open time of \(machine) unit \(booking.unit) with "
          + quoted(Array(promised[first].id.text.utf8)[...]),
        earlier: table.place(startColumn, row: promisedIDs.row(first)),
        remedy: "move one of the two to another time or unit")
    }
  }
}
