package import CapacityModel

/// How offers are searched for; results are equal in every byte.
package enum OfferSearch: Sendable {
  /// Cheapest first, as far as needed.
  case bestFirst(SearchFeatures)
  /// Every offer, for every stage: the reference.
  case everyOffer
}

/// What a best-first search uses; each can be switched off to see what it buys.
package struct SearchFeatures: OptionSet, Sendable, CaseIterable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  static let first = SearchFeatures(rawValue: 1)
  static let second = SearchFeatures(rawValue: 2)
  package static let all: SearchFeatures = [.first, .second]
  package static var allCases: [SearchFeatures] { [.first, .second] }
  package var names: [String] { SearchFeatures.allCases.filter { contains($0) }.map(\.name) }
  package var name: String { self == .first ? "first" : "second" }
}

/// What a match did, in counts that do not depend on the machine.
package struct WorkCounts: Sendable, Equatable {
  package var orders = 0
  package var blocksLookedAt = 0
  package var offersLookedAt = 0
  package var placesSought = 0
  package var timelineSteps = 0
}

/// A dataset compiled for matching.
package struct PreparedMatch: Sendable {
  private let market: Market
  private let matcher: Matcher

  package init(_ dataset: Dataset, options: MatchOptions) {
    market = Market(dataset)
    matcher = Matcher(dataset, options: options)
  }

  package func match(_ search: OfferSearch) async -> (result: MatchResult, counts: WorkCounts) {
    var counts = WorkCounts()
    counts.orders = market.orders.count
    for stage in market.stages {
      counts.offersLookedAt += market.offersOfProcess[stage.process].count
    }
    return (await matcher.match(), counts)
  }
}
