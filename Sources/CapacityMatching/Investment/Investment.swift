/// One more machine of a kind in a cluster, and what it is estimated to be worth.
public struct Investment: Equatable, Sendable {
  /// What would be bought.
  public var kind: EquipmentKind
  /// Index into `Dataset.clusters`: where it would stand.
  public var cluster: Int
  /// Index into `Dataset.factories`: whose it would be.
  ///
  /// The model's factory if that is in the cluster, else the cluster's factory with the most units.
  public var factory: Int
  /// Index into `Dataset.machines`: which machine would be copied, with its offers and its calendar.
  ///
  /// Of the kind's machines in the cluster (where none stands, of all of them) the one of which another
  /// unit is worth most.
  public var model: Int
  /// Whether the cluster has a machine of the kind already.
  public var isStanding: Bool
  /// All open time of one unit of the model over the horizon, at the mean price of the model's free open
  /// time, in micro-yuan.
  public var worthMicroYuan: Int128
  /// The same in fen, rounded half up; a point of `fill` is 100.
  public var worthFen: Int64
  /// The same scaled to a year, in fen, rounded half up.
  public var worthPerYearFen: Int64

  /// Creates an investment over a horizon of `horizonSeconds`.
  init(
    kind: EquipmentKind, cluster: Int, factory: Int, model: Int, isStanding: Bool,
    worthMicroYuan: Int128, horizonSeconds: Int64
  ) {
    self.kind = kind
    self.cluster = cluster
    self.factory = factory
    self.model = model
    self.isStanding = isStanding
    self.worthMicroYuan = worthMicroYuan
    worthFen = Int64(clamping: divideHalfUp(worthMicroYuan, by: Yearly.microYuanInFen))
    worthPerYearFen = Yearly.fen(microYuan: worthMicroYuan, horizonSeconds: horizonSeconds)
  }
}
