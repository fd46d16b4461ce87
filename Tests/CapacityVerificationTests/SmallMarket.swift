import CapacityModel

/// A small random market in which everything can be tried second by second.
///
/// The horizon is four minutes around a midnight, so that hours run past it and certificates end
/// at it. One order asks for one stage in one part; bookings are promised here and there.
enum SmallMarket {
  /// SplitMix64.
  struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  static let length: Int64 = 240
  /// 2026-03-02T23:58:00 in +08:00.
  static let startOfDay: Int64 = 86_400 - 120

  /// A market in which everything that decides is drawn by lot.
  static func world(_ random: inout Random) -> World {
    var world = World()
    world.dataset.horizon.startEpochSeconds += Self.startOfDay
    world.dataset.horizon.lengthSeconds = Self.length
    world.dataset.calendars = (0..<2).map { number in
      func span(_ random: inout Random) -> TimeSpan {
        let start = Int64.random(in: -30...230, using: &random)
        return TimeSpan(start: start, end: start + Int64.random(in: 1...60, using: &random))
      }
      // Late hours to early ones, from Sunday, Monday or Tuesday on; or early hours of Tuesday.
      let from = Self.startOfDay + Int64.random(in: -20...110, using: &random)
      let weekly = [
        WeeklyHours(
          days: [0x43, 0x01, 0x02, 0x7F].randomElement(using: &random) ?? 0, fromSecondOfDay: from,
          toSecondOfDay: Int64.random(in: 0...130, using: &random)),
        WeeklyHours(
          days: 0x02, fromSecondOfDay: Int64.random(in: 0...60, using: &random),
          toSecondOfDay: Int64.random(in: 61...120, using: &random)),
      ]
      return WorkCalendar(
        id: Identifier("K\(number)"),
        weekly: Array(weekly.shuffled(using: &random).prefix(.random(in: 0...2, using: &random))),
        open: (0..<Int.random(in: 0...2, using: &random)).map { _ in span(&random) },
        closed: (0..<Int.random(in: 0...3, using: &random)).map { _ in span(&random) })
    }
    world.dataset.machines = (0..<3).map { number in
      Machine(
        id: Identifier("M\(number)"), factory: number % 2, calendar: number < 2 ? number : nil,
        units: Int.random(in: 1...2, using: &random))
    }
    world.dataset.offers = (0..<3).flatMap { machine in
      (0..<2).map { _ in
        Offer(
          machine: machine, process: 0,
          pricing: .time(hourlyRateFen: 3_600 * Int64.random(in: 1...5, using: &random)),
          cycleMilliseconds: Int64.random(in: 500...4_000, using: &random),
          setupSeconds: Int64.random(in: 0...5, using: &random), billingIncrementSeconds: 1)
      }
    }
    world.dataset.processes[0].isResumable = Bool.random(using: &random)
    world.dataset.processes[0].ships = Bool.random(using: &random)
    // Seven seconds and half a yuan from Wuxi.
    world.dataset.lanes = [
      FreightLane(fromCluster: 1, toCluster: 0, shipmentFen: 50, transitMicroHours: 1_944)
    ]
    for factory in 0..<2 {
      world.dataset.factories[factory].certifications =
        [
          [],
          [HeldCertification(certification: 0, lastDay: World.firstDay)],
          [HeldCertification(certification: 0, firstDay: World.firstDay + 1)],
          [HeldCertification(certification: 0)],
        ].randomElement(using: &random) ?? []
    }
    world.dataset.promised = (0..<Int.random(in: 0...6, using: &random)).map { number in
      let machine = Int.random(in: 0..<3, using: &random)
      let start = Int64.random(in: -10...230, using: &random)
      return PromisedBooking(
        id: Identifier("P\(number)"), machine: machine,
        unit: Int.random(in: 1...world.dataset.machines[machine].units, using: &random),
        span: TimeSpan(start: start, end: start + Int64.random(in: 1...80, using: &random)))
    }
    let quantity = Int64.random(in: 1...30, using: &random)
    world.addOrder("A", stages: [Stage(process: 0, quantity: quantity)]) {
      $0.release = Int64.random(in: -20...120, using: &random)
      $0.deadline = $0.release + Int64.random(in: 1...200, using: &random)
      $0.budgetFen = Int64.random(in: 1...300, using: &random)
      $0.certifications = Bool.random(using: &random) ? [0] : []
    }
    return world
  }

