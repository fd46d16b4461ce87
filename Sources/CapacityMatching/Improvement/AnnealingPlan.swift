/// How long an annealing runs, and how its temperature falls.
struct AnnealingPlan: Sendable {
  /// How many rounds there are; against time as many as fit.
  var rounds: Int
  /// Steps for each order in all rounds; against time in each.
  var stepsPerOrder: Double
  var control: SearchControl
  /// The part of a limit of time in which it runs.
  var from: Double
  var until: Double
  var seed: UInt64
  /// What a round does, for the meter.
  var workOfRound = 0.0

  var stepsPerRound: Double { rounds > 0 ? stepsPerOrder / Double(rounds) : stepsPerOrder }

  /// How far the temperature has fallen when a round begins and ends, from 0 to 1; `nil` when it is over.
  ///
  /// Against time a round is taken to last as long as the one before it, which began at `last`; the first one does not cool.
  func temperatures(ofRound round: Int, after last: Double?) -> (from: Double, to: Double)? {
    if control.isStopped() { return nil }
    guard let timeUsed = control.timeUsed else {
      return round < rounds
        ? (Double(round) / Double(rounds), Double(round + 1) / Double(rounds)) : nil
    }
    let done = (timeUsed() - from) / max(1e-9, until - from)
    if done >= 1 { return nil }
    return (done, last.map { min(1, 2 * done - $0) } ?? done)
  }
}
