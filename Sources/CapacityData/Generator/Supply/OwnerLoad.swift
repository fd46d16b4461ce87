/// What the owner of a machine has promised elsewhere: the rows of `bookings.csv`.
enum OwnerLoad {
  /// The working hours of a block.
  private static let blockHours = 4...40

  /// Everything begins and ends on the half hour, as the calendars do.
  private static let step = 1800

  /// Draws the blocks of one unit of a machine.
  ///
  /// The owner takes a Beta(4, 3) share of the open time, in blocks of 4 to 40 working hours. A block
  /// runs on over closed time.
  ///
  /// - Returns: Clock times of the blocks, in order, without overlaps; and their open seconds.
  static func blocks(
    in openTime: SyntheticOpenTime, draws: inout DrawStream
  ) -> (intervals: [Range<Int>], openSeconds: Int) {
    let open = openTime.total / step
    var lengths: [Int] = []
    var taken = 0
    let share = betaFourThree(from: &draws)
    let wanted = (open * share) >> 16
    while taken < wanted {
      let length = draws.within(blockHours) * 3600 / step
      // The last block is shortened to the share; a rest below the smallest block is left free.
      let cut = min(length, wanted - taken)
      guard cut >= blockHours.lowerBound * 3600 / step else { break }
      lengths.append(cut)
      taken += cut
    }
    guard !lengths.isEmpty else { return ([], 0) }
    // Cutting the free time at random places spreads the blocks evenly.
    let cuts = lengths.map { _ in draws.below(open - taken + 1) }.sorted()
    var position = 0
    let intervals = zip(lengths, cuts).map { length, cut in
      let first = (position + cut) * step
      position += length
      let last = (position + cut) * step - 1
      return openTime.clock(ofOpenSecond: first)..<openTime.clock(ofOpenSecond: last) + 1
    }
    return (intervals, taken * step)
  }

  /// A draw from Beta(4, 3) in Q16: the fourth smallest of six uniform numbers has that distribution.
  private static func betaFourThree(from draws: inout DrawStream) -> Int {
    (0..<6).map { _ in Int(draws.next() >> 48) }.sorted()[3]
  }
}
