internal import CapacityModel

/// The terms of all orders, worked out once.
///
/// Few are joined in one store, by which answers are improved as well. Many stay in the parts in which they were
/// worked out: to join a gigabyte takes as long as to work it out.
struct AllTerms: Sendable {
  private let parts: [TermStore]
  /// Where each part's programs begin among all, and the count of all at the end.
  private let firstProgram: [Int]
  /// Window and rate terms.
  let termCount: Int

  /// More window terms than this are not joined.
  static let joinedTermsMax = 8_000_000

  /// Joins parts that follow each other, if they have no more than `joinedTermsMax` window terms.
  init(
    _ parts: [TermStore], objective: ObjectiveKind, joinedTermsMax: Int = AllTerms.joinedTermsMax
  ) {
    let windowCount = parts.reduce(0) { $0 + $1.windows.count }
    self.parts =
      windowCount <= joinedTermsMax ? [TermStore(joining: parts, objective)] : parts
    termCount = parts.reduce(windowCount) { $0 + $1.rates.count }
    firstProgram = self.parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.programs.count) }
  }

  /// One store as it is.
  init(_ store: TermStore) {
    parts = [store]
    termCount = store.windows.count + store.rates.count
    firstProgram = [0, store.programs.count]
  }

  /// The terms of all orders, worked out in parallel; the same whatever the threads.
  static func build(
    _ market: Market, in rooms: Rooms, objective: ObjectiveKind, threads: Int,
    joinedTermsMax: Int = AllTerms.joinedTermsMax
  ) async -> AllTerms {
    let parts = await inParallel(over: market.orders.count, threads: threads) { range in
      var builder = TermBuilder(market, in: rooms, objective: objective)
      var store = TermStore(objective)
      store.windows.reserveCapacity(builder.offersAsked(by: range))
      for order in range { builder.append(order, to: &store) }
      return store
    }
    return AllTerms(parts, objective: objective, joinedTermsMax: joinedTermsMax)
  }

  var programCount: Int { firstProgram[parts.count] }

  /// Whether every value fits; larger ones prove nothing.
  var isInRange: Bool { parts.allSatisfy(\.isInRange) }

  /// All of them, where they are joined.
  var joined: TermStore? { parts.count == 1 ? parts[0] : nil }

  /// Gives each of some programs, in turn, with the store that has its terms.
  @inline(__always)
  func forEach(_ range: Range<Int>, _ body: (TermStore.Program, TermStore) -> Void) {
    for (part, store) in parts.enumerated() {
      let own = range.clamped(to: firstProgram[part]..<firstProgram[part + 1])
      for index in own { body(store.programs[index - firstProgram[part]], store) }
    }
  }
}

extension TermBuilder {
  /// How many offers the stages of some orders have: with one part each no more terms.
  fileprivate func offersAsked(by orders: Range<Int>) -> Int {
    var count = 0
    for order in market.orders[orders] {
      for stage in market.stages[order.stages] {
        count += market.offersOfProcess[stage.process].count
      }
    }
    return count
  }
}
