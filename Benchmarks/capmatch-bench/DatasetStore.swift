import BenchmarkSupport
import CapacityData
import Foundation

/// Where the generated datasets lie, a folder for each scenario.
struct DatasetStore {
  private let folder: String
  private let isTemporary: Bool
  /// The file beside a dataset that says what it was generated from; written last, so that a
  /// dataset that was cut short has none.
  private static let mark = "generated-from.txt"

  /// A store in `folder`, or a temporary one for `nil`.
  init(folder: String?) throws(BenchFailure) {
    isTemporary = folder == nil
    self.folder =
      folder
      ?? NSTemporaryDirectory() + "capmatch-bench-\(ProcessInfo.processInfo.processIdentifier)"
    try makeFolder(self.folder)
  }

  /// Removes a temporary store.
  func cleanUp() {
    if isTemporary { try? FileManager.default.removeItem(atPath: folder) }
  }

  /// Where a result may be written and written over.
  var resultFolder: String { folder + "/result" }

  /// Generates a scenario's dataset unless it is there from an earlier run.
  func prepare(_ scenario: Scenario) throws -> (folder: String, nanoseconds: Int?) {
    let target = folder + "/" + scenario.name
    let mark = target + "/" + DatasetStore.mark
    let wanted = "\(scenario.generatorOptions)\n"
    if FileManager.default.contents(atPath: mark) == Data(wanted.utf8) { return (target, nil) }
    note("\(scenario.name): generating")
    try? FileManager.default.removeItem(atPath: target)
    try makeFolder(target)
    let clock = ContinuousClock()
    let took = try clock.measure {
      do {
        try DatasetGenerator(options: scenario.generatorOptions).write(to: target)
      } catch {
        throw BenchFailure(message: "\(scenario.name): cannot generate: \(error)", exitCode: 4)
      }
    }
    try write(wanted, to: mark)
    let parts = took.components
    return (
      target, Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
    )
  }
}
