import CapacityModel

/// `bookings.csv` by chunks.
extension DatasetBuilder {
  /// Reads what was promised, sorted by id; returns the header's table.
  mutating func readPromised(_ table: ChunkedTable) -> Table {
    let columns = PromisedColumns(table.header)
    promisedIDs.isChecking = true
    let template = self
    var builders: [DatasetBuilder] = []
    let bookings: [PromisedBooking] = arrayInParts(table.file.chunks.map(\.rowCountMax)) { slots in
      let (chunks, all) = template.readChunks(table) {
        (builder, rows, number) -> Slots<PromisedBooking> in
        var bookings = slots[number]
        while rows.next(log: &builder.log) {
          if let booking = builder.promisedRow(rows, columns) { bookings.append(booking) }
        }
        return bookings
      }
      builders = all
      return chunks.map(\.output)
    }
    guard builders.allSatisfy(\.log.isEmpty), checkTimes(of: bookings),
      let sorted = sortedByID(bookings)
    else {
      giveUp(table)
      return table.header
    }
    promised = sorted
    return table.header
  }

  /// Looks for bookings of one unit that share open time, if the horizon is known by now.
  ///
  /// - Returns: Whether none was found.
  private mutating func checkTimes(of bookings: [PromisedBooking]) -> Bool {
    guard horizonStart != nil, horizonEnd != nil else { return true }
    isTimeChecked = true
    let keys = keys(bookings.count) { SortKey(unitOf: bookings[$0], number: $0) }
    let order = sorted(keys, threads: threads) { $0 < $1 }
    var ranges: [Range<Int>] = []
    for range in evenRanges(order.count, parts: threads) {
      // A unit's bookings are looked at by one thread.
      var end = range.upperBound
      while end > 0, end < order.count, order[end].high == order[end - 1].high { end += 1 }
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<max(start, end))
    }
    let builder = self
    let parts = ranges
    let areApart = mapInParallel(ranges.count, threads: threads) { part in
      builder.sharedTimes(bookings, order[parts[part]]).isEmpty
    }
    return !areApart.contains(false)
  }

  /// The bookings by their ids; `nil` if two have the same.
  private func sortedByID(_ bookings: [PromisedBooking]) -> [PromisedBooking]? {
    let keys = keys(bookings.count) { SortKey(bookings[$0].id, number: $0) }
    let order = sorted(keys, threads: threads) { bookings[$0].id < bookings[$1].id }
    let ranges = evenRanges(order.count, parts: threads)
    let areDistinct = mapInParallel(ranges.count, threads: threads) { part in
      ranges[part].dropFirst(ranges[part].lowerBound == 0 ? 1 : 0).allSatisfy { index in
        !order[index].hasSameBeginning(as: order[index - 1])
          || bookings[Int(order[index].number)].id != bookings[Int(order[index - 1].number)].id
      }
    }
    if areDistinct.contains(false) { return nil }
    return arrayInParts(ranges.map(\.count)) { slots in
      mapInParallel(ranges.count, threads: threads) { part in
        var sorted = slots[part]
        for index in ranges[part] { sorted.append(bookings[Int(order[index].number)]) }
        return sorted
      }
    }
  }

  /// The keys of so many rows, made on several threads.
  private func keys(_ count: Int, _ key: @Sendable (Int) -> SortKey) -> [SortKey] {
    let ranges = evenRanges(count, parts: threads)
    return arrayInParts(ranges.map(\.count)) { slots in
      mapInParallel(ranges.count, threads: threads) { part in
        var keys = slots[part]
        for index in ranges[part] { keys.append(key(index)) }
        return keys
      }
    }
  }
}
