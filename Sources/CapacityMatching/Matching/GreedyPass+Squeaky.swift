/// Squeaky wheel optimisation (Joslin and Clements, JAIR 10, 1999, doi:10.1613/jair.561): what an
/// answer serves badly is served earlier by the next. Here that is what it left over; how far each
/// leftover moves up is drawn at random, so that the variants of a round differ.
extension GreedyPass {
  /// This pass's queue with its leftovers moved up.
  ///
  /// - Complexity: O(*n* log *n*) in the orders.
  func squeakyQueue(seed: UInt64) -> [Int32] {
    // Positions are scaled, so that a leftover can land between two others; ties go by position.
    let ranked = queue.enumerated().map { position, order -> (key: Int, position: Int) in
      let key = position * 8
      guard !placements.isServed(Int(order)) else { return (key, position) }
      let draw = Int(SplitMix64.hash(seed, UInt64(position)) & 15)
      // Half of them stay; the others move to 0/8 to 7/8 of where they stood.
      return (draw < 8 ? position * draw : key, position)
    }
    return ranked.sorted { ($0.key, $0.position) < ($1.key, $1.position) }.map {
      queue[$0.position]
    }
  }
}
