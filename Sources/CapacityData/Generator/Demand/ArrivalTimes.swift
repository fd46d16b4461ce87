/// When orders arrive.
struct ArrivalTimes {
  /// Arrivals on the days of a week, from Monday.
  private static let weekdayWeights = [115, 110, 105, 100, 95, 45, 25]

  /// Arrivals by the hour: the first hour of each part of the day, its length, and its weight.
  private static let dayParts = [(9, 3), (12, 2), (14, 4), (18, 6), (0, 8)]
  private static let dayPartChoice = WeightedChoice([38, 8, 40, 12, 2])

  private let dayChoice: WeightedChoice

  /// Prepares to draw arrivals in the first three quarters of a horizon.
  ///
  /// An order that arrives on the last days could not be done within the horizon, and would say
  /// nothing about capacity.
  init(dayCount: Int) {
    dayChoice = WeightedChoice((0..<max(1, dayCount * 3 / 4)).map { Self.weekdayWeights[$0 % 7] })
  }

  /// Draws a time in seconds from the horizon's start, on a whole minute.
  func drawn(from draws: inout DrawStream) -> Int {
    let day = draws.pick(dayChoice)
    let (hour, length) = Self.dayParts[draws.pick(Self.dayPartChoice)]
    return (day * 1440 + hour * 60 + draws.below(length * 60)) * 60
  }
}
