public import CapacityModel
internal import Foundation

/// Writes a result's folder, whole or not at all; `Docs/results.md` describes the files.
public struct ResultWriter: Sendable {
  private let folder: StagedFolder
  private let force: Bool
  /// How many rows a thread makes at a time.
  var rowsPerPart = 4_096

  /// Creates a writer of `folder`, which may replace an old one only by `force`.
  public init(folder: String, force: Bool) {
    self.folder = StagedFolder(target: folder)
    self.force = force
  }

  /// Refuses an existing target before any work is done for it.
  public func checkTarget() throws(DataError) {
    try folder.checkTarget(force: force)
  }

  /// Removes what is unfinished, for whoever stops the program in the middle of writing.
  public func cleanUp() {
    folder.discard()
  }

  /// Writes the files of a result.
  ///
  /// - Parameters:
  ///   - result: Who makes what, and who is left over.
  ///   - dataset: What the result's indices refer to.
  ///   - details: For each unmatched order, the reason in words.
  ///   - summary: The content of `summary.json`.
  /// - Throws: As ``write(result:dataset:summary:threads:detail:)``.
  /// - Precondition: `details` has as many texts as there are unmatched orders.
  public func write(
    result: MatchResult, dataset: Dataset, details: [String], summary: JSONDocument
  ) throws(DataError) {
    precondition(details.count == result.unmatched.count)
    try write(
      ResultRows(result: result, dataset: dataset, detail: { details[$0] }), summary, threads: nil)
  }

  /// Writes the files of a result, several threads working on them.
  ///
  /// - Parameters:
  ///   - result: Who makes what, and who is left over.
  ///   - dataset: What the result's indices refer to.
  ///   - summary: The content of `summary.json`.
  ///   - threads: How many threads work at most; `nil` for one on each core. The files never depend
  ///     on it.
  ///   - detail: The reason of an unmatched order in words; called by several threads.
  /// - Throws: ``DataError/targetExists(path:)`` for a target that may not be replaced,
  ///   ``DataError/unwritable(path:reason:)`` for what the system refuses. The old result stands.
  /// - Complexity: O(*n*) in bookings and unmatched orders; texts are written as they are made and
  ///   never held.
  public func write(
    result: MatchResult, dataset: Dataset, summary: JSONDocument, threads: Int? = nil,
    detail: @escaping @Sendable (UnmatchedOrder) -> String
  ) throws(DataError) {
    try write(
      ResultRows(result: result, dataset: dataset, detail: { detail(result.unmatched[$0]) }),
      summary, threads: threads)
  }

  private func write(
    _ rows: ResultRows, _ summary: JSONDocument, threads: Int?
  ) throws(DataError) {
    try checkTarget()
    do throws(DataError) {
      try folder.begin()
      try writeRows(rows, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
      try folder.write("summary.json", Array(summary.text().utf8))
      try folder.write("shadow_prices.csv", shadowPrices())
      try folder.commit(force: force)
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Writes `bookings.csv` and `unmatched.csv`.
  private func writeRows(_ rows: ResultRows, threads: Int) throws(DataError) {
    let bookings = folder.makeFile("bookings.csv")
    let unmatched = folder.makeFile("unmatched.csv")
    let bookingParts = parts(rows.result.matched.count)
    let unmatchedParts = parts(rows.result.unmatched.count)
    let count = bookingParts.count + unmatchedParts.count
    _ = mapInParallel(
      count, threads: threads, worker: { _ in TimeWriter(zoneOffsetSeconds: rows.zone) },
      { times, part -> Bool? in
        var text = TextBuffer(capacity: rowsPerPart * 160)
        if part < bookingParts.count {
          if part == 0 { text.append(ResultRows.bookingHeader) }
          for index in bookingParts[part] { rows.writeMatched(index, times: &times, to: &text) }
          bookings.write(text, part: part)
        } else {
          let part = part - bookingParts.count
          if part == 0 { text.append(ResultRows.unmatchedHeader) }
          for index in unmatchedParts[part] { rows.writeUnmatched(index, to: &text) }
          unmatched.write(text, part: part)
        }
        return true
      })
    // Both are finished, whatever became of the first one.
    let finished = mapInParallel(2, threads: threads) { number -> DataError? in
      do throws(DataError) {
        try folder.finish(number == 0 ? bookings : unmatched)
        return nil
      } catch {
        return error
      }
    }
    for case let failure? in finished { throw failure }
  }

  /// Ranges of about ``rowsPerPart`` rows; at least one, for the header.
  private func parts(_ count: Int) -> [Range<Int>] {
    evenRanges(count, parts: max(1, count / rowsPerPart))
  }

  /// Only the header: nothing is proven yet (effort 0).
  private func shadowPrices() -> [UInt8] {
    CSVText(header: ["machine_id", "period_start", "period_end", "open_s", "micro_yuan_per_s"])
      .bytes
  }
}
