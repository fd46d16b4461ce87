internal import CapacityModel

/// How the time of each machine is used, all its units together, in seconds.
struct MachineSeconds {
  private(set) var open: [Int64]
  private(set) var promised: [Int64]
  private(set) var booked: [Int64]

  /// Adds up a result.
  init(_ result: ReportedResult, openTime: [OpenSeconds]) {
    let dataset = result.dataset
    let calendars = dataset.machines.map { $0.calendar ?? dataset.calendars.count }
    open = dataset.machines.indices.map {
      openTime[calendars[$0]].total * Int64(dataset.machines[$0].units)
    }
    promised = [Int64](repeating: 0, count: dataset.machines.count)
    booked = promised
    for booking in dataset.promised {
      let calendar = openTime[calendars[booking.machine]]
      promised[booking.machine] +=
        calendar.count(before: booking.span.end) - calendar.count(before: booking.span.start)
    }
    for booking in result.bookings { booked[booking.machine] += booking.workingSeconds }
  }

  /// What nothing takes of a machine's time.
  func idle(_ machine: Int) -> Int64 { open[machine] - promised[machine] - booked[machine] }
}
