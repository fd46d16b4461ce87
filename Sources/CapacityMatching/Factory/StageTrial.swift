internal import CapacityModel

/// Tries to have one stage of an order left over made on one offer, whole and in one part, with one
/// change and beside the result as it stands; all other stages go wherever the search puts them.
struct StageTrial {
  private let market: Market
  /// The size that a stage asks for, as the dataset gives it.
  private let boxes: @Sendable (Int) -> Box
  private var placer: OrderPlacer

  init(_ setting: PassSetting, boxes: @escaping @Sendable (Int) -> Box, remaining: FreeCapacity) {
    market = setting.market
    self.boxes = boxes
    placer = setting.placer(on: remaining)
  }

  /// What would have to change, each enough by itself, the factory's own first; empty where no single
  /// change is found.
  mutating func proposals(
    stage index: Int, offer: Int, hours: OpeningHours
  ) -> [Proposal] {
    let stage = market.stages[index]
    let demand = market.orders[stage.order]
    for other in demand.stages where other != index && !placer.candidates.stages[other].isServable {
      return []
    }
    let goal = PlacementGoal(budgetFen: demand.budgetFen, deadline: demand.deadline)
    if let filter = market.failures(of: offer, for: stage, in: demand).filters.first {
      guard
        let fix = market.fix(filter, for: offer, stage: stage, stageBox: boxes(index), in: demand),
        let part = find(index, on: offer, goal, supposing: fix)
      else { return [] }
      return [proposal(.fix(fix), part)]
    }
    if let part = find(index, on: offer, goal) { return [proposal(.none, part)] }
    let dear = PlacementGoal(budgetFen: Limits.moneyFenMax, deadline: demand.deadline)
    if let part = find(index, on: offer, dear) {
      // A search for several stages can find within the budget what it missed before.
      if placer.found.costFen <= demand.budgetFen { return [proposal(.none, part)] }
      return cheaper(stage, offer, part, demand: demand)
    }
    var late = goal
    late.deadline = Diagnoser.farDeadline
    late.wantsEarliest = true
    var proposals: [Proposal] = []
    if demand.stages.count == 1, let hours = open(hours, stage, offer) { proposals.append(hours) }
    if let part = find(index, on: offer, late), placer.found.time > demand.deadline {
      let seconds = placer.found.time - demand.deadline
      // Nobody waits twice as long.
      if seconds > demand.deadline - demand.release { return proposals }
      proposals.append(proposal(.fix(.deadline(addSeconds: seconds)), part))
    }
    return proposals
  }

  // MARK: - The search

  /// The stage's part in the best way by `goal` that makes it on `offer`.
  private mutating func find(
    _ index: Int, on offer: Int, _ goal: PlacementGoal, supposing fix: Fix? = nil
  ) -> PlacedPart? {
    let stage = market.stages[index]
    let demand = market.orders[stage.order]
    let need = market.need(offer, stage, quantity: stage.quantity)
    let charge = market.charge(offer, stage, quantity: stage.quantity, need: need)
    placer.view.look(at: stage.order, deadline: demand.deadline, in: market)
    placer.listKept(demand, but: index, on: offer, chargeFen: charge)
    placer.exemption = fix
    placer.pinnedStage = index
    defer {
      placer.exemption = nil
      placer.pinnedStage = -1
    }
    guard placer.findChain(stage.order, goal, width: placer.width) else { return nil }
    let number = index - demand.stages.lowerBound
    assert(placer.found.partCounts[number] == 1, "a pinned stage was split")
    return placer.found.parts[placer.found.partCounts[..<number].reduce(0, +)]
  }

  private func proposal(_ change: RecommendedChange, _ part: PlacedPart) -> Proposal {
    let machine = market.machineOfUnit[part.unit]
    return Proposal(
      change: change, chargeFen: part.chargeFen, span: TimeSpan(start: part.start, end: part.end),
      unit: part.unit - market.machines[machine].firstUnit + 1)
  }

  // MARK: - Prices

