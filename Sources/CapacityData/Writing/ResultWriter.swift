public import CapacityMatching
public import CapacityModel
internal import Foundation
internal import Synchronization

/// Writes a result's folder, whole or not at all; `Docs/results.md` describes the files.
public struct ResultWriter: Sendable {
  private let folder: StagedFolder
  private let force: Bool
  private let encoding: ResultEncoding
  /// Counts the rows that are written, for whoever watches.
  public var counter: WorkCounter?
  /// How many rows a thread makes at a time.
  var rowsPerPart = 4_096

  /// Creates a writer of `folder`, which may replace an old one only by `force`.
  ///
  /// Tables are encoded by `encoding`. GB18030 lacks a few characters that no standard gives a meaning to; a
  /// text that holds one is an error that names it, and nothing is written.
  public init(folder: String, force: Bool, encoding: ResultEncoding = .utf8) {
    self.encoding = encoding
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
  /// - Throws: As ``write(result:dataset:summary:threads:gaps:detail:)``.
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
  ///   - gaps: Where capacity is missing, for whoever has it already; `nil` to work it out.
  ///   - detail: The reason of an unmatched order in words; called by several threads.
  /// - Throws: ``DataError/targetExists(path:)`` for a target that may not be replaced,
  ///   ``DataError/unwritable(path:reason:)`` for what the system refuses. The old result stands.
  /// - Complexity: O(*n*) in bookings, unmatched orders and shadow prices, and what `CapacityGaps` takes;
  ///   texts are written as they are made and never held.
  public func write(
    result: MatchResult, dataset: Dataset, summary: JSONDocument, threads: Int? = nil,
    gaps: CapacityGaps? = nil, detail: @escaping @Sendable (UnmatchedOrder) -> String
  ) throws(DataError) {
    try write(
      ResultRows(
        result: result, dataset: dataset, gaps: gaps, detail: { detail(result.unmatched[$0]) }),
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
    counter?.begin(parts.reduce(0) { $0 + $1.rows.count })
    let flaw = Mutex<(part: Int, error: DataError)?>(nil)
    _ = mapInParallel(
      parts.count, threads: threads, worker: { _ in TimeWriter(zoneOffsetSeconds: rows.zone) },
      { times, number -> Bool? in
        let (file, part, range) = parts[number]
        let table = files[file].table
        var text = TextBuffer(capacity: range.count * 160)
        if part == 0 {
          if encoding == .utf8WithMark { for byte in byteOrderMark { text.append(byte) } }
          text.append(table.header)
        }
        table.write(range, of: rows, times: &times, to: &text)
        if encoding == .gb18030 {
          do throws(EncodingFlaw) {
            text = try encodeGB18030(text)
          } catch {
            let error = failure(error, text, in: files[file].file.name)
            flaw.withLock { if number < $0?.part ?? .max { $0 = (number, error) } }
            // The part is written all the same, empty or not: those behind it wait for its length.
          }
        }
        files[file].file.write(text, part: part)
        counter?.add(range.count)
        return true
      })
    if let error = flaw.withLock({ $0?.error }) {
      for file in files { _ = file.file.finish() }
      throw error
    }
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

  /// What cannot be encoded, by the cell that it stands in.
  private func failure(
    _ flaw: EncodingFlaw, _ text: borrowing TextBuffer, in file: String
  ) -> DataError {
    let remedy = Message("; write it as utf-8-bom", zh: "；请改用 utf-8-bom")
    let path = folder.target + "/" + file
    guard case .character(let offset) = flaw else {
      let reason = Message("this system does not know GB18030", zh: "本系统不支持 GB18030")
      return .unwritable(path: path, reason: reason + remedy)
    }
    let bytes = Array(text.string.utf8)
    let ends: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\"")]
    let start = bytes[..<offset].lastIndex { ends.contains($0) }.map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex { ends.contains($0) } ?? bytes.count
    let cell = quoted(bytes[start..<end])
    let scalar = String(decoding: bytes[offset..<end], as: UTF8.self).unicodeScalars.first
    let code = String(scalar?.value ?? 0, radix: 16, uppercase: true)
    let reason = Message(
      "\(cell) holds U+\(code), a character that GB18030 does not have",
      zh: "\(cell) 里有 GB18030 没有的字符 U+\(code)")
    return .unwritable(path: path, reason: reason + remedy)
  }

  /// Ranges of about ``rowsPerPart`` rows; at least one, for the header.
  private func ranges(_ count: Int) -> [Range<Int>] {
    evenRanges(count, parts: max(1, count / rowsPerPart))
  }
}
