import CapacityModel

/// Finds where work fits, as early as it can be.
struct Placements {
  let lookup: DatasetIndex
  let filters: Filters
  private var dataset: Dataset { lookup.dataset }

  init(lookup: DatasetIndex, filters: Filters) {
    self.lookup = lookup
    self.filters = filters
  }

  /// The earliest end of work on a machine that rules 3 to 5 allow; `nil` if it is after `latest`.
  ///
  /// The first place that is long enough ends first, for work on one unit keeps its order.
  func earliestEnd(
    of need: Int128, process: Int, machine: Int, from earliest: Int64, latest: Int64,
    terms: Terms, units: [[Range<Int64>]]? = nil
  ) -> Int64? {
    var earliest = earliest
    var latest = latest
    if !terms.order.certifications.isEmpty {
      guard let days = filters.certifiedDays(ofMachine: machine, terms: terms) else { return nil }
      let certified = filters.certificates.span(of: days)
      earliest = max(earliest, certified.start)
      latest = min(latest, certified.end)
    }
    let open = lookup.openTime(ofMachine: machine)
    guard need > 0, need <= Int128(open.total), earliest < latest else { return nil }
    let need = Int64(need)
    let isResumable = dataset.processes[process].isResumable
    if !isResumable && need > open.longestSpan { return nil }
    let first = open.openSeconds(before: earliest)
    let limit = open.openSeconds(before: latest)
    var best: Int64?
    for ranges in units ?? [[0..<open.total]] {
      let found =
        isResumable
        ? firstFit(of: need, from: first, to: limit, in: ranges)
        : firstUnbrokenFit(of: need, from: first, to: limit, in: ranges, open: open)
      if let found { best = min(best ?? .max, found) }
    }
    // The end is the second after the last open one, not the next open one.
    return best.map { open.time(ofOpenSecond: $0 + need - 1) + 1 }
  }

  /// The first open second from which `need` free ones follow each other.
  private func firstFit(
    of need: Int64, from first: Int64, to limit: Int64, in ranges: [Range<Int64>]
  ) -> Int64? {
    for index in firstRange(endingAfter: first, in: ranges)..<ranges.count {
      let start = max(first, ranges[index].lowerBound)
      if start > limit - need { return nil }
      if ranges[index].upperBound - start >= need { return start }
    }
    return nil
  }

  /// As `firstFit`, without closed time in between.
  private func firstUnbrokenFit(
    of need: Int64, from first: Int64, to limit: Int64, in ranges: [Range<Int64>], open: OpenTime
  ) -> Int64? {
    for index in firstRange(endingAfter: first, in: ranges)..<ranges.count {
      let range = ranges[index]
      var start = max(first, range.lowerBound)
      guard range.upperBound - start >= need else { continue }
      var span = open.spanIndex(ofOpenSecond: start)
      while range.upperBound - start >= need {
        if start > limit - need { return nil }
        let end = open.secondsBefore[span + 1]
        if end - start >= need { return start }
        start = end
        span += 1
      }
    }
    return nil
  }

  private func firstRange(endingAfter second: Int64, in ranges: [Range<Int64>]) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= second { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// What an order of one stage in one part costs and when it is done, offer by offer.
struct SimpleWays {
  let lookup: DatasetIndex
  let placements: Placements
  private var dataset: Dataset { lookup.dataset }

  /// The charge and the freight on an offer, and how long the delivery travels.
  func cost(of terms: Terms, on offer: Offer) -> (fen: Int128, transitSeconds: Int64)? {
    let stage = terms.stages[0]
    guard
      let charge = lookup.charges.charge(
        of: stage.quantity, order: terms.order, stage: stage, on: offer)
    else { return nil }
    guard dataset.processes[stage.process].ships else { return (charge, 0) }
    let route = lookup.routes.route(
      from: lookup.cluster(ofMachine: offer.machine), to: terms.order.cluster)
    let freight = route.cost(
      weightGrams: terms.order.weightGrams, numerator: 1, denominator: 1)
    return (charge + freight, route.transitSeconds)
  }

  /// The earliest time at which all is made and delivered; `nil` if that is after `latest`.
  ///
  /// Bookings are open only inside the horizon; the delivery may arrive after it.
  func earliestArrival(
    of terms: Terms, on offer: Offer, transitSeconds: Int64, latest: Int64,
    units: [[Range<Int64>]]? = nil
  ) -> Int64? {
    let stage = terms.stages[0]
    guard
      let need = lookup.charges.need(of: stage.quantity, unit: stage.unit, on: offer),
      let end = placements.earliestEnd(
        of: need, process: stage.process, machine: offer.machine, from: terms.order.release,
        latest: clampedSum(latest, -transitSeconds), terms: terms, units: units)
    else { return nil }
    return clampedSum(end, transitSeconds)
  }
}
