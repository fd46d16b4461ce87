/// What is missing for the buyers of one cluster at one process.
public struct CapacityGap: Equatable, Sendable {
  /// Index into `Dataset.processes`.
  public var process: Int
  /// The buyers' cluster: index into `Dataset.clusters`.
  public var cluster: Int
  /// Unmatched orders of which at least one stage asks for the process.
  public var unmatchedOrders: Int
  /// The time that their stages at the process take, in hundredths of an hour, rounded half up.
  ///
  /// Each stage at the median need over the process's offers; 0 for work that nobody offers.
  public var unmatchedHoursHundredths: Int128
  /// The sum of their budgets, in fen.
  public var unmatchedBudgetFen: Int64
  /// What one more hour would be worth, in fen.
  ///
  /// The mean over the process's machines in the cluster, weighted by free open time; over all its
  /// machines where the cluster has none with free open time. `nil` where nothing was proven, and where
  /// no machine for the process has free open time.
  public var shadowPriceFenPerHour: Int64?

  /// Creates a gap.
  public init(
    process: Int, cluster: Int, unmatchedOrders: Int, unmatchedHoursHundredths: Int128,
    unmatchedBudgetFen: Int64, shadowPriceFenPerHour: Int64?
  ) {
    self.process = process
    self.cluster = cluster
    self.unmatchedOrders = unmatchedOrders
    self.unmatchedHoursHundredths = unmatchedHoursHundredths
    self.unmatchedBudgetFen = unmatchedBudgetFen
    self.shadowPriceFenPerHour = shadowPriceFenPerHour
  }
}
