import CapacityModel

/// `bookings.csv` of a dataset: capacity promised before.
extension DatasetBuilder {
  /// Reads what was promised; returns the table for checks that come later.
  mutating func readPromised() throws(DataError) -> Table? {
    guard var table = try open(Schema.promised) else { return nil }
    let id = table.column("booking_id")
    let machine = table.column("machine_id")
    let unit = table.column("machine_unit")
    let start = table.column("start")
    let end = table.column("end")
    let order = table.column("order_id")
    while table.next(log: &log) {
      let identifier = promisedIDs.register(
        table, id, lengthMax: bookingIdentifierLengthMax, log: &log)
      let machineIndex = machineIDs.reference(table, machine, log: &log)
      let unitNumber = table.number(unit, .units, default: 1, log: &log)
      if let machineIndex, machineIndex < machines.count, let unitNumber,
        unitNumber > machines[machineIndex].units
      {
        let units = machines[machineIndex].units
        table.complain(
          unit,
          "\(quoted(table.text(machine))) has \(units) \(units == 1 ? "unit" : "units"), and no unit "
            + "\(unitNumber)", remedy: "write a unit from 1 to \(units)", log: &log)
      }
      let from = table.requiredTime(start, zone: zone, log: &log)
      let to = table.requiredTime(end, zone: zone, log: &log)
      if let from, let to, to <= from {
        table.complain(
          end, "\(table.string(end)) is not after the start \(table.string(start))",
          remedy: "write a later end", log: &log)
      }
      var orderID: Identifier?
      if !table.text(order).isEmpty, table.isIdentifier(order, log: &log) {
        orderID = Identifier(table.string(order))
      }
      guard let identifier else { continue }
      promised.append(
        PromisedBooking(
          id: identifier, machine: machineIndex ?? 0, unit: Int(unitNumber ?? 1),
          span: TimeSpan(start: from ?? 0, end: to ?? 0), orderID: orderID))
    }
    promised = promisedIDs.sortByID().map { promised[$0] }
    return table
  }

  /// Checks that no two promised bookings of one unit share open time.
  mutating func checkPromised(_ table: Table) {
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
        promisedIDs.rows[other] < promisedIDs.rows[index] ? (other, index) : (index, other)
      let machine = quoted(Array(machines[booking.machine].id.text.utf8)[...])
      log.add(
        table.source, table.place(startColumn, row: promisedIDs.rows[second]),
        field: startColumn.name,
        "the booking shares open time of \(machine) unit \(booking.unit) with "
          + quoted(Array(promised[first].id.text.utf8)[...]),
        earlier: table.place(startColumn, row: promisedIDs.rows[first]),
        remedy: "move one of the two to another time or unit")
    }
  }
}
