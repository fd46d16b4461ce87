/// Writes times of one zone; remembers the last day, which the next time is often on.
struct TimeWriter {
  private let zoneOffsetSeconds: Int64
  /// The offset from UTC as it is written.
  private let zone: String
  private var dayNumber: Int64
  /// The day as it is written.
  private var day: String

  init(zoneOffsetSeconds: Int64) {
    self.zoneOffsetSeconds = zoneOffsetSeconds
    zone = Format.zone(zoneOffsetSeconds)
    dayNumber = 0
    day = "1970-01-01"
  }

  /// Writes seconds since 1970-01-01T00:00:00Z: `2026-03-02T08:00:00+08:00`.
  mutating func write(epochSeconds: Int64, to text: inout TextBuffer) {
    let local = epochSeconds + zoneOffsetSeconds
    let second = ((local % secondsPerDay) + secondsPerDay) % secondsPerDay
    let number = (local - second) / secondsPerDay
    if number != dayNumber { setDay(number) }
    text.append(day)
    text.append(UInt8(ascii: "T"))
    text.append(second / 3_600, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(second / 60 % 60, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(second % 60, digits: 2)
    text.append(zone)
  }

  private mutating func setDay(_ number: Int64) {
    let civil = civilDay(number)
    var text = TextBuffer()
    text.append(civil.year, digits: 4)
    text.append(UInt8(ascii: "-"))
    text.append(civil.month, digits: 2)
    text.append(UInt8(ascii: "-"))
    text.append(civil.day, digits: 2)
    dayNumber = number
    day = text.string
  }
}
