/// From when on a stage of an order may begin in each place of its goods, after what is done before.
struct ChainArrivals: Sendable {
  /// What has arrived by some time.
  struct Ready: Sendable {
    /// In wall time, or in working time of a calendar.
    var time: Int64
    /// What all stages before and the ways of the goods cost, in micro-yuan.
    var cost: Int64
    /// The stage before, by its number among what is done.
    var before: Int32
  }

  /// Whose working times are known.
  private struct Known {
    var place: Int
    var calendar: Int
    var range: Range<Int>
  }

  /// In working time: ascending in each range, descending in cost.
  private(set) var ready: [Ready] = []
  private var known: [Known] = []
  /// The same in wall time, place by place.
  private var arrivals: [Ready] = []
  private var places: [Range<Int>] = []

  mutating func removeAll() {
    ready.removeAll(keepingCapacity: true)
    known.removeAll(keepingCapacity: true)
    arrivals.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }

  /// Adds what arrives in the place at hand.
  mutating func append(_ arrival: Ready) { arrivals.append(arrival) }

  /// Ends the place at hand: keeps of what was added what is cheaper than all that arrives earlier.
  mutating func endPlace() {
    let first = places.last?.upperBound ?? 0
    arrivals[first...].sort { ($0.time, $0.cost) < ($1.time, $1.cost) }
    var count = first
    for index in first..<arrivals.count
    where count == first || arrivals[index].cost < arrivals[count - 1].cost {
      arrivals[count] = arrivals[index]
      count += 1
    }
    arrivals.removeLast(arrivals.count - count)
    places.append(first..<count)
  }

  /// When the stage may begin at a place in the working time of a calendar, among ``ready``.
  mutating func times(at place: Int, in calendar: Int, _ openTime: OpenTime) -> Range<Int> {
    if let known = known.first(where: { $0.place == place && $0.calendar == calendar }) {
      return known.range
    }
    let first = ready.count
    for own in arrivals[places[place]] {
      ready.append(
        Ready(
          time: openTime.work(calendar, before: own.time), cost: own.cost, before: own.before))
    }
    known.append(Known(place: place, calendar: calendar, range: first..<ready.count))
    return first..<ready.count
  }
}
