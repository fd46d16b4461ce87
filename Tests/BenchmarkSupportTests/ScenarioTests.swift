import BenchmarkSupport
import CapacityData
import Testing

@Suite struct `A scenario` {
  @Test(arguments: Scenario.all)
  func `is found by its own name, and the generator can make it`(scenario: Scenario) throws {
    #expect(Scenario(named: scenario.name) == scenario)
    try scenario.generatorOptions.validate()
  }

  @Test func `takes several variants in any order`() throws {
    let scenario = try #require(Scenario(named: "city-stages-loose"))
    #expect(scenario.name == "city-loose-stages")
    #expect(scenario.generatorOptions.loadThousandths == 500)
    #expect(scenario.generatorOptions.multiStagePercent == 30)
  }

  @Test(arguments: [
    "", "town", "city-", "city-loud", "city-loose-loose",
    // Few and many offers an order exclude each other.
    "city-few-many",
    // More processes than the generator has.
    "flood-few",
  ])
  func `that cannot be has no name`(name: String) {
    #expect(Scenario(named: name) == nil)
  }
}
