public import CapacityMatching
public import CapacityModel

extension ResultRecords {
  /// What the result's bookings take, but for those of the order named; rows that name nothing known
  /// take nothing.
  ///
  /// - Complexity: O(rows + machines).
  public func taken(in dataset: Dataset, but order: Identifier? = nil) -> [TakenTime] {
    var machines: [Identifier: Int] = [:]
    for (index, machine) in dataset.machines.enumerated() { machines[machine.id] = index }
    return bookings.compactMap { booking in
      guard booking.orderID != order, let machine = machines[booking.machineID],
        booking.unit >= 1, booking.unit <= Int64(dataset.machines[machine].units),
        booking.start < booking.end
      else { return nil }
      return TakenTime(
        machine: machine, unit: Int(booking.unit),
        span: TimeSpan(start: booking.start, end: booking.end))
    }
  }
}
