import CapacityModel

/// From what was read to a dataset.
extension DatasetBuilder {
  /// The dataset.
  ///
  /// - Precondition: The log is empty.
  consuming func finish() -> Dataset {
    let start = horizonStart ?? 0
    let end = horizonEnd ?? 0
    let horizon = Horizon(
      startEpochSeconds: start, lengthSeconds: end - start, zoneOffsetSeconds: zone)
    finishNames()
    finishOrders(start: start, length: end - start)
    finishTimes(start: start, length: end - start)
    offers = sorted(offers, threads: threads)
    let (certificationNames, _) = certifications.sorted()
    let (materialNames, _) = materials.sorted()
    return Dataset(
      name: name, horizon: horizon, freightRates: freightRates, clusters: clusters,
      factories: factories, calendars: calendars, machines: machines, processes: processes,
      offers: offers, orders: orders, stages: stages, lanes: lanes, promised: promised,
      certificationNames: certificationNames, materialNames: materialNames)
  }

  /// Replaces numbers by first appearance with places among the sorted names.
  private mutating func finishNames() {
    let (_, certificationRanks) = certifications.sorted()
    for index in factories.indices {
      for held in factories[index].certifications.indices {
        let number = factories[index].certifications[held].certification
        factories[index].certifications[held].certification = certificationRanks[number]
      }
      factories[index].certifications.sort { $0.certification < $1.certification }
    }
    let (_, materialRanks) = materials.sorted()
    let materialLists = materials.sortedLists(ranks: materialRanks)
    for index in offers.indices {
      offers[index].materials = materialLists[Int(offerMaterialLists[index])]
    }
  }

  /// Gives orders their certificates and stages their materials by the sorted names, and orders their
  /// times from the horizon's start.
  private mutating func finishOrders(start: Int64, length: Int64) {
    let (_, certificationRanks) = certifications.sorted()
    let lists = certifications.sortedLists(ranks: certificationRanks)
    let numbers = orderCertificationLists
    let ranges = evenRanges(orders.count, parts: threads)
    changeInParts(&orders, ranges: ranges, threads: threads) { number, part in
      // Lists of its own for every thread: two that count references to one list would wait for
      // each other.
      let lists = lists.map { list in list.map { $0 } }
      let first = ranges[number].lowerBound
      for index in part.indices {
        let release = part[index].release
        let deadline = part[index].deadline
        part[index].release = release == .min ? 0 : release - start
        part[index].deadline = deadline == .max ? length : deadline - start
        part[index].certifications = lists[Int(numbers[first + index])]
      }
    }
    let (_, materialRanks) = materials.sorted()
    changeInParts(
      &stages, ranges: evenRanges(stages.count, parts: threads), threads: threads
    ) { _, part in
      for index in part.indices {
        if let material = part[index].material { part[index].material = materialRanks[material] }
      }
    }
  }

  /// Replaces seconds since 1970 with seconds from the horizon's start, and missing times.
  private mutating func finishTimes(start: Int64, length: Int64) {
    func moved(_ span: TimeSpan) -> TimeSpan {
      TimeSpan(start: span.start - start, end: span.end - start)
    }
    for index in calendars.indices {
      calendars[index].open = calendars[index].open.map(moved)
      calendars[index].closed = calendars[index].closed.map(moved)
    }
    changeInParts(
      &promised, ranges: evenRanges(promised.count, parts: threads), threads: threads
    ) { _, part in
      for index in part.indices {
        part[index].span.start -= start
        part[index].span.end -= start
      }
    }
  }
}

/// Offers sorted by machine and process, then by all that they say, so that the order of the rows
/// leaves no trace.
private func sorted(_ offers: [Offer], threads: Int) -> [Offer] {
  let keys = offers.enumerated().map { number, offer in
    SortKey(UInt64(offer.machine), UInt64(offer.process), number: number)
  }
  var order = sorted(keys, threads: threads) { $0 < $1 }
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, order[end].hasSameBeginning(as: order[start]) { end += 1 }
    if end - start > 1 {
      order[start..<end].sort { left, right in
        isOrderedBefore(offers[Int(left.number)], offers[Int(right.number)])
      }
    }
    start = end
  }
  let ranges = evenRanges(order.count, parts: threads)
  let sorted = order
  return arrayInParts(ranges.map(\.count)) { slots in
    mapInParallel(ranges.count, threads: threads) { part in
      var part = (slots[part], ranges[part])
      for index in part.1 { part.0.append(offers[Int(sorted[index].number)]) }
      return part.0
    }
  }
}

/// Whether offer `left` comes before another one of its machine and process.
private func isOrderedBefore(_ left: Offer, _ right: Offer) -> Bool {
  switch (left.pricing, right.pricing) {
  case (.time(let first), .time(let second)), (.value(let first), .value(let second)):
    if first != second { return first < second }
  case (.piece(let first), .piece(let second)):
    if first.count != second.count { return first.count < second.count }
    for (first, second) in zip(first, second) where first != second {
      return (first.fromQuantity, first.priceFen) < (second.fromQuantity, second.priceFen)
    }
  case (.time, _), (.piece, .value): return true
  case (.value, _), (.piece, .time): return false
  }
  let numbers = { (offer: Offer) in
    [
      offer.cycleMilliseconds ?? -1, offer.setupSeconds, offer.setupFeeFen,
      offer.minimumChargeFen, offer.billingIncrementSeconds, offer.quantityMinHundredths,
      offer.quantityMaxHundredths,
    ]
  }
  let (first, second) = (numbers(left), numbers(right))
  if first != second { return first.lexicographicallyPrecedes(second) }
  return left.materials.lexicographicallyPrecedes(right.materials)
}
