import CapacityModel

/// A file that is read by chunks, and what its header says.
struct ChunkedTable: Sendable {
  let file: ChunkedFile
  /// The table of the first chunk, standing behind the header.
  let header: Table
  let plan: ReadingPlan
}

/// What a thread reads chunks with: a copy of the builder, whose registers it may add to, and a buffer.
private struct ChunkReader: Sendable {
  let number: Int
  var builder: DatasetBuilder
  let buffer: ByteBuffer
}

/// Reading the large files by chunks, each row by the same code as from front to back.
extension DatasetBuilder {
  /// Opens a file for reading by chunks; `nil` if it is to be read from front to back.
  mutating func openChunks(_ description: FileDescription, _ plan: ReadingPlan) -> ChunkedTable? {
    var headerLog = ProblemLog(fileNames: [description.name])
    var headerWarnings: [Message] = []
    guard
      let file = ChunkedFile(
        folder: files.folder, name: description.name, encoding: files.encoding, plan: plan),
      !file.chunks.isEmpty, let first = file.source(0, buffer: ByteBuffer(capacity: 0)),
      let header = Table(first, description, log: &headerLog, warnings: &headerWarnings)
    else { return nil }
    warnings += headerWarnings
    return ChunkedTable(file: file, header: header, plan: plan)
  }

  /// Works on all chunks of a file.
  ///
  /// - Parameters:
  ///   - table: The file.
  ///   - body: Reads the rows of a chunk, given its number. Once anything is wrong it is given tables
  ///     without rows.
  /// - Returns: The outputs in the order of the chunks, each with the number of its reader, and the
  ///   readers' builders; something is wrong if one of them has a problem in its log.
  func readChunks<Output: Sendable>(
    _ table: ChunkedTable,
    _ body: @Sendable (inout DatasetBuilder, inout Table, Int) -> Output
  ) -> (outputs: [(reader: Int, output: Output)], builders: [DatasetBuilder]) {
    let template = self
    let done = mapInParallel(
      table.file.chunks.count, threads: table.plan.threads,
      worker: { number in
        ChunkReader(
          number: number, builder: template,
          buffer: ByteBuffer(capacity: table.plan.chunkSize * 2))
      },
      { reader, chunk -> (reader: Int, output: Output)? in
        let source = table.file.source(chunk, buffer: reader.buffer)
        template.files.counter?.add(table.file.chunks[chunk].range.count)
        if source == nil {
          reader.builder.log.add(
            file: table.file.name,
            Message("the file changed while it was read", zh: "文件在读取时被改动"),
            remedy: Message("read it again", zh: "请重新读取"))
        }
        let isGood = source != nil && reader.builder.log.isEmpty
        let text = isGood ? source : nil
        var rows = table.header.rows(
          of: text ?? SourceFile(name: table.file.name, buffer: ByteBuffer(capacity: 0)),
          from: chunk == 0 && isGood ? table.header.nextRow : 0)
        return (reader.number, body(&reader.builder, &rows, chunk))
      })
    return (done?.outputs ?? [], done?.workers.map(\.builder) ?? [])
  }

  /// Logs that something is wrong in a file; what it is, reading from front to back will tell.
  mutating func giveUp(_ table: ChunkedTable) {
    log.add(
      file: table.file.name, Message("something is wrong", zh: "有错误"),
      remedy: Message("correct it", zh: "请改正"))
  }

  /// Reads the files that are left when all of them are to be read in parallel, and checks the whole.
  mutating func readInParallel() throws(DataError) {
    // Bookings first: while they are sorted there are two copies of them, and no orders yet.
    let promisedTable = try readPromised()
    guard log.isEmpty else { return }
    let stageTable = try readStageRows()
    guard let orderTable = try readOrders(), log.isEmpty else { return }
    if let stageTable { checkStageRows(stageTable) }
    try readFreight()
    if log.isEmpty { settleHorizon(orderTable) }
    if log.isEmpty { checkOrderTimes(orderTable) }
    if let promisedTable, log.isEmpty { checkPromised(promisedTable) }
  }
}

/// `offers.csv` by chunks.
extension DatasetBuilder {
  private struct OfferChunk: Sendable {
    var offers: Slots<Offer>
    var materials: [Int32] = []
  }

  /// Reads what machines offer.
  mutating func readOffers(_ table: ChunkedTable) {
    let columns = OfferColumns(table.header)
    let template = self
    var chunks: [(reader: Int, output: OfferChunk)] = []
    var builders: [DatasetBuilder] = []
    offers = arrayInParts(table.file.chunks.map(\.rowCountMax)) { slots in
      (chunks, builders) = template.readChunks(table) { builder, rows, number in
        var chunk = OfferChunk(offers: slots[number])
        chunk.materials.reserveCapacity(chunk.offers.capacity)
        while rows.next(log: &builder.log) {
          guard let row = builder.offerRow(rows, columns) else { continue }
          chunk.offers.append(row.offer)
          chunk.materials.append(row.materials)
        }
        return chunk
      }
      return chunks.map(\.output.offers)
    }
    guard builders.allSatisfy(\.log.isEmpty) else { return giveUp(table) }
    let lists = builders.map { materials.absorb($0.materials).lists }
    offerMaterialLists.reserveCapacity(offers.count)
    for (reader, chunk) in chunks {
      offerMaterialLists += chunk.materials.map { lists[reader][Int($0)] }
    }
  }
}

