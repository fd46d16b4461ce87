internal import CapacityModel

/// Which passes a match makes and how widely each may look: from counts, never from a clock.
struct SearchPlan: Sendable {
  var keys: [QueueKey] = [.worthPerRootHour, .worth, .worthPerHour, .budget]
  /// Rounds of ``squeakyVariants`` passes each, after those by ``keys``.
  var squeakyRounds: Int
  /// Passes of a round; the best one starts the next.
  static let squeakyVariants = 8
  /// All of them.
  var passCount: Int { keys.count + squeakyRounds * SearchPlan.squeakyVariants }
  /// How far the first search for an order of several stages or parts looks.
  var width: SearchWidth
  var wideSearches: Int

  /// Pairs of a stage and an offer that all passes of a small dataset together may look at.
  private static let smallDatasetPairs = 4_000_000
  /// From so many pairs on there are two passes only.
  private static let largeDatasetPairs = 20_000_000
  /// Random passes of a small dataset.
  private static let smallDatasetPassesMax = 200

  init(_ market: Market, options: MatchOptions) {
    var pairs = 1
    for stage in market.stages { pairs += market.offersOfProcess[stage.process].count }
    // On the largest datasets the first two keys were always the best, and time matters.
    if pairs > SearchPlan.largeDatasetPairs { keys.removeLast(2) }
    // A small dataset costs nothing to look at more often, and has more to gain from luck.
    var passes = min(SearchPlan.smallDatasetPassesMax, SearchPlan.smallDatasetPairs / pairs)
    if options.effort == 0 {
      // The priority queue alone.
      keys = [keys[0]]
      passes = 0
    }
    squeakyRounds = passes * 2 / 3 / SearchPlan.squeakyVariants
    for pass in 0..<(passes - squeakyRounds * SearchPlan.squeakyVariants) {
      keys.append(.shuffled(seed: SplitMix64.hash(options.seed, UInt64(pass))))
    }
    width = pairs <= SearchPlan.smallDatasetPairs ? .wide : .narrow
    wideSearches = min(2_000, max(100, 100_000_000 / pairs))
  }
}
