import CapacityData
import CapacityMatching
import CapacityModel
import CapacityReport
import Foundation

extension ParsedCommand {
  /// How the files are encoded.
  func encoding() -> TextEncoding {
    switch values["encoding"] {
    case "utf-8": .utf8
    case "gb18030": .gb18030
    // Whoever asks `match` for a mark may have files of any encoding.
    default: .automatic
    }
  }

  /// How results are encoded: as the files that are read, unless the command line says otherwise.
  func outputEncoding() -> ResultEncoding {
    ResultEncoding(rawValue: values["output-encoding"] ?? values["encoding"] ?? "") ?? .utf8
  }

  /// What is to be written, which must be named; `example` stands for it in the message.
  func output(example: String) throws(UsageError) -> String {
    guard let target = values["output"] else {
      throw UsageError(
        message: Message(
          "--output: is missing; write -o \(example)", zh: "--output：没有给出；请写 -o \(example)"))
    }
    return target
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
  func readDataset(threads: Int? = nil, counter: WorkCounter? = nil) throws -> Dataset {
    var reader = DatasetReader(folder: arguments[0], encoding: encoding(), threads: threads)
    reader.counter = counter
    let read = try reader.read()
    if !has("quiet") {
      for warning in read.warnings { Console.error(Message("warning: ", zh: "警告：") + warning) }
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
  } catch let error as GeneratorError {
    Console.error(Message("capmatch: ", zh: "capmatch：") + error.message)
    return .inputOutput
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
      var progress = Progress(command)
      let dataset = try progress.readDataset(command)
      if wantsJSON {
        Console.print(ValidationText.json(dataset).text())
      } else if !command.has("quiet") {
        Console.print(ValidationText.text(dataset, in: Console.language))
      }
      return .done
    }
  }
}
