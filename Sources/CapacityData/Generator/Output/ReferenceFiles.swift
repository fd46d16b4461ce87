/// Writes the small files: what machines and orders refer to.
struct ReferenceFiles {
  let folder: String

  /// Writes `dataset.json`.
  func writeDataset(options: GeneratorOptions) throws(GeneratorError) {
    func date(_ day: Int) -> String {
      let date = CivilDate(daysAfterStart: day)
      func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      return "\(date.year)-\(padded(date.month))-\(padded(date.day))T00:00:00+08:00"
    }
    let file = try SyntheticTableFile(folder: folder, name: "dataset.json", header: "{")
    file.raw("  \"name\": \"synthetic-\(options.seed)\",\n")
    file.raw("  \"horizon_start\": \"\(date(0))\",\n")
    file.raw("  \"horizon_end\": \"\(date(options.days))\",\n")
    file.raw("  \"time_zone\": \"+08:00\",\n")
    file.raw(
      "  \"freight\": {\"base_yuan\": 60, \"yuan_per_kg_km\": 0.0008, \"hours_per_100_km\": 2.5}\n")
    file.raw("}\n")
    try file.finish()
  }

  /// Writes `clusters.csv`.
  func write(_ clusters: [SyntheticCluster]) throws(GeneratorError) {
    let file = try SyntheticTableFile(
      folder: folder, name: "clusters.csv", header: "cluster_id,name,latitude,longitude,region_code"
    )
    for cluster in clusters {
      file.text(cluster.id)
      file.text(cluster.name)
      file.decimal(cluster.latitude, places: 3)
      file.decimal(cluster.longitude, places: 3)
      file.text(cluster.regionCode)
      try file.endRow()
    }
    try file.finish()
  }

  /// Writes `processes.csv`, with those that no machine offers.
  func write(_ processes: [SyntheticProcess]) throws(GeneratorError) {
    let file = try SyntheticTableFile(
      folder: folder, name: "processes.csv", header: "process,name,stage_kind,resumable,ships")
    for process in processes {
      file.text(process.code)
      file.text(process.name)
      file.text(process.stageKind)
      file.text(process.isResumable ? "true" : "false")
      file.text(process.ships ? "true" : "false")
      try file.endRow()
    }
    try file.finish()
  }

  /// Writes `calendars.csv`.
  func write(_ calendars: [SharedCalendar]) throws(GeneratorError) {
    let file = try SyntheticTableFile(
      folder: folder, name: "calendars.csv", header: "calendar_id,kind,days,from,to")
    for calendar in calendars {
      for hours in calendar.pattern.weeklyHours {
        file.text(calendar.id)
        file.text("weekly")
        file.text(hours.days)
        file.timeOfDay(hour: hours.from.hour, minute: hours.from.minute)
        file.timeOfDay(hour: hours.to.hour, minute: hours.to.minute)
        try file.endRow()
      }
      for (kind, times) in [("closed", calendar.closed), ("open", calendar.added)] {
        for interval in times {
          file.text(calendar.id)
          file.text(kind)
          file.empty()
          file.time(interval.lowerBound)
          file.time(interval.upperBound)
          try file.endRow()
        }
      }
    }
    try file.finish()
  }

  /// Writes `freight.csv` for all ordered pairs of different clusters.
  func write(_ freight: FreightTable, among clusters: [SyntheticCluster]) throws(GeneratorError) {
    let file = try SyntheticTableFile(
      folder: folder, name: "freight.csv",
      header: "from_cluster,to_cluster,cost_per_shipment,cost_per_kg,transit_hours")
    for from in clusters.indices {
      for to in clusters.indices where from != to {
        let link = freight[from, to]
        file.text(clusters[from].id)
        file.text(clusters[to].id)
        file.decimal(link.shipmentFen, places: 2)
        file.decimal(link.kilogramTenThousandths, places: 4)
        file.integer(link.transitHours)
        try file.endRow()
      }
    }
    try file.finish()
  }
}
