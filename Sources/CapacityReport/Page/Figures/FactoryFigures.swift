internal import CapacityMatching
internal import CapacityModel

/// What every factory brings in, and earns.
struct FactoryFigures {
  /// A factory is small with at most so many units of machines.
  static let smallUnitsMax = 3

  /// Units of machines.
  private(set) var units: [Int64]
  /// Hours, revenue and the worth of idle hours; the same numbers as `statement` tells of the factory.
  let accounts: [FactoryStatement.MachineLine]

  /// Adds up a result.
  init(_ result: ReportedResult) {
    accounts = result.accounts
    units = [Int64](repeating: 0, count: result.dataset.factories.count)
    for machine in result.dataset.machines { units[machine.factory] += Int64(machine.units) }
  }

  var columns: [PageColumn] {
    [
      .plain("factory.units", units), .plain("factory.open", accounts.map(\.openSeconds)),
      .plain("factory.promised", accounts.map(\.promisedSeconds)),
      .plain("factory.booked", accounts.map(\.bookedSeconds)),
      .plain("factory.bookings", accounts.map { Int64($0.bookingCount) }),
      .plain("factory.revenue", accounts.map(\.revenueFen)),
      // Of no factory where nothing was proven.
      .plain("factory.idleWorth", accounts.compactMap(\.idleWorthFen)),
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
