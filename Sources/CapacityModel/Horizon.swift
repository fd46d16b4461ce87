/// The span of time that a dataset plans, and the zone that its days are counted in.
///
/// Inside the engine time is whole seconds from the horizon's start.
public struct Horizon: Equatable, Sendable {
  /// The start in seconds since 1970-01-01T00:00:00Z.
  public var startEpochSeconds: Int64
  /// The length in seconds, above 0 and at most ``Limits/horizonSecondsMax``.
  public var lengthSeconds: Int64
  /// The dataset's fixed offset from UTC in seconds, east positive.
  public var zoneOffsetSeconds: Int64

  /// Creates a horizon from its start, its length and the zone of its days.
  public init(startEpochSeconds: Int64, lengthSeconds: Int64, zoneOffsetSeconds: Int64) {
    self.startEpochSeconds = startEpochSeconds
    self.lengthSeconds = lengthSeconds
    self.zoneOffsetSeconds = zoneOffsetSeconds
  }
}
