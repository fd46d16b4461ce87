/// Whether two of many things are equal, found by their hashes on several threads.
///
/// Each thread looks at the hashes of its own kind alone, so that none waits for another.
///
/// - Parameters:
///   - hashes: The things' hashes.
///   - threads: How many threads work at most.
///   - areEqual: Compares two things; asked only where the hashes are equal.
/// - Returns: Whether any two are.
func hasEqual(
  _ hashes: [UInt64], threads: Int, _ areEqual: @Sendable (Int, Int) -> Bool
) -> Bool {
  let kinds = UInt64(max(1, threads))
  let found = mapInParallel(Int(kinds), threads: threads) { kind in
    let mine = { (hash: UInt64) in (hash >> 32) % kinds == UInt64(kind) }
    let count = hashes.reduce(0) { mine($1) ? $0 + 1 : $0 }
    var size = 16
    while size < count * 2 { size *= 2 }
    // Open addressing: 0 for a free slot, else an index plus 1.
    var slots = [UInt32](repeating: 0, count: size)
    for (index, hash) in hashes.enumerated() where mine(hash) {
      var place = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[place] != 0 {
        let other = Int(slots[place]) - 1
        if hashes[other] == hash, areEqual(other, index) { return true }
        place = (place + 1) & (size - 1)
      }
      slots[place] = UInt32(index + 1)
    }
    return false
  }
  return found.contains(true)
}
