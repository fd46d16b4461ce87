internal import CapacityModel

/// The jobs of one unit in turn, each with the room that its neighbours and its window leave it.
///
/// A *job* is an order's only booking, or time that must stay as it is (promised, or part of an order of several
/// stages or parts). Starts are not fixed: each job knows its earliest start, if all before it start
/// as early as they can, and its latest, if all after it start as late as they can. A new job fits between two neighbours if it
/// fits between the earliest end of the one and the latest start of the other, so that it may push both.
///
/// Invariants: jobs ascend and do not overlap, neither at their earliest nor at their latest starts;
/// `earliest <= latest` for each; `largestRoom` is up to date.
struct UnitPlan: Sendable {
  struct Job: Sendable {
    /// Whose it is; -1 for time that must stay as it is.
    var order: Int32
    /// The offer's term in the store; -1 for promised time, below for a part of an order with several.
    var term: Int32
    /// Nothing of it lies before, in working time.
    var from: Int32
    /// Nothing of it lies after.
    var limit: Int32
    var need: Int32
    var earliest: Int32
    var latest: Int32
    /// Whether no closed time may lie inside.
    var isUnbroken: Bool

    var isFixed: Bool { order < 0 }
  }

  private(set) var jobs: [Job] = []
  let calendar: Int32
  /// All working time of the unit.
  private let total: Int32
  /// The longest room between two jobs: what takes longer has no place.
  private(set) var largestRoom: Int32 = 0

  /// A unit's jobs in the order of their starts, which keep every rule.
  init(calendar: Int, jobs: [Job], _ openTime: OpenTime) {
    self.calendar = Int32(calendar)
    total = Int32(openTime.total(calendar))
    self.jobs = jobs
    for index in jobs.indices {
      let end = index == 0 ? 0 : self.jobs[index - 1].earliest + jobs[index - 1].need
      self.jobs[index].earliest = earliestStart(jobs[index], after: end, openTime)
    }
    for index in jobs.indices.reversed() {
      let begin = index + 1 < jobs.count ? self.jobs[index + 1].latest : Int32.max
      self.jobs[index].latest = latestStart(jobs[index], before: begin, openTime)
    }
    measureRooms()
  }

  private mutating func measureRooms() {
    largestRoom = 0
    for place in 0...jobs.count {
      let room = room(at: place)
      largestRoom = max(largestRoom, room.limit - room.from)
    }
  }

  /// The earliest start of a job after `time`; may end after its limit.
  @inline(__always)
  private func earliestStart(_ job: Job, after time: Int32, _ openTime: OpenTime) -> Int32 {
    let from = max(job.from, time)
    if !job.isUnbroken { return from }
    let start = openTime.earliestUnbrokenStart(
      Int(calendar), need: Int64(job.need), from: Int64(from), limit: Int64(job.limit))
    return start < 0 ? Int32.max / 2 : Int32(start)
  }

  /// The latest start of a job that ends by `time`; may be before its window.
  @inline(__always)
  private func latestStart(_ job: Job, before time: Int32, _ openTime: OpenTime) -> Int32 {
    let limit = min(job.limit, time)
    if !job.isUnbroken { return limit - job.need }
    return Int32(
      openTime.latestUnbrokenStart(
        Int(calendar), need: Int64(job.need), from: Int64(job.from), limit: Int64(limit)))
  }