/// `orders.csv` by chunks.
extension DatasetBuilder {
  private struct OrderChunk: Sendable {
    var orders: Slots<Order>
    var stages: Slots<Stage>
    /// For each order, the number of its list of certificates.
    var certifications: [Int32] = []
    /// For each order, the hash of its id.
    var hashes: [UInt64] = []
    /// Numbers in `stageRows` with the orders that they are of.
    var staged: [(number: Int, order: Int)] = []
  }

  /// Reads what buyers want; returns the header's table.
  mutating func readOrders(_ table: ChunkedTable) -> Table {
    let columns = OrderColumns(table.header)
    let capacities = table.file.chunks.map(\.rowCountMax)
    orderIDs.isChecking = true
    let template = self
    var chunks: [(reader: Int, output: OrderChunk)] = []
    var builders: [DatasetBuilder] = []
    orders = arrayInParts(capacities) { orderSlots in
      stages = arrayInParts(capacities) { stageSlots in
        (chunks, builders) = template.readChunks(table) { builder, rows, number in
          var chunk = OrderChunk(orders: orderSlots[number], stages: stageSlots[number])
          chunk.certifications.reserveCapacity(chunk.orders.capacity)
          chunk.hashes.reserveCapacity(chunk.orders.capacity)
          while rows.next(log: &builder.log) {
            guard var row = builder.orderRow(rows, columns) else { continue }
            let first = chunk.stages.count
            if let stage = row.stage { chunk.stages.append(stage) }
            row.order.stages = first..<chunk.stages.count
            if let number = row.stagesNumber {
              chunk.staged.append((number, chunk.orders.count))
            }
            chunk.orders.append(row.order)
            chunk.certifications.append(row.certifications)
            chunk.hashes.append(rows.text(columns.id).hash)
          }
          return chunk
        }
        return chunks.map(\.output.stages)
      }
      return chunks.map(\.output.orders)
    }
    guard builders.allSatisfy(\.log.isEmpty),
      joinOrders(chunks, builders, threads: table.plan.threads)
    else {
      giveUp(table)
      return table.header
    }
    orderIDs.isComplete = true
    return table.header
  }

  /// Puts together what the chunks say; returns whether all is well.
  private mutating func joinOrders(
    _ chunks: [(reader: Int, output: OrderChunk)], _ builders: [DatasetBuilder], threads: Int
  ) -> Bool {
    for builder in builders {
      // Each is at most the limit of the sum: two of them fit.
      objectiveFen += builder.objectiveFen
      guard objectiveFen <= Limits.objectiveFenMax else { return false }
      leavesTimesOut = leavesTimesOut || builder.leavesTimesOut
      if let other = builder.orderTimes {
        orderTimes = (
          min(orderTimes?.first ?? other.first, other.first),
          max(orderTimes?.last ?? other.last, other.last)
        )
      }
    }
    let lists = builders.map { certifications.absorb($0.certifications).lists }
    let names = builders.map { materials.absorb($0.materials).names }
    var orderRanges: [Range<Int>] = []
    var stageRanges: [Range<Int>] = []
    var hashes: [UInt64] = []
    hashes.reserveCapacity(orders.count)
    orderCertificationLists.reserveCapacity(orders.count)
    for (reader, chunk) in chunks {
      let first = orderRanges.last?.upperBound ?? 0
      let firstStage = stageRanges.last?.upperBound ?? 0
      orderRanges.append(first..<first + chunk.orders.count)
      stageRanges.append(firstStage..<firstStage + chunk.stages.count)
      hashes += chunk.hashes
      orderCertificationLists += chunk.certifications.map { lists[reader][Int($0)] }
      for (number, order) in chunk.staged { stageRows.orders[number] = first + order }
    }
    let readers = chunks.map(\.reader)
    let starts = stageRanges.map(\.lowerBound)
    changeInParts(&orders, ranges: orderRanges, threads: threads) { chunk, part in
      let first = starts[chunk]
      for index in part.indices {
        let own = part[index].stages
        part[index].stages = first + own.lowerBound..<first + own.upperBound
      }
    }
    if names.contains(where: { $0 != Array($0.indices) }) {
      changeInParts(&stages, ranges: stageRanges, threads: threads) { chunk, part in
        for index in part.indices {
          if let material = part[index].material {
            part[index].material = names[readers[chunk]][material]
          }
        }
      }
    }
    let orders = orders
    return !hasEqual(hashes, threads: threads) { orders[$0].id == orders[$1].id }
  }
}
