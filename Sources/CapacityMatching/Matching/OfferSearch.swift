internal import CapacityModel

/// How offers are searched for; the answer is the same in every byte.
package enum OfferSearch: Sendable, Equatable {
  /// Blocks of offers by what they cost at the least, and only those that may have room.
  case bestFirst(SearchFeatures)
  /// Every offer of the process, one after another: the reference that the search must equal.
  case everyOffer
}

/// What a best-first search uses to pass over offers; each can be switched off to see what it buys.
package struct SearchFeatures: OptionSet, Sendable, CaseIterable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Blocks whose offers all cost too much are passed over, cheap groups of blocks come first.
  package static let costBounds = SearchFeatures(rawValue: 1)
  /// Blocks whose offers all fail a condition are passed over.
  package static let conditionBounds = SearchFeatures(rawValue: 2)
  /// Blocks and machines without room in the order's days are passed over.
  package static let freeTime = SearchFeatures(rawValue: 4)
  /// Machines whose longest gap is too short are passed over before their conditions are asked.
  package static let longestGaps = SearchFeatures(rawValue: 8)

  package static let allCases: [SearchFeatures] = [
    .costBounds, .conditionBounds, .freeTime, .longestGaps,
  ]
  package static let all = SearchFeatures(allCases)

  /// The features in the set, in words.
  package var name: String {
    zip(SearchFeatures.allCases, ["cost bounds", "condition bounds", "free time", "longest gaps"])
      .filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}

/// What a match did, in counts that no machine and no thread count changes.
package struct WorkCounts: Sendable, Equatable {
  /// Orders of the dataset.
  package var orders = 0
  /// Searches among the offers of a process.
  package var searches = 0
  /// Blocks of offers that were opened.
  package var blocksLookedAt = 0
  /// Offers that were asked for their conditions.
  package var offersLookedAt = 0
  /// Timelines of units that were asked for a place.
  package var placesSought = 0
  /// Gaps that were passed over for it.
  package var timelineSteps = 0

  package init() {}

  static func += (left: inout WorkCounts, right: WorkCounts) {
    left.searches += right.searches
    left.blocksLookedAt += right.blocksLookedAt
    left.offersLookedAt += right.offersLookedAt
    left.placesSought += right.placesSought
    left.timelineSteps += right.timelineSteps
  }
}

/// What became of an offer that a search looked at.
enum VisitOutcome {
  /// There was no room on its machine.
  case lackedRoom
  /// Anything else.
  case settled
}

/// What is done with each offer that a search cannot rule out.
protocol OfferVisitor {
  associatedtype Host: OfferSearchHost
  /// Offers that surely charge more are of no interest, in fen.
  var chargeMaxFen: Int64 { get }
  /// Offers that surely charge more together with the way to the customer, where the stage ships,
  /// are of no interest, in fen.
  var paidMaxFen: Int64 { get }
  /// The parts of the horizon that a booking may lie in; `nil` if it does not matter what is free.
  var days: FreeTimeIndex.Buckets? { get }
  /// Whether what is shown first can rule out what comes later.
  var wantsCheapestFirst: Bool { get }
  /// Looks at one offer; which filters it passes is not known yet.
  mutating func visit(_ offer: Int, on machine: Int, host: inout Host) -> VisitOutcome
}

extension OfferVisitor {
  var wantsCheapestFirst: Bool { true }
}

/// Whoever searches: it has the scratch, and knows what is free if that matters to it.
protocol OfferSearchHost {
  var market: Market { get }
  var searcher: OfferSearcher { get set }
  /// Whether anything is known of what is free; not on empty machines.
  var knowsFreeTime: Bool { get }
  /// As ``FreeTimeIndex/mayHaveRoom(group:level:_:)``.
  func mayHaveRoom(group: Int, level: UInt8, _ days: FreeTimeIndex.Buckets) -> Bool
  /// As ``FreeTimeIndex/mayHaveRoom(block:levels:_:)``.
  func mayHaveRoom(block: Int, levels: LevelWord, _ days: FreeTimeIndex.Buckets) -> UInt32
  /// Brings what is known of the group's free time up to date.
  mutating func refresh(group: Int)
}

