/// What several rounds of one phase took.
package struct Timing: Codable, Equatable, Sendable {
  /// The middle of the rounds, in nanoseconds.
  package var medianNanoseconds: Int
  /// How far rounds lie from the middle: half the distance between the quartiles, or half the
  /// distance between the extremes of fewer than ``roundsForQuartiles`` rounds; 0 for a single one.
  package var spreadNanoseconds: Int
  /// The fastest round, in nanoseconds.
  package var fastestNanoseconds: Int
  /// How many rounds were timed.
  package var rounds: Int

  /// From so many rounds on the quartiles say more than the extremes.
  package static let roundsForQuartiles = 5

  enum CodingKeys: String, CodingKey {
    case medianNanoseconds = "median_ns"
    case spreadNanoseconds = "spread_ns"
    case fastestNanoseconds = "fastest_ns"
    case rounds
  }

  /// The timing of rounds.
  ///
  /// - Precondition: There is at least one round.
  package init(rounds samples: [Int]) {
    precondition(!samples.isEmpty, "nothing was timed")
    let sorted = samples.sorted()
    medianNanoseconds = quantile(of: sorted, quarter: 2)
    let isMany = sorted.count >= Timing.roundsForQuartiles
    let low = isMany ? quantile(of: sorted, quarter: 1) : sorted[0]
    let high = isMany ? quantile(of: sorted, quarter: 3) : sorted[sorted.count - 1]
    spreadNanoseconds = (high - low) / 2
    fastestNanoseconds = sorted[0]
    rounds = sorted.count
  }
}

/// A quartile of ascending numbers, between two of them by how near it is to each.
private func quantile(of sorted: [Int], quarter: Int) -> Int {
  let position = quarter * (sorted.count - 1)
  let index = position / 4
  let next = min(index + 1, sorted.count - 1)
  return sorted[index] + (sorted[next] - sorted[index]) * (position % 4) / 4
}
