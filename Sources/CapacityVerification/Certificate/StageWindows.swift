import CapacityModel

/// When the work of each stage may be done, by the shortest that the stages before and after it take.
///
/// For one stage in one part these are the windows of rules 3, 5 and 8 themselves.
struct StageWindows {
  let lookup: DatasetIndex

  /// Sets the windows of all offers.
  ///
  /// - Returns: Whether the stages can follow each other at all.
  func set(in supplies: inout [StageSupply], terms: Terms) -> Bool {
    guard let earliest = earliestTimes(supplies, release: terms.order.release) else {
      return false
    }
    let lastShipping = supplies.lastIndex { $0.ships }
    var latest = terms.order.deadline
    for stage in supplies.indices.reversed() {
      var before: Int64?
      for index in supplies[stage].offers.indices {
        let offer = supplies[stage].offers[index]
        let open = lookup.openTime(ofMachine: offer.offer.machine)
        var limit = min(latest, offer.certified.end)
        if stage == lastShipping {
          let route = lookup.routes.route(from: offer.cluster, to: terms.order.cluster)
          limit = min(limit, clampedSum(terms.order.deadline, -route.transitSeconds))
        }
        if let start = open.latestStart(of: offer.shortestNeed, before: limit) {
          before = max(before ?? start, start)
        }
        let first = open.openSeconds(before: max(earliest[stage], offer.certified.start))
        supplies[stage].offers[index].window =
          first..<max(first, open.openSeconds(before: limit))
      }
      guard let before else { return false }
      latest = before
    }
    return true
  }

  /// For each stage the earliest that the stage before it can end; `nil` where one cannot at all.
  private func earliestTimes(_ supplies: [StageSupply], release: Int64) -> [Int64]? {
    var times: [Int64] = []
    var earliest = release
    for supply in supplies {
      times.append(earliest)
      var end: Int64?
      for offer in supply.offers {
        let found = lookup.openTime(ofMachine: offer.offer.machine).earliestEnd(
          of: offer.shortestNeed, from: max(earliest, offer.certified.start),
          isResumable: supply.isResumable)
        if let found { end = min(end ?? found, found) }
      }
      guard let end else { return nil }
      earliest = end
    }
    return times
  }
}
