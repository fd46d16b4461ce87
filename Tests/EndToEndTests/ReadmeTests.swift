import CapacityData
import CapacityMatching
import CapacityModel
import Testing

@Suite struct `The README` {
  /// What the README shows, to the letter but for indentation; a change in either breaks a test.
  private func example(_ folder: String) async throws {
    // swift-format-ignore
    let dataset = try DatasetReader(folder: folder).read().dataset
    let options = MatchOptions(objective: .surplus, effort: 1, seed: 1, threads: 2)
    let result = await Matcher(dataset, options: options).match()
    for order in result.matched {
      let costs = result.bookings[order.bookings].reduce(order.freightFen) { $0 + $1.chargeFen }
      print(dataset.orders[order.order].id, Format.money(costs))
    }
    for order in result.unmatched {
      print(dataset.orders[order.order].id, order.reason.rawValue)
    }
  }

  @Test func `shows a program that compiles and runs`() async throws {
    try await example(projectFolder + "/Fixtures/tiny")
    func lines(_ text: Substring) -> [String] {
      text.split(separator: "\n").map { $0.drop { $0 == " " } }.map(String.init)
    }
    let readme = try contents(projectFolder + "/README.md")
    let shown = try #require(readme.split(separator: "```swift\n").last)
    let program = lines(try #require(shown.split(separator: "\n```").first))
    let own = try contents(#filePath)
    let compiled = lines(own[...])
    let start = try #require(compiled.firstIndex(of: program[0]))
    #expect(Array(compiled[start..<(start + program.count)]) == program)
  }

  @Test func `names the options that the help names`() throws {
    let readme = try contents(projectFolder + "/README.md")
    for command in [
      "generate", "validate", "match", "verify", "explain", "invest", "recommend", "statement",
      "report",
    ] {
      #expect(readme.contains("$capmatch \(command) "))
    }
  }
}
