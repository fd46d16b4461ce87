package import CapacityData

/// A named dataset to measure: a size, and what is different from that size's usual dataset.
package struct Scenario: Equatable, Sendable {
  /// How large a dataset is.
  package enum Size: String, CaseIterable, Sendable {
    case tiny
    case city
    case province
    case nation
    case flood

    /// Orders, machines and processes.
    var counts: (orders: Int, machines: Int, processes: Int) {
      switch self {
      case .tiny: (1_000, 100, 20)
      case .city: (10_000, 1_000, 60)
      case .province: (100_000, 10_000, 200)
      case .nation: (1_000_000, 100_000, 500)
      case .flood: (10_000_000, 1_000_000, 2_000)
      }
    }

    /// How often each phase is timed unless asked otherwise; a large run is steadier by itself.
    package var rounds: Int {
      switch self {
      case .tiny: 15
      case .city: 9
      case .province: 5
      case .nation: 3
      case .flood: 1
      }
    }

    /// How often the reference matcher is timed at the most: it is slow where that shows most.
    package var referenceRounds: Int {
      switch self {
      case .tiny, .city: 5
      case .province: 3
      case .nation, .flood: 1
      }
    }
  }

  /// One thing that is different from a size's usual dataset.
  package enum Variant: String, CaseIterable, Sendable {
    case loose
    case stages
    case few
    case many
    case even
    case skewed
    case misplaced

    /// What it changes, in words.
    package var summary: String {
      switch self {
      case .loose: "half of the open hours are asked for, instead of one and a half times as many"
      case .stages: "30 % of the orders have several stages"
      case .few: "four times the processes, so few offers an order"
      case .many: "a quarter of the processes, so many offers an order"
      case .even: "all processes are as popular"
      case .skewed: "processes are as popular as the generator makes them: a few lead by far"
      case .misplaced: "machines stand where processes are popular, not where hours are asked"
      }
    }
  }

  /// How large it is.
  package let size: Size
  /// What is different, in the order of the variants, each once.
  package let variants: [Variant]

  /// `nation-loose`, for instance.
  package var name: String { ([size.rawValue] + variants.map(\.rawValue)).joined(separator: "-") }

  /// A size's usual dataset.
  package init(_ size: Size) {
    self.size = size
    variants = []
  }

  /// The scenario of a name: a size, then any variants that go together, joined by hyphens.
  ///
  /// `nil` when there is none of that name.
  package init?(named name: String) {
    var parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard let size = Size(rawValue: parts.removeFirst()) else { return nil }
    let named = parts.compactMap(Variant.init(rawValue:))
    guard named.count == parts.count else { return nil }
    self.size = size
    variants = Variant.allCases.filter { named.contains($0) }
    guard variants.count == parts.count else { return nil }
    guard !(variants.contains(.few) && variants.contains(.many)) else { return nil }
    guard GeneratorOptions.processRange.contains(generatorOptions.processes) else { return nil }
  }

  /// Every size alone and with each single variant that the generator can make.
  package static var all: [Scenario] {
    Size.allCases.flatMap { size in
      [Scenario(size)]
        + Variant.allCases.compactMap { Scenario(named: "\(size.rawValue)-\($0.rawValue)") }
    }
  }

  /// The sizes that growth is fitted over.
  package static func growing(includesFlood: Bool) -> [Scenario] {
    Size.allCases.filter { $0 != .flood || includesFlood }.map { Scenario($0) }
  }

  /// What the generator is asked for.
  package var generatorOptions: GeneratorOptions {
    let counts = size.counts
    var options = GeneratorOptions()
    options.orders = counts.orders
    options.machines = counts.machines
    options.processes = counts.processes
    if variants.contains(.few) { options.processes *= 4 }
    if variants.contains(.many) { options.processes /= 4 }
    options.loadThousandths = variants.contains(.loose) ? 500 : 1_500
    options.multiStagePercent = variants.contains(.stages) ? 30 : 0
    // About 600 offers an order at the size of a nation; 5,800 where skewed.
    options.processSkewThousandths = 500
    if variants.contains(.even) { options.processSkewThousandths = 0 }
    if variants.contains(.skewed) { options.processSkewThousandths = 1_050 }
    options.keepsImbalance = variants.contains(.misplaced)
    return options
  }
}
