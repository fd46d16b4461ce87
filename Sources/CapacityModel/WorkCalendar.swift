/// Hours that repeat every week.
public struct WeeklyHours: Equatable, Sendable {
  /// Bit 0 is Monday, bit 6 Sunday: the days on which the hours begin.
  public var days: UInt8
  /// Second of the day, 0 up to but not 86,400.
  public var fromSecondOfDay: Int64
  /// Second of the day, 0 to 86,400; below `fromSecondOfDay` it is on the day after.
  public var toSecondOfDay: Int64

  /// Creates hours that begin on each of `days`.
  public init(days: UInt8, fromSecondOfDay: Int64, toSecondOfDay: Int64) {
    self.days = days
    self.fromSecondOfDay = fromSecondOfDay
    self.toSecondOfDay = toSecondOfDay
  }
}

/// A span of time, its end excluded, in seconds from the horizon's start.
public struct TimeSpan: Equatable, Sendable {
  /// The first second.
  public var start: Int64
  /// The second after the last.
  public var end: Int64

  /// Creates the span from `start` up to but not including `end`.
  public init(start: Int64, end: Int64) {
    self.start = start
    self.end = end
  }
}

/// When a machine works, as the file says it: weekly hours, spans taken out, spans added.
///
/// A calendar without weekly hours starts from always closed if it has `open` spans, else from
/// always open. `open` wins over `closed`. Spans may lie outside the horizon; nothing is open there.
public struct WorkCalendar: Equatable, Sendable {
  /// The calendar's id.
  public var id: Identifier
  /// Hours that repeat every week.
  public var weekly: [WeeklyHours]
  /// Spans added; they win over `closed`.
  public var open: [TimeSpan]
  /// Spans taken out.
  public var closed: [TimeSpan]

  /// Creates a calendar.
  public init(
    id: Identifier, weekly: [WeeklyHours] = [], open: [TimeSpan] = [], closed: [TimeSpan] = []
  ) {
    self.id = id
    self.weekly = weekly
    self.open = open
    self.closed = closed
  }
}
