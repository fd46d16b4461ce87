/// A first guess for finding the last of many ascending keys at or below a value.
///
/// Keys come in ranges, one a calendar. A range's span of values is cut into buckets of a power of
/// two, about as many as it has keys; a bucket holds the last key at or below its start, or the
/// range's first. From there a short walk finds the key.
struct BucketIndex: Sendable {
  private var shifts: [Int64] = []
  private var lastBucket: [Int] = []
  private var firstBucket: [Int] = []
  private var guesses: [Int32] = []

  /// Indexes `keys[ranges[i]..<ranges[i + 1]]`, whose values run from 0 up to `ends[i]`.
  init(keys: [Int64], ranges: [Int], ends: [Int64]) {
    for (number, end) in ends.enumerated() {
      let range = ranges[number]..<ranges[number + 1]
      var shift: Int64 = 0
      while end >> shift > Int64(2 * range.count) { shift += 1 }
      let count = Int(end >> shift) + 1
      shifts.append(shift)
      firstBucket.append(guesses.count)
      lastBucket.append(count - 1)
      var key = range.lowerBound
      for bucket in 0..<count {
        let start = Int64(bucket) << shift
        while key + 1 < range.upperBound, keys[key + 1] <= start { key += 1 }
        guesses.append(Int32(key))
      }
    }
  }

  /// A key of the range at or before the last one that is at or below `value`, which is at least 0.
  @inline(__always)
  func guess(_ range: Int, _ value: Int64) -> Int {
    let bucket = min(Int(value >> shifts[range]), lastBucket[range])
    return Int(guesses[firstBucket[range] + bucket])
  }
}
