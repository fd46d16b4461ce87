import CapacityModel

/// `bookings.csv` by chunks.
extension DatasetBuilder {
  private struct PromisedChunk: Sendable {
    var bookings: Slots<PromisedBooking>
    /// For each booking, the beginning of its id.
    var ids: [SortKey] = []
    /// For each booking, its machine and unit, and its start.
    var units: [SortKey] = []
  }

  /// Reads what was promised, sorted by id; returns the header's table.
  mutating func readPromised(_ table: ChunkedTable) -> Table {
    let columns = PromisedColumns(table.header)
    let threads = table.plan.threads
    promisedIDs.isChecking = true
    let template = self
    var chunks: [(reader: Int, output: PromisedChunk)] = []
    var builders: [DatasetBuilder] = []
    let bookings = arrayInParts(table.file.chunks.map(\.rowCountMax)) { slots in
      (chunks, builders) = template.readChunks(table) { builder, rows, number in
        var chunk = PromisedChunk(bookings: slots[number])
        chunk.ids.reserveCapacity(chunk.bookings.capacity)
        chunk.units.reserveCapacity(chunk.bookings.capacity)
        while rows.next(log: &builder.log) {
          guard let booking = builder.promisedRow(rows, columns) else { continue }
          let number = chunk.bookings.count
          chunk.ids.append(SortKey(rows.text(columns.id), number: number))
          chunk.units.append(SortKey(unitOf: booking, number: number))
          chunk.bookings.append(booking)
        }
        return chunk
      }
      return chunks.map(\.output.bookings)
    }
    guard builders.allSatisfy(\.log.isEmpty) else {
      giveUp(table)
      return table.header
    }
    let units = joined(chunks.map(\.output.units))
    for index in chunks.indices { chunks[index].output.units = [] }
    mayShareTime = shareTime(bookings, sorted(units, threads: threads) { $0 < $1 })
    let ids = joined(chunks.map(\.output.ids))
    chunks = []
    let order = sorted(ids, threads: threads) { bookings[$0].id < bookings[$1].id }
    let ranges = evenRanges(order.count, parts: threads)
    let areDistinct = mapInParallel(ranges.count, threads: threads) { part in
      ranges[part].dropFirst(ranges[part].lowerBound == 0 ? 1 : 0).allSatisfy { index in
        !order[index].hasSameBeginning(as: order[index - 1])
          || bookings[Int(order[index].number)].id != bookings[Int(order[index - 1].number)].id
      }
    }
    if areDistinct.contains(false) { giveUp(table) }
    promised = arrayInParts(ranges.map(\.count)) { slots in
      mapInParallel(ranges.count, threads: threads) { part in
        var sorted = slots[part]
        for index in ranges[part] { sorted.append(bookings[Int(order[index].number)]) }
        return sorted
      }
    }
    return table.header
  }

  /// The keys of all chunks, numbered through.
  private func joined(_ chunks: [[SortKey]]) -> [SortKey] {
    var keys: [SortKey] = []
    keys.reserveCapacity(chunks.reduce(0) { $0 + $1.count })
    for chunk in chunks {
      let first = keys.count
      for key in chunk { keys.append(SortKey(key, number: first + Int(key.number))) }
    }
    return keys
  }

  /// Whether two bookings of one unit share time, open or not.
  private func shareTime(_ bookings: [PromisedBooking], _ order: [SortKey]) -> Bool {
    var end = Int64.min
    var unit: UInt64?
    for key in order {
      if key.high != unit {
        unit = key.high
        end = .min
      }
      let span = bookings[Int(key.number)].span
      if span.start < end { return true }
      end = span.end
    }
    return false
  }
}

extension SortKey {
  /// Orders by machine, unit and start.
  fileprivate init(unitOf booking: PromisedBooking, number: Int) {
    // A unit is at most `Limits.unitsMax`, and a start may be before 1970.
    self.init(
      UInt64(booking.machine) << 32 | UInt64(booking.unit),
      UInt64(bitPattern: booking.span.start) ^ 1 << 63, number: number)
  }
}
