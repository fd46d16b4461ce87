/// Something to sort by a number.
struct RadixEntry: Sendable {
  var key: UInt64
  var index: Int32
}

/// Sorts by ascending key; equal keys keep their order.
///
/// Least significant digits first, eleven bits at a time; digits that are equal throughout are
/// passed over (Knuth, The Art of Computer Programming, volume 3, section 5.2.5).
///
/// - Complexity: O(*n*), at most six passes and one copy of the array.
func sortByRadix(_ entries: inout [RadixEntry]) {
  let digitBits: UInt64 = 11
  let digitCount = 6
  let size = 1 << Int(digitBits)
  let mask = UInt64(size - 1)
  // Few entries are sorted faster than the digits are counted.
  if entries.count < size {
    entries.sort { ($0.key, $0.index) < ($1.key, $1.index) }
    return
  }
  var counts = [Int32](repeating: 0, count: size * digitCount)
  for entry in entries {
    for digit in 0..<digitCount {
      let value = Int((entry.key >> (UInt64(digit) * digitBits)) & mask)
      counts[digit * size + value] += 1
    }
  }
  var other = entries
  for digit in 0..<digitCount {
    let shift = UInt64(digit) * digitBits
    let first = Int((entries[0].key >> shift) & mask)
    if Int(counts[digit * size + first]) == entries.count { continue }
    var place: Int32 = 0
    for value in digit * size..<(digit + 1) * size {
      let count = counts[value]
      counts[value] = place
      place += count
    }
    for entry in entries {
      let value = digit * size + Int((entry.key >> shift) & mask)
      other[Int(counts[value])] = entry
      counts[value] += 1
    }
    swap(&entries, &other)
  }
}
