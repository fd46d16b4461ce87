internal import CapacityModel

/// What the free open time of each machine is worth at the prices of a certificate.
struct MachinePrices: Sendable {
  /// Price times open seconds over all periods of a machine, in micro-yuan.
  let pricedMicroYuan: [Int128]
  /// Open seconds of all units of a machine, less those that promised bookings cover.
  let freeSeconds: [Int64]

  /// Adds up the periods and the open time of every machine.
  ///
  /// - Complexity: O(prices + machines + *p* log *p*) in promised bookings.
  init(_ certificate: Certificate, of dataset: Dataset) {
    var priced = [Int128](repeating: 0, count: dataset.machines.count)
    for price in certificate.prices {
      priced[price.machine] += Int128(price.microYuanPerSecond) * Int128(price.openSeconds)
    }
    pricedMicroYuan = priced
    let openTime = OpenTime(dataset)
    let calendars = dataset.machines.map { $0.calendar ?? openTime.alwaysOpen }
    var free = dataset.machines.indices.map {
      openTime.total(calendars[$0]) * Int64(dataset.machines[$0].units)
    }
    // Promised bookings of one unit may overlap: each second is taken once.
    var promised = dataset.promised.map { (machine: $0.machine, unit: $0.unit, span: $0.span) }
    promised.sort { ($0.machine, $0.unit, $0.span.start) < ($1.machine, $1.unit, $1.span.start) }
    var unit = (machine: -1, unit: -1)
    var coveredUntil: Int64 = 0
    for booking in promised {
      if unit != (booking.machine, booking.unit) { coveredUntil = 0 }
      unit = (booking.machine, booking.unit)
      let start = max(booking.span.start, coveredUntil)
      if start >= booking.span.end { continue }
      let calendar = calendars[booking.machine]
      free[booking.machine] -=
        openTime.work(calendar, before: booking.span.end) - openTime.work(calendar, before: start)
      coveredUntil = booking.span.end
    }
    freeSeconds = free
  }
}

/// The free open time of some machines, and what it is worth.
struct PricedSupply {
  private var pricedMicroYuan: Int128 = 0
  private var freeSeconds: Int128 = 0

  mutating func add(_ machine: Int, at prices: MachinePrices) {
    pricedMicroYuan += prices.pricedMicroYuan[machine]
    freeSeconds += Int128(prices.freeSeconds[machine])
  }

  /// The mean price of an hour, rounded half up; `nil` without free time.
  var fenPerHour: Int64? {
    if freeSeconds <= 0 { return nil }
    // An hour has 3,600 seconds and a fen 10,000 micro-yuan.
    return Int64(clamping: divideHalfUp(pricedMicroYuan * 9, by: freeSeconds * 25))
  }
}
