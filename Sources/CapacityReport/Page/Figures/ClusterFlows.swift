internal import CapacityModel

/// Work that goes from the clusters where buyers sit to the clusters where it is made.
struct ClusterFlows {
  /// Work between two clusters, or inside one.
  struct Flow {
    var buyer: Int
    var maker: Int
    var bookings: Int64 = 0
    var seconds: Int64 = 0
    var chargeFen: Int64 = 0
  }

  /// Those with a booking, by buyer, then maker.
  let flows: [Flow]

  /// Adds up a result.
  init(_ result: ReportedResult) {
    let dataset = result.dataset
    let count = dataset.clusters.count
    var flows: [Int: Flow] = [:]
    for booking in result.bookings {
      let buyer = dataset.orders[booking.order].cluster
      let maker = dataset.factories[dataset.machines[booking.machine].factory].cluster
      var flow = flows[buyer * count + maker] ?? Flow(buyer: buyer, maker: maker)
      flow.bookings += 1
      flow.seconds += booking.workingSeconds
      flow.chargeFen += booking.chargeFen
      flows[buyer * count + maker] = flow
    }
    self.flows = flows.sorted { $0.key < $1.key }.map(\.value)
  }

  var columns: [PageColumn] {
    [
      .plain("flow.buyer", flows.map { Int64($0.buyer) }),
      .plain("flow.maker", flows.map { Int64($0.maker) }),
      .plain("flow.bookings", flows.map(\.bookings)), .plain("flow.seconds", flows.map(\.seconds)),
      .plain("flow.charge", flows.map(\.chargeFen)),
    ]
  }
}
