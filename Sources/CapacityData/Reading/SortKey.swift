import CapacityModel

/// The beginning of an id as a number that orders like its bytes, with the number of its row.
///
/// Ids hold no byte 0, so that the end of a short one, filled up with zeros, orders before every
/// character.
struct SortKey: Sendable {
  /// The first eight bytes, the first one highest.
  let high: UInt64
  /// The eight after them.
  let low: UInt64
  /// The row.
  let number: UInt32
  /// Whether the id is longer than what is held here.
  let isCut: Bool

  init(_ id: ByteText, number: Int) {
    high = id.maskedWord(at: id.startIndex).byteSwapped
    low = id.count > 8 ? id.maskedWord(at: id.startIndex + 8).byteSwapped : 0
    self.number = UInt32(number)
    isCut = id.count > 16
  }

  /// The key of an id that is no longer in its file.
  init(_ id: Identifier, number: Int) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var count = 0
    for byte in id.text.utf8 {
      if count < 8 {
        high |= UInt64(byte) << UInt64(56 - count * 8)
      } else if count < 16 {
        low |= UInt64(byte) << UInt64(120 - count * 8)
      }
      count += 1
    }
    self.high = high
    self.low = low
    self.number = UInt32(number)
    isCut = count > 16
  }

  /// A key of two numbers, the first one weighing more.
  init(_ high: UInt64, _ low: UInt64, number: Int) {
    self.high = high
    self.low = low
    self.number = UInt32(number)
    isCut = false
  }

  /// Whether both begin alike.
  func hasSameBeginning(as other: SortKey) -> Bool { high == other.high && low == other.low }

  /// Whether the beginnings tell that this one comes first.
  func beginsBefore(_ other: SortKey) -> Bool {
    high != other.high ? high < other.high : low < other.low
  }
}

/// Keys in the order of the ids.
///
/// - Parameters:
///   - keys: The keys in any order.
///   - threads: How many threads sort at most.
///   - precedes: Compares the ids of two rows; asked only where both go on behind equal beginnings.
/// - Returns: The keys in order; equal ones stay as they were.
func sorted(
  _ keys: [SortKey], threads: Int, _ precedes: @Sendable (Int, Int) -> Bool
) -> [SortKey] {
  @Sendable func isBefore(_ left: SortKey, _ right: SortKey) -> Bool {
    guard left.hasSameBeginning(as: right) else { return left.beginsBefore(right) }
    if left.isCut, right.isCut { return precedes(Int(left.number), Int(right.number)) }
    return !left.isCut && right.isCut
  }
  let ranges = evenRanges(keys.count, parts: max(1, min(threads, keys.count / 1_000)))
  var runs = mapInParallel(ranges.count, threads: threads) { keys[ranges[$0]].sorted(by: isBefore) }
  while runs.count > 1 {
    let pairs = stride(from: 0, to: runs.count, by: 2).map { $0 }
    let old = runs
    runs = mapInParallel(pairs.count, threads: threads) { pair in
      pairs[pair] + 1 < old.count
        ? merge(old[pairs[pair]], old[pairs[pair] + 1], isBefore) : old[pairs[pair]]
    }
  }
  return runs.first ?? []
}

/// Two sorted runs as one.
private func merge(
  _ left: [SortKey], _ right: [SortKey], _ isBefore: (SortKey, SortKey) -> Bool
) -> [SortKey] {
  var merged: [SortKey] = []
  merged.reserveCapacity(left.count + right.count)
  var first = 0
  var second = 0
  while first < left.count, second < right.count {
    if isBefore(right[second], left[first]) {
      merged.append(right[second])
      second += 1
    } else {
      merged.append(left[first])
      first += 1
    }
  }
  merged += left[first...]
  merged += right[second...]
  return merged
}
