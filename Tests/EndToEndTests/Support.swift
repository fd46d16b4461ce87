import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import CapacityVerification
import Foundation

/// The project's own folder.
let projectFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// A folder for one test, removed when it ends.
func withTemporaryFolder<Value>(
  _ body: (String) async throws -> Value
) async throws -> Value {
  let folder = NSTemporaryDirectory() + "capmatch-test-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}

/// Reads, matches and writes as the command line does, and says what was matched.
@discardableResult
func matchFiles(
  _ dataset: String, to target: String, options: MatchOptions = MatchOptions(effort: 0)
) async throws -> MatchResult {
  let read = try DatasetReader(folder: dataset).read().dataset
  let result = await Matcher(read, options: options).match()
  try ResultWriter(folder: target, force: true).write(
    result: result, dataset: read,
    details: result.unmatched.map { UnmatchedWords.detail($0, in: read) },
    summary: SummaryDocument.make(result, of: read, options: options, run: RunFacts()))
  return result
}

/// What `verify` finds in a result; `nil` where it cannot even be read.
func verifyFiles(_ dataset: String, _ result: String) throws -> [Finding]? {
  let read = try DatasetReader(folder: dataset).read().dataset
  guard let records = try? ResultReader(folder: result, horizon: read.horizon).read() else {
    return nil
  }
  return Verifier(dataset: read).verify(records)
}

func contents(_ path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

/// Verifies many results of one dataset, which is read once.
struct FileVerifier {
  private let dataset: Dataset
  private let verifier: Verifier

  init(_ folder: String) throws {
    dataset = try DatasetReader(folder: folder).read().dataset
    verifier = Verifier(dataset: dataset)
  }

  /// Whether the result cannot be read, or breaks a rule.
  func objects(to result: String) -> Bool {
    guard let records = try? ResultReader(folder: result, horizon: dataset.horizon).read() else {
      return true
    }
    return !verifier.verify(records).isEmpty
  }
}

/// How a run of the command line ended and what it printed.
struct Run {
  var code: Int32
  var output: String
  var error: String
}

/// Runs the `capmatch` that was built beside the tests, in English unless the environment says otherwise.
func runCapmatch(_ words: [String], environment: [String: String] = [:]) throws -> Run {
  let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
  let process = Process()
  process.executableURL = tests.deletingLastPathComponent().appendingPathComponent("capmatch")
  process.arguments = words
  process.environment = ProcessInfo.processInfo.environment
    .filter { !$0.key.hasPrefix("LC_") && $0.key != "LANG" }
    .merging(environment) { $1 }
  let output = Pipe()
  let error = Pipe()
  process.standardOutput = output
  process.standardError = error
  try process.run()
  let printed = output.fileHandleForReading.readDataToEndOfFile()
  let complained = error.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Run(
    code: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
    error: String(decoding: complained, as: UTF8.self))
}

/// Runs a program that the system may have; `nil` if it does not.
func runProgram(_ name: String, _ words: [String], input: String = "") throws -> Run? {
  guard let path = pathOfProgram(name) else { return nil }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = words
  let pipes = (input: Pipe(), output: Pipe(), error: Pipe())
  process.standardInput = pipes.input
  process.standardOutput = pipes.output
  process.standardError = pipes.error
  try process.run()
  pipes.input.fileHandleForWriting.write(Data(input.utf8))
  try pipes.input.fileHandleForWriting.close()
  let printed = pipes.output.fileHandleForReading.readDataToEndOfFile()
  let complained = pipes.error.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Run(
    code: process.terminationStatus, output: String(decoding: printed, as: UTF8.self),
    error: String(decoding: complained, as: UTF8.self))
}

/// Where a program of the system is; `nil` if it is not installed.
func pathOfProgram(_ name: String) -> String? {
  (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/\(name)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// Whether a text holds a Chinese character.
func isChinese(_ text: some StringProtocol) -> Bool {
  text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
}
