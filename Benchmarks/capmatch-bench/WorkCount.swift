import BenchmarkSupport
import CAllocationCounter
import CapacityMatching
import CapacityModel

/// A match that is counted rather than timed, on one thread, so that the counts of allocations are
/// the same every time.
struct WorkCount {
  /// What the match did.
  let figures: CountFigures
  /// What it found.
  let result: MatchResult

  /// Counts a match.
  ///
  /// What a process allocates once only, in its first match, is counted too.
  init(_ dataset: Dataset) async {
    let prepared = PreparedMatch(dataset, options: benchmarkOptions(threads: 1))
    allocation_counter_start()
    let (result, counts) = await prepared.match(.bestFirst(.all))
    let allocations = allocation_counter_stop()
    figures = CountFigures(
      counts, of: result,
      allocations: allocation_counter_is_available() ? Int(allocations) : nil)
    self.result = result
  }

  /// Counts a match after one that is not counted, so that nothing is counted that a process
  /// does once only.
  static func warm(_ dataset: Dataset) async -> WorkCount {
    _ = await WorkCount(dataset)
    return await WorkCount(dataset)
  }
}

/// What every benchmark asks a match for.
func benchmarkOptions(threads: Int) -> MatchOptions {
  MatchOptions(effort: 0, seed: 1, threads: threads)
}

extension CountFigures {
  /// The counts of a match.
  init(_ counts: WorkCounts, of result: MatchResult, allocations: Int?) {
    self.init(
      orders: counts.orders, matchedOrders: result.matched.count,
      objectiveFen: Int(result.objectiveFen), blocksLookedAt: counts.blocksLookedAt,
      offersLookedAt: counts.offersLookedAt, placesSought: counts.placesSought,
      timelineSteps: counts.timelineSteps, allocations: allocations)
  }
}