  /// A way to make the order: when it is there, and what it costs.
  struct Way {
    /// Index into ``Dataset/offers``.
    var offer: Int
    var start: Int64
    var end: Int64
    var arrival: Int64
    var costFen: Int64
  }

  static func isOpen(_ second: Int64, machine: Machine, in dataset: Dataset) -> Bool {
    guard (0..<Self.length).contains(second) else { return false }
    guard let index = machine.calendar else { return true }
    let calendar = dataset.calendars[index]
    func isIn(_ spans: [TimeSpan]) -> Bool {
      spans.contains { $0.start <= second && second < $0.end }
    }
    if isIn(calendar.open) { return true }
    if isIn(calendar.closed) { return false }
    if calendar.weekly.isEmpty { return calendar.open.isEmpty }
    // The Monday is day 0.
    let local = Self.startOfDay + second
    let day = local / 86_400
    let secondOfDay = local % 86_400
    return calendar.weekly.contains { hours in
      let today = hours.days >> UInt8(day) & 1 == 1
      let yesterday = hours.days >> UInt8((day + 6) % 7) & 1 == 1
      if hours.fromSecondOfDay < hours.toSecondOfDay {
        return today && hours.fromSecondOfDay <= secondOfDay && secondOfDay < hours.toSecondOfDay
      }
      return today && secondOfDay >= hours.fromSecondOfDay
        || yesterday && secondOfDay < hours.toSecondOfDay
    }
  }

  /// The end of work that begins at a second, if it may.
  private static func end(
    from start: Int64, need: Int64, open: [Bool], taken: [Bool], isResumable: Bool
  ) -> Int64? {
    var left = need
    var second = start
    guard open[Int(start)] else { return nil }
    while left > 0 {
      guard second < Self.length else { return nil }
      if open[Int(second)] {
        if taken[Int(second)] { return nil }
        left -= 1
      } else if !isResumable {
        return nil
      }
      second += 1
    }
    return second
  }

  /// All ways, the deadline and the budget left aside.
  static func ways(_ dataset: Dataset, withPromised: Bool) -> [Way] {
    let order = dataset.orders[0]
    var found: [Way] = []
    for (index, offer) in dataset.offers.enumerated() {
      let machine = dataset.machines[offer.machine]
      let held = dataset.factories[machine.factory].certifications.first
      if !order.certifications.isEmpty && held == nil { continue }
      let cycle = offer.cycleMilliseconds ?? 0
      let need = offer.setupSeconds + (dataset.stages[0].quantity * cycle + 999) / 1_000
      guard case .time(let rate) = offer.pricing else { continue }
      let goesFar = dataset.processes[0].ships && machine.factory == 1
      let cost = need * rate / 3_600 + (goesFar ? 50 : 0)
      let open = (0..<Self.length).map { isOpen($0, machine: machine, in: dataset) }
      for unit in 1...machine.units {
        var taken = [Bool](repeating: false, count: open.count)
        for promised in dataset.promised
        where withPromised && promised.machine == offer.machine && promised.unit == unit {
          for second in max(0, promised.span.start)..<max(0, min(Self.length, promised.span.end)) {
            taken[Int(second)] = true
          }
        }
        for start in max(0, order.release)..<Self.length {
          guard
            let end = end(
              from: start, need: need, open: open, taken: taken,
              isResumable: dataset.processes[0].isResumable)
          else { continue }
          // The midnight is at 120.
          let firstDay = World.firstDay + (start < 120 ? 0 : 1)
          let lastDay = World.firstDay + (end <= 120 ? 0 : 1)
          if !order.certifications.isEmpty, let held,
            firstDay < held.firstDay ?? .min || lastDay > held.lastDay ?? .max
          {
            continue
          }
          found.append(
            Way(
              offer: index, start: start, end: end, arrival: end + (goesFar ? 7 : 0), costFen: cost)
          )
        }
      }
    }
    return found
  }
}
