public import CapacityModel

/// Says which of the orders left over suit a machine's idle hours best, and what would have to change.
///
/// Every pair of a stage left over and an offer for its process is worth at most what it is charged by
/// the list, since changes only lower that. So pairs are tried from the dearest on, and the search ends
/// when none that is left can come among the first.
public struct Recommender: Sendable {
  /// What is recommended to one machine.
  public struct Answer: Equatable, Sendable {
    /// Index into ``Dataset/machines``.
    public var machine: Int
    /// The best first.
    public var recommendations: [Recommendation]
    /// Orders left over with a stage for which the machine has an offer that fails at most one filter.
    public var orderCount: Int
    /// Whether the search ended before all that could be among the
    /// first were tried.
    public var isCutShort: Bool
  }

  private let setting: PassSetting
  private let boxes: @Sendable (Int) -> Box
  private let remaining: FreeCapacity
  /// What bookings take, promised ones included.
  private let takenOfMachine: [Int: [TakenTime]]
  /// The market's offers of each machine.
  private let offersOfMachine: [[OwnOffer]]
  /// The stages of orders left over, by process.
  private let stagesOfProcess: [[Int32]]
  private let orderIDs: [Identifier]

  /// Prepares recommendations beside a result that takes `taken` beside what was promised and leaves
  /// `leftOver` over.
  ///
  /// - Complexity: O(*n* log *n*) in the dataset's rows, and a search for each stage left over.
  public init(
    _ dataset: Dataset, taken: [TakenTime], leftOver: [Int], threads: Int = 1
  ) async {
    let market = Market(dataset)
    let stages = dataset.stages
    boxes = { stages[$0].box }
    orderIDs = dataset.orders.map(\.id)
    var timelines = market.openingTimelines()
    var takenOfMachine: [Int: [TakenTime]] = [:]
    for time in taken {
      market.block(time.span, machine: time.machine, unit: time.unit, in: &timelines)
      takenOfMachine[time.machine, default: []].append(time)
    }
    for booking in dataset.promised {
      takenOfMachine[booking.machine, default: []].append(
        TakenTime(machine: booking.machine, unit: booking.unit, span: booking.span))
    }
    self.takenOfMachine = takenOfMachine
    remaining = FreeCapacity(market, timelines)
    let orders = leftOver.filter { !market.isPromised[$0] }
    var stagesOfProcess = [[Int32]](repeating: [], count: dataset.processes.count)
    for order in orders {
      for stage in market.orders[order].stages {
        stagesOfProcess[market.stages[stage].process].append(Int32(stage))
      }
    }
    self.stagesOfProcess = stagesOfProcess
    var offersOfMachine = [[OwnOffer]](repeating: [], count: dataset.machines.count)
    for (process, offers) in market.offersOfProcess.enumerated() {
      for offer in offers {
        offersOfMachine[Int(market.conditions[offer].machine)].append(
          OwnOffer(offer: Int32(offer), process: Int32(process)))
      }
    }
    self.offersOfMachine = offersOfMachine
    let candidates = await Candidates.find(
      in: market, orders: orders.map(Int32.init), threads: threads)
    setting = PassSetting(
      market: market, candidates: candidates, objective: .surplus, method: .bestFirst(.all),
      width: .narrow, wideSearches: 0)
  }

  /// The best orders for `machine`, each with the stage, the offer and the change that rank highest.
  ///
  /// Equal ones go by order id. At most `triesMax` pairs of a stage and an offer are tried.
  ///
  /// - Complexity: O(*p* log *p*) in the pairs, and up to four searches for each that is tried.
  public func recommend(
    _ machine: Int, top: Int, by measure: RecommendationMeasure = .hour, triesMax: Int = .max
  ) -> Answer {
    // One machine may look longer for the ways of the other stages.
    var setting = setting
    setting.width = .wide
    var trial = StageTrial(setting, boxes: boxes, remaining: remaining)
    return recommend(machine, top: top, by: measure, triesMax: triesMax, &trial)
  }

