/// Everything that a match is made from, as checked values; indices refer to the arrays here.
///
/// The order of `orders` is the order of the results. The order of everything else carries no
/// meaning; the reader sorts it by id, so that shuffled files give the same dataset.
public struct Dataset: Equatable, Sendable {
  /// What people call it.
  public var name: String
  /// The time that it plans.
  public var horizon: Horizon
  /// Freight between clusters without a lane.
  public var freightRates: FreightRates
  /// Where factories stand and buyers sit.
  public var clusters: [Cluster]
  /// Who shares.
  public var factories: [Factory]
  /// When machines work.
  public var calendars: [WorkCalendar]
  /// What is shared.
  public var machines: [Machine]
  /// Kinds of work.
  public var processes: [Process]
  /// What machines offer.
  public var offers: [Offer]
  /// What buyers want, in the input's order.
  public var orders: [Order]
  /// The stages of all orders; ``Order/stages`` says whose.
  public var stages: [Stage]
  /// Freight that is agreed, at most one lane for each ordered pair of clusters.
  public var lanes: [FreightLane]
  /// What was promised before.
  public var promised: [PromisedBooking]
  /// Names of certificates, each once.
  public var certificationNames: [String]
  /// Names of materials, each once.
  public var materialNames: [String]

  /// Creates a dataset; the caller vouches for its indices and ``Limits``.
  public init(
    name: String = "", horizon: Horizon, freightRates: FreightRates = FreightRates(),
    clusters: [Cluster] = [], factories: [Factory] = [], calendars: [WorkCalendar] = [],
    machines: [Machine] = [], processes: [Process] = [], offers: [Offer] = [],
    orders: [Order] = [], stages: [Stage] = [], lanes: [FreightLane] = [],
    promised: [PromisedBooking] = [], certificationNames: [String] = [],
    materialNames: [String] = []
  ) {
    self.name = name
    self.horizon = horizon
    self.freightRates = freightRates
    self.clusters = clusters
    self.factories = factories
    self.calendars = calendars
    self.machines = machines
    self.processes = processes
    self.offers = offers
    self.orders = orders
    self.stages = stages
    self.lanes = lanes
    self.promised = promised
    self.certificationNames = certificationNames
    self.materialNames = materialNames
  }
}
