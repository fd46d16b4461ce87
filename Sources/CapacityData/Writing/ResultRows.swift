import CapacityMatching
import CapacityModel

/// The rows of a result's large files as text.
struct ResultRows: Sendable {
  let result: MatchResult
  let dataset: Dataset
  /// Where capacity is missing, if it is known already.
  var gaps: CapacityGaps?
  /// For the index of an unmatched order, the reason in words.
  let detail: @Sendable (Int) -> String

  /// The offset from UTC that times are written in, in seconds.
  var zone: Int64 { dataset.horizon.zoneOffsetSeconds }

  /// Writes the bookings of a matched order.
  func writeMatched(_ index: Int, times: inout TimeWriter, to text: inout TextBuffer) {
    let matched = result.matched[index]
    // Fields one by one, here and below: a copy of an order or offer would count references to its
    // lists, for which threads wait.
    let order = dataset.orders[matched.order].id.text
    let firstStage = dataset.orders[matched.order].stages.lowerBound
    for index in matched.bookings {
      let booking = result.bookings[index]
      // The order's freight stands on its first row, so that the column adds up.
      let freight = index == matched.bookings.lowerBound ? matched.freightFen : 0
      let start = text.count
      text.append(order)
      text.append(UInt8(ascii: "/"))
      text.append(Int64(booking.stage))
      text.append(UInt8(ascii: "/"))
      text.append(Int64(booking.part))
      text.endCell(from: start)
      comma(&text)
      cell(order, to: &text)
      text.append(Int64(booking.stage))
      comma(&text)
      text.append(Int64(booking.part))
      comma(&text)
      writeOffer(of: booking, to: &text)
      switch dataset.stages[firstStage + booking.stage - 1].unit {
      case .piece: text.append(booking.quantity)
      case .hour: text.append(decimal: booking.quantity, places: 2)
      }
      comma(&text)
      let epoch = dataset.horizon.startEpochSeconds
      times.write(epochSeconds: epoch + booking.span.start, to: &text)
      comma(&text)
      times.write(epochSeconds: epoch + booking.span.end, to: &text)
      comma(&text)
      text.append(booking.workingSeconds)
      comma(&text)
      text.append(decimal: booking.chargeFen, places: 2)
      comma(&text)
      text.append(decimal: freight, places: 2)
      text.append(UInt8(ascii: "\n"))
    }
  }

  /// Writes the cells from `machine_id` to `pricing`.
  private func writeOffer(of booking: Booking, to text: inout TextBuffer) {
    let machine = dataset.offers[booking.offer].machine
    cell(dataset.machines[machine].id.text, to: &text)
    text.append(Int64(booking.unit))
    comma(&text)
    cell(dataset.factories[dataset.machines[machine].factory].id.text, to: &text)
    cell(dataset.processes[dataset.offers[booking.offer].process].id.text, to: &text)
    text.append(dataset.offers[booking.offer].pricing.mode.rawValue)
    comma(&text)
  }

  /// Writes an order that is left over.
  func writeUnmatched(_ index: Int, to text: inout TextBuffer) {
    let unmatched = result.unmatched[index]
    cell(dataset.orders[unmatched.order].id.text, to: &text)
    if let stage = unmatched.stage { text.append(Int64(stage)) }
    comma(&text)
    text.append(unmatched.reason.rawValue)
    comma(&text)
    var start = text.count
    text.append(detail(index))
    text.endFreeText(from: start)
    comma(&text)
    if let fix = unmatched.fix {
      start = text.count
      text.append(Format.fix(fix, in: dataset))
      text.endFreeText(from: start)
    }
    text.append(UInt8(ascii: "\n"))
  }

  /// Writes a cell and a comma.
  func cell(_ cell: String, to text: inout TextBuffer) {
    let start = text.count
    text.append(cell)
    text.endCell(from: start)
    comma(&text)
  }

  func comma(_ text: inout TextBuffer) { text.append(UInt8(ascii: ",")) }
}
