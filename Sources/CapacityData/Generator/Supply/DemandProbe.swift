/// An estimate of the hours that orders will ask of each process, before there are any machines.
///
/// It looks at the processes and quantities of the first order numbers, which depend on no offer, and
/// scales them to the wanted load as the orders will be later.
struct DemandProbe {
  private static let ordersMax = 8192
  private static let stageSecondsMax = 160 * 3600

  private let orderCount: Int
  private let stages: [(process: Int, quantity: Int)]
  private let processes: ProcessTable

  /// Draws the stages of the first orders.
  init(options: GeneratorOptions, processes: ProcessTable, shapes: OrderShapes) {
    orderCount = min(options.orders, Self.ordersMax)
    self.processes = processes
    stages = (1...orderCount).flatMap { number in
      var draws = DrawStream(seed: options.seed, kind: .order, number: number)
      let shape = shapes.drawn(from: &draws)
      return zip(shape.processes, shape.quantities).map { ($0, $1) }
    }
  }

  /// Returns the seconds asked of each offered process at the wanted load.
  func askedSeconds(options: GeneratorOptions) -> [Int] {
    let free = options.days * 864 * CapacityPlan.freePercent * options.machines
    let wanted = free / 1000 * options.loadThousandths / options.orders * orderCount
    var low: Int64 = -16 << 32
    var high: Int64 = 8 << 32
    for _ in 0..<12 {
      let middle = (low + high) / 2
      if seconds(scale: FixedPoint.exp2(middle)).reduce(0, +) >= wanted {
        high = middle
      } else {
        low = middle
      }
    }
    return seconds(scale: FixedPoint.exp2(high)).map { $0 + 1 }
  }

  /// Adds up the seconds asked of each process.
  private func seconds(scale: UInt64) -> [Int] {
    var seconds = Array(repeating: 0, count: processes.offeredCount)
    for (index, quantity) in stages {
      let process = processes.processes[index]
      let scaled = max(1, Int(FixedPoint.scaled(Int64(quantity), by: scale)))
      let work =
        process.isSoldByTheHour ? scaled * 36 : scaled * process.cycleMilliseconds / 1000
      let setup = (process.setup.lowerBound + process.setup.upperBound) / 2
      seconds[index] += min(setup + work, Self.stageSecondsMax)
    }
    return seconds
  }
}
