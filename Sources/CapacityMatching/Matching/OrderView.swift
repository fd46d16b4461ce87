internal import CapacityModel

/// What an order sees of places and calendars, worked out once an order instead of once an offer.
///
/// A *site* is a calendar in a cluster: machines of one site share the window in which a booking of
/// the order may lie and what the way to the customer costs and takes.
struct OrderView: Sendable {
  /// Working time in which a booking may lie.
  struct Window: Sendable {
    var from: Int64
    var limit: Int64
  }

  /// The order looked at; -1 before the first.
  private(set) var order = -1
  /// No part ends, and nothing arrives, after this.
  private(set) var deadline: Int64 = 0
  private var stamp: Int32 = 0
  private var windowStamp: [Int32]
  private var windows: [Window]
  private var deliveryStamp: [Int32]
  private var deliveryFen: [Int64]

  init(_ market: Market) {
    windowStamp = Array(repeating: 0, count: market.sites.count)
    windows = Array(repeating: Window(from: 0, limit: 0), count: market.sites.count)
    deliveryStamp = Array(repeating: 0, count: market.clusterCount)
    deliveryFen = Array(repeating: 0, count: market.clusterCount)
  }

  /// Turns to `order`, with its own deadline or another one.
  mutating func look(at order: Int, deadline: Int64, in market: Market) {
    self.order = order
    self.deadline = deadline
    stamp += 1
  }

  /// What bringing all goods from `cluster` to the customer costs, in fen.
  @inline(__always)
  mutating func deliveryFen(from cluster: Int, in market: Market) -> Int64 {
    if deliveryStamp[cluster] == stamp { return deliveryFen[cluster] }
    let demand = market.orders[order]
    let lane = market.freight.lane(from: cluster, to: demand.cluster)
    let cost = market.freight.cost(lane, ofAll: demand)
    deliveryStamp[cluster] = stamp
    deliveryFen[cluster] = cost
    return cost
  }

  /// Where on the machine's calendar a booking may lie that starts after the release and, if
  /// `delivers`, reaches the customer by the deadline.
  ///
  /// Within one order `delivers` must not change for one site unless the site is in the customer's
  /// cluster: windows are kept by site. Orders of one stage keep to that.
  @inline(__always)
  mutating func window(
    machine: Int, delivers: Bool, in market: Market
  ) -> Window {
    let demand = market.orders[order]
    let columns = market.machines[machine]
    let certificate = market.certificates.window(
      set: demand.certificateSet, factory: columns.factory)
    let transit =
      delivers
      ? market.freight.lane(from: columns.cluster, to: demand.cluster).transitSeconds : 0
    let latest = deadline - transit
    if certificate.from <= demand.release, certificate.to >= latest {
      if windowStamp[columns.site] != stamp {
        windowStamp[columns.site] = stamp
        windows[columns.site] = Window(
          from: market.openTime.work(columns.calendar, before: demand.release),
          limit: market.openTime.work(columns.calendar, before: latest))
      }
      return windows[columns.site]
    }
    return Window(
      from: market.openTime.work(
        columns.calendar, before: max(certificate.from, demand.release)),
      limit: market.openTime.work(columns.calendar, before: min(certificate.to, latest)))
  }
}
