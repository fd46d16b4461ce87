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
    let modes = dataset.offers.map(\.pricing.mode)
    for booking in result.bookings {
      bookedSeconds += booking.workingSeconds
      switch modes[booking.offer] {
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
    // Budgets by the buyer's cluster: all that a region's denominator asks of an order.
    var budgetFen = [Int64](repeating: 0, count: dataset.clusters.count)
    let served = Set(dataset.promised.lazy.compactMap(\.orderID))
    // By index: a copy of an order would count references to its lists.
    for index in dataset.orders.indices {
      if !served.isEmpty, served.contains(dataset.orders[index].id) {
        promisedOrderCount += 1
      } else {
        budgetFen[dataset.orders[index].cluster] += dataset.orders[index].budgetFen
      }
    }
    let clusterOfMachine = dataset.machines.map { dataset.factories[$0.factory].cluster }
    let levels = RegionLevel.allCases.map { $0.regions(of: dataset) }
    for (number, regions) in levels.enumerated() {
      let supplied = Set(dataset.factories.compactMap { regions[$0.cluster] })
      for (cluster, region) in regions.enumerated() {
        guard let region, supplied.contains(region) else { continue }
        localSupport[number].denominatorFen += budgetFen[cluster]
      }
    }
    for matched in result.matched {
      let buyer = dataset.orders[matched.order].cluster
      let budget = dataset.orders[matched.order].budgetFen
      for (number, regions) in levels.enumerated() {
        guard let region = regions[buyer] else { continue }
        let isLocal = matched.bookings.allSatisfy { booking in
          let machine = dataset.offers[result.bookings[booking].offer].machine
          return regions[clusterOfMachine[machine]] == region
        }
        if isLocal { localSupport[number].numeratorFen += budget }
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

  /// For each cluster the number of its region, equal for clusters of one region; `nil` where its
  /// code has too few digits.
  func regions(of dataset: Dataset) -> [Int?] {
    let digits: Int
    switch self {
    case .cluster: return Array(dataset.clusters.indices)
    case .county: digits = 6
    case .city: digits = 4
    case .province: digits = 2
    }
    var numbers: [Substring: Int] = [:]
    return dataset.clusters.map { cluster in
      let code = cluster.regionCode
      guard code.utf8.count >= digits else { return nil }
      let next = numbers.count
      let region = code.prefix(digits)
      return numbers[region]
        ?? {
          numbers[region] = next
          return next
        }()
    }
  }
}
