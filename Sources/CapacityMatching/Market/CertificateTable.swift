internal import CapacityModel

/// Which factory holds which certificate, and when.
struct CertificateTable: Sendable {
  /// When a set of certificates is valid together, in seconds from the horizon's start.
  struct Window: Equatable, Sendable {
    /// The first second; far in the past if open.
    var from: Int64
    /// The second after the last; far in the future if open.
    var to: Int64
    static let always = Window(from: -farSeconds, to: farSeconds)
  }

  /// Beyond every time that a dataset can hold, and safe to add a horizon to.
  private static let farSeconds: Int64 = 1 << 50

  private let held: [[HeldCertification]]
  /// One bit for each certificate modulo 64 that a factory holds: a quick no.
  private let masks: [UInt64]
  /// Seconds from 1970-01-01T00:00 in the dataset's zone to the horizon's start.
  private let localStart: Int64

  init(_ dataset: Dataset) {
    held = dataset.factories.map(\.certifications)
    masks = held.map { $0.reduce(0) { $0 | 1 << UInt64($1.certification & 63) } }
    localStart = dataset.horizon.startEpochSeconds + dataset.horizon.zoneOffsetSeconds
  }

  /// Whether `factory` holds all of `wanted` together on some day from that of `release` to that of
  /// `deadline`, both counted.
  func holds(
    _ wanted: [Int], factory: Int, between release: Int64, and deadline: Int64
  ) -> Bool {
    guard let window = window(wanted, factory: factory) else { return false }
    let secondsOfDay: Int64 = 86_400
    let firstDay = floorDivide(release + localStart, by: secondsOfDay)
    let lastDay = floorDivide(deadline + localStart, by: secondsOfDay)
    return max(window.from, firstDay * secondsOfDay - localStart)
      < min(window.to, (lastDay + 1) * secondsOfDay - localStart)
  }

  /// When `factory` holds all of `wanted` together; `nil` if it lacks one or they never meet.
  func window(_ wanted: [Int], factory: Int) -> Window? {
    var window = Window.always
    for certification in wanted {
      if masks[factory] & (1 << UInt64(certification & 63)) == 0 { return nil }
      guard let own = held[factory].first(where: { $0.certification == certification }) else {
        return nil
      }
      if let day = own.firstDay { window.from = max(window.from, day * 86_400 - localStart) }
      if let day = own.lastDay { window.to = min(window.to, (day + 1) * 86_400 - localStart) }
    }
    return window.from < window.to ? window : nil
  }
}
