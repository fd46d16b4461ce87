public import CapacityModel

/// What a match is asked for.
public struct MatchOptions: Equatable, Sendable {
  /// What is made as large as possible.
  public var objective: ObjectiveKind
  /// How long to look for better answers and proofs: 0 runs the priority queue alone and proves nothing,
  /// each step beyond 1 about doubles the work.
  public var effort: Int
  /// Seeds the random orders.
  public var seed: UInt64
  /// Tasks that run at once; the answer does not depend on it.
  public var threads: Int

  /// The largest effort.
  public static let effortMax = 9
  /// The most threads.
  public static let threadsMax = 64

  /// Creates options; numbers outside their range are moved to its nearer end.
  public init(
    objective: ObjectiveKind = .surplus, effort: Int = 1, seed: UInt64 = 1, threads: Int = 1
  ) {
    self.objective = objective
    self.effort = min(max(0, effort), MatchOptions.effortMax)
    self.seed = seed
    self.threads = min(max(1, threads), MatchOptions.threadsMax)
  }
}

/// Decides which orders are served, on which machines and when.
///
/// The method is in `Docs/algorithm.md`: the dataset is compiled to a ``Market``, every stage's
/// cheapest offers are found once, several queue keys each serve all orders greedily; above effort 0 prices
/// are searched that prove a bound, and guided by them the best answer is improved; every order left
/// over is diagnosed against it.
public struct Matcher: Sendable {
  private let dataset: Dataset
  private let options: MatchOptions

  /// Prepares a match; nothing is computed yet.
  public init(_ dataset: Dataset, options: MatchOptions = MatchOptions()) {
    self.dataset = dataset
    self.options = options
  }

  /// Finds an answer that keeps every rule, the same one for the same input, options and seed.
  ///
  /// `control` may end the search early; the best answer so far is then finished and returned. The first
  /// pass always runs.
  ///
  /// - Complexity: For each pass O(orders x offers tried x gaps); see `Docs/algorithm.md`.
  public func match(control: SearchControl = SearchControl()) async -> MatchResult {
    await PreparedMatch(dataset, options: options).match(.bestFirst(.all), control: control).result
  }
}
