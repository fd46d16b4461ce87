internal import CapacityModel

/// For each offer, how long a gap touches each part of the horizon at the most.
///
/// The horizon is cut into ``bucketCount`` *buckets* of wall time. For each block of offers and each
/// bucket eight levels stand side by side, one an offer: the ``TimeLevel`` of the longest gap of any
/// unit of its machine that has free working time in the bucket. A booking inside some window lies in
/// a gap that touches a bucket of the window, so where the levels of all those buckets are below that
/// of its need there is no room for it. A row for each group holds the largest of its blocks' levels.
///
/// Invariant: no level is below the truth. Those of offers are exact; free time only ever shrinks
/// while orders are placed, so a group's row that is not up to date says too much, never too little,
/// and it is brought up to date when a search looked inside for nothing.
struct FreeTimeIndex: Sendable {
  /// Parts that the horizon is cut into, at most.
  static let bucketCountMax: Int64 = 64

  /// Whether there is anything in it.
  let isKnown: Bool
  let bucketCount: Int
  private let bucketSeconds: Int64
  private let horizonEnd: Int64
  /// For each calendar the working time before each bucket, and before the horizon's end.
  private let workBefore: [Int32]
  /// Block by block, bucket by bucket.
  private var levels: [LevelWord]
  /// Group by group, bucket by bucket.
  private var groupLevels: [UInt8]
  private var isGroupStale: [Bool]

  /// The buckets that a window of wall time touches; none for an empty window.
  struct Buckets: Sendable {
    var first: Int
    var last: Int

    static let none = Buckets(first: 1, last: 0)
  }

  /// Of no machine.
  init() {
    (isKnown, bucketCount, bucketSeconds, horizonEnd) = (false, 1, 1, 0)
    (workBefore, levels, groupLevels, isGroupStale) = ([], [], [], [])
  }

  /// Knows nothing: on empty machines there is room everywhere.
  init(unknownIn market: Market) {
    isKnown = false
    bucketCount = 1
    horizonEnd = market.horizon.lengthSeconds
    bucketSeconds = horizonEnd
    (workBefore, levels, groupLevels, isGroupStale) = ([], [], [], [])
  }

  /// Indexes what `timelines` leave free.
  init(_ market: Market, _ timelines: Timelines) {
    isKnown = true
    horizonEnd = market.horizon.lengthSeconds
    bucketSeconds = divideUp(horizonEnd, by: FreeTimeIndex.bucketCountMax)
    let count = Int(divideUp(horizonEnd, by: bucketSeconds))
    bucketCount = count
    var workBefore: [Int32] = []
    for calendar in 0...market.openTime.alwaysOpen {
      for bucket in 0...count {
        let time = min(Int64(bucket) * bucketSeconds, horizonEnd)
        workBefore.append(Int32(market.openTime.work(calendar, before: time)))
      }
    }
    self.workBefore = workBefore
    let index = market.offerIndex
    levels = [LevelWord](repeating: LevelWord(), count: index.blocks.count * count)
    groupLevels = [UInt8](repeating: 0, count: index.groups.count * count)
    isGroupStale = [Bool](repeating: true, count: index.groups.count)
    let all = Buckets(first: 0, last: count - 1)
    for machine in market.machines.indices { update(machine, all, market, timelines) }
    for group in index.groups.indices { refresh(group: group, market) }
  }

  /// The buckets of wall time `[from, to)`.
  @inline(__always)
  func buckets(from: Int64, to: Int64) -> Buckets {
    let start = max(0, from)
    let end = min(to, horizonEnd)
    if start >= end { return .none }
    return Buckets(first: Int(start / bucketSeconds), last: Int((end - 1) / bucketSeconds))
  }

  /// Which offers of a block may have a gap of at least some level in some buckets, a bit for each.
  @inline(__always)
  func mayHaveRoom(block: Int, levels needed: LevelWord, _ buckets: Buckets) -> UInt32 {
    var found: UInt64 = 0
    var place = block * bucketCount + buckets.first
    let end = block * bucketCount + buckets.last
    while place <= end {
      found |= levels[place].atLeast(needed)
      place += 1
    }
    return LevelWord.laneBits(found)
  }

