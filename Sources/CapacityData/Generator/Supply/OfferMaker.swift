/// An offer together with the cells that only the file needs.
struct OfferRow {
  let offer: SyntheticOffer
  /// The cell `piece_price`.
  let pieceTiers: String
}

/// Draws the offers of machines.
struct OfferMaker {
  /// The tiers of piece prices.
  private static let tiers = [1, 10, 50, 200, 1000, 5000]

  /// The factor on the rate for a tolerance grade finer than IT9, in percent, from IT5.
  private static let precisionPercent = [350, 240, 170, 135]

  /// Smallest lots of shops that work in series, and hours of work in the largest lots of slow ones.
  private static let smallestLots = [10, 20, 50, 100]
  private static let largestLotHours = 200...400
  private static let slowMilliseconds = 1_200_000

  let processes: ProcessTable

  /// Draws all offers of a machine.
  func offers(
    of machine: SyntheticMachine, pattern: ShiftPattern, draws: inout DrawStream
  ) -> [OfferRow] {
    machine.processes.flatMap { index in
      let process = processes.processes[index]
      var terms = Terms(
        rateFen: drawnRate(process, machine: machine, pattern: pattern, from: &draws),
        setupSeconds: draws.within(process.setup) / 300 * 300)
      if process.isSeriesWork {
        terms.minimumQuantity = Self.smallestLots[draws.below(Self.smallestLots.count)]
      }
      let pricings =
        machine.factory.isShared
        ? SyntheticPricing.allCases.filter { !process.isSoldByTheHour || $0 != .piece }
        : drawnPricings(process, from: &draws)
      return pricings.flatMap { pricing in
        materialGroups(machine.materials).map { group in
          row(
            index, machine: machine, pricing: pricing, materials: group.materials,
            timeThousandths: group.thousandths, terms: terms, draws: &draws)
        }
      }
    }
  }

  /// What the offers of one machine for one process share.
  private struct Terms {
    let rateFen: Int
    let setupSeconds: Int
    var minimumQuantity = 0
  }

  /// Draws the rate: dearer for precision, cheaper at night, in whole yuan.
  private func drawnRate(
    _ process: SyntheticProcess, machine: SyntheticMachine, pattern: ShiftPattern,
    from draws: inout DrawStream
  ) -> Int {
    let base = Int(
      draws.logUniform(
        Int64(process.rate.lowerBound) * 100, Int64(process.rate.upperBound) * 100))
    let step = machine.toleranceGrade - 5
    let precision =
      Self.precisionPercent.indices.contains(step) ? Self.precisionPercent[step] : 100
    let night = pattern == .idleWindows ? 100 - draws.within(5...20) : 100
    return max(1, base * precision * night / 1_000_000) * 100
  }

  /// Draws the pricings of an ordinary machine.
  ///
  /// Three in four have their process's usual one, and every fifth has one more. Work by the hour has no
  /// pieces to price.
  private func drawnPricings(
    _ process: SyntheticProcess, from draws: inout DrawStream
  ) -> [SyntheticPricing] {
    let usual = process.usualPricing
    let other: SyntheticPricing =
      if process.isSoldByTheHour {
        usual == .time ? .value : .time
      } else if draws.chance(10) {
        usual == .value ? .time : .value
      } else {
        usual == .time ? .piece : .time
      }
    let first = draws.chance(75) ? usual : other
    let second = first == usual ? other : usual
    return draws.chance(20) ? [first, second] : [first]
  }

  /// Splits a set of materials into those that take the usual time and the hard ones.
  private func materialGroups(
    _ materials: UInt16
  ) -> [(materials: UInt16, thousandths: Int)] {
    var hard: UInt16 = 0
    for (index, material) in Materials.all.enumerated() where material.isHard { hard |= 1 << index }
    let soft = materials & ~hard
    hard &= materials
    guard hard != 0 else { return [(soft, 1000)] }
    return soft == 0
      ? [(hard, Materials.hardFactor)] : [(soft, 1000), (hard, Materials.hardFactor)]
  }

  private func row(
    _ index: Int, machine: SyntheticMachine, pricing: SyntheticPricing, materials: UInt16,
    timeThousandths: Int, terms: Terms, draws: inout DrawStream
  ) -> OfferRow {
    let process = processes.processes[index]
    let nominal = process.isSoldByTheHour ? 0 : process.cycleMilliseconds * timeThousandths / 1000
    let cycle =
      nominal == 0 ? 0 : max(1, FixedPoint.scaled(Int64(nominal), by: machine.timeFactor))
    var maximumQuantity = Int(Int32.max)
    if cycle >= Self.slowMilliseconds {
      let lot = draws.within(Self.largestLotHours) * 3_600_000 / Int(cycle)
      maximumQuantity = max(lot, terms.minimumQuantity, 2)
    }
    let setupCost = terms.rateFen * terms.setupSeconds / 3600
    let prices = pricing == .piece ? tierPrices(cycle: Int(cycle), terms: terms, draws: &draws) : []
    let sides = machine.box?.sorted().map(Int32.init) ?? [.max, .max, .max]
    let offer = SyntheticOffer(
      process: Int32(index), cluster: Int16(machine.factory.cluster),
      calendar: Int16(machine.calendar), pricing: pricing,
      toleranceGrade: UInt8(machine.toleranceGrade), materials: materials,
      certificatesThroughout: machine.factory.certificates.throughout,
      certificatesSometime: machine.factory.certificates.sometime,
      sides: (sides[0], sides[1], sides[2]),
      cycleMilliseconds: Int32(cycle), setupSeconds: Int32(terms.setupSeconds),
      rateFen: Int32(terms.rateFen),
      setupFeeFen: pricing == .piece ? Int32(setupCost * draws.within(50...100) / 10_000 * 100) : 0,
      minimumChargeFen: Int32(draws.logUniform(50, 500) / 10 * 1000),
      lowestPieceFen: Int32(prices.last ?? 0),
      shareBasisPoints: pricing == .value ? Int32(draws.within(6...24) * 50) : 0,
      minimumQuantity: Int32(terms.minimumQuantity), maximumQuantity: Int32(maximumQuantity))
    let cells = zip(Self.tiers, prices).map { tier, fen in
      "\(tier):\(fen / 100).\(fen % 100 < 10 ? "0" : "")\(fen % 100)"
    }
    return OfferRow(offer: offer, pieceTiers: cells.joined(separator: ";"))
  }

  /// The price of a piece at each tier in fen: falling with the tier to the power 0.12.
  ///
  /// A single piece costs 10 to 50 % more than its time at the rate, so that the price meets the rate
  /// at some dozens of pieces.
  private func tierPrices(cycle: Int, terms: Terms, draws: inout DrawStream) -> [Int] {
    let single = terms.rateFen * cycle / 36_000 * draws.within(110...150)
    return Self.tiers.map { tier in
      let exact = FixedPoint.scaled(
        Int64(single), by: FixedPoint.power(tier, thousandths: -120))
      return max(1, Int(exact + 5000) / 10_000)
    }
  }
}
