import CapacityModel

/// What an order asks for, and what it is granted beyond the dataset: one fix, to see what it does.
struct Terms {
  /// The order, with a deadline, a budget and modes that a fix may have moved.
  var order: Order
  /// The order's stages, from 1.
  var stages: [Stage]
  /// A fix at a machine or a factory.
  var grant: Fix?
  /// The process that a grant of material or quantity is for.
  var grantProcess: Int?

  init(order: Int, lookup: DatasetIndex) {
    self.order = lookup.dataset.orders[order]
    stages = Array(lookup.stages(of: order))
  }

  /// Whether everything can be decided exactly: one stage, in one part.
  var isSimple: Bool { stages.count == 1 && order.partsMax == 1 }

  /// The same order after a fix.
  ///
  /// The declared value stays what it was; it is a value of its own here.
  func granting(_ fix: Fix, process: Int) -> Terms {
    var terms = self
    switch fix {
    case .deadline(let seconds): terms.order.deadline = clampedSum(order.deadline, seconds)
    case .budget(let fen): terms.order.budgetFen = clampedSum(order.budgetFen, fen)
    case .pricingMode(let mode): terms.order.pricingModes.insert(PricingModes(mode))
    default:
      terms.grant = fix
      terms.grantProcess = process
    }
    return terms
  }
}

/// The filters that the offers of a stage pass in turn (section 5, `unmatched.csv`).
struct Filters {
  /// What is left of a stage's offers.
  enum Outcome {
    /// Indices into ``Dataset/offers``, at least one.
    case offers([Int])
    /// The filter that took the last one.
    case none(UnmatchedReason)
  }

  let lookup: DatasetIndex
  let certificates: Certificates
  private var dataset: Dataset { lookup.dataset }

  init(lookup: DatasetIndex) {
    self.lookup = lookup
    certificates = Certificates(dataset: lookup.dataset)
  }

  /// Passes the offers for a stage through the filters.
  func outcome(of stage: Stage, terms: Terms) -> Outcome {
    // The filter that the offer which came furthest failed at took the last one.
    var furthest = Obstacle.process
    var remaining: [Int] = []
    for index in lookup.offersByProcess[stage.process] {
      if let obstacle = obstacle(of: dataset.offers[index], stage: stage, terms: terms) {
        if obstacle.rawValue > furthest.rawValue { furthest = obstacle }
      } else {
        remaining.append(index)
      }
    }
    guard !remaining.isEmpty else { return .none(furthest.reason) }
    let allowing = offersAllowingQuantity(remaining, stage: stage, terms: terms)
    return allowing.isEmpty ? .none(.noQuantity) : .offers(allowing)
  }

  /// The offers for a stage that pass every filter before that of the quantity.
  func suitableOffers(for stage: Stage, terms: Terms) -> [Int] {
    lookup.offersByProcess[stage.process].filter {
      obstacle(of: dataset.offers[$0], stage: stage, terms: terms) == nil
    }
  }

  /// The days on which a machine's factory holds what the order asks for.
  func certifiedDays(ofMachine machine: Int, terms: Terms) -> DayRange? {
    let factory = dataset.machines[machine].factory
    var granted: Int?
    if case .certification(let certification, factory) = terms.grant { granted = certification }
    return certificates.days(
      of: terms.order.certifications, factory: factory, granted: granted)
  }

  /// The least and largest part that an offer allows, in hundredths.
  func quantityBounds(of offer: Offer, terms: Terms) -> ClosedRange<Int64> {
    var least = offer.quantityMinHundredths
    var most = offer.quantityMaxHundredths
    if terms.grantProcess == offer.process {
      switch terms.grant {
      case .quantityMin(let quantity, offer.machine): least = min(least, quantity)
      case .quantityMax(let quantity, offer.machine): most = max(most, quantity)
      default: break
      }
    }
    return least...max(least, most)
  }

  /// The filters before the quantity, in their order.
  private enum Obstacle: Int {
    case process
    case pricingMode
    case certification
    case tolerance
    case material
    case size

    var reason: UnmatchedReason {
      switch self {
      case .process: .noProcess
      case .pricingMode: .noPricingMode
      case .certification: .noCertification
      case .tolerance: .noTolerance
      case .material: .noMaterial
      case .size: .noSize
      }
    }
  }

  /// The first filter that an offer does not pass.
  private func obstacle(of offer: Offer, stage: Stage, terms: Terms) -> Obstacle? {
    let order = terms.order
    let mode = offer.pricing.mode
    guard order.pricingModes.contains(PricingModes(mode)) else { return .pricingMode }
    switch stage.unit {
    case .hour: if mode == .piece { return .pricingMode }
    case .piece: if offer.cycleMilliseconds == nil { return .pricingMode }
    }
    if !order.certifications.isEmpty {
      // One day on which all are held, between the release's and the deadline's.
      guard let days = certifiedDays(ofMachine: offer.machine, terms: terms),
        max(days.first, certificates.day(of: order.release))
          <= min(days.last, certificates.day(of: order.deadline))
      else { return .certification }
    }
    let machine = dataset.machines[offer.machine]
    var toleranceIT = machine.toleranceIT
    if case .tolerance(let granted, offer.machine) = terms.grant {
      toleranceIT = min(toleranceIT, granted)
    }
    if toleranceIT > stage.toleranceIT { return .tolerance }
    if let material = stage.material, !offer.materials.isEmpty, !offer.materials.contains(material)
    {
      guard case .material(material, offer.machine) = terms.grant,
        terms.grantProcess == offer.process
      else { return .material }
    }
    if !stage.box.fits(in: machine.box) {
      guard case .size(let box, offer.machine) = terms.grant, stage.box.fits(in: box) else {
        return .size
      }
    }
    return nil
  }

  /// The offers that a part of the stage may be made on; none where the stage cannot be split so.
  private func offersAllowingQuantity(_ offers: [Int], stage: Stage, terms: Terms) -> [Int] {
    let quantity = stage.quantityHundredths
    guard terms.order.partsMax > 1 else {
      return offers.filter {
        quantityBounds(of: dataset.offers[$0], terms: terms).contains(quantity)
      }
    }
    // A unit's largest part is the largest that any of its machine's offers allows.
    var largestByMachine: [Int: Int64] = [:]
    var allowing: [Int] = []
    for index in offers {
      let offer = dataset.offers[index]
      let bounds = quantityBounds(of: offer, terms: terms)
      var largest = min(bounds.upperBound, quantity)
      if stage.unit == .piece { largest -= largest % 100 }
      largestByMachine[offer.machine] = max(largestByMachine[offer.machine] ?? 0, largest)
      if bounds.lowerBound <= quantity { allowing.append(index) }
    }
    var unitsLeft = terms.order.partsMax
    var sum: Int128 = 0
    for (machine, largest) in largestByMachine.sorted(by: {
      ($0.value, $1.key) > ($1.value, $0.key)
    }) {
      let units = min(unitsLeft, dataset.machines[machine].units)
      sum += Int128(largest) * Int128(units)
      unitsLeft -= units
      if unitsLeft == 0 || sum >= Int128(quantity) { break }
    }
    return sum >= Int128(quantity) ? allowing : []
  }
}
