internal import CapacityModel

/// Which offers meet a condition, a bit for each, so that a search asks 64 offers at once.
///
/// A *row* has one word for each ``OfferIndex/Group`` of a process: bit ``OfferIndex/blockSize`` x block + lane,
/// blocks counted within the group. There is a row for each grade of tolerance, each material modulo 32
/// and each certificate modulo 32; whoever meets several conditions stands in all their rows.
///
/// A bit that is not set says "surely not", one that is set only "perhaps": materials and certificates
/// share bits, and sides, quantities and days are asked of the offer itself.
///
/// Invariant: the rows of a process are contiguous, ``rowCount`` of them, each as long as it has groups.
struct ConditionRows: Sendable {
  private var words: [UInt64] = []

  /// Grades from 0 to that of a stage that asks for none.
  private static let gradeCount = StageDemand.none.toleranceIT + 1
  private static let firstMaterial = gradeCount
  private static let firstCertificate = firstMaterial + 32
  private static let rowCount = firstCertificate + 32

  /// Appends the rows of one more process, whose groups are `groups`.
  ///
  /// - Complexity: O(groups x rows + offers x rows).
  mutating func append(
    _ groups: ArraySlice<OfferIndex.Group>, _ blocks: [OfferIndex.Block],
    _ conditions: [OfferConditions]
  ) {
    let begin = words.count
    words.append(contentsOf: repeatElement(0, count: groups.count * ConditionRows.rowCount))
    for (place, group) in groups.enumerated() {
      for number in 0..<Int(group.blockCount) {
        let block = blocks[Int(group.firstBlock) + number]
        for lane in 0..<Int(block.count) {
          let offer = conditions[Int(block.firstOffer) + lane]
          let bit: UInt64 = 1 << UInt64(OfferIndex.blockSize * number + lane)
          ConditionRows.forEachRow(of: offer) { row in
            words[begin + row * groups.count + place] |= bit
          }
        }
      }
    }
  }

  /// Gives the rows that an offer stands in.
  @inline(__always)
  private static func forEachRow(of offer: OfferConditions, _ body: (Int) -> Void) {
    for row in grade(offer.toleranceIT)..<gradeCount { body(row) }
    forEachBit(of: offer.materialMask) { body(firstMaterial + $0) }
    forEachBit(of: offer.certificateMask) { body(firstCertificate + $0) }
  }

  @inline(__always)
  private static func forEachBit(of mask: UInt32, _ body: (Int) -> Void) {
    var left = mask
    while left != 0 {
      body(left.trailingZeroBitCount)
      left &= left - 1
    }
  }

  /// The row of a grade; beyond the last one all are alike.
  private static func grade(_ toleranceIT: Int) -> Int { min(max(0, toleranceIT), gradeCount - 1) }

  /// Sets `lanes` to the offers that may meet a stage's conditions, a word for each group of its
  /// process, which are `groups` of all; every offer meets those of ``StageDemand/none``.
  ///
  /// - Complexity: O(groups x conditions of the stage).
  @inline(__always)
  func find(
    _ lanes: inout [UInt64], _ groups: Range<Int>, _ stage: StageDemand, certificates: UInt32
  ) {
    let rows = Rows(begin: groups.lowerBound * ConditionRows.rowCount, count: groups.count)
    for place in 0..<groups.count { lanes[place] = .max }
    keep(ConditionRows.grade(stage.toleranceIT), of: rows, in: &lanes)
    if stage.material >= 0 {
      keep(ConditionRows.firstMaterial + Int(stage.material & 31), of: rows, in: &lanes)
    }
    var left = certificates
    while left != 0 {
      keep(ConditionRows.firstCertificate + left.trailingZeroBitCount, of: rows, in: &lanes)
      left &= left - 1
    }
  }

  /// The rows of a process: where they begin, and how long each is.
  private struct Rows {
    var begin: Int
    var count: Int
  }

  /// Leaves only offers that stand in a row, too.
  @inline(__always)
  private func keep(_ row: Int, of rows: Rows, in lanes: inout [UInt64]) {
    let first = rows.begin + row * rows.count
    for place in 0..<rows.count { lanes[place] &= words[first + place] }
  }
}
