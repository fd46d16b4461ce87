/// The numbers that would stand at `low` and `high` if `numbers` were sorted.
///
/// Quickselect (Hoare, CACM 4, 1961, doi:10.1145/366622.366647), except that what is left is sorted
/// when halving fails too often, as introselect does (Musser, 1997).
///
/// - Precondition: `high` is `low` or the next index, and both are indices of `numbers`.
/// - Complexity: O(*n*) on average, O(*n* log *n*) at worst. Reorders `numbers`, allocates nothing.
func selectTwo(_ low: Int, _ high: Int, in numbers: inout [Int64]) -> (Int64, Int64) {
  var first = 0
  var last = numbers.count - 1
  // Twice what halving takes.
  var roundsLeft = 2 * (Int.bitWidth - numbers.count.leadingZeroBitCount)
  while first < last {
    if roundsLeft == 0 {
      numbers[first...last].sort()
      break
    }
    roundsLeft -= 1
    let pivot = numbers[first + (last - first) / 2]
    var left = first
    var right = last
    while left <= right {
      while numbers[left] < pivot { left += 1 }
      while numbers[right] > pivot { right -= 1 }
      if left <= right {
        numbers.swapAt(left, right)
        left += 1
        right -= 1
      }
    }
    // Up to `right` at most the pivot, from `left` on at least, between them the pivot itself.
    if low <= right {
      last = right
    } else if low >= left {
      first = left
    } else {
      break
    }
  }
  if low == high { return (numbers[low], numbers[low]) }
  // What follows is not less; the least of it is the next.
  var next = numbers[high]
  for index in high..<numbers.count { next = min(next, numbers[index]) }
  return (numbers[low], next)
}
