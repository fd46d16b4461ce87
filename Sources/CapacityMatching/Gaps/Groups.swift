/// Items sorted into groups by a small key; those of a group keep their order.
struct Groups: Sendable {
  private let items: [Int32]
  private let starts: [Int]

  /// Sorts `items` by `key`, which is at least 0 and below `keyCount`.
  ///
  /// - Complexity: O(*n* + *k*).
  init(_ items: some Collection<Int32>, keyCount: Int, key: (Int32) -> Int) {
    self.items = sortedByCounting(items, keyCount: keyCount, key: key)
    var starts = [Int](repeating: 0, count: keyCount + 1)
    for item in items { starts[key(item) + 1] += 1 }
    for number in 0..<keyCount { starts[number + 1] += starts[number] }
    self.starts = starts
  }

  /// The items of a group.
  func members(_ key: Int) -> ArraySlice<Int32> { items[starts[key]..<starts[key + 1]] }
}
