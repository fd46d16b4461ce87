/// An industrial cluster, or a region outside that only buys.
struct SyntheticCluster: Sendable {
  let id: String
  let name: String
  let regionCode: String
  /// The latitude in thousandths of a degree.
  let latitude: Int
  /// The longitude in thousandths of a degree.
  let longitude: Int
  let industryCodes: [String]
  /// The codes of the processes that the cluster is known for; none for a region that only buys.
  let specialities: [String]
  /// The share of factories, and of orders.
  let weight: Int
  /// Kilometres by road for 1000 km of great circle.
  let roadFactor: Int

  /// Whether the cluster has factories.
  var isMaker: Bool { !specialities.isEmpty }
}

/// The clusters of a dataset: those with factories first, then the regions that only buy.
struct ClusterTable: Sendable {
  let clusters: [SyntheticCluster]
  /// How many of the clusters have factories.
  let makerCount: Int

  /// Reads the first `makerCount` clusters of the table, and every region that only buys.
  init(makerCount: Int) {
    let table = TableText(PackageResources.clusters_csv)
    let all = table.rows.map { row in
      SyntheticCluster(
        id: table.text("cluster_id", row), name: table.text("name", row),
        regionCode: table.text("region_code", row),
        latitude: table.thousandths("latitude", row),
        longitude: table.thousandths("longitude", row),
        industryCodes: table.list("industry_code", row),
        specialities: table.list("processes", row),
        weight: table.integer("factory_weight", row),
        roadFactor: table.thousandths("road_factor", row))
    }
    let makers = all.filter(\.isMaker).prefix(makerCount)
    clusters = Array(makers) + all.filter { !$0.isMaker }
    self.makerCount = makers.count
  }
}