/// What a search is about.
struct SearchSubject {
  /// Index into the market's stages.
  var stage: Int
  /// The least quantity that an offer has to take.
  var quantityMin: Int64
  /// Whether the offer may take less than the whole stage.
  var takesParts: Bool
}

extension SearchSubject {
  /// About a stage that an offer takes whole.
  init(whole stage: Int, in market: Market) {
    self.init(stage: stage, quantityMin: market.stages[stage].quantity, takesParts: false)
  }
}

/// The scratch of searches, sized once.
struct OfferSearcher {
  let method: OfferSearch
  var counts = WorkCounts()
  /// The groups at hand and what their offers cost at the least.
  fileprivate var keys: [Double]
  fileprivate var groups: [Int32]
  /// The offers of each of the process's groups that may meet the conditions, as ``ConditionRows`` has them.
  fileprivate var lanes: [UInt64]

  init(_ market: Market, method: OfferSearch) {
    self.method = method
    keys = [Double](repeating: 0, count: market.offerIndex.groupCountMax)
    groups = [Int32](repeating: 0, count: market.offerIndex.groupCountMax)
    lanes = [UInt64](repeating: 0, count: market.offerIndex.groupCountMax)
  }
}

/// A binary heap of the groups at hand, the one that costs least at the root.
extension OfferSearcher {
  fileprivate mutating func makeHeap(_ count: Int) {
    var root = count / 2
    while root > 0 {
      root -= 1
      siftDown(root, count)
    }
  }

  /// Takes the root; `count` is one less afterwards.
  fileprivate mutating func popLeast(_ count: inout Int) -> Int {
    let group = Int(groups[0])
    count -= 1
    keys[0] = keys[count]
    groups[0] = groups[count]
    siftDown(0, count)
    return group
  }

  @inline(__always)
  private mutating func siftDown(_ start: Int, _ count: Int) {
    if start >= count { return }
    let key = keys[start]
    let group = groups[start]
    var place = start
    while true {
      var child = 2 * place + 1
      if child >= count { break }
      if child + 1 < count, keys[child + 1] < keys[child] { child += 1 }
      if keys[child] >= key { break }
      keys[place] = keys[child]
      groups[place] = groups[child]
      place = child
    }
    keys[place] = key
    groups[place] = group
  }
}

/// Lower bounds of what offers charge and need for one stage.
struct StageBounds {
  private let quantity: Double
  private let valueScale: Double
  private let priceClass: Int
  private let isHours: Bool

  init(_ stage: StageDemand, declaredValueFen: Int64) {
    quantity = Double(stage.quantity)
    valueScale = Double(declaredValueFen) / Double(10_000 * stage.stageCount)
    priceClass = OfferIndex.priceClass(stage.quantity)
    isHours = stage.isHours
  }

  /// No offer of the group charges less, in fen.
  ///
  /// Charges are rounded half up and cut off at ``Market/unaffordableFen``; doubles lose far less
  /// than the millionth that is given away here.
  @inline(__always)
  func least(_ group: OfferIndex.Group, mode: Int, _ prices: [Double]) -> Double {
    let variable: Double
    switch mode {
    case 0: variable = (isHours ? group.bound.hour : group.bound.unit) * quantity
    case 1:
      variable = prices[Int(group.priceRow) * OfferIndex.priceClasses + priceClass] * quantity
    default: variable = group.bound.unit * valueScale
    }
    let charge = max(group.bound.minimum, group.bound.fixed + variable)
    return min(charge, Double(Market.unaffordableFen)) * (1 - 1e-6) - 2
  }

