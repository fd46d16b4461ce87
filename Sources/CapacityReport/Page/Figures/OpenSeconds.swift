internal import CapacityMatching
internal import CapacityModel

/// The open time of one calendar, and how much of it lies before any moment.
struct OpenSeconds {
  /// Open spans inside the horizon, ascending and apart.
  let spans: [TimeSpan]
  /// The open seconds before each span, and in all.
  private let before: [Int64]

  /// The open time of every calendar of a dataset; always open follows them.
  static func all(of dataset: Dataset) -> [OpenSeconds] {
    let whole = TimeSpan(start: 0, end: dataset.horizon.lengthSeconds)
    return dataset.calendars.map { OpenSeconds(openSpans(of: $0, in: dataset.horizon)) }
      + [OpenSeconds([whole])]
  }

  init(_ spans: [TimeSpan]) {
    self.spans = spans
    var sums: [Int64] = [0]
    sums.reserveCapacity(spans.count + 1)
    for span in spans { sums.append(sums[sums.count - 1] + span.end - span.start) }
    before = sums
  }

  /// All open seconds.
  var total: Int64 { before[before.count - 1] }

  /// The open seconds before `time`, in seconds from the horizon's start.
  ///
  /// - Complexity: O(log *n*) in the spans.
  func count(before time: Int64) -> Int64 {
    // The number of spans that begin before `time`.
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].start < time { low = middle + 1 } else { high = middle }
    }
    if low == 0 { return 0 }
    let span = spans[low - 1]
    return before[low - 1] + min(time, span.end) - span.start
  }
}