  /// The same for each of `machines`, in their order, looking less far for the other stages of an order.
  ///
  /// With 32 tries a machine takes about 1 ms of one core where 3,000 orders are, 2 to 3 ms where 100,000
  /// are: whoever shows many machines chooses some, such as those with the most idle hours.
  ///
  /// - Complexity: As ``recommend(_:top:by:triesMax:)`` for each; the answer does not depend on `threads`.
  public func recommend(
    toEach machines: [Int], top: Int, by measure: RecommendationMeasure = .hour,
    triesMax: Int = 32, threads: Int = 1
  ) async -> [Answer] {
    let blocks = await inParallel(over: machines.count, threads: threads) { range in
      var trial = StageTrial(setting, boxes: boxes, remaining: remaining)
      return machines[range].map {
        recommend($0, top: top, by: measure, triesMax: triesMax, &trial)
      }
    }
    return blocks.flatMap(\.self)
  }

  private struct OwnOffer {
    var offer: Int32
    var process: Int32
  }

  /// An offer for a stage left over, with the most that it can earn.
  private struct Pair {
    var key: RankKey
    var need: Int64
    var stage: Int
    var offer: Int
  }

  private func recommend(
    _ machine: Int, top: Int, by measure: RecommendationMeasure, triesMax: Int,
    _ trial: inout StageTrial
  ) -> Answer {
    let (pairs, orderCount) = pairs(of: machine, by: measure)
    let hours = OpeningHours(
      setting.market, machine: machine, taken: takenOfMachine[machine] ?? [])
    var best: [(key: RankKey, recommendation: Recommendation)] = []
    var tries = 0
    for pair in pairs {
      if best.count >= top, pair.key < best[top - 1].key { break }
      if tries == triesMax {
        return Answer(
          machine: machine, recommendations: best.prefix(top).map(\.recommendation),
          orderCount: orderCount, isCutShort: true)
      }
      tries += 1
      let proposals = trial.proposals(stage: pair.stage, offer: pair.offer, hours: hours)
      guard let first = proposals.first else { continue }
      let order = setting.market.stages[pair.stage].order
      let found = Recommendation(
        order: order, stage: pair.stage - setting.market.orders[order].stages.lowerBound + 1,
        offer: setting.market.datasetOffer[pair.offer], needSeconds: pair.need,
        proposals: proposals)
      let key = measure.key(
        isFactorys: first.change.isFactorys, chargeFen: first.chargeFen, needSeconds: pair.need)
      insert(found, key, into: &best)
    }
    return Answer(
      machine: machine, recommendations: best.prefix(top).map(\.recommendation),
      orderCount: orderCount, isCutShort: false)
  }

  /// Keeps the best recommendation of each order, the best first.
  private func insert(
    _ found: Recommendation, _ key: RankKey,
    into best: inout [(key: RankKey, recommendation: Recommendation)]
  ) {
    if let place = best.firstIndex(where: { $0.recommendation.order == found.order }) {
      if best[place].key >= key { return }
      best.remove(at: place)
    }
    let place = best.firstIndex {
      $0.key < key
        || $0.key == key && orderIDs[found.order] < orderIDs[$0.recommendation.order]
    }
    best.insert((key, found), at: place ?? best.count)
  }

  /// Every pair that could be mended by one change, the dearest first.
  private func pairs(
    of machine: Int, by measure: RecommendationMeasure
  ) -> (pairs: [Pair], orderCount: Int) {
    let market = setting.market
    var pairs: [Pair] = []
    var orders: Set<Int> = []
    for own in offersOfMachine[machine] {
      let offer = Int(own.offer)
      for index in stagesOfProcess[Int(own.process)].lazy.map(Int.init) {
        let stage = market.stages[index]
        let conditions = market.conditions[offer]
        // An offer that cannot serve the unit at all is no near miss.
        if stage.isHours ? conditions.mode == .piece : !conditions.hasCycle { continue }
        let failures = market.failures(of: offer, for: stage, in: market.orders[stage.order])
        if failures.rawValue & (failures.rawValue - 1) != 0 { continue }
        let need = market.need(offer, stage, quantity: stage.quantity)
        let charge = market.charge(offer, stage, quantity: stage.quantity, need: need)
        // Longer than the horizon, or beyond all budgets.
        if need > market.horizon.lengthSeconds || charge >= Market.unaffordableFen { continue }
        orders.insert(stage.order)
        pairs.append(
          Pair(
            key: measure.key(isFactorys: true, chargeFen: charge, needSeconds: need), need: need,
            stage: index, offer: offer))
      }
    }
    pairs.sort {
      $0.key != $1.key ? $0.key > $1.key : ($0.stage, $0.offer) < ($1.stage, $1.offer)
    }
    return (pairs, orders.count)
  }
}
