import CapacityModel
import TestSupport
import Testing

@testable import CapacityMatching

/// The jobs of a unit against a search second by second.
@Suite struct `The plan of a unit` {
  /// A calendar of a few short spans, with what is known of it by working time.
  private struct Hours {
    var openTime: OpenTime
    /// For each second of working time the number of the span that it is in.
    var spans: [Int] = []
    var total: Int { spans.count }

    init(_ random: inout TestRandom) {
      let length = random.int64(20...60)
      let closed = (0..<random.int(0...4)).map { _ -> TimeSpan in
        let start = random.int64(-3...length)
        return TimeSpan(start: start, end: start + random.int64(1...6))
      }
      openTime = OpenTime(
        Dataset(
          horizon: Horizon(startEpochSeconds: 0, lengthSeconds: length, zoneOffsetSeconds: 0),
          calendars: [WorkCalendar(id: Identifier("K"), closed: closed)]))
      var span = 0
      for second in 0..<length {
        if closed.contains(where: { $0.start <= second && second < $0.end }) {
          span = spans.last.map { $0 + 1 } ?? 0
        } else {
          spans.append(span)
        }
      }
    }

    /// Whether a job may start at a second, others aside.
    func allows(_ start: Int, _ job: UnitPlan.Job) -> Bool {
      let end = start + Int(job.need)
      if start < Int(job.from) || end > Int(job.limit) || end > total { return false }
      return !job.isUnbroken || spans[start] == spans[end - 1]
    }

    /// The starts of jobs, each as early as possible after the one before; `nil` if one has none.
    func earliest(_ jobs: [UnitPlan.Job]) -> [Int32]? {
      var starts: [Int32] = []
      var time = 0
      for job in jobs {
        guard let start = (0...total).first(where: { $0 >= time && allows($0, job) }) else {
          return nil
        }
        starts.append(Int32(start))
        time = start + Int(job.need)
      }
      return starts
    }

    /// The starts of jobs, each as late as possible before the one after.
    func latest(_ jobs: [UnitPlan.Job]) -> [Int32]? {
      var starts: [Int32] = []
      var time = total
      for job in jobs.reversed() {
        guard
          let start = (0...total).last(where: { $0 + Int(job.need) <= time && allows($0, job) })
        else { return nil }
        starts.append(Int32(start))
        time = start
      }
      return starts.reversed()
    }
  }

  private func randomJob(_ number: Int, _ hours: Hours, _ random: inout TestRandom) -> UnitPlan.Job
  {
    let need = random.int(1...8)
    let from = random.int(0...(hours.total - 1))
    let limit = random.int(from...hours.total)
    if random.chance(25) {
      let end = min(hours.total, from + need)
      var job = UnitPlan.Job.fixed(from: Int32(from), to: Int32(end))
      // Promised time, or a part of an order of several.
      if random.chance(50) {
        job.order = Int32(number)
        job.term = UnitPlan.Job.term(ofCompound: Int32(number))
      }
      return job
    }
    return UnitPlan.Job(
      order: Int32(number), term: Int32(number), from: Int32(from), limit: Int32(limit),
      need: Int32(need), earliest: 0, latest: 0, isUnbroken: random.chance(50))
  }

  private func expectInvariants(_ plan: UnitPlan, _ hours: Hours, _ note: Comment) {
    let jobs = plan.jobs
    #expect(hours.earliest(jobs) == jobs.map(\.earliest), note)
    #expect(hours.latest(jobs) == jobs.map(\.latest), note)
    for job in jobs {
      #expect(job.earliest <= job.latest, note)
      #expect(hours.allows(Int(job.earliest), job), note)
      #expect(hours.allows(Int(job.latest), job), note)
    }
    let begins = [0] + jobs.map { $0.earliest + $0.need }
    let ends = jobs.map(\.latest) + [Int32(hours.total)]
    #expect(plan.largestRoom == zip(begins, ends).map { max(0, $1 - $0) }.max(), note)
    for (job, next) in zip(jobs, jobs.dropFirst()) {
      #expect(job.earliest + job.need <= next.earliest, note)
      #expect(job.latest + job.need <= next.latest, note)
    }
  }

  /// The starts of a job that the plan offers at each place, as a search for the cheapest looks at them.
  private func offered(_ job: UnitPlan.Job, in plan: UnitPlan, _ hours: Hours) -> [[Int]] {
    var starts = [[Int]](repeating: [], count: plan.jobs.count + 1)
    for place in plan.firstPlace(from: job.from, need: job.need)..<plan.jobs.count + 1 {
      let room = plan.room(at: place)
      let from = max(job.from, room.from)
      let limit = min(job.limit, room.limit)
      if from > job.limit - job.need { break }
      starts[place] = (0...hours.total).filter {
        $0 >= Int(from) && $0 + Int(job.need) <= Int(limit) && hours.allows($0, job)
      }
    }
    return starts
  }

  @Test func `keeps its invariants, and offers just the rooms that there are`() {
    var offeredCount = 0
    var jobsMost = 0
    for seed in UInt64(1)...400 {
      var random = TestRandom(seed: seed)
      let hours = Hours(&random)
      if hours.total == 0 { continue }
      var plan = UnitPlan(calendar: 0, jobs: [], hours.openTime)
      for step in 0..<30 {
        let note: Comment = "seed \(seed), step \(step)"
        if random.chance(25), !plan.jobs.isEmpty {
          let first = random.int(0...(plan.jobs.count - 1))
          let end = min(plan.jobs.count, first + random.int(1...3))
          plan.remove(first..<end, hours.openTime)
          expectInvariants(plan, hours, note)
          continue
        }
        let job = randomJob(step, hours, &random)
        let starts = offered(job, in: plan, hours)
        for place in 0...plan.jobs.count {
          let feasible = (0...hours.total).filter { start in
            guard hours.allows(start, job) else { return false }
            var pinned = job
            pinned.from = Int32(start)
            pinned.limit = Int32(start) + job.need
            var jobs = plan.jobs
            jobs.insert(pinned, at: place)
            return hours.earliest(jobs) != nil
          }
          #expect(starts[place] == feasible, "\(note), place \(place)")
        }
        let places = starts.indices.filter { !starts[$0].isEmpty }
        if places.isEmpty { continue }
        offeredCount += 1
        plan.insert(job, at: random.pick(places), hours.openTime)
        jobsMost = max(jobsMost, plan.jobs.count)
        expectInvariants(plan, hours, note)
        // Made anew from its jobs it is the same.
        let again = UnitPlan(calendar: 0, jobs: plan.jobs, hours.openTime)
        #expect(again.jobs.map(\.earliest) == plan.jobs.map(\.earliest), note)
        #expect(again.jobs.map(\.latest) == plan.jobs.map(\.latest), note)
      }
    }
    // The lot must have drawn what matters.
    #expect(offeredCount > 2_000)
    #expect(jobsMost >= 6)
  }

  @Test func `names what stands for a part of an order of several`() {
    for program in Int32(0)...3 {
      let term = UnitPlan.Job.term(ofCompound: program)
      #expect(term < -1)
      #expect(UnitPlan.Job.compound(ofTerm: term) == program)
    }
    #expect(UnitPlan.Job.compound(ofTerm: -1) == -1)
    #expect(UnitPlan.Job.compound(ofTerm: 5) == -1)
  }
}
