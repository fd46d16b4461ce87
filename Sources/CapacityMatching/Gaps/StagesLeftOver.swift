internal import CapacityModel

/// What the buyers of one cluster are left without.
struct UnmetDemand {
  var orders = 0
  /// Working time at the median need, in seconds; a few hostile stages can exceed 64 bits.
  var seconds: Int128 = 0
  /// The limit on all budgets together keeps this within 64 bits.
  var budgetFen: Int64 = 0
}

/// The stages of unmatched orders, by process.
struct StagesLeftOver {
  /// The order of each stage of the dataset that is left over.
  private var orderOfStage: [Int32]
  private let stagesOfProcess: Groups

  init(_ result: MatchResult, of dataset: Dataset) {
    orderOfStage = [Int32](repeating: -1, count: dataset.stages.count)
    var stages: [Int32] = []
    stages.reserveCapacity(result.unmatched.count)
    for unmatched in result.unmatched {
      for stage in dataset.orders[unmatched.order].stages {
        orderOfStage[stage] = Int32(unmatched.order)
        stages.append(Int32(stage))
      }
    }
    stagesOfProcess = Groups(stages, keyCount: dataset.processes.count) {
      dataset.stages[Int($0)].process
    }
  }

  /// The stages at a process; those of one order stand together.
  func stages(of process: Int) -> ArraySlice<Int32> { stagesOfProcess.members(process) }

  /// Adds the stages at a process to the demand of their buyers' clusters.
  func add(
    _ process: Int, of dataset: Dataset, offers: ArraySlice<Int32>, to demands: inout [UnmetDemand]
  ) {
    var medians = MedianNeeds(offers, of: dataset)
    var pieces: [RadixEntry] = []
    var lastOrder: Int32 = -1
    for stage in stages(of: process) {
      let order = orderOfStage[Int(stage)]
      let cluster = dataset.orders[Int(order)].cluster
      if order != lastOrder {
        demands[cluster].orders += 1
        demands[cluster].budgetFen += dataset.orders[Int(order)].budgetFen
        lastOrder = order
      }
      let quantity = dataset.stages[Int(stage)].quantity
      switch dataset.stages[Int(stage)].unit {
      case .hour: demands[cluster].seconds += Int128(medians.seconds(hours: quantity))
      case .piece: pieces.append(RadixEntry(key: UInt64(quantity), index: Int32(cluster)))
      }
    }
    // All stages of one quantity take the same: as few medians as there are quantities.
    sortByRadix(&pieces)
    var quantities: [Int64] = []
    for entry in pieces where Int64(entry.key) != quantities.last {
      quantities.append(Int64(entry.key))
    }
    let seconds = medians.seconds(pieces: quantities)
    var number = 0
    for entry in pieces {
      if Int64(entry.key) != quantities[number] { number += 1 }
      demands[Int(entry.index)].seconds += Int128(seconds[number])
    }
  }
}
