/// A row of `capacity_gaps.csv` as it was read, before anybody believed it.
public struct GapRecord: Equatable, Sendable {
  /// The physical line of the row, from 1.
  public var line: Int
  /// The process that is asked for.
  public var process: Identifier
  /// The buyers' cluster.
  public var clusterID: Identifier
  /// Unmatched orders with at least one stage at the process.
  public var unmatchedOrders: Int64
  /// What their stages take, in hundredths of an hour.
  public var unmatchedHoursHundredths: Int64
  /// The sum of their budgets, in fen.
  public var unmatchedBudgetFen: Int64
  /// What one more hour would be worth, in fen; `nil` where nothing was proven.
  public var shadowPriceFenPerHour: Int64?

  /// Creates a record.
  public init(
    line: Int, process: Identifier, clusterID: Identifier, unmatchedOrders: Int64,
    unmatchedHoursHundredths: Int64, unmatchedBudgetFen: Int64, shadowPriceFenPerHour: Int64?
  ) {
    self.line = line
    self.process = process
    self.clusterID = clusterID
    self.unmatchedOrders = unmatchedOrders
    self.unmatchedHoursHundredths = unmatchedHoursHundredths
    self.unmatchedBudgetFen = unmatchedBudgetFen
    self.shadowPriceFenPerHour = shadowPriceFenPerHour
  }
}
