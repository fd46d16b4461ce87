/// Distinct byte strings, numbered in the order of their first appearance.
///
/// Looking one up makes no `String` and allocates nothing. Equal means the same bytes: Swift's
/// `String` would equate canonically equivalent spellings, which are different ids here.
struct ByteTable {
  /// All keys, one after another.
  private var arena: [UInt8] = []
  /// Where each key begins in `arena`, and at the end where the next one will.
  private var starts: [Int] = [0]
  /// Open addressing: a key's number, or -1. Its size is a power of two, at least twice `count`.
  private var slots: [Int32] = Array(repeating: -1, count: 16)

  /// How many keys there are.
  var count: Int { starts.count - 1 }

  /// The bytes of key `number`.
  func bytes(_ number: Int) -> ArraySlice<UInt8> { arena[starts[number]..<starts[number + 1]] }

  /// Key `number` as text.
  func text(_ number: Int) -> String { String(decoding: bytes(number), as: UTF8.self) }

  /// The number of `key`, or `nil` if it was never added.
  func find(_ key: ArraySlice<UInt8>) -> Int? {
    let number = slots[slot(of: key)]
    return number < 0 ? nil : Int(number)
  }

  /// Adds `key` unless it is there, and says which number it has.
  mutating func insert(_ key: ArraySlice<UInt8>) -> (number: Int, isNew: Bool) {
    let place = slot(of: key)
    if slots[place] >= 0 { return (Int(slots[place]), false) }
    let number = count
    slots[place] = Int32(number)
    arena.append(contentsOf: key)
    starts.append(arena.count)
    if count * 2 > slots.count { grow() }
    return (number, true)
  }

  /// The numbers in the order of their keys' bytes.
  func sorted() -> [Int] {
    (0..<count).sorted { bytes($0).lexicographicallyPrecedes(bytes($1)) }
  }

  /// The slot that holds `key`, or the free one where it belongs.
  private func slot(of key: ArraySlice<UInt8>) -> Int {
    let mask = slots.count - 1
    var place = hashOfBytes(key) & mask
    while slots[place] >= 0, !isEqual(Int(slots[place]), key) { place = (place + 1) & mask }
    return place
  }

  private func isEqual(_ number: Int, _ key: ArraySlice<UInt8>) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == key.count else { return false }
    var mine = start
    for byte in key {
      if arena[mine] != byte { return false }
      mine += 1
    }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for number in 0..<count { slots[slot(of: bytes(number))] = Int32(number) }
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
