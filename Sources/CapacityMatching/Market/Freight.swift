internal import CapacityModel
internal import Glibc

/// What goods pay and take between clusters, with every lane's distance worked out once.
struct Freight: Sendable {
  /// Freight in one direction.
  struct Lane: Equatable, Sendable {
    /// What each shipment pays, in fen.
    var shipmentFen: Int64 = 0
    /// What each gram pays, in ten-millionths of a fen (a millionth of a yuan per kg).
    var tenMillionthFenPerGram: Int64 = 0
    /// How long it travels, in seconds.
    var transitSeconds: Int64 = 0
  }

  private let clusters: [Cluster]
  private let rates: FreightRates
  private let agreed: [Int: Lane]
  /// All lanes row by row where clusters are few, else empty: beyond that memory would go in squares.
  private let table: [Lane]

  /// No lane takes longer.
  let longestTransitSeconds: Int64

  /// Tables are kept up to this many clusters (1,024 squared lanes are 24 MB).
  private static let tabledClusterCountMax = 1_024

  /// Works out the lanes of `dataset`.
  init(_ dataset: Dataset) {
    clusters = dataset.clusters
    rates = dataset.freightRates
    let count = dataset.clusters.count
    var agreed: [Int: Lane] = [:]
    for lane in dataset.lanes {
      agreed[lane.fromCluster * count + lane.toCluster] = Lane(
        shipmentFen: lane.shipmentFen, tenMillionthFenPerGram: lane.microYuanPerKg,
        transitSeconds: divideHalfUp(lane.transitMicroHours * 36, by: 10_000))
    }
    self.agreed = agreed
    var table: [Lane] = []
    if count <= Freight.tabledClusterCountMax {
      table.reserveCapacity(count * count)
      for from in 0..<count {
        for to in 0..<count {
          table.append(
            agreed[from * count + to]
              ?? Freight.lane(
                from: dataset.clusters[from], to: dataset.clusters[to], rates: rates,
                sameCluster: from == to))
        }
      }
    }
    self.table = table
    // Untabled lanes by distance: no two places are farther apart than half around the earth.
    let farthest = divideHalfUp(
      Int128(rates.microHoursPer100Km) * 20_040 * 36, by: 1_000_000)
    longestTransitSeconds = max(
      table.reduce(0) { max($0, $1.transitSeconds) },
      agreed.values.reduce(0) { max($0, $1.transitSeconds) },
      table.isEmpty ? Int64(farthest) : 0)
  }

  /// The lane between two clusters; within one it costs nothing and takes no time.
  @inline(__always)
  func lane(from: Int, to: Int) -> Lane {
    let index = from * clusters.count + to
    if !table.isEmpty { return table[index] }
    return agreed[index]
      ?? Freight.lane(
        from: clusters[from], to: clusters[to], rates: rates, sameCluster: from == to)
  }

  /// A lower bound of what bringing `grams` from one cluster to another costs, in fen.
  ///
  /// A double, since it steers a search and is never reported; 0 where lanes are not tabled.
  @inline(__always)
  func leastCost(from: Int, to: Int, grams: Double) -> Double {
    if table.isEmpty { return 0 }
    let lane = table[from * clusters.count + to]
    return Double(lane.shipmentFen) + Double(lane.tenMillionthFenPerGram) * grams
      * (1e-7 * (1 - 1e-6))
      - 1
  }

  /// What a shipment of all that an order weighs costs, in fen.
  @inline(__always)
  func cost(_ lane: Lane, ofAll order: OrderDemand) -> Int64 {
    cost(lane, grams: order.weightGrams, numerator: 1, denominator: 1)
  }

  /// What a shipment costs, in fen, rounded once, half up.
  ///
  /// `grams` is the weight of the whole order; the shipment carries `numerator` over `denominator`
  /// of it, at most 1.
  func cost(_ lane: Lane, grams: Int64, numerator: Int64, denominator: Int64) -> Int64 {
    let unit: Int64 = 10_000_000
    let (product, overflow) = lane.tenMillionthFenPerGram.multipliedReportingOverflow(by: grams)
    if numerator == denominator, !overflow, product < Int64.max - unit {
      return lane.shipmentFen + divideHalfUp(product, by: unit)
    }
    if !overflow {
      let (carried, overflow) = product.multipliedReportingOverflow(by: numerator)
      if !overflow {
        // What the first division drops is below one unit and cannot move a half: 5,000,000 is whole.
        return lane.shipmentFen + divideHalfUp(carried / denominator, by: unit)
      }
    }
    // At most 2e13 x 1e10; split before the share is taken, so that nothing exceeds 128 bits.
    let whole = Int128(lane.tenMillionthFenPerGram) * Int128(grams)
    let (quotient, remainder) = whole.quotientAndRemainder(dividingBy: Int128(denominator))
    let share =
      quotient * Int128(numerator) + remainder * Int128(numerator) / Int128(denominator)
    return lane.shipmentFen + Int64(divideHalfUp(share, by: Int128(unit)))
  }

  private static func lane(
    from: Cluster, to: Cluster, rates: FreightRates, sameCluster: Bool
  ) -> Lane {
    if sameCluster { return Lane() }
    let kilometres = greatCircleKilometres(from, to)
    // Micro-hours per 100 km x km to seconds: x 3600 / (1e6 x 100).
    let transit = Int128(rates.microHoursPer100Km) * Int128(kilometres) * 36
    return Lane(
      shipmentFen: rates.baseFen,
      tenMillionthFenPerGram: rates.microYuanPerKgKm * kilometres,
      transitSeconds: Int64(divideHalfUp(transit, by: 1_000_000)))
  }
}

/// The great-circle distance by the haversine formula, rounded half up to a whole km.
///
/// The one place where floating point touches what is reported.
private func greatCircleKilometres(_ from: Cluster, _ to: Cluster) -> Int64 {
  let radians = Double.pi / 180e6
  let latitudeFrom = Double(from.latitudeMicrodegrees) * radians
  let latitudeTo = Double(to.latitudeMicrodegrees) * radians
  let longitudeStep = Double(to.longitudeMicrodegrees - from.longitudeMicrodegrees) * radians
  let sineLatitude = sin((latitudeTo - latitudeFrom) / 2)
  let sineLongitude = sin(longitudeStep / 2)
  let chord =
    sineLatitude * sineLatitude
    + cos(latitudeFrom) * cos(latitudeTo) * sineLongitude * sineLongitude
  let kilometres = 2 * 6371.0088 * asin(min(1, chord.squareRoot()))
  return Int64((kilometres + 0.5).rounded(.down))
}
