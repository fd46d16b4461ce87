/// Writes `orders.csv`, `stages.csv` and `truth.csv`, one order at a time.
struct OrderFiles {
  private static let stageColumns =
    "process,quantity,unit,material,tolerance_it,length_mm,width_mm,height_mm"

  let clusters: [SyntheticCluster]
  let processes: [SyntheticProcess]
  private let orders: SyntheticTableFile
  private let stages: SyntheticTableFile
  private let truth: SyntheticTableFile

  /// Creates the files with their headers.
  init(
    folder: String, clusters: [SyntheticCluster], processes: [SyntheticProcess]
  ) throws(GeneratorError) {
    self.clusters = clusters
    self.processes = processes
    orders = try SyntheticTableFile(
      folder: folder, name: "orders.csv",
      header: "order_id,customer,cluster_id,release,deadline,budget,declared_value,priority,"
        + "pricing_modes,max_parts,certifications,weight_kg,\(Self.stageColumns)")
    stages = try SyntheticTableFile(
      folder: folder, name: "stages.csv", header: "order_id,stage,\(Self.stageColumns)")
    truth = try SyntheticTableFile(
      folder: folder, name: "truth.csv", header: "order_id,reason")
  }

  /// Writes one order.
  func write(_ order: SyntheticOrder) throws(GeneratorError) {
    orders.id("O", order.number)
    orders.id("K", order.customer)
    orders.text(clusters[order.cluster].id)
    orders.time(order.release)
    orders.time(order.deadline)
    orders.decimal(order.budgetFen, places: 2)
    orders.decimal(order.declaredFen, places: 2)
    orders.integer(order.priority)
    let pricings = SyntheticPricing.allCases.filter { order.pricings & $0.bit != 0 }
    orders.text(pricings.map(\.name).joined(separator: ";"))
    orders.integer(order.partsMax)
    orders.text(Certificates.list(order.certificates))
    orders.decimal(order.grams, places: 3)
    if order.stages.count == 1 {
      write(order.stages[0], to: orders)
    } else {
      orders.empty(8)
      for (index, stage) in order.stages.enumerated() {
        stages.id("O", order.number)
        stages.integer(index + 1)
        write(stage, to: stages)
        try stages.endRow()
      }
    }
    try orders.endRow()
    guard let miss = order.plantedMiss else { return }
    truth.id("O", order.number)
    truth.text(miss.rawValue)
    try truth.endRow()
  }

  /// Ends all files.
  func finish() throws(GeneratorError) {
    for file in [orders, stages, truth] { try file.finish() }
  }

  private func write(_ stage: SyntheticStage, to file: SyntheticTableFile) {
    file.text(processes[stage.process].code)
    if stage.isInHours {
      file.decimal(stage.quantity, places: 2)
    } else {
      file.integer(stage.quantity)
    }
    file.text(stage.isInHours ? "hour" : "piece")
    file.text(stage.material.map(Materials.name) ?? "")
    file.integer(stage.toleranceGrade, unless: ToleranceGrade.coarsest)
    if stage.box.isEmpty {
      file.empty(3)
    } else {
      for side in stage.box { file.integer(side) }
    }
  }
}
