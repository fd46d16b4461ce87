/// An order carried out by the witnesses of its stages on machines that do nothing else.
struct WitnessRoute {
  /// When the last stage is done and the goods are with the customer.
  let finish: Int
  /// The cost of all shipments.
  let freightFen: Int
}

/// What routes depend on.
struct RoutePlanner {
  let processes: [SyntheticProcess]
  let calendars: [SharedCalendar]
  let freight: FreightTable

  /// Returns the route of an order, or nil when it does not end within the horizon.
  ///
  /// Each stage begins when the one before is done and the goods are there. Only stages that
  /// ship pass goods on: a design stage in between neither receives nor sends any.
  func route(of order: SyntheticOrder) -> WitnessRoute? {
    var done = order.release
    var freightFen = 0
    var shipped: (end: Int, cluster: Int)?
    for stage in order.stages {
      let ships = processes[stage.process].ships
      let cluster = Int(stage.witness.cluster)
      var start = done
      if ships, let shipped {
        let link = freight[shipped.cluster, cluster]
        start = max(start, shipped.end + link.transitHours * 3600)
        freightFen += link.fen(grams: order.grams)
      }
      let openTime = calendars[Int(stage.witness.calendar)].openTime
      let isResumable = processes[stage.process].isResumable
      guard
        let end = openTime.finish(from: start, need: stage.needSeconds, isResumable: isResumable)
      else { return nil }
      done = end
      if ships { shipped = (end, cluster) }
    }
    if let shipped {
      let link = freight[shipped.cluster, order.cluster]
      done = max(done, shipped.end + link.transitHours * 3600)
      freightFen += link.fen(grams: order.grams)
    }
    return WitnessRoute(finish: done, freightFen: freightFen)
  }
}
