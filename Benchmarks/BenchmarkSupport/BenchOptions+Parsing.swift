extension BenchOptions {
  /// Reads the arguments of a call, without the program's name.
  ///
  /// Options with a value take it as the next argument or after `=`.
  package init(arguments: [String]) throws(BenchUsageError) {
    self.init()
    var includesFlood = false
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let (option, attached) = try BenchOptions.option(argument)
      var value = ""
      if option.value != nil {
        guard let found = attached ?? rest.popFirst() else {
          throw BenchUsageError(
            message: "--\(option.rawValue): is missing its value; "
              + "write --\(option.rawValue) \(option.value ?? "")")
        }
        value = found
      } else if attached != nil {
        throw BenchUsageError(message: "--\(option.rawValue): takes no value")
      }
      if option == .flood { includesFlood = true }
      try set(option, to: value)
    }
    try settleScenarios(includesFlood: includesFlood)
    if action == .generate, dataFolder == nil {
      throw BenchUsageError(message: "--generate: needs a place to write to; add --folder FOLDER")
    }
  }

  private static func option(
    _ argument: String
  ) throws(BenchUsageError) -> (BenchOption, attached: String?) {
    if argument == "-h" { return (.help, nil) }
    let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = halves.first.map(String.init) ?? ""
    let attached = halves.count == 2 ? String(halves[1]) : nil
    guard name.hasPrefix("--"), let option = BenchOption(rawValue: String(name.dropFirst(2)))
    else {
      let allowed = BenchOption.allCases.map { "--\($0.rawValue)" }.joined(separator: " ")
      throw BenchUsageError(message: "unknown option '\(name)'; there are \(allowed)")
    }
    return (option, attached)
  }

  private mutating func set(_ option: BenchOption, to value: String) throws(BenchUsageError) {
    switch option {
    case .scenario: try addScenarios(value)
    case .rounds: rounds = try number(value, of: option, in: BenchOptions.roundRange)
    case .threads: threads = try number(value, of: option, in: BenchOptions.threadRange)
    case .format:
      guard let found = OutputFormat(rawValue: value) else {
        let allowed = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw BenchUsageError(message: "--format: '\(value)' is none of \(allowed)")
      }
      format = found
    case .reference:
      guard ["on", "off"].contains(value) else {
        throw BenchUsageError(message: "--reference: '\(value)' is none of on, off")
      }
      includesReference = value == "on"
    case .compare: comparison = value
    case .svg: plotFolder = value
    case .folder: dataFolder = value
    case .ablation: includesAblation = true
    case .growth: fitsGrowth = true
    case .flood: break
    case .counts: try choose(.count, by: option)
    case .check: try choose(.check(limits: value), by: option)
    case .generate: try choose(.generate, by: option)
    case .quality: try choose(.quality, by: option)
    case .show: try choose(.show(report: value), by: option)
    case .list: try choose(.list, by: option)
    case .help: action = .help
    }
  }

  /// Help wins over everything; two other actions in one call are a mistake.
  private mutating func choose(_ chosen: Action, by option: BenchOption) throws(BenchUsageError) {
    guard action != .help else { return }
    guard action == .measure || action == chosen else {
      throw BenchUsageError(
        message: "--\(option.rawValue): cannot be combined with another of "
          + "--counts, --check, --generate, --quality, --show, --list")
    }
    action = chosen
  }

  private mutating func addScenarios(_ list: String) throws(BenchUsageError) {
    for name in list.split(separator: ",", omittingEmptySubsequences: false) {
      guard let scenario = Scenario(named: String(name)) else {
        let allowed = Scenario.all.map(\.name).joined(separator: ", ")
        throw BenchUsageError(
          message: "--scenario: there is no '\(name)'; there are \(allowed), and any of these "
            + "variants that go together joined by '-'")
      }
      if !scenarios.contains(scenario) { scenarios.append(scenario) }
    }
  }

  private mutating func settleScenarios(includesFlood: Bool) throws(BenchUsageError) {
    if includesFlood, !fitsGrowth {
      throw BenchUsageError(
        message: "--flood: goes with --growth; to measure it alone write --scenario flood")
    }
    if fitsGrowth {
      guard scenarios.isEmpty else {
        throw BenchUsageError(
          message: "--growth: has its own scenarios; leave out --scenario")
      }
      scenarios = Scenario.growing(includesFlood: includesFlood)
    }
    // A file of limits names scenarios itself; asking for some narrows it down.
    if case .check = action { return }
    if scenarios.isEmpty { scenarios = BenchOptions.usualScenarios }
  }

  private func number(
    _ text: String, of option: BenchOption, in range: ClosedRange<Int>
  ) throws(BenchUsageError) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw BenchUsageError(
        message: "--\(option.rawValue): '\(text)' is not a whole number "
          + "from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
