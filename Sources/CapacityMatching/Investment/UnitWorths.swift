internal import CapacityModel

/// What the open time of one more unit of each machine is worth at the prices of a certificate.
///
/// A new unit has promised nothing, so all its open time counts, at the mean price of the time
/// that the machine has free. Prices of promised time are no guide: a bound pays nothing for
/// them, so that they may be of any height.
struct UnitWorths: Sendable {
  /// The mean price of a free open second times the open seconds of one unit, in micro-yuan, rounded
  /// half up; 0 for a machine without free time.
  let microYuan: [Int128]

  /// Adds up the periods of every machine.
  ///
  /// - Complexity: O(prices + machines + *p* log *p*) in promised bookings, besides the calendars.
  init(_ certificate: Certificate, of dataset: Dataset) {
    let prices = MachinePrices(certificate, of: dataset)
    let openTime = OpenTime(dataset)
    microYuan = dataset.machines.indices.map { machine in
      let free = Int128(prices.freeSeconds[machine])
      if free <= 0 { return 0 }
      let open = Int128(
        openTime.total(dataset.machines[machine].calendar ?? openTime.alwaysOpen))
      let (mean, rest) = prices.pricedMicroYuan[machine].quotientAndRemainder(dividingBy: free)
      // A mean is no larger than the largest price, unless a file claims more open time than there is.
      return min(mean, Int128(Int64.max)) * open + divideHalfUp(rest * open, by: free)
    }
  }
}
