internal import CapacityModel

/// What an order asks for as a whole.
struct OrderDemand: Sendable {
  var cluster: Int
  var release: Int64
  var deadline: Int64
  var budgetFen: Int64
  var declaredValueFen: Int64
  var priority: Int64
  var partsMax: Int
  var weightGrams: Int64
  /// Indices into the stages of the market.
  var stages: Range<Int>
  /// A set of the market's certificates; 0 for none.
  var certificateSet: Int
  /// Number of the last stage whose process ships, from 0; -1 if none does.
  var lastShippingStage: Int

  init(order: Order, certificateSet: Int, processes: [Process], stages all: [Stage]) {
    cluster = order.cluster
    release = order.release
    deadline = order.deadline
    budgetFen = order.budgetFen
    declaredValueFen = order.declaredValueFen
    priority = order.priority
    partsMax = order.partsMax
    weightGrams = order.weightGrams
    stages = order.stages
    self.certificateSet = certificateSet
    let shipping = order.stages.last { processes[all[$0].process].ships }
    lastShippingStage = shipping.map { $0 - order.stages.lowerBound } ?? -1
  }

  /// Whether one booking serves the order: the simple and most frequent case.
  var isSimple: Bool { stages.count == 1 && partsMax == 1 }

  /// What serving it counts towards the objective, in fen, when it costs `costFen`.
  func worth(_ objective: ObjectiveKind, costFen: Int64) -> Int64 {
    switch objective {
    case .surplus: priority * (budgetFen - costFen)
    case .fill: priority * 100
    case .value: priority * budgetFen
    }
  }
}

/// What a stage asks for.
struct StageDemand: Sendable {
  var order: Int
  var process: Int
  /// Pieces, or hundredths of an hour.
  var quantity: Int64
  var isHours: Bool
  var ships: Bool
  /// The order's pricing modes, without those that cannot serve the stage's unit.
  var modes: PricingModes
  /// -1 if the stage names none.
  var material: Int32
  var toleranceIT: Int
  /// Sides of the part, ascending, in micrometres.
  var sides: Sides
  /// How many stages the order has: value shares are spread over them.
  var stageCount: Int64

  init(_ stage: Stage, of order: Order, orderIndex: Int, dataset: Dataset) {
    self.order = orderIndex
    process = stage.process
    quantity = stage.quantity
    isHours = stage.unit == .hour
    ships = dataset.processes[stage.process].ships
    modes = isHours ? order.pricingModes.subtracting(.piece) : order.pricingModes
    material = stage.material.map(Int32.init) ?? -1
    toleranceIT = stage.toleranceIT
    sides = Sides(stage.box)
    stageCount = Int64(order.stages.count)
  }

  /// `quantity` of the stage's unit in hundredths, as offers state their limits.
  @inline(__always)
  func hundredths(_ quantity: Int64) -> Int64 { isHours ? quantity : quantity * 100 }

  /// The largest quantity of the stage's unit within `hundredths`.
  @inline(__always)
  func quantity(within hundredths: Int64) -> Int64 { isHours ? hundredths : hundredths / 100 }

  /// The least quantity of the stage's unit that reaches `hundredths`.
  @inline(__always)
  func quantity(reaching hundredths: Int64) -> Int64 {
    isHours ? hundredths : divideUp(hundredths, by: 100)
  }
}

/// Three sides, ascending: one box fits another when each side does.
struct Sides: Sendable {
  var shortest: Int64
  var middle: Int64
  var longest: Int64

  init(_ box: Box) {
    let sorted = [box.length, box.width, box.height].sorted()
    shortest = sorted[0]
    middle = sorted[1]
    longest = sorted[2]
  }

  /// Whether a box of these sides has room for `other`.
  @inline(__always)
  func holds(_ other: Sides) -> Bool {
    other.shortest <= shortest && other.middle <= middle && other.longest <= longest
  }
}
