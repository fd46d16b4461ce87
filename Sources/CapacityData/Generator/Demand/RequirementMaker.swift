/// Chooses the witnesses of an order's stages, and what the order asks of machines and factories.
///
/// Wishes are drawn first; then each is eased as far as the witness needs it.
struct RequirementMaker {
  /// How many offers are looked at for a witness, and among how many suitable ones the nearest wins.
  private static let looks = 24
  private static let suitableMax = 4

  /// How much coarser than the process's best the wished tolerance grade is.
  private static let toleranceChoice = WeightedChoice([5, 20, 30, 25, 20])

  /// Frequencies of the restrictions on pricing below.
  private static let pricingChoice = WeightedChoice([70, 12, 8, 5, 3, 2])
  private static let pricingSets: [[SyntheticPricing]] = [
    [], [.time, .piece], [.piece], [.time], [.time, .value], [.value],
  ]

  private let processes: [SyntheticProcess]
  private let markets: [ProcessMarket]
  private let certificateChoice: WeightedChoice
  private let materialChoices: [MaterialFamily: WeightedChoice]

  /// Prepares to choose among these offers.
  init(processes: [SyntheticProcess], markets: [ProcessMarket]) {
    self.processes = processes
    self.markets = markets
    let asked = Certificates.all.map(\.askedPermille)
    certificateChoice = WeightedChoice(asked + [1000 - asked.reduce(0, +)])
    var choices: [MaterialFamily: WeightedChoice] = [:]
    for family in [MaterialFamily.metal, .polymer, .wood, .textile] {
      choices[family] = WeightedChoice(
        Materials.all.map { $0.family == family ? $0.askedWeight : 0 })
    }
    materialChoices = choices
  }

  /// Fills in the stages of an order with their requirements, and the certificates and pricings it takes.
  func choose(
    for order: inout SyntheticOrder, shape: OrderShape, draws: inout DrawStream,
    link: (Int, Int) -> FreightLink
  ) {
    let certificate = draws.pick(certificateChoice)
    let wished: UInt16 = certificate < Certificates.all.count ? 1 << certificate : 0
    var held = true
    var place = order.cluster
    for index in shape.processes {
      let witness = drawnWitness(
        process: index, certificates: wished, near: place, draws: &draws, link: link)
      held = held && witness.certificatesThroughout & wished == wished
      place = Int(witness.cluster)
      order.stages.append(
        SyntheticStage(
          process: index, quantity: 0, isInHours: processes[index].isSoldByTheHour,
          witness: witness))
    }
    order.certificates = held ? wished : 0
    chooseParts(of: &order, draws: &draws)
    let pricings = Self.pricingSets[draws.pick(Self.pricingChoice)]
    if !pricings.isEmpty {
      order.pricings = pricings.reduce(0) { $0 | $1.bit }
      for stage in order.stages { order.pricings |= stage.witness.pricing.bit }
    }
  }

  /// Draws the offer that an order's stage is made to fit.
  ///
  /// Buyers prefer what is near: among a few offers of factories that hold the certificates, the one that
  /// goods reach soonest.
  private func drawnWitness(
    process: Int, certificates: UInt16, near place: Int, draws: inout DrawStream,
    link: (Int, Int) -> FreightLink
  ) -> SyntheticOffer {
    let offers = markets[process].offers
    var best = offers[draws.below(offers.count)]
    var suitable = 0
    for _ in 0..<Self.looks {
      let offer = offers[draws.below(offers.count)]
      guard offer.certificatesThroughout & certificates == certificates else { continue }
      let isNearer =
        link(Int(offer.cluster), place).transitHours < link(Int(best.cluster), place).transitHours
      if suitable == 0 || isNearer { best = offer }
      suitable += 1
      if suitable == Self.suitableMax { break }
    }
    return best
  }

  /// Draws material, tolerance and size: one part goes through all stages, each of which may ask less.
  private func chooseParts(of order: inout SyntheticOrder, draws: inout DrawStream) {
    let material = draws.next()
    let sides = (0..<3).map { _ in max(5, Int(draws.lognormal(median: 130, sigma: 700))) }
    for index in order.stages.indices {
      let stage = order.stages[index]
      let process = processes[stage.process]
      if stage.witness.materials != 0, !draws.chance(5),
        let choice = materialChoices[process.family]
      {
        let wished = choice.index(at: Int(material % UInt64(choice.total)))
        let isTaken = stage.witness.materials & 1 << wished != 0
        order.stages[index].material =
          isTaken ? wished : stage.witness.materials.trailingZeroBitCount
      }
      let loss = draws.pick(Self.toleranceChoice)
      if let best = process.bestTolerance, draws.chance(65) {
        order.stages[index].toleranceGrade = min(
          max(best + loss, Int(stage.witness.toleranceGrade)), ToleranceGrade.coarsest)
      }
      if process.hasSize, draws.chance(60) {
        order.stages[index].box = fitted(sides, to: stage.witness)
      }
    }
  }

  /// Cuts a part down to what the witness takes, the longest side first in the result.
  private func fitted(_ sides: [Int], to offer: SyntheticOffer) -> [Int] {
    let limits = [offer.sides.0, offer.sides.1, offer.sides.2].map(Int.init)
    return zip(sides.sorted(), limits).map { min($0, $1) }.reversed()
  }
}
