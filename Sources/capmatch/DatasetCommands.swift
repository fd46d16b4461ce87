import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import Foundation

extension ParsedCommand {
  /// How the files are encoded.
  func encoding() throws(UsageError) -> TextEncoding {
    switch try choice("encoding", among: ["auto", "utf-8", "gb18030"]) {
    case "utf-8": .utf8
    case "gb18030": .gb18030
    default: .automatic
    }
  }

  /// Whether the answer is wanted as JSON.
  func wantsJSON() throws(UsageError) -> Bool {
    try choice("format", among: ["text", "json"]) == "json"
  }

  /// How many threads to use: one for each core unless the command line says otherwise.
  func threads() throws(UsageError) -> Int {
    let cores = min(ProcessInfo.processInfo.activeProcessorCount, MatchOptions.threadsMax)
    return try number("threads", default: cores, in: 1...MatchOptions.threadsMax)
  }

  /// Reads the dataset that the first argument names and prints its warnings.
  func readDataset(threads: Int? = nil) throws -> Dataset {
    let read = try DatasetReader(
      folder: arguments[0], encoding: encoding(), threads: threads
    ).read()
    if !has("quiet") {
      for warning in read.warnings { Console.error("warning: \(warning)") }
    }
    return read.dataset
  }
}

/// Runs `body` and turns what it throws into an exit code, but for wrong usage.
func reportingErrors(_ body: () throws -> ExitCode) throws(UsageError) -> ExitCode {
  do {
    return try body()
  } catch let error as UsageError {
    throw error
  } catch let error as DataError {
    return Console.report(error)
  } catch {
    Console.error("capmatch: \(error)")
    return .inputOutput
  }
}

/// `capmatch validate`.
struct ValidateCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  func run() throws(UsageError) -> ExitCode {
    let wantsJSON = try command.wantsJSON()
    return try reportingErrors {
      let dataset = try command.readDataset()
      if wantsJSON {
        Console.print(ValidationText.json(dataset).text())
      } else if !command.has("quiet") {
        Console.print(ValidationText.text(dataset))
      }
      return .done
    }
  }
}
