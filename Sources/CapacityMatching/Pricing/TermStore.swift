internal import CapacityModel

/// What `best` of many orders is computed from, whatever the prices (`Docs/certificate.md`).
///
/// Everything about an order that prices do not change is worked out once. What is left is, for each
/// of its *slots* (a stage, or a way to split one, or a stage in one cluster), the least over a few *terms*,
/// one for each eligible offer. Costs are in micro-yuan of the objective.
struct TermStore: Sendable {
  /// A booking of an offer somewhere in its window; 24 bytes, for there are many.
  struct WindowTerm: Sendable {
    var offer: Int32
    /// In seconds of working time, as are the window's ends.
    var need: Int32
    var from: Int32
    var limit: Int32
    /// What it costs beside its seconds.
    var cost: Int64
  }

  /// Parts of an offer at its cheapest unit cost: in proportion to what parts up to `most` cost.
  struct RateTerm: Sendable {
    var machine: Int32
    /// Working time that no part takes less than, and none takes more than.
    var needMin: Int32
    var needMax: Int32
    /// Working time that makes nothing.
    var setup: Int32
    var from: Int32
    var limit: Int32
    /// What `most` cost beside their seconds.
    var cost: Int64
    var most: Int64
    /// Milliseconds a unit.
    var cycle: Int64

    /// Seconds that make something, of the longest part.
    var runningMost: Int64 { max(1, Int64(needMax) - Int64(setup)) }
  }

  /// Terms of which the cheapest counts.
  struct Slot: Sendable {
    var first: Int
    var count: Int
    /// Whether they are rates.
    var isRate = false
    /// Whether bookings have no closed time inside.
    var isUnbroken = false
    /// The stage's number from 0, and for a chain the cluster; -1 where it does not matter.
    var stage: Int32 = 0
    var cluster: Int32 = -1
    /// The quantity that a slot of rates is for.
    var quantity: Int64 = 0
    /// What roundings of parts may have saved, taken off, not below 0.
    var slack: Int64 = 0
    /// What the parts beside the largest make at the least, where this slot is a largest part.
    var rest: Int64 = 0
    /// No part is larger then.
    var largest: Int64 = 0
    /// What is left of set-ups beside what parts of a stage of a chain share out: it comes on top.
    var setup: Int64 = 0
  }

  /// How the slots of an order go together.
  enum Shape: UInt8, Sendable {
    /// One slot: one stage and one part.
    case simple
    /// The first slot, or the sum of the second and third, or of the fourth and fifth, ...: two parts.
    case pair
    /// The first slot, or one of the others but the last, and beside it what the last one makes: more parts.
    case split
    /// A path through the clusters, stage by stage: of each stage and cluster a slot for the whole stage, and behind it one
    /// for its parts if it may be divided.
    case chain
  }

  /// An order with its slots.
  struct Program: Sendable {
    var order: Int32
    var shape: Shape
    /// What serving it counts before any cost.
    var value: Int64
    var slots: Range<Int>
  }

  let objective: ObjectiveKind
  var windows: [WindowTerm] = []
  var rates: [RateTerm] = []
  var slots: [Slot] = []
  var programs: [Program] = []
  /// Whether every value fits; larger ones prove nothing.
  var isInRange = true

  /// Costs are cut off here: more than any order counts, and small enough to add up.
  static let costMax: Int64 = 1 << 59
  /// An order may count this much at the most.
  static let valueMax: Int64 = 1 << 58

  init(_ objective: ObjectiveKind) { self.objective = objective }

  mutating func removeAll() {
    windows.removeAll(keepingCapacity: true)
    rates.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    programs.removeAll(keepingCapacity: true)
  }
}

extension Market {
  /// The machine of a term's offer.
  @inline(__always)
  func machine(of term: TermStore.WindowTerm) -> Int { Int(machineOfOffer[Int(term.offer)]) }
}

/// The weight of costs in an objective, and what orders count before them.
struct ObjectiveScale: Sendable {
  let kind: ObjectiveKind

  /// Micro-yuan in a fen.
  static let micro: Int64 = 10_000

  /// What a fen of cost weighs for an order.
  func weight(_ order: OrderDemand) -> Int64 { kind == .surplus ? order.priority : 0 }

  /// What serving an order counts before costs, in micro-yuan; `nil` beyond ``TermStore/valueMax``.
  func value(_ order: OrderDemand) -> Int64? {
    let fen =
      kind == .fill
      ? Int128(order.priority) * 100 : Int128(order.priority) * Int128(order.budgetFen)
    let value = fen * Int128(ObjectiveScale.micro)
    return value <= Int128(TermStore.valueMax) ? Int64(value) : nil
  }
}

/// `base` x `weight`, not above ``TermStore/costMax``.
@inline(__always)
func weighted(_ base: Int64, by weight: Int64) -> Int64 {
  let (product, overflow) = base.multipliedReportingOverflow(by: weight)
  return overflow ? TermStore.costMax : min(product, TermStore.costMax)
}

/// `share` x `cost` / `of`, rounded down, not above ``TermStore/costMax``.
@inline(__always)
func scaledDown(_ cost: Int64, share: Int64, of: Int64) -> Int64 {
  if share == of { return min(cost, TermStore.costMax) }
  let (product, overflow) = cost.multipliedReportingOverflow(by: share)
  if !overflow { return min(product / of, TermStore.costMax) }
  return Int64(min(Int128(cost) * Int128(share) / Int128(of), Int128(TermStore.costMax)))
}