  /// The largest level of one offer in some buckets; `place` is ``OfferIndex/blockSize`` x block + lane.
  @inline(__always)
  func level(place: Int, _ buckets: Buckets) -> UInt8 {
    let row = place / OfferIndex.blockSize * bucketCount
    let lane = place % OfferIndex.blockSize
    var most: UInt8 = 0
    for bucket in buckets.first..<max(buckets.first, buckets.last + 1) {
      most = max(most, levels[row + bucket][lane])
    }
    return most
  }

  /// Whether some offer of the group may have a gap of at least `level` in these buckets.
  @inline(__always)
  func mayHaveRoom(group: Int, level: UInt8, _ buckets: Buckets) -> Bool {
    var place = group * bucketCount + buckets.first
    let end = group * bucketCount + buckets.last
    while place <= end {
      if groupLevels[place] >= level { return true }
      place += 1
    }
    return false
  }

  /// Notes that the gap `[from, to)` of working time is no longer free throughout.
  mutating func noteTaken(
    machine: Int, gap: Timelines.Gap, _ market: Market, _ timelines: Timelines
  ) {
    let calendar = market.machines[machine].calendar
    let start = market.openTime.wallStart(calendar, of: Int64(gap.from))
    let end = market.openTime.wallEnd(calendar, of: Int64(gap.to))
    update(machine, buckets(from: start, to: end), market, timelines)
  }

  /// Sets the machine's levels in some buckets.
  private mutating func update(
    _ machine: Int, _ buckets: Buckets, _ market: Market, _ timelines: Timelines
  ) {
    let columns = market.machines[machine]
    let row = columns.calendar * (bucketCount + 1)
    let places =
      Int(
        market.offerIndex.firstPlaceOfMachine[machine])..<Int(
        market.offerIndex.firstPlaceOfMachine[machine + 1])
    if places.isEmpty { return }
    for bucket in buckets.first...max(buckets.first, buckets.last) {
      let start = workBefore[row + bucket]
      let end = workBefore[row + bucket + 1]
      var longest: Int32 = 0
      if start < end {
        for unit in columns.firstUnit..<columns.firstUnit + columns.unitCount {
          longest = max(longest, timelines.longestGap(unit, touching: start, end))
        }
      }
      let level = longest == 0 ? 0 : TimeLevel.level(Int64(longest))
      for number in places {
        let place = Int(market.offerIndex.placesOfMachine[number])
        let block = place / OfferIndex.blockSize
        levels[block * bucketCount + bucket][place % OfferIndex.blockSize] = level
      }
    }
    for number in places {
      let block = Int(market.offerIndex.placesOfMachine[number]) / OfferIndex.blockSize
      isGroupStale[Int(market.offerIndex.blocks[block].group)] = true
    }
  }

  /// Makes what `other` knows of the offers of some groups known.
  mutating func takeOver(_ groups: Range<Int>, from other: FreeTimeIndex, _ market: Market) {
    guard let first = groups.first, let last = groups.last else { return }
    let ends = market.offerIndex.groups[last]
    let blocks =
      Int(market.offerIndex.groups[first].firstBlock)..<Int(ends.firstBlock + ends.blockCount)
    for place in blocks.lowerBound * bucketCount..<blocks.upperBound * bucketCount {
      levels[place] = other.levels[place]
    }
    for place in groups.lowerBound * bucketCount..<groups.upperBound * bucketCount {
      groupLevels[place] = other.groupLevels[place]
    }
    for group in groups { isGroupStale[group] = other.isGroupStale[group] }
  }

  /// Brings every group's row up to date.
  mutating func refresh(_ market: Market) {
    for group in isGroupStale.indices { refresh(group: group, market) }
  }

  /// Brings a group's row up to date.
  mutating func refresh(group: Int, _ market: Market) {
    if !isGroupStale[group] { return }
    isGroupStale[group] = false
    let columns = market.offerIndex.groups[group]
    let row = group * bucketCount
    for bucket in 0..<bucketCount {
      var most = LevelWord()
      for block in Int(columns.firstBlock)..<Int(columns.firstBlock + columns.blockCount) {
        most = most.max(levels[block * bucketCount + bucket])
      }
      groupLevels[row + bucket] = most.largest()
    }
  }
}