  /// Which offers may charge no more than `most` fen, a bit for each; single precision loses less
  /// than the hundred-thousandth that is given away.
  @inline(__always)
  func mayCost(
    _ index: OfferIndex, _ number: Int, atMost most: Double
  ) -> UInt32 {
    let variable: FloatLanes
    switch index.blocks[number].mode {
    case 0:
      variable = (isHours ? index.terms[number].hour : index.terms[number].unit) * Float(quantity)
    case 1:
      let row = Int(index.blocks[number].priceRow)
      variable =
        index.lanePrices[row * OfferIndex.priceClasses + priceClass] * Float(quantity)
    default: variable = index.terms[number].unit * Float(valueScale)
    }
    let ceiling = most >= Double(Market.unaffordableFen) ? .infinity : Float(most * (1 + 1e-5) + 3)
    let most = FloatLanes(repeating: ceiling)
    return LaneBits.bits(index.terms[number].fixed + variable .<= most)
      & LaneBits.bits(index.terms[number].minimum .<= most)
  }

  /// Levels of the working time that offers need, none above the truth.
  @inline(__always)
  func needLevels(_ index: OfferIndex, _ number: Int) -> LevelWord {
    let variable =
      isHours
      ? FloatLanes(repeating: Float(quantity * 36))
      : index.terms[number].needUnit * Float(quantity)
    return TimeLevel.levels((index.terms[number].needFixed + variable) * (1 - 1e-5))
  }
}

extension OfferSearchHost {
  /// Shows `visitor` every offer for a stage's process, in one of its modes, that is not surely of no
  /// interest.
  ///
  /// - Complexity: O(groups of the process + offers shown).
  @inline(__always)
  mutating func searchOffers<Visitor: OfferVisitor>(
    _ subject: SearchSubject, _ visitor: inout Visitor
  ) where Visitor.Host == Self {
    searcher.counts.searches += 1
    switch searcher.method {
    case .everyOffer:
      for offer in market.offersOfProcess[market.stages[subject.stage].process] {
        searcher.counts.offersLookedAt += 1
        _ = visitor.visit(offer, on: Int(market.conditions[offer].machine), host: &self)
      }
    case .bestFirst(let features):
      searchBestFirst(subject, features, &visitor)
    }
  }

  private mutating func searchBestFirst<Visitor: OfferVisitor>(
    _ subject: SearchSubject, _ features: SearchFeatures, _ visitor: inout Visitor
  ) where Visitor.Host == Self {
    let stage = market.stages[subject.stage]
    let order = market.orders[stage.order]
    let bounds = StageBounds(stage, declaredValueFen: order.declaredValueFen)
    var count = listGroups(subject, stage, order, bounds, features, &visitor)
    if features.contains(.costBounds), visitor.wantsCheapestFirst {
      // The cheapest first: what they yield rules the others out.
      searcher.makeHeap(count)
      while count > 0 {
        if searcher.keys[0] > Double(visitor.paidMaxFen) { return }
        let group = searcher.popLeast(&count)
        visit(group: group, subject, stage, order, bounds, features, &visitor)
      }
    } else {
      for place in 0..<count where searcher.keys[place] <= Double(visitor.paidMaxFen) {
        let group = Int(searcher.groups[place])
        visit(group: group, subject, stage, order, bounds, features, &visitor)
      }
    }
  }

