/// What a synthetic dataset should be like.
///
/// The same options give the same bytes on every platform.
public struct GeneratorOptions: Sendable, Equatable {
  /// The number of orders.
  public var orders = 3000
  /// The number of rows of `machines.csv`; a row may stand for several units.
  public var machines = 300
  /// The number of industrial clusters; three outside regions that only buy come on top.
  public var clusters = 20
  /// The number of processes; beyond the 71 of the table they are numbered variants.
  public var processes = 60
  /// The length of the horizon in days, from Monday 2 March 2026.
  public var days = 28
  /// The hours asked over the hours that the owners leave free, in thousandths.
  public var loadThousandths = 950
  /// The percentage of orders with two stages or more.
  public var multiStagePercent = 0
  /// Leaves machines where the popularity of processes puts them, instead of where hours are asked.
  public var keepsImbalance = false
  /// How much more popular the first processes are than the last, in thousandths.
  ///
  /// The weight of the one of rank r is 1 / r^skew; 0 makes all as popular.
  public var processSkewThousandths = 1_050
  /// The seed of every draw.
  public var seed: UInt64 = 1

  /// The allowed number of orders.
  public static let orderRange = 1...10_000_000
  /// The allowed number of machines.
  public static let machineRange = 1...1_000_000
  /// The allowed number of clusters.
  public static let clusterRange = 1...20
  /// The allowed number of processes.
  public static let processRange = 1...2000
  /// The allowed number of days.
  public static let dayRange = 1...3650
  /// The allowed load, in thousandths.
  public static let loadRange = 10...10_000
  /// The allowed percentage of orders with several stages.
  public static let multiStageRange = 0...100

  /// The allowed skew of processes, in thousandths.
  public static let processSkewRange = 0...3_000

  /// Creates the default options.
  public init() {}

  /// Checks every number against its range.
  ///
  /// - Throws: `GeneratorError.outOfRange` for the first option that is out of its range.
  public func validate() throws(GeneratorError) {
    let checks: [(String, Int, ClosedRange<Int>)] = [
      ("orders", orders, Self.orderRange),
      ("machines", machines, Self.machineRange),
      ("clusters", clusters, Self.clusterRange),
      ("processes", processes, Self.processRange),
      ("days", days, Self.dayRange),
      ("load in thousandths", loadThousandths, Self.loadRange),
      ("process skew in thousandths", processSkewThousandths, Self.processSkewRange),
      ("multi-stage percentage", multiStagePercent, Self.multiStageRange),
    ]
    for (name, value, allowed) in checks where !allowed.contains(value) {
      throw .outOfRange(option: name, value: value, allowed: allowed)
    }
  }
}
