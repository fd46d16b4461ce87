/// One row of weekly opening hours.
struct SyntheticHours: Sendable {
  /// The days as a cell of `calendars.csv` names them.
  let days: String
  /// The days, Monday being 0.
  let weekdays: ClosedRange<Int>
  /// The time of day at which it opens, in hours and minutes.
  let from: (hour: Int, minute: Int)
  /// The time of day at which it closes; past midnight if that is not after `from`.
  let to: (hour: Int, minute: Int)
}

/// A common way to run a shop.
enum ShiftPattern: String, CaseIterable, Sendable {
  /// One shift on six days.
  case sixDays = "D6"
  /// One shift on five days.
  case fiveDays = "D5"
  /// Two shifts on six days.
  case twoShifts = "T6"
  case roundTheClock = "R7"
  /// Only nights and weekends, when the owner does not work.
  case idleWindows = "N7"

  /// Frequencies of the patterns, in order, where work may pause overnight.
  private static let resumableChoice = WeightedChoice([40, 12, 24, 12, 12])

  /// Frequencies where it may not.
  ///
  /// The rest of the shops run two shifts: a four-hour window would hold hardly any job that must not be
  /// interrupted.
  private static let continuousChoice = WeightedChoice([0, 0, 20, 80, 0])

  /// Draws the pattern of a machine.
  static func drawn(isResumable: Bool, from draws: inout DrawStream) -> Self {
    allCases[draws.pick(isResumable ? resumableChoice : continuousChoice)]
  }

  /// The shift of an ordinary working day.
  static func dayShift(days: String, weekdays: ClosedRange<Int>) -> [SyntheticHours] {
    [
      SyntheticHours(days: days, weekdays: weekdays, from: (8, 0), to: (12, 0)),
      SyntheticHours(days: days, weekdays: weekdays, from: (13, 30), to: (17, 30)),
    ]
  }

  /// The weekly opening hours.
  var weeklyHours: [SyntheticHours] {
    switch self {
    case .sixDays: Self.dayShift(days: "Mon-Sat", weekdays: 0...5)
    case .fiveDays: Self.dayShift(days: "Mon-Fri", weekdays: 0...4)
    case .twoShifts:
      [SyntheticHours(days: "Mon-Sat", weekdays: 0...5, from: (8, 0), to: (24, 0))]
    case .roundTheClock:
      [SyntheticHours(days: "Mon-Sun", weekdays: 0...6, from: (0, 0), to: (24, 0))]
    case .idleWindows:
      [
        SyntheticHours(days: "Mon-Sun", weekdays: 0...6, from: (18, 0), to: (8, 0)),
        SyntheticHours(days: "Sat-Sun", weekdays: 5...6, from: (8, 0), to: (18, 0)),
      ]
    }
  }

  /// The hour of a weekday at which maintenance begins, within the opening hours.
  var maintenanceHour: Int { self == .idleWindows ? 19 : 8 }

  /// Whether the shop closes on short holidays and makes up for them on a Sunday.
  var keepsShortHolidays: Bool {
    switch self {
    case .sixDays, .fiveDays, .twoShifts: true
    case .roundTheClock, .idleWindows: false
    }
  }
}
