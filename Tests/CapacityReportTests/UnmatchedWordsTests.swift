import CapacityData
import CapacityMatching
import CapacityModel
import Foundation
import TestSupport
import Testing

@testable import CapacityReport

@Suite struct `The sentence of an order left over` {
  /// Runs of digits, with what joins the parts of an amount or a time.
  private func figures(_ text: String) -> Set<String> {
    Set(text.matches(of: #/\d(?:[\d.:T+\-x]*\d)?/#).map { String($0.output) })
  }

  @Test(arguments: ["tiny", "sichuan", "hostile"])
  func `has in Chinese every figure that it has in English`(name: String) async throws {
    let folder =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/Fixtures/" + name
    let dataset = try DatasetReader(folder: folder).read().dataset
    let result = await Matcher(dataset, options: MatchOptions(effort: 0, threads: 1)).match()
    var reasons: Set<UnmatchedReason> = []
    for unmatched in result.unmatched {
      let english = UnmatchedWords.detail(unmatched, in: dataset)
      let chinese = UnmatchedWords.chinese(unmatched, in: dataset)
      #expect(!chinese.contains("no room") && !chinese.contains("offer"))
      #expect(figures(english).isSubset(of: figures(chinese)), "\(english) | \(chinese)")
      reasons.insert(unmatched.reason)
    }
    if name == "sichuan" { #expect(reasons.count >= 8) }
  }

  @Test func `says a span of time in Chinese`() {
    #expect(FixWords.duration("1d 4h 20m 5s") == "1 天 4 小时 20 分 5 秒")
    #expect(FixWords.duration("0s") == "0 秒")
    #expect(FixWords.chinese("deadline +2h") == "截止时间推迟 2 小时")
  }
}
