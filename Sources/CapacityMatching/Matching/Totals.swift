public import CapacityModel

/// The sums that `summary.json` reports, in integers.
public struct Totals: Equatable, Sendable {
  /// Part of a rate, with its whole.
  public struct Share: Equatable, Sendable {
    /// The part, in fen.
    public var numeratorFen: Int64 = 0
    /// The whole, in fen.
    public var denominatorFen: Int64 = 0
  }

  /// Orders that a promised booking serves already.
  public var promisedOrderCount = 0
  /// Sum of the matched orders' budgets, in fen.
  public var budgetMatchedFen: Int64 = 0
  /// Charges by pricing mode, in the order of `PricingMode.allCases`; in fen.
  public var revenueFen: [Int64] = [0, 0, 0]
  /// Freight of all matched orders, in fen.
  public var freightFen: Int64 = 0
  /// Working time of all bookings, in seconds.
  public var bookedSeconds: Int64 = 0
  /// Open seconds that promised bookings cover.
  public var promisedSeconds: Int64 = 0
  /// Open seconds of all units.
  public var openSeconds: Int64 = 0
  /// The local supporting rate by cluster, county, city and province.
  public var localSupport = [Share](repeating: Share(), count: RegionLevel.allCases.count)

  /// Adds up a result.
  ///
  /// - Complexity: O(orders + bookings + machines + promised bookings).
  public init(_ result: MatchResult, of dataset: Dataset) {
    for booking in result.bookings {
      bookedSeconds += booking.workingSeconds
      switch dataset.offers[booking.offer].pricing.mode {
      case .time: revenueFen[0] += booking.chargeFen
      case .piece: revenueFen[1] += booking.chargeFen
      case .value: revenueFen[2] += booking.chargeFen
      }
    }
    for matched in result.matched {
      freightFen += matched.freightFen
      budgetMatchedFen += dataset.orders[matched.order].budgetFen
    }
    let openTime = OpenTime(dataset)
    for machine in dataset.machines {
      openSeconds += openTime.total(machine.calendar ?? openTime.alwaysOpen) * Int64(machine.units)
    }
    for booking in dataset.promised {
      let calendar = dataset.machines[booking.machine].calendar ?? openTime.alwaysOpen
      promisedSeconds +=
        openTime.work(calendar, before: booking.span.end)
        - openTime.work(calendar, before: booking.span.start)
    }
    addLocalSupport(result, dataset)
  }

  private mutating func addLocalSupport(_ result: MatchResult, _ dataset: Dataset) {
    let served = Set(dataset.promised.compactMap(\.orderID))
    let counted = dataset.orders.indices.filter { !served.contains(dataset.orders[$0].id) }
    promisedOrderCount = dataset.orders.count - counted.count
    for (number, level) in RegionLevel.allCases.enumerated() {
      let regions = dataset.clusters.indices.map { level.region(of: $0, in: dataset) }
      var hasFactory: Set<String> = []
      for factory in dataset.factories {
        if let region = regions[factory.cluster] { hasFactory.insert(region) }
      }
      for order in counted {
        guard let region = regions[dataset.orders[order].cluster], hasFactory.contains(region)
        else { continue }
        localSupport[number].denominatorFen += dataset.orders[order].budgetFen
      }
      for matched in result.matched {
        guard let region = regions[dataset.orders[matched.order].cluster] else { continue }
        let isLocal = result.bookings[matched.bookings].allSatisfy { booking in
          let machine = dataset.offers[booking.offer].machine
          return regions[dataset.factories[dataset.machines[machine].factory].cluster] == region
        }
        if isLocal {
          localSupport[number].numeratorFen += dataset.orders[matched.order].budgetFen
        }
      }
    }
  }
}

/// How wide a region is taken: GB/T 2260 codes are cut to its digits.
public enum RegionLevel: String, CaseIterable, Sendable {
  /// Every cluster by itself.
  case cluster
  /// Six digits.
  case county
  /// Four digits.
  case city
  /// Two digits.
  case province

  /// The region of a cluster; `nil` where its code has too few digits.
  func region(of cluster: Int, in dataset: Dataset) -> String? {
    let digits: Int
    switch self {
    case .cluster: return String(cluster)
    case .county: digits = 6
    case .city: digits = 4
    case .province: digits = 2
    }
    let code = dataset.clusters[cluster].regionCode
    return code.utf8.count >= digits ? String(code.prefix(digits)) : nil
  }
}