  /// The first place at which a job that begins at `from` or later and takes `need` may go.
  @inline(__always)
  func firstPlace(from: Int32, need: Int32) -> Int {
    var low = 0
    var high = jobs.count
    while low < high {
      let middle = (low + high) >> 1
      if jobs[middle].latest >= from + need { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The room that a job finds at `place`, between the earliest end before and the latest start after it.
  @inline(__always)
  func room(at place: Int) -> (from: Int32, limit: Int32) {
    (
      place == 0 ? 0 : jobs[place - 1].earliest + jobs[place - 1].need,
      place == jobs.count ? total : jobs[place].latest
    )
  }

  /// Gives the rooms between `from` and `limit` that hold `need`; with `clears` only fixed time is in the way.
  @inline(__always)
  func forEachRoom(
    from: Int32, limit: Int32, need: Int32, clears: Bool,
    _ body: (_ from: Int32, _ limit: Int32) -> Void
  ) {
    func give(_ begin: Int32, _ end: Int32) {
      let (begin, end) = (max(begin, from), min(end, limit))
      if begin + need <= end { body(begin, end) }
    }
    if clears {
      var time: Int32 = 0
      for job in jobs where job.isFixed {
        give(time, job.earliest)
        time = job.earliest + job.need
        if time > limit { return }
      }
      give(time, limit)
      return
    }
    if largestRoom < need { return }
    var place = firstPlace(from: from, need: need)
    while place <= jobs.count {
      let room = room(at: place)
      if room.from > limit - need { break }
      give(room.from, room.limit)
      place += 1
    }
  }

  /// Gives the orders of all jobs other numbers; -1 fixes a job.
  mutating func rename(_ name: (Job) -> Int32) {
    for index in jobs.indices { jobs[index].order = name(jobs[index]) }
  }

  /// Puts a job at `place`, where it fits.
  mutating func insert(_ job: Job, at place: Int, _ openTime: OpenTime) {
    jobs.insert(job, at: place)
    update(forwardFrom: place, openTime)
    update(backwardFrom: place, openTime)
    measureRooms()
  }

  /// Lets a job end as late as `limit`, no earlier than it may end now.
  mutating func extend(_ place: Int, to limit: Int32, _ openTime: OpenTime) {
    if limit <= jobs[place].limit { return }
    jobs[place].limit = limit
    update(backwardFrom: place, openTime)
    measureRooms()
  }

  /// Takes the jobs of some places away.
  mutating func remove(_ places: Range<Int>, _ openTime: OpenTime) {
    jobs.removeSubrange(places)
    if places.lowerBound < jobs.count { update(forwardFrom: places.lowerBound, openTime) }
    if places.lowerBound > 0 { update(backwardFrom: places.lowerBound - 1, openTime) }
    measureRooms()
  }

  private mutating func update(forwardFrom place: Int, _ openTime: OpenTime) {
    var time = place == 0 ? 0 : jobs[place - 1].earliest + jobs[place - 1].need
    for index in place..<jobs.count {
      let start = earliestStart(jobs[index], after: time, openTime)
      if start == jobs[index].earliest, index > place { return }
      jobs[index].earliest = start
      time = start + jobs[index].need
    }
  }

  private mutating func update(backwardFrom place: Int, _ openTime: OpenTime) {
    var time = place + 1 < jobs.count ? jobs[place + 1].latest : Int32.max
    var index = place
    while index >= 0 {
      let start = latestStart(jobs[index], before: time, openTime)
      if start == jobs[index].latest, index < place { return }
      jobs[index].latest = start
      time = start
      index -= 1
    }
  }
}

extension OpenTime {
  /// The latest start, not before `from`, of `need` seconds with no closed time inside that end by
  /// `limit`, all in working time; -1 if there is none.
  func latestUnbrokenStart(_ calendar: Int, need: Int64, from: Int64, limit: Int64) -> Int64 {
    if need > longestSpan(calendar) { return -1 }
    var end = min(limit, total(calendar))
    while end - need >= from {
      let begin = workBegin(spanIndex(calendar, of: end - 1))
      if end - need >= begin { return end - need }
      end = begin
    }
    return -1
  }
}

extension UnitPlan.Job {
  /// Working time that must stay as it is.
  static func fixed(from: Int32, to: Int32) -> UnitPlan.Job {
    UnitPlan.Job(
      order: -1, term: -1, from: from, limit: to, need: to - from, earliest: from, latest: from,
      isUnbroken: false)
  }

  /// What stands for the term of a part of a program of several, so that it is known whose it is while it
  /// is fixed.
  static func term(ofCompound program: Int32) -> Int32 { -2 - program }

  /// The program of such a term; -1 for promised time.
  static func compound(ofTerm term: Int32) -> Int32 { term <= -2 ? -2 - term : -1 }
}
