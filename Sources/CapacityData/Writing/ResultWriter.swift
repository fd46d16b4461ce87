public import CapacityModel

/// Writes a result's folder, whole or not at all; `Docs/results.md` describes the files.
public struct ResultWriter: Sendable {
  private let folder: StagedFolder
  private let force: Bool

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
  /// - Throws: ``DataError/targetExists(path:)`` for a target that may not be replaced,
  ///   ``DataError/unwritable(path:reason:)`` for what the system refuses. The old result stands.
  /// - Precondition: `details` has as many texts as there are unmatched orders.
  /// - Complexity: O(*n*) in bookings and unmatched orders.
  public func write(
    result: MatchResult, dataset: Dataset, details: [String], summary: JSONDocument
  ) throws(DataError) {
    precondition(details.count == result.unmatched.count)
    try checkTarget()
    do throws(DataError) {
      try folder.begin()
      try folder.write("bookings.csv", bookings(result, dataset))
      try folder.write("unmatched.csv", unmatched(result, dataset, details))
      try folder.write("summary.json", Array(summary.text().utf8))
      try folder.write("shadow_prices.csv", shadowPrices())
      try folder.commit(force: force)
    } catch {
      folder.discard()
      throw error
    }
  }

  private func bookings(_ result: MatchResult, _ dataset: Dataset) -> [UInt8] {
    var text = CSVText(header: [
      "booking_id", "order_id", "stage", "part", "machine_id", "machine_unit", "factory_id",
      "process", "pricing", "quantity", "start", "end", "working_time_s", "charge", "freight",
    ])
    for matched in result.matched {
      let order = dataset.orders[matched.order]
      for index in matched.bookings {
        let booking = result.bookings[index]
        let offer = dataset.offers[booking.offer]
        let machine = dataset.machines[offer.machine]
        let stage = dataset.stages[order.stages.lowerBound + booking.stage - 1]
        // The order's freight stands on its first row, so that the column adds up.
        let freight = index == matched.bookings.lowerBound ? matched.freightFen : 0
        text.append([
          "\(order.id)/\(booking.stage)/\(booking.part)", order.id.text, String(booking.stage),
          String(booking.part), machine.id.text, String(booking.unit),
          dataset.factories[machine.factory].id.text, dataset.processes[offer.process].id.text,
          offer.pricing.mode.rawValue, Format.quantity(booking.quantity, unit: stage.unit),
          Format.time(booking.span.start, horizon: dataset.horizon),
          Format.time(booking.span.end, horizon: dataset.horizon),
          String(booking.workingSeconds), Format.money(booking.chargeFen), Format.money(freight),
        ])
      }
    }
    return text.bytes
  }

  private func unmatched(
    _ result: MatchResult, _ dataset: Dataset, _ details: [String]
  ) -> [UInt8] {
    var text = CSVText(header: ["order_id", "stage", "reason", "detail", "fix"])
    for (unmatched, detail) in zip(result.unmatched, details) {
      text.append([
        dataset.orders[unmatched.order].id.text, unmatched.stage.map { String($0) } ?? "",
        unmatched.reason.rawValue, detail,
        unmatched.fix.map { Format.fix($0, in: dataset) } ?? "",
      ])
    }
    return text.bytes
  }

  /// Only the header: nothing is proven yet (effort 0).
  private func shadowPrices() -> [UInt8] {
    CSVText(header: ["machine_id", "period_start", "period_end", "open_s", "micro_yuan_per_s"])
      .bytes
  }
}
