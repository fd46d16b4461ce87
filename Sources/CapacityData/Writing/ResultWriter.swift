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
  /// - Complexity: O(*n*) in bookings, unmatched orders and shadow prices, and what `CapacityGaps` takes;
  ///   texts are written as they are made and never held.
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
      try writeTables(rows, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
      try folder.write("summary.json", Array(summary.text().utf8))
      try folder.commit(force: force)
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Writes the tables, one part of one of them at a time on each thread.
  private func writeTables(_ rows: ResultRows, threads: Int) throws(DataError) {
    let files = ResultTable.allCases.map { (table: $0, file: folder.makeFile($0.fileName)) }
    let parts = files.indices.flatMap { number in
      ranges(files[number].table.rowCount(of: rows)).enumerated().map {
        (file: number, part: $0.offset, rows: $0.element)
      }
    }
    _ = mapInParallel(
      parts.count, threads: threads, worker: { _ in TimeWriter(zoneOffsetSeconds: rows.zone) },
      { times, number -> Bool? in
        let (file, part, range) = parts[number]
        let table = files[file].table
        var text = TextBuffer(capacity: range.count * 160)
        if part == 0 { text.append(table.header) }
        table.write(range, of: rows, times: &times, to: &text)
        files[file].file.write(text, part: part)
        return true
      })
    // All are finished, whatever became of the first ones.
    let finished = mapInParallel(files.count, threads: threads) { number -> DataError? in
      do throws(DataError) {
        try folder.finish(files[number].file)
        return nil
      } catch {
        return error
      }
    }
    for case let failure? in finished { throw failure }
  }

  /// Ranges of about ``rowsPerPart`` rows; at least one, for the header.
  private func ranges(_ count: Int) -> [Range<Int>] {
    evenRanges(count, parts: max(1, count / rowsPerPart))
  }
}
