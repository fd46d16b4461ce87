import BenchmarkSupport
import Testing

@Suite struct `The options of capmatch-bench` {
  @Test func `are the usual scenarios on two threads when nothing is asked for`() throws {
    let options = try BenchOptions(arguments: [])
    #expect(options.scenarios.map(\.name) == ["city", "city-stages", "province"])
    #expect(options.threads == 2)
    #expect(options.action == .measure)
    #expect(options.includesReference)
  }

  @Test func `take scenarios by repetition and by commas, each once`() throws {
    let options = try BenchOptions(
      arguments: ["--scenario", "tiny,city-loose", "--scenario=city", "--scenario", "tiny"])
    #expect(options.scenarios.map(\.name) == ["tiny", "city-loose", "city"])
  }

  @Test func `take values after a space and after an equals sign`() throws {
    let options = try BenchOptions(
      arguments: ["--rounds=5", "--threads", "1", "--format", "json", "--reference=off"])
    #expect(options.rounds == 5)
    #expect(options.threads == 1)
    #expect(options.format == .json)
    #expect(!options.includesReference)
  }

  @Test func `measure flood only when growth is asked to include it`() throws {
    #expect(
      try BenchOptions(arguments: ["--growth"]).scenarios.map(\.name)
        == ["tiny", "city", "province", "nation"])
    #expect(
      try BenchOptions(arguments: ["--flood", "--growth"]).scenarios.last?.name == "flood")
  }

  @Test func `leave the scenarios of a check to its file`() throws {
    let options = try BenchOptions(arguments: ["--check", "limits.json"])
    #expect(options.action == .check(limits: "limits.json"))
    #expect(options.scenarios.isEmpty)
  }

  @Test(arguments: [
    // A mistyped option, a word without dashes, an option that is no option.
    (["--scenaro", "city"], "--scenario"),
    (["city"], "--scenario"),
    (["--"], "--scenario"),
    // Unknown names are answered with those that exist.
    (["--scenario", "town"], "city-stages"),
    (["--scenario", ""], "city-stages"),
    (["--format", "xml"], "markdown"),
    (["--reference", "maybe"], "on, off"),
    // Numbers.
    (["--rounds", "0"], "from 1 to 1000"),
    (["--rounds", "many"], "from 1 to 1000"),
    (["--threads", "65"], "from 1 to 64"),
    // Values that are missing or not wanted.
    (["--rounds"], "--rounds N"),
    (["--ablation=yes"], "takes no value"),
    // Combinations.
    (["--counts", "--list"], "cannot be combined"),
    (["--growth", "--scenario", "city"], "leave out --scenario"),
    (["--flood"], "goes with --growth"),
    (["--generate"], "add --folder"),
  ])
  func `that cannot be understood are answered with what is allowed`(
    arguments: [String], expected: String
  ) throws {
    let error = try #require(throws: BenchUsageError.self) {
      try BenchOptions(arguments: arguments)
    }
    #expect(error.message.contains(expected))
  }

  @Test func `are all in the help`() {
    for option in BenchOption.allCases {
      #expect(BenchOption.helpText.contains("--\(option.rawValue)"))
    }
  }
}
