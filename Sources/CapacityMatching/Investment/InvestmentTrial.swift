public import CapacityModel

/// What a match earns with a machine added, beside one without.
public struct ConfirmedGain: Equatable, Sendable {
  /// What the match with the machine earns, in fen; a point of `fill` is 100.
  public var objectiveFen: Int64
  /// What that is above the match without it, in fen.
  ///
  /// At least 0: where the search finds less with the machine than without, the answer without stands.
  public var gainFen: Int64
  /// The gain scaled to a year, in fen, rounded half up.
  public var gainPerYearFen: Int64
  /// How long the machine is booked, in seconds.
  public var bookedSeconds: Int64
  /// What its bookings are charged, in fen; no part of the objective.
  public var chargesFen: Int64
}

/// Confirms estimates by matching again with the machine added.
///
/// Both matches are made here, with the same options, so that nothing but the machine tells them apart:
/// what an older result earned may come from another engine, or from a limit of time.
public struct InvestmentTrial: Sendable {
  private let dataset: Dataset
  private let options: MatchOptions
  /// What the match of the dataset as it is earns, in fen.
  public let objectiveWithoutFen: Int64

  /// Matches the dataset as it is.
  ///
  /// - Complexity: That of a match.
  public init(
    _ dataset: Dataset, options: MatchOptions, control: SearchControl = SearchControl()
  ) async {
    self.dataset = dataset
    self.options = options
    objectiveWithoutFen =
      await Matcher(dataset, options: options).match(control: control).objectiveFen
  }

  /// Matches the dataset with the machine added.
  ///
  /// - Complexity: That of a match.
  public func confirm(
    _ investment: Investment, control: SearchControl = SearchControl()
  ) async -> ConfirmedGain {
    let larger = dataset.addingCopy(of: investment.model, to: investment.factory)
    let result = await Matcher(larger, options: options).match(control: control)
    let gain = max(0, result.objectiveFen - objectiveWithoutFen)
    var confirmed = ConfirmedGain(
      objectiveFen: result.objectiveFen, gainFen: gain,
      gainPerYearFen: Yearly.fen(
        microYuan: Int128(gain) * Yearly.microYuanInFen,
        horizonSeconds: dataset.horizon.lengthSeconds),
      bookedSeconds: 0, chargesFen: 0)
    for booking in result.bookings
    where larger.offers[booking.offer].machine == dataset.machines.count {
      confirmed.bookedSeconds += booking.workingSeconds
      confirmed.chargesFen += booking.chargeFen
    }
    return confirmed
  }
}
