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
          for row in ConditionRows.rows(of: offer) {
            words[begin + row * groups.count + place] |= bit
          }
        }
      }
    }
  }

  /// The rows that an offer stands in.
  private static func rows(of offer: OfferConditions) -> [Int] {
    var rows = Array(grade(offer.toleranceIT)..<gradeCount)
    for number in 0..<32 {
      if offer.materialMask >> UInt32(number) & 1 == 1 { rows.append(firstMaterial + number) }
      if offer.certificateMask >> UInt32(number) & 1 == 1 { rows.append(firstCertificate + number) }
    }
    return rows
  }

  /// The row of a grade; beyond the last one all are alike.
  private static func grade(_ toleranceIT: Int) -> Int { min(max(0, toleranceIT), gradeCount - 1) }

  /// Sets `lanes` to the offers that may meet a stage's conditions, a word for each group of its
  /// process, which are `groups` of all.
  ///
  /// - Complexity: O(groups x conditions of the stage).
  @inline(__always)
  func find(
    _ lanes: inout [UInt64], _ groups: Range<Int>, _ stage: StageDemand, certificates: UInt32
  ) {
    let begin = groups.lowerBound * ConditionRows.rowCount
    let count = groups.count
    var row = begin + ConditionRows.grade(stage.toleranceIT) * count
    for place in 0..<count { lanes[place] = words[row + place] }
    if stage.material >= 0 {
      row = begin + (ConditionRows.firstMaterial + Int(stage.material & 31)) * count
      for place in 0..<count { lanes[place] &= words[row + place] }
    }
    var left = certificates
    while left != 0 {
      row = begin + (ConditionRows.firstCertificate + left.trailingZeroBitCount) * count
      left &= left - 1
      for place in 0..<count { lanes[place] &= words[row + place] }
    }
  }
}
