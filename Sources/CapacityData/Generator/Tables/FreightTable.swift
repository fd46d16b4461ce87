/// What it costs and how long it takes to send goods from one cluster to another.
struct FreightLink: Sendable {
  /// The cost of a shipment in fen.
  var shipmentFen = 0
  /// The cost of a kilogram in ten-thousandths of a yuan.
  var kilogramTenThousandths = 0
  var transitHours = 0

  /// Returns the cost in fen of a shipment of that weight, rounded half up.
  func fen(grams: Int) -> Int {
    // A ten-thousandth of a yuan per kilogram is 1/100,000 fen per gram.
    shipmentFen + (kilogramTenThousandths * grams + 50_000) / 100_000
  }
}

/// The freight between all clusters.
///
/// Heavy goods get no dedicated truck, since `freight.csv` has one row for two clusters.
struct FreightTable: Sendable {
  private let links: [FreightLink]
  private let clusterCount: Int

  /// Computes the links among `clusters`; within a cluster freight is free and takes no time.
  init(_ clusters: [SyntheticCluster]) {
    clusterCount = clusters.count
    links = clusters.indices.flatMap { from in
      clusters.indices.map { to in
        from == to ? FreightLink() : Self.link(clusters[from], clusters[to])
      }
    }
  }

  /// The link from one cluster to another.
  subscript(from: Int, to: Int) -> FreightLink { links[from * clusterCount + to] }

  private static func link(_ from: SyntheticCluster, _ to: SyntheticCluster) -> FreightLink {
    let roadFactor = max(from.roadFactor, to.roadFactor)
    let kilometres = (GreatCircle.kilometres(from, to) * roadFactor + 500) / 1000
    let isSameCity = from.regionCode.prefix(4) == to.regionCode.prefix(4)
    return FreightLink(
      shipmentFen: 4500 + 11 * kilometres,
      kilogramTenThousandths: 3000 + 11 * kilometres,
      transitHours: isSameCity ? 2 : kilometres < 150 ? 24 : kilometres < 450 ? 48 : 72)
  }
}