  /// Lists the groups that may hold an offer of interest, with what they cost at the least.
  @inline(__always)
  private mutating func listGroups<Visitor: OfferVisitor>(
    _ subject: SearchSubject, _ stage: StageDemand, _ order: OrderDemand, _ bounds: StageBounds,
    _ features: SearchFeatures, _ visitor: inout Visitor
  ) -> Int {
    let index = market.offerIndex
    let allGroups = index.groupRange(process: stage.process)
    let asksConditions = features.contains(.conditionBounds)
    index.conditionRows.find(
      &searcher.lanes, allGroups, asksConditions ? stage : .none,
      certificates: asksConditions ? order.certificateMask : 0)
    let chargeMax = Double(visitor.chargeMaxFen)
    let paidMax = Double(visitor.paidMaxFen)
    let grams = Double(order.weightGrams)
    let days = features.contains(.freeTime) && knowsFreeTime ? visitor.days : nil
    var count = 0
    for mode in 0..<3 where stage.modes.rawValue & (1 << UInt8(mode)) != 0 {
      for group in index.groupRange(process: stage.process, mode: mode)
      where searcher.lanes[group - allGroups.lowerBound] != 0 {
        let columns = index.groups[group]
        let charge = bounds.least(columns, mode: mode, index.prices)
        var paid = charge
        if stage.ships {
          paid += market.freight.leastCost(
            from: Int(columns.cluster), to: order.cluster, grams: grams)
        }
        if features.contains(.costBounds), charge > chargeMax || paid > paidMax { continue }
        if asksConditions, !columns.conditions.mayServe(stage, parts: subject.takesParts) {
          continue
        }
        if let days, !mayHaveRoom(columns, group, subject, stage, days) { continue }
        searcher.keys[count] = paid
        searcher.groups[count] = Int32(group)
        count += 1
      }
    }
    return count
  }

  /// Whether some offer of a group may have room for the stage in these days.
  @inline(__always)
  private func mayHaveRoom(
    _ columns: OfferIndex.Group, _ group: Int, _ subject: SearchSubject, _ stage: StageDemand,
    _ days: FreeTimeIndex.Buckets
  ) -> Bool {
    let need = columns.conditions.leastNeed(stage, quantity: subject.quantityMin)
    let level = TimeLevel.level(need)
    return mayHaveRoom(group: group, level: level, days)
  }

  /// Shows the visitor the offers of a group, but for those that are surely of no interest.
  @inline(__always)
  private mutating func visit<Visitor: OfferVisitor>(
    group: Int, _ subject: SearchSubject, _ stage: StageDemand, _ order: OrderDemand,
    _ bounds: StageBounds, _ features: SearchFeatures, _ visitor: inout Visitor
  ) where Visitor.Host == Self {
    let columns = market.offerIndex.groups[group]
    let asksForRoom = features.contains(.freeTime) && knowsFreeTime && visitor.days != nil
    if asksForRoom, let days = visitor.days,
      !mayHaveRoom(columns, group, subject, stage, days)
    {
      return
    }
    let deliveryFen =
      stage.ships
      ? market.freight.leastCost(
        from: Int(columns.cluster), to: order.cluster, grams: Double(order.weightGrams)) : 0
    var lackedRoom = false
    let firstGroup = market.offerIndex.groupRange(process: stage.process).lowerBound
    var lanes = searcher.lanes[group - firstGroup]
    for number in Int(columns.firstBlock)..<Int(columns.firstBlock + columns.blockCount) {
      // A bit for each offer that is still of interest.
      var left = UInt32(truncatingIfNeeded: lanes & 0xFF)
      lanes >>= 8
      if left == 0 { continue }
      searcher.counts.blocksLookedAt += 1
      if features.contains(.costBounds) {
        let most = min(Double(visitor.chargeMaxFen), Double(visitor.paidMaxFen) - deliveryFen)
        left &= bounds.mayCost(market.offerIndex, number, atMost: most)
        if left == 0 { continue }
      }
      if features.contains(.conditionBounds),
        !market.offerIndex.blocks[number].conditions.mayServe(stage, parts: subject.takesParts)
      {
        continue
      }
      if asksForRoom, let days = visitor.days {
        let hasRoom = mayHaveRoom(
          block: number, levels: bounds.needLevels(market.offerIndex, number), days)
        lackedRoom = lackedRoom || left & ~hasRoom != 0
        left &= hasRoom
      }
      while left != 0 {
        let offer = Int(market.offerIndex.blocks[number].firstOffer) + left.trailingZeroBitCount
        left &= left - 1
        searcher.counts.offersLookedAt += 1
        switch visitor.visit(offer, on: Int(market.conditions[offer].machine), host: &self) {
        case .lackedRoom: lackedRoom = true
        case .settled: break
        }
      }
    }
    if lackedRoom, asksForRoom { refresh(group: group) }
  }
}
