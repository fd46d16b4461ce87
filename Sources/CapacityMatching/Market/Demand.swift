internal import CapacityModel

/// What an order asks for as a whole.
struct OrderDemand: Sendable {
  var release: Int64
  var deadline: Int64
  var budgetFen: Int64
  var declaredValueFen: Int64
  var weightGrams: Int64
  // Narrow in memory: a million orders are read in no order at all.
  private var firstStage: Int32
  private var stageCount: Int32
  private var clusterIndex: Int32
  private var priorityNumber: Int32
  private var partsMaxNumber: Int32
  private var certificateSetNumber: Int32
  private var lastShippingNumber: Int32
  /// One bit for each certificate asked for, modulo 32.
  var certificateMask: UInt32

  var cluster: Int { Int(clusterIndex) }
  var priority: Int64 { Int64(priorityNumber) }
  var partsMax: Int { Int(partsMaxNumber) }
  /// Indices into the stages of the market.
  var stages: Range<Int> { Int(firstStage)..<Int(firstStage + stageCount) }
  /// A set of the market's certificates; 0 for none.
  var certificateSet: Int { Int(certificateSetNumber) }
  /// Number of the last stage whose process ships, from 0; -1 if none does.
  var lastShippingStage: Int { Int(lastShippingNumber) }

  init(order: Order, certificateSet: Int, processes: [Process], stages all: [Stage]) {
    clusterIndex = Int32(order.cluster)
    release = order.release
    deadline = order.deadline
    budgetFen = order.budgetFen
    declaredValueFen = order.declaredValueFen
    priorityNumber = Int32(order.priority)
    partsMaxNumber = Int32(order.partsMax)
    weightGrams = order.weightGrams
    firstStage = Int32(order.stages.lowerBound)
    stageCount = Int32(order.stages.count)
    certificateSetNumber = Int32(certificateSet)
    certificateMask = order.certifications.reduce(0) { $0 | 1 << UInt32($1 & 31) }
    lastShippingNumber = -1
    for stage in order.stages where processes[all[stage].process].ships {
      lastShippingNumber = Int32(stage - order.stages.lowerBound)
    }
  }

  private init() {
    (release, deadline, budgetFen, declaredValueFen, weightGrams) = (0, 0, 0, 0, 0)
    (firstStage, stageCount, clusterIndex, priorityNumber) = (0, 0, 0, 1)
    (partsMaxNumber, certificateSetNumber, lastShippingNumber, certificateMask) = (1, 0, -1, 0)
  }

  /// A stand-in before there is an order.
  static let none = OrderDemand()

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
  /// Pieces, or hundredths of an hour.
  var quantity: Int64
  /// Sides of the part, ascending, in micrometres.
  var sides: Sides
  private var orderIndex: Int32
  private var processIndex: Int32
  /// -1 if the stage names none.
  var material: Int32
  private var stageCountNumber: Int32
  private var toleranceNumber: Int16
  var isHours: Bool
  var ships: Bool
  /// The order's pricing modes, without those that cannot serve the stage's unit.
  var modes: PricingModes

  var order: Int { Int(orderIndex) }
  var process: Int { Int(processIndex) }
  var toleranceIT: Int { Int(toleranceNumber) }
  /// How many stages the order has: value shares are spread over them.
  var stageCount: Int64 { Int64(stageCountNumber) }

  init(_ stage: Stage, of order: Order, orderIndex: Int, processes: [Process]) {
    self.orderIndex = Int32(orderIndex)
    processIndex = Int32(stage.process)
    quantity = stage.quantity
    isHours = stage.unit == .hour
    ships = processes[stage.process].ships
    modes = isHours ? order.pricingModes.subtracting(.piece) : order.pricingModes
    material = stage.material.map(Int32.init) ?? -1
    toleranceNumber = Int16(stage.toleranceIT)
    sides = Sides(stage.box)
    stageCountNumber = Int32(order.stages.count)
  }

  private init() {
    (quantity, sides, orderIndex, processIndex, material) = (0, .none, 0, 0, -1)
    (stageCountNumber, toleranceNumber, isHours, ships, modes) = (1, 18, false, false, [])
  }

  /// A stand-in before there is a stage.
  static let none = StageDemand()

  /// The working time of `quantity` with this set-up and cycle, in seconds (Docs/rules.md).
  @inline(__always)
  func need(setupSeconds: Int64, cycleMilliseconds: Int64, quantity: Int64) -> Int64 {
    if isHours { return setupSeconds + quantity * 36 }
    return setupSeconds + divideUp(quantity * cycleMilliseconds, by: 1_000)
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
    let smaller = min(box.length, box.width)
    let larger = max(box.length, box.width)
    shortest = min(smaller, box.height)
    middle = max(smaller, min(larger, box.height))
    longest = max(larger, box.height)
  }

  /// No room at all.
  static let none = Sides(Box(length: -1, width: -1, height: -1))

  /// Makes each side at least as long as that of `other`.
  mutating func widen(to other: Sides) {
    shortest = max(shortest, other.shortest)
    middle = max(middle, other.middle)
    longest = max(longest, other.longest)
  }

  /// Whether a box of these sides has room for `other`.
  @inline(__always)
  func holds(_ other: Sides) -> Bool {
    other.shortest <= shortest && other.middle <= middle && other.longest <= longest
  }
}
