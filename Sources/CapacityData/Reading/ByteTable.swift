/// Distinct byte strings, numbered in the order of their first appearance.
///
/// Looking one up makes no `String` and allocates nothing. Equal means the same bytes: Swift's
/// `String` would equate canonically equivalent spellings, which are different ids here.
struct ByteTable {
  /// All keys, one after another.
  private var arena: [UInt8] = []
  /// Where each key begins in `arena`, and at the end where the next one will.
  private var starts: [Int] = [0]
  /// The first eight bytes of each key, which mostly tell all.
  private var firstWords: [UInt64] = []
  /// Open addressing: 0 for a free slot, else a key's number plus 1 below 32 bits of its hash.
  ///
  /// The size is a power of two, at least twice `count`. Most keys that differ are told apart by
  /// the hash, without a look at the arena: with a million ids that look misses the cache.
  private var slots: [UInt64] = Array(repeating: 0, count: 16)

  /// How many keys there are.
  var count: Int { starts.count - 1 }

  /// The bytes of key `number`.
  func bytes(_ number: Int) -> ArraySlice<UInt8> { arena[starts[number]..<starts[number + 1]] }

  /// Key `number` as text.
  func text(_ number: Int) -> String { String(decoding: bytes(number), as: UTF8.self) }

  /// The number of `key`, or `nil` if it was never added.
  func find(_ key: ByteText) -> Int? {
    if count == 0 { return nil }
    return number(in: slots[slot(of: key, hash: key.hash >> 32)])
  }

  /// Adds `key` unless it is there, and says which number it has.
  mutating func insert(_ key: ByteText) -> (number: Int, isNew: Bool) {
    let hash = key.hash >> 32
    let place = slot(of: key, hash: hash)
    if let number = number(in: slots[place]) { return (number, false) }
    arena.append(contentsOf: key)
    starts.append(arena.count)
    firstWords.append(key.maskedWord(at: key.startIndex))
    slots[place] = hash << 32 | UInt64(count)
    if count * 2 > slots.count { grow() }
    return (count - 1, true)
  }

  /// Adds a key of another table unless it is there, and says which number it has.
  mutating func insert(_ other: ByteTable, _ number: Int) -> (number: Int, isNew: Bool) {
    let buffer = ByteBuffer(other.bytes(number))
    return withExtendedLifetime(buffer) { insert(buffer.text) }
  }

  /// The numbers in the order of their keys' bytes.
  func sorted() -> [Int] {
    let buffer = ByteBuffer(arena)
    return withExtendedLifetime(buffer) {
      let text = buffer.text
      let keys = (0..<count).map { SortKey(text[starts[$0]..<starts[$0 + 1]], number: $0) }
      return CapacityData.sorted(keys, threads: 1) { left, right in
        bytes(left).lexicographicallyPrecedes(bytes(right))
      }.map { Int($0.number) }
    }
  }

  /// The slot that holds `key`, or the free one where it belongs.
  private func slot(of key: ByteText, hash: UInt64) -> Int {
    let mask = slots.count - 1
    var place = Int(hash) & mask
    while slots[place] != 0 {
      if slots[place] >> 32 == hash, let number = number(in: slots[place]), isEqual(number, key) {
        return place
      }
      place = (place + 1) & mask
    }
    return place
  }

  private func number(in slot: UInt64) -> Int? {
    slot == 0 ? nil : Int(slot & 0xFFFF_FFFF) - 1
  }

  private func isEqual(_ number: Int, _ key: ByteText) -> Bool {
    guard firstWords[number] == key.maskedWord(at: key.startIndex) else { return false }
    let start = starts[number]
    guard starts[number + 1] - start == key.count else { return false }
    var offset = 8
    while offset < key.count {
      if arena[start + offset] != key[key.startIndex + offset] { return false }
      offset += 1
    }
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    let mask = slots.count - 1
    for slot in old where slot != 0 {
      var place = Int(slot >> 32) & mask
      while slots[place] != 0 { place = (place + 1) & mask }
      slots[place] = slot
    }
  }
}

/// Turns numbers given by first appearance into numbers by the order of the bytes.
///
/// - Returns: For each old number, its place among the sorted ones.
func ranks(ofSorted order: [Int]) -> [Int] {
  var ranks = Array(repeating: 0, count: order.count)
  for (rank, number) in order.enumerated() { ranks[number] = rank }
  return ranks
}
