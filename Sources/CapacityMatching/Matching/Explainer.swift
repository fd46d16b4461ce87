public import CapacityModel

/// Time that a result takes on a unit.
public struct TakenTime: Sendable {
  /// Index into ``Dataset/machines``.
  public var machine: Int
  /// 1 up to the machine's units.
  public var unit: Int
  /// In seconds from the horizon's start.
  public var span: TimeSpan

  /// Creates the time that one booking takes.
  public init(machine: Int, unit: Int, span: TimeSpan) {
    self.machine = machine
    self.unit = unit
    self.span = span
  }
}

/// An offer that serves a stage, or nearly would.
public struct NearMiss: Equatable, Sendable {
  /// Index into ``Dataset/offers``.
  public var offer: Int
  /// The filters that it fails, all of them.
  public var lacks: [OfferFilter]
  /// What the whole stage would charge there, in fen; with the way to the customer if it ships and
  /// is the order's only stage.
  public var costFen: Int64
  /// When it could be made from the release on, machines empty but for calendars; in seconds from
  /// the horizon's start, with the way to the customer as above.
  public var emptyTime: Int64?
  /// The same in what the result leaves free.
  public var freeTime: Int64?
}

/// How one stage of an order fared.
public struct StageExplanation: Equatable, Sendable {
  /// The filters in turn.
  public var filters: StageFilters
  /// The offers that came nearest, at most ``Explainer/nearMissCountMax``.
  public var nearest: [NearMiss]
}

/// Why an order stands where it does in a result.
public struct OrderExplanation: Equatable, Sendable {
  /// Stage by stage.
  public var stages: [StageExplanation]
  /// The reason and fix as `unmatched.csv` gives them; what they would be if the order were not
  /// served.
  public var diagnosis: UnmatchedOrder
}

/// Explains orders against a result as it stands.
public struct Explainer: Sendable {
  /// As many near misses are told for each stage.
  public static let nearMissCountMax = 5

  private let dataset: Dataset
  private let market: Market
  private let remaining: FreeCapacity
  private let empty: FreeCapacity

  /// Prepares explanations of a result that takes `taken` beside what was promised.
  public init(_ dataset: Dataset, taken: [TakenTime]) {
    self.dataset = dataset
    market = Market(dataset)
    var remaining = market.openingTimelines()
    for time in taken {
      market.block(time.span, machine: time.machine, unit: time.unit, in: &remaining)
    }
    self.remaining = FreeCapacity(market, remaining)
    empty = FreeCapacity(
      timelines: Timelines(emptyMachinesOf: market), index: FreeTimeIndex(unknownIn: market))
  }

  /// Explains the order with this index into ``Dataset/orders``.
  ///
  /// - Complexity: O(offers of its processes x gaps).
  public func explain(_ order: Int) -> OrderExplanation {
    let setting = PassSetting(
      market: market, candidates: Candidates.find(in: market, order: order),
      objective: .surplus, method: .bestFirst(.all), width: .wide, wideSearches: 0)
    let stageRows = dataset.stages
    var diagnoser = Diagnoser(
      setting, boxes: { stageRows[$0].box }, remaining: remaining, empty: empty)
    let stages = market.orders[order].stages.map { stage in
      StageExplanation(
        filters: market.filters(ofStage: stage), nearest: nearest(stage, &diagnoser))
    }
    return OrderExplanation(stages: stages, diagnosis: diagnoser.diagnose(order))
  }

  /// The offers that lack least; of equals those that are free in time, then the cheapest.
  private func nearest(_ index: Int, _ diagnoser: inout Diagnoser) -> [NearMiss] {
    let stage = market.stages[index]
    let order = market.orders[stage.order]
    let isWholeOrder = order.stages.count == 1
    var misses: [(rank: [Int64], miss: NearMiss)] = []
    for offer in market.offersOfProcess[stage.process] {
      var lacks = market.failures(of: offer, for: stage, in: order).filters
      // Too large a quantity alone is nothing lacking where parts are allowed.
      if lacks == [.quantity], market.firstFailure(of: offer, for: stage, in: order) == .none {
        lacks = []
      }
      let conditions = market.conditions[offer]
      let servesUnit = stage.isHours ? conditions.mode != .piece : conditions.hasCycle
      guard servesUnit else { continue }
      let miss = nearMiss(
        offer, stage, order, lacks: lacks, delivers: isWholeOrder && stage.ships, &diagnoser)
      let late = (miss.freeTime ?? .max) > order.deadline
      misses.append(
        (
          [Int64(lacks.count), late ? 1 : 0, miss.costFen, Int64(market.tieRank[offer])], miss
        ))
    }
    misses.sort { $0.rank.lexicographicallyPrecedes($1.rank) }
    return misses.prefix(Explainer.nearMissCountMax).map(\.miss)
  }

  private func nearMiss(
    _ offer: Int, _ stage: StageDemand, _ order: OrderDemand, lacks: [OfferFilter],
    delivers: Bool, _ diagnoser: inout Diagnoser
  ) -> NearMiss {
    let columns = market.machines[Int(market.conditions[offer].machine)]
    let need = market.need(offer, stage, quantity: stage.quantity)
    var costFen = market.charge(offer, stage, quantity: stage.quantity, need: need)
    let lane =
      delivers ? market.freight.lane(from: columns.cluster, to: order.cluster) : Freight.Lane()
    if delivers {
      costFen += market.freight.cost(lane, ofAll: order)
    }
    let from = market.openTime.work(columns.calendar, before: order.release)
    let limit = market.openTime.total(columns.calendar)
    func time(_ placer: inout OrderPlacer) -> Int64? {
      placer.earliest(offer, stage, need: need, from: from, limit: limit).map {
        market.openTime.wallEnd(columns.calendar, of: $0.workStart + need) + lane.transitSeconds
      }
    }
    return NearMiss(
      offer: market.datasetOffer[offer], lacks: lacks, costFen: costFen,
      emptyTime: time(&diagnoser.empty), freeTime: time(&diagnoser.placer))
  }
}
