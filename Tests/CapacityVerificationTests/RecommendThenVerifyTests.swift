import CapacityMatching
import CapacityModel
import CapacityVerification
import TestSupport
import Testing

@Suite struct `Recommending, then verifying` {
  /// A dataset, a result of it and what is recommended to each machine.
  private struct Recommended {
    var dataset: Dataset
    var result: MatchResult
    var recommendations: [Recommendation]

    init(seed: UInt64, shape: RandomDatasetShape = RandomDatasetShape()) async {
      dataset = randomDataset(seed: seed, shape: shape)
      result = await Matcher(dataset, options: MatchOptions(effort: 0)).match()
      let dataset = dataset
      let recommender = await Recommender(
        dataset,
        taken: result.bookings.map {
          TakenTime(machine: dataset.offers[$0.offer].machine, unit: $0.unit, span: $0.span)
        },
        leftOver: result.unmatched.map(\.order))
      recommendations = dataset.machines.indices.flatMap {
        recommender.recommend($0, top: 100).recommendations
      }
    }

    func stage(_ recommendation: Recommendation) -> Int {
      dataset.orders[recommendation.order].stages.lowerBound + recommendation.stage - 1
    }

    /// The dataset with one change made.
    func changed(_ recommendation: Recommendation, by change: RecommendedChange) -> Dataset {
      var changed = dataset
      let offer = recommendation.offer
      switch change {
      case .none: break
      case .hourlyRate(let fen): changed.offers[offer].pricing = .time(hourlyRateFen: fen)
      case .valueShare(let share): changed.offers[offer].pricing = .value(shareBasisPoints: share)
      case .piecePrice(let fen, let from):
        guard case .piece(var tiers) = changed.offers[offer].pricing else { return changed }
        for index in tiers.indices where tiers[index].fromQuantity == from {
          tiers[index].priceFen = fen
        }
        changed.offers[offer].pricing = .piece(tiers: tiers)
      case .minimumCharge(let fen): changed.offers[offer].minimumChargeFen = fen
      case .setupFee(let fen): changed.offers[offer].setupFeeFen = fen
      case .hours(let spans):
        let machine = changed.offers[offer].machine
        guard let calendar = changed.machines[machine].calendar else { return changed }
        var own = changed.calendars[calendar]
        own.id = Identifier("own")
        if own.weekly.isEmpty, own.open.isEmpty {
          // What is open but for closed rows stays so beside open rows.
          own.weekly = [
            WeeklyHours(days: 0b111_1111, fromSecondOfDay: 0, toSecondOfDay: 86_400)
          ]
        }
        own.open += spans
        changed.machines[machine].calendar = changed.calendars.count
        changed.calendars.append(own)
      case .fix(let fix):
        apply(
          fix, to: &changed, order: recommendation.order,
          process: dataset.stages[stage(recommendation)].process)
      }
      return changed
    }

    /// Matches the order alone beside the result, its stage on the offer recommended and no other.
    func matchAlone(
      _ recommendation: Recommendation, by change: RecommendedChange
    ) async -> MatchResult {
      var alone = datasetWithFix(
        UnmatchedOrder(
          order: recommendation.order, stage: recommendation.stage, reason: .noCapacity,
          fix: nil, evidence: .servingOffers(0)),
        fix: .budget(addFen: 0), result: result, of: changed(recommendation, by: change))
      let stage = recommendation.stage - 1
      var pinned = alone.processes[alone.stages[stage].process]
      pinned.id = Identifier("pinned")
      var offer = alone.offers[recommendation.offer]
      offer.process = alone.processes.count
      alone.stages[stage].process = alone.processes.count
      alone.processes.append(pinned)
      alone.offers.append(offer)
      return await Matcher(alone, options: MatchOptions(effort: 0)).match()
    }
  }

  @Test(arguments: UInt64(1)...60)
  func `each change, made, lets the order in on the machine and breaks no rule`(
    seed: UInt64
  ) async {
    let recommended = await Recommended(seed: seed)
    let dataset = recommended.dataset
    for recommendation in recommended.recommendations {
      let id = dataset.orders[recommendation.order].id
      for proposal in recommendation.proposals {
        let again = await recommended.matchAlone(recommendation, by: proposal.change)
        #expect(again.matched.count == 1, "seed \(seed), order \(id): \(proposal)")
        guard let matched = again.matched.first else { continue }
        var whole = recommended.result
        for booking in again.bookings {
          var own = booking
          own.order = recommendation.order
          // Behind the dataset's own offers stands the pinned one alone.
          own.offer = min(own.offer, dataset.offers.count)
          if own.offer == dataset.offers.count { own.offer = recommendation.offer }
          let place = whole.bookings.firstIndex { $0.order > own.order }
          whole.bookings.insert(own, at: place ?? whole.bookings.count)
        }
        whole.matched.append(
          MatchedOrder(
            order: recommendation.order, bookings: 0..<0, freightFen: matched.freightFen))
        whole.unmatched = []
        let changed = recommended.changed(recommendation, by: proposal.change)
        let findings = Verifier(dataset: changed).verify(records(of: whole, in: changed))
          .filter { $0.rule == .calendar || $0.order == id }
        #expect(findings.isEmpty, "seed \(seed), order \(id): \(proposal)")
      }
    }
  }

  @Test(arguments: UInt64(1)...60)
  func `for one stage and part no change is larger than it must be`(seed: UInt64) async {
    var shape = RandomDatasetShape()
    shape.multiStagePercent = 0
    shape.splitPercent = 0
    let recommended = await Recommended(seed: seed, shape: shape)
    for recommendation in recommended.recommendations {
      for proposal in recommendation.proposals {
        let less: RecommendedChange
        switch proposal.change {
        case .none:
          Issue.record("seed \(seed): the matcher missed order \(recommendation.order)")
          continue
        case .hourlyRate(let fen): less = .hourlyRate(toFen: fen + 1)
        case .piecePrice(let fen, let from): less = .piecePrice(toFen: fen + 1, tierFrom: from)
        case .valueShare(let share): less = .valueShare(toBasisPoints: share + 1)
        case .minimumCharge(let fen): less = .minimumCharge(toFen: fen + 1)
        case .setupFee(let fen): less = .setupFee(toFen: fen + 1)
        case .hours(var spans):
          spans[spans.count - 1].end -= 1
          less = .hours(spans.filter { $0.start < $0.end })
        case .fix(.deadline(let seconds)): less = .fix(.deadline(addSeconds: seconds - 1))
        case .fix(.budget(let fen)): less = .fix(.budget(addFen: fen - 1))
        case .fix: less = .none
        }
        let again = await recommended.matchAlone(recommendation, by: less)
        #expect(
          again.matched.isEmpty, "seed \(seed), order \(recommendation.order): \(proposal)")
      }
    }
  }

  @Test func `sixty seeds show every kind of change but a lower set-up fee`() async {
    var seen: Set<String> = []
    for seed in UInt64(1)...60 {
      for recommendation in await Recommended(seed: seed).recommendations {
        for proposal in recommendation.proposals {
          var word = "\(proposal.change)".prefix { $0 != "(" }
          if case .fix(let fix) = proposal.change { word = "\(fix)".prefix { $0 != "(" } }
          seen.insert(String(word))
        }
      }
    }
    let all: Set<String> = [
      "hourlyRate", "piecePrice", "valueShare", "minimumCharge", "hours", "deadline",
      "budget", "pricingMode", "certification", "tolerance", "material", "size", "quantityMax",
      "quantityMin",
    ]
    #expect(all.subtracting(seen).isEmpty, "\(all.subtracting(seen))")
  }
}
