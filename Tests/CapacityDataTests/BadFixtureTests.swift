import CapacityData
import CapacityModel
import Foundation
import Testing

/// One folder of `Fixtures/bad` for each kind of bad input.
///
/// A fixture holds the files that differ from the base, `absent.txt` with the names of files that are
/// taken out, and `expected.txt` with the lines that the reader reports.
@Suite struct BadFixtureTests {
  static let names: [String] = {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: fixtures + "/bad")) ?? []
    return all.filter { $0 != "base" && !$0.contains(".") }.sorted()
  }()

  /// How the files of a fixture differ from the base: `nil` for one that is taken out.
  static func changes(in folder: String) throws -> [String: [UInt8]?] {
    var changes: [String: [UInt8]?] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder)
    where !file.hasSuffix(".txt") {
      changes[file] = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file)))
    }
    if let absent = try? String(contentsOfFile: folder + "/absent.txt", encoding: .utf8) {
      for file in absent.split(separator: "\n") { changes.updateValue(nil, forKey: String(file)) }
    }
    return changes
  }

  @Test(arguments: names)
  func `bad input is told with its place, the rule and the remedy`(_ name: String) throws {
    let folder = fixtures + "/bad/" + name
    let changes = try BadFixtureTests.changes(in: folder)
    let lines = try withDataset(changes) { dataset in
      try problems { _ = try DatasetReader(folder: dataset).read() }
    }
    #expect(!lines.isEmpty)
    let text = lines.joined(separator: "\n") + "\n"
    let expected = folder + "/expected.txt"
    if rewritesGoldenFiles {
      try text.write(toFile: expected, atomically: true, encoding: .utf8)
    }
    #expect(try text == String(contentsOfFile: expected, encoding: .utf8))
  }

  @Test(arguments: names)
  func `bad input is told in Chinese at the same place`(_ name: String) throws {
    let changes = try BadFixtureTests.changes(in: fixtures + "/bad/" + name)
    try withDataset(changes) { dataset in
      do {
        _ = try DatasetReader(folder: dataset).read()
        Issue.record("read bad data")
      } catch DataError.problems(let problems, _) {
        for problem in problems {
          let (english, chinese) = (problem.text(in: .english), problem.text(in: .chinese))
          let place = english.dropLast(
            "\(problem.what.english); \(problem.remedy.english)".count)
          #expect(chinese.hasPrefix(place))
          #expect(isChinese(problem.what.chinese), "\(chinese)")
          #expect(isChinese(problem.remedy.chinese), "\(chinese)")
          // What is quoted is quoted alike.
          let quotes = english.filter { $0 == "\"" }.count
          #expect(chinese.filter { $0 == "\"" }.count == quotes, "\(chinese)")
        }
      }
    }
  }

  @Test func `every kind of bad input has its fixture`() {
    #expect(Self.names.count >= 70)
  }
}
