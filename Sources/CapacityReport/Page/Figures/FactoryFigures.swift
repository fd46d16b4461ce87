internal import CapacityModel

/// What every factory brings in, and earns.
struct FactoryFigures {
  /// A factory is small with at most so many units of machines.
  static let smallUnitsMax = 3

  /// Units of machines.
  private(set) var units: [Int64]
  private(set) var openSeconds: [Int64]
  private(set) var promisedSeconds: [Int64]
  private(set) var bookedSeconds: [Int64]
  private(set) var bookings: [Int64]
  /// Charges, in fen; freight is nobody's revenue here.
  private(set) var revenueFen: [Int64]

  /// Adds up a result.
  init(_ result: ReportedResult, openTime: [OpenSeconds]) {
    let dataset = result.dataset
    let zeros = [Int64](repeating: 0, count: dataset.factories.count)
    (units, openSeconds, promisedSeconds) = (zeros, zeros, zeros)
    (bookedSeconds, bookings, revenueFen) = (zeros, zeros, zeros)
    let seconds = MachineSeconds(result, openTime: openTime)
    for (index, machine) in dataset.machines.enumerated() {
      units[machine.factory] += Int64(machine.units)
      openSeconds[machine.factory] += seconds.open[index]
      promisedSeconds[machine.factory] += seconds.promised[index]
      bookedSeconds[machine.factory] += seconds.booked[index]
    }
    for booking in result.bookings {
      let factory = dataset.machines[booking.machine].factory
      bookings[factory] += 1
      revenueFen[factory] += booking.chargeFen
    }
  }

  var columns: [PageColumn] {
    [
      .plain("factory.units", units), .plain("factory.open", openSeconds),
      .plain("factory.promised", promisedSeconds), .plain("factory.booked", bookedSeconds),
      .plain("factory.bookings", bookings), .plain("factory.revenue", revenueFen),
    ]
  }
}

/// What is booked and charged by each pricing mode, in the order of `PricingMode.allCases`.
struct ModeFigures {
  private(set) var bookings: [Int64] = [0, 0, 0]
  private(set) var bookedSeconds: [Int64] = [0, 0, 0]
  private(set) var revenueFen: [Int64] = [0, 0, 0]

  /// Adds up a result.
  init(_ result: ReportedResult) {
    for booking in result.bookings {
      let mode = booking.pricing.number
      bookings[mode] += 1
      bookedSeconds[mode] += booking.workingSeconds
      revenueFen[mode] += booking.chargeFen
    }
  }

  var columns: [PageColumn] {
    [
      .plain("mode.bookings", bookings), .plain("mode.booked", bookedSeconds),
      .plain("mode.revenue", revenueFen),
    ]
  }
}

extension PricingMode {
  /// Its place in `allCases`.
  var number: Int {
    switch self {
    case .time: 0
    case .piece: 1
    case .value: 2
    }
  }
}
