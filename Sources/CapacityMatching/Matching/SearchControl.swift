internal import CapacityModel

/// How a search is watched and stopped from outside.
///
/// Without a limit of time the answer does not depend on any of it, unless the search is stopped.
public struct SearchControl: Sendable {
  /// Whether to finish the best answer so far; asked often.
  public var isStopped: @Sendable () -> Bool
  /// How much of a limit of time is used up, from 0; `nil` where effort decides how long to look.
  public var timeUsed: (@Sendable () -> Double)?
  /// A gap that is small enough, in hundredths of a percent; the search ends once it is proven.
  public var targetGap: Int64?
  /// Is told how far the search is.
  public var report: @Sendable (SearchState) -> Void
  /// Is told what is done.
  public var meter: SearchMeter?

  /// Creates a control; by default a search runs to the end of its effort.
  public init(
    isStopped: @escaping @Sendable () -> Bool = { false },
    timeUsed: (@Sendable () -> Double)? = nil, targetGap: Int64? = nil,
    report: @escaping @Sendable (SearchState) -> Void = { _ in }, meter: SearchMeter? = nil
  ) {
    self.isStopped = isStopped
    self.timeUsed = timeUsed
    self.targetGap = targetGap
    self.report = report
    self.meter = meter
  }

  /// Whether there is time for more.
  func mayGoOn(until fraction: Double = 1) -> Bool {
    !isStopped() && (timeUsed?() ?? 0) < fraction
  }
}

/// How far a search is.
public struct SearchState: Equatable, Sendable {
  /// The step of effort at hand.
  public var effort: Int
  /// Steps of effort that were asked for.
  public var effortMax: Int
  /// The best objective so far, in fen.
  public var objectiveFen: Int64
  /// The upper bound that is proven, in fen; `nil` before there is one.
  public var upperBoundFen: Int64?

  /// How far the objective can be from the best, in hundredths of a percent; `nil` before there is a bound.
  public var gap: Int64? {
    upperBoundFen.map {
      Certificate(upperBoundFen: $0, prices: []).gapHundredthsOfPercent(
        objectiveFen: objectiveFen)
    }
  }
}
