import CapacityModel
import Glibc

/// What goods pay and how long they travel from one cluster to another.
struct Route {
  /// What each shipment pays, in fen.
  var shipmentFen: Int64
  /// What each kg pays, in millionths of a yuan.
  var microYuanPerKg: Int64
  /// How long it travels, in seconds.
  var transitSeconds: Int64

  /// Within one cluster: nothing, at once.
  static let local = Route(shipmentFen: 0, microYuanPerKg: 0, transitSeconds: 0)

  /// What a shipment of a share of the order's weight costs, rounded half up once, in fen.
  ///
  /// The share is `numerator / denominator`, at most 1. A millionth of a yuan for a kg is a
  /// ten-millionth of a fen for a gram.
  func cost(weightGrams: Int64, numerator: Int64, denominator: Int64) -> Int128 {
    let whole = UInt128(microYuanPerKg.magnitude) * UInt128(weightGrams.magnitude)
    let cost = halfUpProduct(
      whole, UInt128(numerator.magnitude),
      dividedBy: UInt128(max(1, denominator.magnitude)) * 10_000_000)
    return Int128(shipmentFen) + Int128(cost)
  }
}

/// Where a piece of [0, 1] is both in a part of one stage and in a part of another.
struct Overlap {
  /// The part of the earlier stage, from 0.
  var from: Int
  /// The part of the later stage, from 0.
  var to: Int
  /// How much of [0, 1], over the product of both stages' quantities.
  var length: Int64
}

/// The overlaps of two stages' parts, laid end to end over [0, 1] by their share (rules 6 and 7).
///
/// - Precondition: all quantities are above 0, and each list adds up to at most 1e9.
/// - Complexity: O(*m* + *n*).
func overlaps(of earlier: [Int64], with later: [Int64]) -> [Overlap] {
  let earlierTotal = earlier.reduce(0, +)
  let laterTotal = later.reduce(0, +)
  var found: [Overlap] = []
  var from = 0
  var to = 0
  // Both stages are counted in units of 1 / (earlierTotal x laterTotal), so all is exact.
  var reached: Int64 = 0
  var fromEnd = (earlier.first ?? 0) * laterTotal
  var toEnd = (later.first ?? 0) * earlierTotal
  while from < earlier.count && to < later.count {
    let end = min(fromEnd, toEnd)
    if end > reached { found.append(Overlap(from: from, to: to, length: end - reached)) }
    reached = end
    if fromEnd == end {
      from += 1
      if from < earlier.count { fromEnd += earlier[from] * laterTotal }
    }
    if toEnd == end {
      to += 1
      if to < later.count { toEnd += later[to] * earlierTotal }
    }
  }
  return found
}

/// All routes of a dataset.
struct Routes: Sendable {
  private struct Point {
    var latitude: Double
    var longitude: Double
  }

  /// Above this many clusters a table of all pairs would be too large to keep.
  private static let keptClusterCountMax = 1_000

  private let rates: FreightRates
  private let lanes: [Int: FreightLane]
  private let points: [Point]
  /// By destination, then origin; empty where there are too many.
  private var kept: [[Route]] = []

  init(dataset: Dataset) {
    let clusterCount = dataset.clusters.count
    rates = dataset.freightRates
    lanes = Dictionary(
      dataset.lanes.map { ($0.fromCluster * clusterCount + $0.toCluster, $0) },
      uniquingKeysWith: { first, _ in first })
    points = dataset.clusters.map {
      Point(
        latitude: Double($0.latitudeMicrodegrees) * 1e-6 * Double.pi / 180,
        longitude: Double($0.longitudeMicrodegrees) * 1e-6 * Double.pi / 180)
    }
    if clusterCount <= Self.keptClusterCountMax {
      let clusters = dataset.clusters.indices
      kept = clusters.map { destination in
        clusters.map { makeRoute(from: $0, to: destination) }
      }
    }
  }

  /// The route between two clusters of the dataset.
  func route(from origin: Int, to destination: Int) -> Route {
    if origin == destination { return .local }
    guard !kept.isEmpty else { return makeRoute(from: origin, to: destination) }
    return kept[destination][origin]
  }

  private func makeRoute(from origin: Int, to destination: Int) -> Route {
    if let lane = lanes[origin * points.count + destination] {
      return Route(
        shipmentFen: lane.shipmentFen, microYuanPerKg: lane.microYuanPerKg,
        transitSeconds: Int64(
          clamping: halfUpDivided(Int128(lane.transitMicroHours) * 3_600, by: 1_000_000)))
    }
    let km = kilometres(from: points[origin], to: points[destination])
    let micro = Int128(rates.microHoursPer100Km) * Int128(km) * 3_600
    return Route(
      shipmentFen: rates.baseFen,
      microYuanPerKg: Int64(clamping: Int128(rates.microYuanPerKgKm) * Int128(km)),
      transitSeconds: Int64(clamping: halfUpDivided(micro, by: 100_000_000)))
  }

  /// The great-circle distance by the haversine formula, rounded half up to whole km.
  private func kilometres(from: Point, to: Point) -> Int64 {
    let earthRadiusKm = 6_371.0088
    let halfLatitude = sin((to.latitude - from.latitude) / 2)
    let halfLongitude = sin((to.longitude - from.longitude) / 2)
    let chord =
      halfLatitude * halfLatitude
      + cos(from.latitude) * cos(to.latitude) * halfLongitude * halfLongitude
    let distance = 2 * earthRadiusKm * asin(min(1, chord.squareRoot()))
    return Int64((distance + 0.5).rounded(.down))
  }
}
