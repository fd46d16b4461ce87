/// An industrial cluster: where factories stand and buyers take delivery.
public struct Cluster: Equatable, Sendable {
  /// The cluster's id.
  public var id: Identifier
  /// The name that people read; the id where the file gives none.
  public var name: String
  /// North positive, in millionths of a degree.
  public var latitudeMicrodegrees: Int64
  /// East positive, in millionths of a degree.
  public var longitudeMicrodegrees: Int64
  /// A GB/T 2260 code (province 2 digits, city 4, county 6), empty if unknown.
  public var regionCode: String

  /// Creates a cluster.
  public init(
    id: Identifier, name: String, latitudeMicrodegrees: Int64, longitudeMicrodegrees: Int64,
    regionCode: String = ""
  ) {
    self.id = id
    self.name = name
    self.latitudeMicrodegrees = latitudeMicrodegrees
    self.longitudeMicrodegrees = longitudeMicrodegrees
    self.regionCode = regionCode
  }
}

/// A certificate that a factory holds, with the days on which it is valid.
public struct HeldCertification: Equatable, Sendable {
  /// Index into ``Dataset/certificationNames``.
  public var certification: Int
  /// First valid day, counted from 1970-01-01 in the dataset's zone; `nil` for since ever.
  public var firstDay: Int64?
  /// Last valid day, inclusive; `nil` for without end.
  public var lastDay: Int64?

  /// Creates a certificate; both days are inclusive.
  public init(certification: Int, firstDay: Int64? = nil, lastDay: Int64? = nil) {
    self.certification = certification
    self.firstDay = firstDay
    self.lastDay = lastDay
  }
}

/// A factory that shares machines.
public struct Factory: Equatable, Sendable {
  /// The factory's id.
  public var id: Identifier
  /// The name that people read; the id where the file gives none.
  public var name: String
  /// Index into ``Dataset/clusters``.
  public var cluster: Int
  /// What the factory holds, each name once.
  public var certifications: [HeldCertification]
  /// A GB/T 4754 code, empty if unknown.
  public var industryCode: String

  /// Creates a factory.
  public init(
    id: Identifier, name: String, cluster: Int, certifications: [HeldCertification] = [],
    industryCode: String = ""
  ) {
    self.id = id
    self.name = name
    self.cluster = cluster
    self.certifications = certifications
    self.industryCode = industryCode
  }
}

/// A row of `freight.csv`: what goes from one cluster to another one pays and takes.
public struct FreightLane: Equatable, Sendable {
  /// Index into ``Dataset/clusters``.
  public var fromCluster: Int
  /// Index into ``Dataset/clusters``, never `fromCluster`.
  public var toCluster: Int
  /// What each shipment pays, in fen.
  public var shipmentFen: Int64
  /// What each kg pays, in millionths of a yuan.
  public var microYuanPerKg: Int64
  /// How long it travels, in millionths of an hour.
  public var transitMicroHours: Int64

  /// Creates a lane.
  public init(
    fromCluster: Int, toCluster: Int, shipmentFen: Int64 = 0, microYuanPerKg: Int64 = 0,
    transitMicroHours: Int64 = 0
  ) {
    self.fromCluster = fromCluster
    self.toCluster = toCluster
    self.shipmentFen = shipmentFen
    self.microYuanPerKg = microYuanPerKg
    self.transitMicroHours = transitMicroHours
  }
}

/// What freight costs and takes between clusters that have no ``FreightLane``.
public struct FreightRates: Equatable, Sendable {
  /// What each shipment pays, in fen.
  public var baseFen: Int64
  /// What each kg pays for each km, in millionths of a yuan.
  public var microYuanPerKgKm: Int64
  /// How long 100 km take, in millionths of an hour.
  public var microHoursPer100Km: Int64

  /// The defaults are 60 yuan, 0.0008 yuan per kg km and 2.5 hours per 100 km.
  public init(
    baseFen: Int64 = 6_000, microYuanPerKgKm: Int64 = 800, microHoursPer100Km: Int64 = 2_500_000
  ) {
    self.baseFen = baseFen
    self.microYuanPerKgKm = microYuanPerKgKm
    self.microHoursPer100Km = microHoursPer100Km
  }
}
