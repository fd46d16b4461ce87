/// A calendar that many machines share.
struct SharedCalendar: Sendable {
  let id: String
  let pattern: ShiftPattern
  /// Closed and added times in seconds from the horizon's start.
  let closed: [Range<Int>]
  let added: [Range<Int>]
  let openTime: SyntheticOpenTime
}

/// The calendars of a dataset: every shift pattern with every maintenance day.
///
/// A few dozen calendars serve any number of machines. They differ in the day of the fortnight
/// on which maintenance stops the machine, and in how long they close for the Spring Festival.
struct SharedCalendars: Sendable {
  private static let secondsPerDay = 86_400
  private static let secondsPerHour = 3600
  private static let maintenanceHours = 4

  /// The working days of a fortnight: on one of them each machine is maintained.
  private static let phases = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]

  /// All calendars, the phases of the first pattern first.
  let calendars: [SharedCalendar]

  /// Makes the calendars of a horizon of `dayCount` days.
  init(dayCount: Int, seed: UInt64) {
    var made: [SharedCalendar] = []
    for pattern in ShiftPattern.allCases {
      for phase in Self.phases {
        var draws = DrawStream(seed: seed, kind: .calendar, number: made.count)
        made.append(Self.calendar(pattern, phase: phase, dayCount: dayCount, draws: &draws))
      }
    }
    calendars = made
  }

  /// Draws the calendar of a machine.
  func drawn(isResumable: Bool, from draws: inout DrawStream) -> Int {
    let pattern = ShiftPattern.drawn(isResumable: isResumable, from: &draws)
    let first = calendars.firstIndex { $0.pattern == pattern } ?? 0
    return first + draws.below(Self.phases.count)
  }

  private static func calendar(
    _ pattern: ShiftPattern, phase: Int, dayCount: Int, draws: inout DrawStream
  ) -> SharedCalendar {
    let closures = Holidays.closures(for: pattern, dayCount: dayCount, draws: &draws)
    let maintenance = stride(from: phase, to: dayCount, by: 14).map { day in
      let start = day * secondsPerDay + pattern.maintenanceHour * secondsPerHour
      return start..<start + maintenanceHours * secondsPerHour
    }
    let closed =
      closures.map { $0.lowerBound * secondsPerDay..<$0.upperBound * secondsPerDay } + maintenance
    // Added time wins over closed time, so a Sunday that another holiday covers must stay out.
    let sundays =
      !pattern.keepsShortHolidays
      ? []
      : closures.flatMap(Holidays.makeUpSundays).filter { day in
        (0..<dayCount).contains(day) && !closures.contains { $0.contains(day) }
      }
    let added = Set(sundays).sorted().flatMap { day in
      ShiftPattern.dayShift(days: "Sun", weekdays: 6...6).map { interval(of: $0, on: day) }
    }
    let weekly = (-1..<dayCount).flatMap { day in
      pattern.weeklyHours.filter { $0.weekdays.contains((day + 7) % 7) }
        .map { interval(of: $0, on: day).clamped(to: 0..<dayCount * secondsPerDay) }
    }
    return SharedCalendar(
      id: "\(pattern.rawValue)-\(phase + 1)", pattern: pattern, closed: closed, added: added,
      openTime: SyntheticOpenTime(SyntheticOpenTime(weekly).subtracting(closed).intervals + added))
  }

  /// The seconds of one day's opening hours.
  private static func interval(of hours: SyntheticHours, on day: Int) -> Range<Int> {
    let from = (hours.from.hour * 60 + hours.from.minute) * 60
    let to = (hours.to.hour * 60 + hours.to.minute) * 60
    let start = day * secondsPerDay
    return start + from..<start + (to <= from ? to + secondsPerDay : to)
  }
}