  /// What makes a way that was found fit the budget: a lower price, and a larger budget.
  private func cheaper(
    _ stage: StageDemand, _ offer: Int, _ part: PlacedPart, demand: OrderDemand
  ) -> [Proposal] {
    var proposals: [Proposal] = []
    let roomFen = demand.budgetFen - (placer.found.costFen - part.chargeFen)
    if let lower = market.lowered(offer, stage, toChargeAtMost: roomFen) {
      var proposal = proposal(lower.change, part)
      proposal.chargeFen = lower.chargeFen
      proposals.append(proposal)
    }
    let missingFen = placer.found.costFen - demand.budgetFen
    // Nobody pays twice as much.
    if missingFen <= demand.budgetFen {
      proposals.append(proposal(.fix(.budget(addFen: missingFen)), part))
    }
    return proposals
  }

  // MARK: - Hours

  /// The fewest hours that would have to be opened for an order of one stage.
  private func open(_ hours: OpeningHours, _ stage: StageDemand, _ offer: Int) -> Proposal? {
    let demand = market.orders[stage.order]
    let columns = market.machines[Int(market.conditions[offer].machine)]
    let need = market.need(offer, stage, quantity: stage.quantity)
    let chargeFen = market.charge(offer, stage, quantity: stage.quantity, need: need)
    let lane =
      stage.ships
      ? market.freight.lane(from: columns.cluster, to: demand.cluster) : Freight.Lane()
    let freightFen = market.freight.cost(lane, ofAll: demand)
    if chargeFen + freightFen > demand.budgetFen { return nil }
    let valid = market.certificates.window(
      set: demand.certificateSet, factory: columns.factory)
    let window = TimeSpan(
      start: max(demand.release, valid.from),
      end: min(demand.deadline - lane.transitSeconds, valid.to))
    return hours.addition(
      need: need, within: window, isResumable: market.isResumable[stage.process]
    ).map {
      Proposal(change: .hours($0.hours), chargeFen: chargeFen, span: $0.span, unit: $0.unit)
    }
  }
}

extension Market {
  /// The one thing of an offer's pricing that is lowered as little as possible so that the whole stage
  /// is charged at most `mostFen`; `nil` where no single one does.
  ///
  /// First the price, of at least the smallest step (0.01 yuan or 0.01 percent); a price cannot go below the
  /// least charge, so that where this is too much it is lowered itself; last the set-up fee.
  func lowered(
    _ offer: Int, _ stage: StageDemand, toChargeAtMost mostFen: Int64
  ) -> (change: RecommendedChange, chargeFen: Int64)? {
    if mostFen < 0 { return nil }
    var terms = terms[offer]
    let quantity = stage.quantity
    let need = need(offer, stage, quantity: quantity)
    let price = price(terms, quantity: quantity)
    func charge(at price: Int64) -> Int64 {
      self.charge(terms, price: price, stage, quantity: quantity, need: need)
    }
    if price > 1, charge(at: 1) <= mostFen {
      // A charge never falls when the price rises: the largest that is not too much is searched.
      var low: Int64 = 1
      var high = price
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if charge(at: middle) <= mostFen { low = middle } else { high = middle }
      }
      switch terms.mode {
      case .time: return (.hourlyRate(toFen: low), charge(at: low))
      case .value: return (.valueShare(toBasisPoints: low), charge(at: low))
      case .piece:
        // Below the first tier, at the first.
        let first = tiers[Int(terms.tiers.lowerBound)].fromQuantity
        let reached = terms.tiers.last { tiers[Int($0)].fromQuantity <= quantity }
        let from = reached.map { tiers[Int($0)].fromQuantity } ?? first
        return (.piecePrice(toFen: low, tierFrom: from), charge(at: low))
      }
    }
    let minimumFen = terms.minimumChargeFen
    terms.minimumChargeFen = 0
    let amountAndFee = charge(at: price)
    if minimumFen > mostFen {
      return amountAndFee <= mostFen ? (.minimumCharge(toFen: mostFen), mostFen) : nil
    }
    let amount = amountAndFee - terms.setupFeeFen
    return terms.setupFeeFen > 0 && amount <= mostFen
      ? (.setupFee(toFen: mostFen - amount), mostFen) : nil
  }
}
