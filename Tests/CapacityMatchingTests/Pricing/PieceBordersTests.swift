import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// The pieces that the time of an order of several stages is cut into.
@Suite struct `Borders of pieces` {
  @Test func `are the first seconds whose starts, or ends, lie in a later piece`() {
    for seed in UInt64(1)...200 {
      var lot = TestRandom(seed: seed)
      let dataset = tinyDataset(seed: seed)
      let openTime = OpenTime(dataset)
      var order = OrderDemand.none
      order.release = lot.int64(-5...dataset.horizon.lengthSeconds / 2)
      order.deadline = order.release + lot.int64(0...dataset.horizon.lengthSeconds)
      var borders = PieceBorders(pieceCount: lot.pick([2, 32, 64]))
      borders.cut(order, horizonEnd: dataset.horizon.lengthSeconds)
      for calendar in (0...openTime.alwaysOpen).reversed() {
        let note: Comment = "seed \(seed), calendar \(calendar)"
        let place = borders.place(of: calendar, openTime)
        for piece in 0..<borders.pieceCount - 1 {
          let next = borders.pieceStarts[piece + 1]
          #expect(borders.start(after: piece, place) == openTime.work(calendar, before: next), note)
          #expect(
            borders.end(after: piece, place) == openTime.work(calendar, before: next - 1) + 1, note)
        }
        for end in 0...openTime.total(calendar) {
          let piece = (0..<borders.pieceCount - 1).first { borders.end(after: $0, place) > end }
          #expect(borders.endPiece(place, end) == piece ?? borders.pieceCount - 1, note)
        }
      }
    }
  }
}
