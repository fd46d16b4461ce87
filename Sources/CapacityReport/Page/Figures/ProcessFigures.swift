internal import CapacityModel

/// Supply against demand of every process.
struct ProcessFigures {
  /// Open seconds, less promised ones, of the machines with an offer for the process.
  ///
  /// A machine counts in full at each process that it offers: the sum over processes is more than the
  /// machines have.
  private(set) var offeredSeconds: [Int64]
  /// Working seconds of bookings.
  private(set) var bookedSeconds: [Int64]
  private(set) var bookings: [Int64]
  /// What unmatched orders ask for by `capacity_gaps.csv`, in hundredths of an hour.
  private(set) var unmatchedHundredths: [Int64]
  /// Machines with an offer, each of their units counted.
  private(set) var units: [Int64]

  /// Adds up a result.
  init(_ result: ReportedResult, openTime: [OpenSeconds]) {
    let dataset = result.dataset
    let zeros = [Int64](repeating: 0, count: dataset.processes.count)
    (offeredSeconds, bookedSeconds, bookings) = (zeros, zeros, zeros)
    (unmatchedHundredths, units) = (zeros, zeros)
    let calendars = dataset.machines.map { $0.calendar ?? dataset.calendars.count }
    var free = dataset.machines.enumerated().map { index, machine in
      openTime[calendars[index]].total * Int64(machine.units)
    }
    for booking in dataset.promised {
      let calendar = openTime[calendars[booking.machine]]
      free[booking.machine] -=
        calendar.count(before: booking.span.end) - calendar.count(before: booking.span.start)
    }
    for (machine, processes) in Self.processes(of: dataset).enumerated() {
      for process in processes {
        offeredSeconds[process] += max(0, free[machine])
        units[process] += Int64(dataset.machines[machine].units)
      }
    }
    for booking in result.bookings {
      bookedSeconds[booking.process] += booking.workingSeconds
      bookings[booking.process] += 1
    }
    for gap in result.gaps {
      unmatchedHundredths[gap.process] =
        saturatingSum(unmatchedHundredths[gap.process], gap.hoursHundredths)
    }
  }

  /// The processes that each machine offers, ascending, each once.
  static func processes(of dataset: Dataset) -> [[Int]] {
    var processes = [[Int]](repeating: [], count: dataset.machines.count)
    for offer in dataset.offers { processes[offer.machine].append(offer.process) }
    return processes.map { Array(Set($0)).sorted() }
  }

  var columns: [PageColumn] {
    [
      .plain("process.offered", offeredSeconds), .plain("process.booked", bookedSeconds),
      .plain("process.bookings", bookings), .plain("process.unmatched", unmatchedHundredths),
      .plain("process.units", units),
    ]
  }
}
