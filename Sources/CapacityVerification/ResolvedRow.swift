import CapacityModel

/// A row of `bookings.csv` with the things of the dataset that it names; `nil` names nothing.
struct ResolvedRow {
  /// Index into ``ResultRecords/bookings``.
  var index: Int
  var record: BookingRecord
  /// Index into ``Dataset/orders``.
  var order: Int?
  /// Index into ``Dataset/stages``.
  var stage: Int?
  /// Index into ``Dataset/machines``.
  var machine: Int?
  /// The machine's unit, if the machine has it.
  var unit: Int?
  /// Index into ``Dataset/processes``.
  var process: Int?

  init(index: Int, record: BookingRecord, in lookup: DatasetIndex) {
    self.index = index
    self.record = record
    order = lookup.orders[record.orderID]
    machine = lookup.machines[record.machineID]
    process = lookup.processes[record.process]
    if let order {
      let stages = lookup.dataset.orders[order].stages
      if record.stage >= 1 && record.stage <= stages.count {
        stage = stages.lowerBound + Int(record.stage) - 1
      }
    }
    if let machine, record.unit >= 1, record.unit <= lookup.dataset.machines[machine].units {
      unit = Int(record.unit)
    }
  }

  var place: Place { .booking(line: record.line) }
  var span: TimeSpan { TimeSpan(start: record.start, end: record.end) }
}
